"""The pages of the privacy officer: who looked at or did what, when, on what ground.

    filters.py   which rows are asked for
    rows.py      those rows in words, ready to show
    words.py     verbs and grounds as people read them
    names.py     what a thing is called: handles of ours, never a name or words of a young person
    unusual.py   what somebody should ask about
    export.py    the same rows as a file, with a reason, once it was shown who asks

Reading these pages is itself written down.
"""
