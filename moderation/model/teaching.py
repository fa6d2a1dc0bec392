"""Teaching the encoder: MiniLM-L6 on our lines and conversations, then one int8 ONNX file. Needs the extra `train`.

Apart from everything that serves: nothing here is imported by a process of the product.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from moderation.encoder import LONGEST_WORD, NET, PIECES, number_in
from moderation.model.examples import Example, examples
from moderation.model.heads import ALL_HEADS, LEAST_SEVERITY
from moderation.model.lines import Line
from moderation.model.talks import Talk
from moderation.model.views import Views

SEED = 7
EPOCHS = 4
BATCH = 32
RATE, RATE_OF_HEADS = 5e-5, 1e-3
SMOOTHING = 0.01
FROZEN_LAYERS = 0
WARM_UP = 0.1
# How much it counts that a danger lies above its near twin, and by how much it should (in logits).
APART, MARGIN = 0.15, 1.0
# Of harmless lines kept back, so many that it takes most for danger are learned in the second half.
MOST_HARD = 4000
HOW_SOON = tuple(ALL_HEADS.index(head) for head in LEAST_SEVERITY)

Progress = Callable[[str, int], Any]


class Net(nn.Module):
    """The mean over the pieces, and a line a head."""

    def __init__(self, base: BertModel, heads: int) -> None:
        super().__init__()
        self.base = base
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(base.config.hidden_size, heads)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.base(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
        return self.heads(self.drop(mean))


def write_encoder(
    base: Path, out: Path, lines: Sequence[Line], written: Sequence[Talk], spare: Sequence[Line], *, progress: Progress
) -> None:
    """Teaches, and writes what the product loads: the net and its pieces."""
    pieces = Tokenizer.from_file(str(base / "tokenizer.json"))
    pieces.no_truncation()
    pieces.no_padding()
    pieces.save(str(out / PIECES))

    @lru_cache(maxsize=50_000)
    def cut(word: str) -> tuple[int, ...]:
        return tuple(pieces.encode(word[:LONGEST_WORD], add_special_tokens=False).ids)

    views = Views(cut, number_in(pieces))
    learned_from, hard = list(examples(lines, written, views)), list(examples(spare, (), views))
    net = teach(base, learned_from, len(ALL_HEADS), hard=hard, progress=progress)
    write(net, out / NET)


def teach(
    base: Path,
    examples: Sequence[Example],
    heads: int,
    *,
    progress: Progress,
    hard: Sequence[Example] = (),
    epochs: int = EPOCHS,
) -> Net:
    """A net that learned from the examples, the same on every run on one kind of processor.

    `hard`: harmless ones; half-way, those that it takes most for danger are learned too.
    """
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    order = random.Random(SEED)  # noqa: S311 - an order, not a secret
    net = Net(BertModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager"), heads)
    _freeze(net)
    steps = epochs * len(list(_batches(examples, random.Random(SEED))))  # noqa: S311
    steps += (epochs - epochs // 2) * min(len(hard), MOST_HARD) // BATCH
    own = [value for name, value in net.named_parameters() if name.startswith("base") and value.requires_grad]
    groups = [{"params": own, "lr": RATE}, {"params": list(net.heads.parameters()), "lr": RATE_OF_HEADS}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    net.train()
    for epoch in range(epochs):
        if epoch == epochs // 2 and hard:
            examples = [*examples, *_hardest(net, hard)]
        with progress(f"epoch {epoch + 1}", steps // epochs) as bar:
            for batch in _batches(examples, order):
                ids, mask = padded([one.pieces for one in batch])
                answers = torch.tensor([one.answers for one in batch])
                weights = torch.tensor([one.weights for one in batch])
                smooth = answers * (1 - 2 * SMOOTHING) + SMOOTHING
                said = net(ids, mask)
                loss = nn.functional.binary_cross_entropy_with_logits(said, smooth, reduction="none")
                total = (loss * weights).sum() / weights.sum().clamp(min=1)
                (total + APART * _not_apart(said, batch)).backward()
                nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimiser.step()
                scheduler.step()
                optimiser.zero_grad()
                bar.update()
    return net.eval()


def logits(net: Net, pieces: Sequence[Sequence[int]], *, batch: int = 64) -> NDArray[np.float64]:
    """What a net says of each, in the order given."""
    order = sorted(range(len(pieces)), key=lambda one: len(pieces[one]))
    out = np.zeros((len(pieces), net.heads.out_features))
    with torch.inference_mode():
        for first in range(0, len(order), batch):
            chosen = order[first : first + batch]
            out[chosen] = net(*padded([pieces[one] for one in chosen])).numpy()
    return out


def write(net: Net, path: Path) -> None:
    """The net as one ONNX file of eight-bit weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    example = padded([(0, 1, 2), (0, 1)])
    axes = {"input_ids": {0: "lines", 1: "pieces"}, "attention_mask": {0: "lines", 1: "pieces"}, "logits": {0: "lines"}}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            net, example, str(whole), input_names=["input_ids", "attention_mask"], output_names=["logits"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8)


def padded(pieces: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, pieces))
    ids = torch.zeros((len(pieces), longest), dtype=torch.long)
    mask = torch.zeros((len(pieces), longest), dtype=torch.long)
    for row, one in enumerate(pieces):
        ids[row, : len(one)] = torch.tensor(list(one))
        mask[row, : len(one)] = 1
    return ids, mask


def _freeze(net: Net) -> None:
    """What a language is like, it knows already: the pieces and the lower layers stay."""
    frozen = [net.base.embeddings, *net.base.encoder.layer[:FROZEN_LAYERS]]
    for part in frozen:
        for value in part.parameters():
            value.requires_grad = False


def _pace(step: int, steps: int) -> float:
    warm = max(1, int(WARM_UP * steps))
    return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


def _hardest(net: Net, hard: Sequence[Example]) -> list[Example]:
    net.eval()
    said = logits(net, [one.pieces for one in hard])[:, ALL_HEADS.index("concern")]
    net.train()
    return [hard[number] for number in np.argsort(-said, kind="stable")[:MOST_HARD]]


def _not_apart(said: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    """How far each danger is from lying above its near twin, over the heads that ask how soon."""
    scenes: dict[str, list[int]] = {}
    for number, one in enumerate(batch):
        if one.scene:
            scenes.setdefault(one.scene, []).append(number)
    pairs = [
        (high, low, head)
        for together in scenes.values()
        for high, low in permutations(together, 2)
        for head in HOW_SOON
        if batch[high].answers[head] > batch[low].answers[head]
    ]
    if not pairs:
        return said.new_zeros(())
    high, low, head = (torch.tensor(one) for one in zip(*pairs, strict=True))
    return nn.functional.softplus(MARGIN - (said[high, head] - said[low, head])).mean()


def _batches(examples: Sequence[Example], order: random.Random) -> Iterator[list[Example]]:
    """Lines of like length together, in a drawn order; a line and its near twin are never parted."""
    groups: dict[str, list[Example]] = {}
    for number, one in enumerate(examples):
        groups.setdefault(one.scene or str(number), []).append(one)
    drawn = list(groups.values())
    order.shuffle(drawn)
    pool = BATCH * 30
    batches = []
    for first in range(0, len(drawn), pool):
        near = sorted(drawn[first : first + pool], key=lambda group: max(len(one.pieces) for one in group))
        batch: list[Example] = []
        for group in near:
            if batch and len(batch) + len(group) > BATCH:
                batches.append(batch)
                batch = []
            batch = batch + group
        batches.append(batch)
    order.shuffle(batches)
    yield from batches
