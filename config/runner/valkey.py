"""The embedded Valkey: hints, presence and rate budgets. Keeps nothing on disk, because nothing in it must last."""

import json
import shutil
import signal
import time
from pathlib import Path

import redis

from config.runner.account import server_account
from config.runner.identity import birth_mark, end
from config.runner.server import Server
from config.runner.tail import tail_of
from config.runner.trouble import Trouble
from config.runner.wheels import valkey_program


class EmbeddedValkey(Server):
    name = "valkey"

    def __init__(self, data_folder: Path) -> None:
        account = server_account()
        self.program = valkey_program(account)
        # Who is running, for a next start after this one was killed. (Postgres keeps such a note by itself.)
        self.note = data_folder / "run" / "valkey.json"
        super().__init__(data_folder, account, "nl-vk-")

    @property
    def socket(self) -> Path:
        return self.socket_folder / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> str:
        self.stop_survivor()
        self.socket.unlink(missing_ok=True)
        self.launch(
            self.program,
            [
                *("--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--save", "", "--appendonly", "no", "--daemonize", "no", "--loglevel", "warning"),
            ],
            inside=Path("/"),
        )
        self._write_note()
        if not self._answers():
            raise Trouble(
                "The embedded Valkey does not start; the last lines of its log are above.",
                f"The whole log is {self.log}. Another server can be used by setting REDIS_URL.",
                tail=tail_of(self.log),
            )
        return self.url

    def stop(self) -> None:
        self.ask_to_stop((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))
        self.note.unlink(missing_ok=True)

    def stop_survivor(self) -> None:
        """A runner that was killed left its server running."""
        try:
            note = json.loads(self.note.read_text())
        except (OSError, ValueError):
            return
        end(note["pid"], note["birth"], (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))
        if note["folder"] != str(self.socket_folder):
            shutil.rmtree(note["folder"], ignore_errors=True)

    def _write_note(self) -> None:
        if self.pid is not None:
            self.note.parent.mkdir(mode=0o700, exist_ok=True)
            note = {"pid": self.pid, "birth": birth_mark(self.pid), "folder": str(self.socket_folder)}
            self.note.write_text(json.dumps(note))

    def _answers(self) -> bool:
        limit = time.monotonic() + 10
        while self.is_running() and time.monotonic() < limit:
            try:
                with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                    client.ping()
            except (redis.ConnectionError, redis.TimeoutError):
                time.sleep(0.02)
            else:
                return True
        return False
