"""What a person has to put right before Nightlight can run."""

import sys


class Trouble(Exception):
    """Shown as one sentence on what is wrong and one on what to do, never as a traceback."""

    def __init__(self, wrong: str, remedy: str, *, tail: str = "") -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.remedy = remedy
        self.tail = tail

    def show(self) -> None:
        if self.tail:
            sys.stderr.write(f"{self.tail.rstrip()}\n\n")
        sys.stderr.write(f"nightlight: {self.wrong}\n            {self.remedy}\n")
        sys.stderr.flush()
