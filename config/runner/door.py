"""The listening socket. The runner opens it once and hands it on, so that a web process may die and come back
while people go on knocking at the same door."""

import contextlib
import errno
import socket

from config.runner.trouble import Trouble

# Everybody reconnects in the same second after a restart; a short queue turned 1.3 s of that into 31 s.
BACKLOG = 4096


def open_door(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
        door.listen(BACKLOG)
        door.setblocking(False)
        if host == "127.0.0.1":
            _refuse_a_neighbour(door.getsockname()[1])
    except OSError as error:
        door.close()
        raise _trouble(host, port, error) from None
    return door


def _refuse_a_neighbour(port: int) -> None:
    """A browser asked for `localhost` may try ::1 first, and would find a stranger if one listens there."""
    with contextlib.ExitStack() as stack:
        try:
            other = stack.enter_context(socket.socket(socket.AF_INET6, socket.SOCK_STREAM))
        except OSError:
            return
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("::1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise


def _trouble(host: str, port: int, error: OSError) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        return Trouble(
            f"Port {port} is taken by another program.",
            f"Stop that program, or choose another port: `PORT={port + 1 if port < 65535 else 8001} make run`.",
        )
    if error.errno == errno.EACCES:
        return Trouble(f"This account may not listen on port {port}.", "Choose a port above 1023, such as PORT=8000.")
    return Trouble(
        f"Cannot listen on {host}, port {port} ({(error.strerror or 'unknown address').lower()}).",
        "Set HOST to an address of this machine, or unset it.",
    )
