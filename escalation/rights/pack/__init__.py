"""Everything we keep about one young person, for them. Put together anew each time it is opened; no copy is stored.

asking.py   who asks, how we know that it is them, a lead agrees to escalations, done
items.py    what is in it, piece by piece, each under a name
about.py    about them, what they agreed to, posts        talks.py   chats      worries.py  escalations
redact.py   what is not given away, and why; names of staff are found by themselves
file.py     the file: pages to read, the same for machines, and who took it
"""
