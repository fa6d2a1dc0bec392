"""Addresses for those who go away in a story and come back to the same place."""

import secrets
import socket
from functools import cache
from pathlib import Path

LOWEST = 20_000  # above those a browser refuses to open


def lasting_port() -> int:
    """Below the ports that the system lends to whoever calls somebody: while its owner is away, nobody is given this
    one. A minute after a call its port is still not free, and a run makes thousands of them.
    """
    while True:
        port = LOWEST + secrets.randbelow(_first_lent() - LOWEST)
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@cache
def _first_lent() -> int:
    try:
        return max(LOWEST + 1000, int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]))
    except OSError:
        return 32_768
