"""What the person who starts Nightlight may choose, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.runner.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Options:
    environ: Mapping[str, str]
    data_folder: Path
    host: str
    port: int
    web_processes: int
    environment: str
    log_folder: Path | None

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Options":
        logs = environ.get("NIGHTLIGHT_LOGS")
        return cls(
            environ=environ,
            data_folder=Path(environ.get("NIGHTLIGHT_DATA") or ROOT / ".nightlight").resolve(),
            host=environ.get("HOST") or "127.0.0.1",
            port=_number(environ, "PORT", default=8000, least=0, most=65535),
            web_processes=_number(environ, "WEB_PROCESSES", default=_cores(), least=1, most=256),
            environment=environ.get("NIGHTLIGHT_ENV") or "development",
            log_folder=Path(logs).resolve() if logs else None,
        )

    @property
    def is_development(self) -> bool:
        return self.environment == "development"

    def given(self, name: str) -> str | None:
        """The value of a variable that may also be given as the path of a file, `NAME_FILE`."""
        if self.environ.get(name):
            return self.environ[name]
        path = self.environ.get(f"{name}_FILE")
        if not path:
            return None
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise Trouble(
                f"The file named by {name}_FILE cannot be read ({(error.strerror or 'unknown').lower()}).",
                f"Correct the path, or unset {name}_FILE.",
            ) from None


def _number(environ: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        raise Trouble(f"{name} is not a number from {least} to {most}.", f"Set {name} to such a number, or unset it.")
    return int(text)


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
