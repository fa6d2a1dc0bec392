"""A made-up message that goes the way of a young person's words every few minutes, so that a reader which is down or
blind is noticed on a night when no child writes.

    due      the jobs process writes down that one goes out
    deliver  a job says it to a web process
    receive  which stores it and wakes the reader
    read     the worker reads it as any words
    arrival  a process of screens hears that it was read
    watch    the jobs process looks whether it came through

It belongs to no conversation, so it is in no queue, on no screen and in no figure.
"""
