"""What a console is told once, and what it is told again."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from chat.console import board, frames
from chat.console.telling import Telling
from chat.frames import Frame


class Console(Telling):
    """A console with one conversation and no socket: what it was given lies in `heard`."""

    def __init__(self) -> None:
        self.keys = {7: (1, b"")}
        self._told_of: dict[int, dict[object, Frame]] = {}
        self._looking = asyncio.Lock()
        self.heard: list[Frame] = []

    def give(self, frame: Frame) -> None:
        self.heard.append(frame)

    @staticmethod
    async def in_a_thread(work: Callable[..., Any], *args: Any, **more: Any) -> Any:
        return work(*args, **more)

    def soon(self, work: Any) -> None:
        asyncio.run(work)


def test_a_flag_that_is_raised_again_after_it_was_answered_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two flags at once, in the same words too, are told once each however often somebody looks."""
    open_now = [(1, "soon", "may be about drink or drugs"), (2, "now", "texted NOW")]
    monkeypatch.setattr(board, "open_flags", lambda _conversation: list(open_now))
    console = Console()

    def told() -> list[str]:
        console.heard.clear()
        console.nudged({"kind": "flag", "conversation": 7})
        return [frame.words for frame in console.heard if isinstance(frame, frames.Flagged)]

    assert told() == ["may be about drink or drugs", "texted NOW"]
    assert told() == []
    open_now[1] = (3, "now", "texted NOW")  # the lead has answered the first one
    assert told() == ["texted NOW"]
    open_now.append((4, "very_soon", "texted NOW"))
    assert told() == ["texted NOW"]
    assert told() == []
