"""What the runner tells the person at the terminal."""

import contextlib
import sys


def say(text: str) -> None:
    # The terminal may be gone (`make run | head`, a closed window): stopping well matters more than saying so.
    with contextlib.suppress(OSError):
        sys.stdout.write(f"nightlight: {text}\n")
        sys.stdout.flush()
