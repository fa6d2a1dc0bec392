"""Answers every request on an inherited listening socket with its own process number."""

import os
import select
import socket
import sys

status = b"200 OK" if sys.argv[2] == "is_ready" else b"503 Not Ready"

with socket.socket(fileno=int(sys.argv[1])) as door:
    while True:
        select.select([door], [], [])
        try:
            caller, _ = door.accept()
        except BlockingIOError:  # the other process was quicker
            continue
        with caller:
            caller.setblocking(True)
            caller.recv(4096)
            body = b'{"missing": ["model"]}' if sys.argv[2] == "has_no_model" else str(os.getpid()).encode()
            caller.sendall(
                b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, len(body), body)
            )
