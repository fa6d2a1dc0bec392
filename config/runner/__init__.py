"""`make run`: starts everything Nightlight needs, keeps it running, and leaves nothing behind.

Plain Python: no Django in here, so that the runner can say what is wrong when Django cannot start.
"""
