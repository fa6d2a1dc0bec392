"""Detoxify in eight-bit ONNX, as `manage.py convert_detoxify` makes it: no torch, and nothing is ever unpickled.

Imported only through `moderation.classifiers`, in the worker and in commands.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from moderation.second_opinion import NET, PIECES

# What a net of this kind may ask for beside the pieces, by the names that ONNX and transformers both use.
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class HostilityNet:
    """A text in, a number for each kind of hostility out. Safe to share between threads."""

    def __init__(self, net: bytes, pieces: bytes, classes: Sequence[str], longest: int) -> None:
        options = SessionOptions()
        # One core may be all there is, and it also serves the database.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._net = InferenceSession(net, options, providers=["CPUExecutionProvider"])
        self._asks = [one.name for one in self._net.get_inputs()]
        if not set(self._asks) <= set(INPUTS):
            raise ValueError("inputs")
        self._tokenizer = Tokenizer.from_str(pieces.decode())
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._whole = Tokenizer.from_str(self._tokenizer.to_str())
        self._tokenizer.enable_truncation(longest)
        self._classes, self._longest = tuple(classes), longest

    def pieces(self, text: str) -> list[int]:
        """What is read of a text: its beginning, as Detoxify does it."""
        return list(self._tokenizer.encode(text).ids)

    def fits(self, text: str) -> bool:
        """Whether all of it is read."""
        return len(self._whole.encode(text).ids) <= self._longest

    def predict(self, text: str) -> dict[str, float]:
        cut = self._tokenizer.encode(text)
        given = {"input_ids": cut.ids, "attention_mask": cut.attention_mask, "token_type_ids": cut.type_ids}
        (said,) = self._net.run(None, {name: np.array([given[name]], dtype=np.int64) for name in self._asks})
        # Some checkpoints have learned more kinds than they name. Detoxify names the first ones too.
        named = said[0, : len(self._classes)].astype(np.float64)
        if len(named) < len(self._classes) or not np.isfinite(named).all():
            raise ValueError("classes")
        chances = 0.5 * (1 + np.tanh(0.5 * named))
        return {name: float(chance) for name, chance in zip(self._classes, chances, strict=True)}


def read(folder: Path, classes: Sequence[str], longest: int, *, net: str = NET) -> HostilityNet:
    """The net as it lies in a folder. Whoever calls has compared the files with the manifest."""
    return HostilityNet((folder / net).read_bytes(), (folder / PIECES).read_bytes(), classes, longest)
