"""Our own web process, but nobody is slowed down for writing fast, for a hundred pairs have to make all the load; and
one person may have two hundred screens, for that is the only way to have so many on one conversation."""

import sys

import django

from config import web

if __name__ == "__main__":
    django.setup()
    from chat import capacity, sockets

    sockets.BURST_MESSAGES = 10**9
    capacity.MOST_OF_ONE = dict.fromkeys(capacity.MOST_OF_ONE, 10**9)
    sys.exit(web.main())
