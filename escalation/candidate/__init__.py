"""A candidate beside the live model, for whoever has to choose: figures only, never a word of a message.

report.py    what both made of the same words, and what people then said about the live model's flags
page.py      the same as a page
"""
