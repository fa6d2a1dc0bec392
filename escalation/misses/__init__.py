"""What the checks miss: the figures of the messages that were read again (moderation/blind).

intervals.py  how sure a share of some is, when they were drawn by chance from many
figures.py    one week, and the last twelve together: what was drawn, judged, missed, and what follows from it
page.py       the same in words, with small counts hidden as in the month
"""
