"""What goes when its time is over, and what a young person may see of theirs.

    years.py      until when words stay that somebody was worried about
    talks.py      such conversations          posts.py    what somebody wrote in the forum
    records.py    escalations                 kinds.py    every kind that goes, in one list
    sweep.py      one batch of one kind, and its receipt
    proposals.py  more than the clock may do alone: one proposes, another agrees
    erasures.py   one young person's own wish: one asks, another agrees
    finding.py    whom it is about
    clock.py      once an hour, in small batches; before anything else, what a restored backup has to be told
    counts.py     what would go, what stays and why (`manage.py retention`, /retention/)
    pack/         everything about one young person, for them

Erasing itself, holds and the file of erasures are in chat/keeping: who asks, and what wins.
"""
