"""The encoder at run time: MiniLM-L6 in eight-bit ONNX, one thread, a few milliseconds a message.

Imported only through `moderation.classifiers`, in the worker and in commands: a web process loads neither it nor
onnxruntime. Loads only what the manifest names; nothing is ever unpickled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from moderation.model.heads import ALL_HEADS, HEADS
from moderation.model.views import Views, windows

NET, PIECES = "model.onnx", "tokenizer.json"
# A word of a thousand letters is no word: its beginning is looked at.
LONGEST_WORD = 40
# Longer texts are read to here: about as many words as a message may have.
MOST_WINDOWS = 80
AT_ONCE = 16

Floats = NDArray[np.float64]


class Encoder:
    """Scores words, alone or after what was said before. Safe to share between threads."""

    def __init__(self, net: bytes, pieces: bytes) -> None:
        options = SessionOptions()
        # One core may be all there is, and it also serves the database.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._net = InferenceSession(net, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(pieces.decode())
        tokenizer.no_truncation()
        tokenizer.no_padding()

        @lru_cache(maxsize=20_000)
        def cut(word: str) -> tuple[int, ...]:
            return tuple(tokenizer.encode(word[:LONGEST_WORD], add_special_tokens=False).ids)

        self.views = Views(cut, number_in(tokenizer))
        # Asked for once more where it has to be shown on which words an opinion rests.
        self._alone = lru_cache(maxsize=2)(self._highest)

    def alone(self, words: Sequence[str]) -> Floats:
        """The logit of each head of `HEADS`: the highest over the windows of the text."""
        return self._alone(tuple(words))

    def _highest(self, words: tuple[str, ...]) -> Floats:
        highest: Floats = self.score([self.views.alone(one) for one in list(windows(words))[:MOST_WINDOWS]]).max(axis=0)
        return highest

    def in_context(self, words: Sequence[str], earlier: Sequence[tuple[str, Sequence[str]]]) -> Floats:
        """The logit of each head of `HEADS` for words after who said what, oldest first."""
        row: Floats = self.score([self.views.in_context(words, earlier)])[0]
        return row

    def score(self, rows: Sequence[Sequence[int]]) -> Floats:
        """A row of logits for each row of pieces, in the order given."""
        out = np.zeros((len(rows), len(HEADS)))
        order = sorted(range(len(rows)), key=lambda one: len(rows[one]))
        for first in range(0, len(order), AT_ONCE):
            chosen = order[first : first + AT_ONCE]
            ids, mask = _padded([rows[one] for one in chosen])
            (said,) = self._net.run(None, {"input_ids": ids, "attention_mask": mask})
            if said.shape[1] != len(ALL_HEADS):
                raise ValueError("heads")
            out[chosen] = said[:, : len(HEADS)]
        return out


def number_in(tokenizer: Tokenizer) -> Callable[[str], int]:
    """Numbers of the marks; a tokenizer without them is not ours."""

    def number(mark: str) -> int:
        found = tokenizer.token_to_id(mark)
        if found is None:
            raise ValueError("marks")
        return found

    return number


def read(folder: Path) -> Encoder:
    """The encoder as it lies in a folder. Whoever calls has compared the files with the manifest."""
    return Encoder((folder / NET).read_bytes(), (folder / PIECES).read_bytes())


def _padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    longest = max(map(len, rows))
    ids, mask = np.zeros((len(rows), longest), dtype=np.int64), np.zeros((len(rows), longest), dtype=np.int64)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = row
        mask[number, : len(row)] = 1
    return ids, mask
