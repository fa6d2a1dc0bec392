"""Our own web process, but nobody is slowed down for writing fast: a hundred pairs have to make all the load."""

import sys

from config import web

if __name__ == "__main__":
    from chat import sockets

    sockets.BURST_MESSAGES = 10**9
    sys.exit(web.main())
