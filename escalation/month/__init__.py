"""The manager's month: each figure defined once, counted from what was written down as it happened.

months.py    a month as it is in London
chats.py     who wanted to talk, who was answered, how long they waited   (conversation events)
flags.py     what was noticed and what people said to it                  (flag events)
week.py      when people asked and who was there, by hour of the week      (conversation events, shifts)
found.py     who found the danger, and what the program missed            (escalations, flags)
outcomes.py  what safeguarding leads decided                              (escalations, decisions)
staffing.py  cover, places nobody filled, hours, debriefs                 (cover changes, places, shift events)
texts.py     texts, their parts and what they cost                        (texts, calls to the carrier)
tables.py    counts that belong together, and how they add up
hiding.py    counts under five are not shown, nor can they be worked out from the others
report.py    all tables of one month
charts.py    the same as pictures, drawn here
"""
