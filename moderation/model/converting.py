"""A checkpoint of Detoxify as eight-bit ONNX, judged against the real class before anybody gets it.

Needs the extra `detoxify`. Imported by `manage.py convert_detoxify` only.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from moderation import checkpoint, hostility_net
from moderation.second_opinion import FORMAT, MANIFEST, NET, PIECES, DetoxifyFiles

WHOLE = "whole.onnx"
# How far a chance may be from what the real class says: written out again, and then in eight bits.
WHOLE_MAY_DIFFER, EIGHT_BITS_MAY_DIFFER = 0.001, 0.15
LIBRARIES = ("detoxify", "torch", "transformers", "tokenizers", "onnx", "onnxruntime")
# Ordinary and hostile words, none, other letters, and more than it reads.
LINES = (
    "you are so kind today",
    "nobody likes your cat",
    "does anyone else find maths boring?",
    "I had a good day, thank you all for listening",
    "you are an idiot and everybody hates you",
    "shut up, stupid",
    "i will find you and hurt you",
    "go back to where you came from",
    "my mum is gay and I love her",
    "mae hi'n braf heddiw",
    "он сказал что не придёт 😀",
    "",
    "tell me more about it " * 300,
)

Progress = Callable[[str], None]


class CannotConvert(Exception):
    """In words for whoever asked. Nothing was left behind."""


@dataclass(frozen=True)
class Made:
    """What was made, and how far it is from the real class."""

    manifest_sha256: str
    classes: tuple[str, ...]
    differs: float
    size: int


def convert(named: DetoxifyFiles, out: Path, *, progress: Progress) -> Made:
    """The folder `out`, whole or not at all. Raises NotThere where the checkpoint is not the pinned one."""
    if out.exists():
        raise CannotConvert(f"{out} is there already. Name a folder that is not.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
        folder = Path(beside) / "made"
        folder.mkdir()
        progress("Reading the checkpoint")
        real = checkpoint.read(named)
        progress("Writing it as ONNX, in eight bits")
        _write_pieces(real, folder)
        _write_net(real, folder)
        progress("Comparing it with the real class")
        whole, differs = (_differs(real, folder, net) for net in (WHOLE, NET))
        if whole > WHOLE_MAY_DIFFER or differs > EIGHT_BITS_MAY_DIFFER:
            raise CannotConvert(
                f"What was made does not say what Detoxify says: {whole:.4f} apart whole, {differs:.4f} in eight bits."
            )
        (folder / WHOLE).unlink()
        stated = _manifest(named, real, folder, whole, differs)
        written = (json.dumps(stated, indent=1, sort_keys=True) + "\n").encode()
        (folder / MANIFEST).write_bytes(written)
        folder.rename(out)
    size = sum(path.stat().st_size for path in out.iterdir())
    return Made(sha256(written).hexdigest(), tuple(real.class_names), differs, size)


class Net(nn.Module):
    """The logits alone, by place and not by name: what ONNX can take down."""

    def __init__(self, base: nn.Module, asks: Sequence[str]) -> None:
        super().__init__()
        self.base, self.asks = base, tuple(asks)

    def forward(self, *given: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.base(**dict(zip(self.asks, given, strict=True)), return_dict=False)[0]
        return logits


def _write_pieces(real: Any, folder: Path) -> None:
    backend = getattr(real.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise CannotConvert("Its tokenizer cannot be written as tokenizer.json.")
    (folder / PIECES).write_text(backend.to_str(), encoding="utf-8")


def _write_net(real: Any, folder: Path) -> None:
    asks = [name for name in hostility_net.INPUTS if name in real.tokenizer.model_input_names]
    real.model.set_attn_implementation("eager")
    net = Net(real.model, asks).eval()
    given = real.tokenizer(["one line", "and another line, a longer one"], return_tensors="pt", padding=True)
    axes = {name: {0: "lines", 1: "pieces"} for name in asks} | {"logits": {0: "lines"}}
    with torch.inference_mode():
        torch.onnx.export(
            net, tuple(given[name] for name in asks), str(folder / WHOLE), input_names=asks, output_names=["logits"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
    quantize_dynamic(str(folder / WHOLE), str(folder / NET), weight_type=QuantType.QInt8, per_channel=True)


def _differs(real: Any, folder: Path, net: str) -> float:
    """The furthest that any chance of any line is from the real one. The pieces of each have to be the same."""
    longest = checkpoint.longest(real)
    ours = hostility_net.read(folder, real.class_names, longest, net=net)
    cut = [ours.pieces(line) for line in LINES]
    if cut[0] == cut[1]:
        raise CannotConvert("Its tokenizer takes two different lines for the same: its folder is not the right one.")
    if cut != [real.tokenizer(line, truncation=True, max_length=longest)["input_ids"] for line in LINES]:
        raise CannotConvert("The tokenizer that was written does not cut a line as Detoxify's does.")
    apart = 0.0
    for line in LINES:
        said, theirs = ours.predict(line), _predict(real, line, longest)
        apart = max(apart, *(abs(said[kind] - theirs[kind]) for kind in theirs))
    return apart


def _predict(real: Any, line: str, longest: int) -> dict[str, float]:
    # Where its tokenizer knows no end, the real class fails at a line that is too long for the net.
    before, real.tokenizer.model_max_length = real.tokenizer.model_max_length, longest
    try:
        return {kind: float(chance) for kind, chance in real.predict(line).items()}
    finally:
        real.tokenizer.model_max_length = before


def _manifest(named: DetoxifyFiles, real: Any, folder: Path, whole: float, differs: float) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "files": {name: sha256((folder / name).read_bytes()).hexdigest() for name in (NET, PIECES)},
        "classes": list(real.class_names),
        "longest": checkpoint.longest(real),
        "model": type(real.model).__name__,
        "tokenizer": type(real.tokenizer).__name__,
        "checkpoint": named.sha256.lower(),
        "differs": {"whole": round(whole, 6), "eight_bits": round(differs, 6), "lines": len(LINES)},
        "made_with": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
    }
