"""What the checks miss: some messages of each week are read again by a person who is told nothing of what was noticed.

weeks.py     a week as it is in London
draw.py      once a week: so many by chance in which nothing was noticed, and some in which something was
access.py    who may read one, and that they did
commands.py  take one, say how soon somebody should have looked, leave it to somebody else
page.py      what is shown of one: the words, a few before them, and nothing else

The figures that come of it are escalation/misses.
"""
