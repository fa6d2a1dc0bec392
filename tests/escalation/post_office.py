"""An SMTP server on this machine, as much of one as takes mail or refuses it."""

import socketserver
import threading
from collections import deque
from typing import Self


class PostOffice:
    """`will("550")`: its answer to the next recipient."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.script: deque[str] = deque()
        office = self

        class Door(socketserver.StreamRequestHandler):
            def say(self, words: str) -> None:
                self.wfile.write(f"{words}\r\n".encode())

            def handle(self) -> None:
                self.say("220 post office")
                while line := self.rfile.readline().decode().strip():
                    verb = line[:4].upper()
                    if verb == "DATA":
                        self.say("354 go on")
                        office.mails.append(self.words())
                        self.say("250 taken")
                    elif verb == "RCPT":
                        self.say(f"{office.script.popleft()} no" if office.script else "250 ok")
                    elif verb == "QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 ok")

            def words(self) -> str:
                lines = []
                while (line := self.rfile.readline().decode()) != ".\r\n":
                    lines.append(line)
                return "".join(lines)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def will(self, *script: str) -> None:
        self.script.extend(script)
