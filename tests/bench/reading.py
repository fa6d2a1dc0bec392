"""`python -m tests.bench.reading`: what reading a message costs, beside stock Detoxify on the same core and in one run.

Detoxify is its real class with the size of its `original` model and weights by chance: they cost what learned ones
cost. Wants the environment of `make test-detoxify`, and a core that nothing else uses. Goals: the whole pipeline p95
10 ms a message on one thread, 200 messages a second, ten times stock Detoxify.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import numpy as np
import torch
from transformers import PreTrainedTokenizerFast

from moderation import checkpoint
from moderation.checks import Context
from moderation.combined import ARTEFACT
from moderation.encoder import PIECES
from moderation.model.sets import EVALUATION, judging_set
from moderation.model.talks import Talk
from moderation.reading import ASSESSED, context_of, read
from tests.model.small_checkpoint import make

# BERT base, as Detoxify's `original` has it, with BERT's own pieces: those our encoder was begun from.
AS_ORIGINAL = {
    "vocab_size": 30_522, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
    "intermediate_size": 3072, "max_position_embeddings": 512,
}  # fmt: skip
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
BLOCKS, OURS_IN_A_BLOCK, THEIRS_IN_A_BLOCK = 12, 120, 10
# Several lines said in one message: about a paragraph, and about as much as a message may hold.
LINES_IN_LONG, LONG_MESSAGES = (8, 50), 60
P95_MS, A_SECOND, TIMES = 10.0, 200.0, 10.0

Said = tuple[str, Context]


def main() -> int:
    torch.set_num_threads(1)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    judged = judging_set(EVALUATION)
    said = [(line.text, Context()) for line in judged.lines] + [one for talk in judged.talks for one in _turns(talk)]
    with TemporaryDirectory() as folder:
        stock = checkpoint.read(make(Path(folder), "bert", **AS_ORIGINAL))
        pieces = str(ARTEFACT / PIECES)
        stock.tokenizer = PreTrainedTokenizerFast(tokenizer_file=pieces, model_max_length=512, **SPECIAL)
        for text, context in said[:50]:
            read(text, context)
            stock.predict(text)
        ours, theirs = _timed(said, lambda one: read(*one), lambda one: stock.predict(one[0]))
    _told(np.array(ours) * 1000, np.array(theirs) * 1000)
    for many in LINES_IN_LONG:
        _told_of_long(_long([line.text for line in judged.lines], many))
    return 0


def _turns(talk: Talk) -> list[Said]:
    return [(turn.body, context_of(talk.turns, at)) for at, turn in enumerate(talk.turns) if turn.by in ASSESSED]


def _timed(said: Sequence[Said], *readers: Callable[[Said], object]) -> list[list[float]]:
    """Seconds of the processor a message, block by block in turn: whatever else runs here hardly counts."""
    order = np.random.default_rng(7).permutation(len(said))
    took: list[list[float]] = [[] for _ in readers]
    for block in range(BLOCKS):
        for reader, mine, size in zip(readers, took, (OURS_IN_A_BLOCK, THEIRS_IN_A_BLOCK), strict=True):
            for number in order[block * OURS_IN_A_BLOCK :][:size]:
                began = time.process_time()
                reader(said[number])
                mine.append(time.process_time() - began)
    return took


def _long(texts: Sequence[str], many: int) -> list[str]:
    order = np.random.default_rng(many)
    return [". ".join(order.choice(texts, many)) for _ in range(LONG_MESSAGES)]


def _told_of_long(texts: Sequence[str]) -> None:
    took = []
    for text in texts:
        began = time.process_time()
        read(text, Context())
        took.append((time.process_time() - began) * 1000)
    letters, p95 = median(map(len, texts)), float(np.quantile(took, 0.95))
    sys.stdout.write(f"a long message of about {letters:.0f} letters: median {median(took):.1f} ms, p95 {p95:.1f} ms\n")


def _told(ours: np.ndarray, theirs: np.ndarray) -> None:
    p95, a_second, times = float(np.quantile(ours, 0.95)), 1000 / float(ours.mean()), float(theirs.mean() / ours.mean())
    for words, value, holds in (
        (f"whole pipeline, p95 a message: {p95:.1f} ms (median {median(ours):.1f})", P95_MS, p95 <= P95_MS),
        (f"whole pipeline, one after the other: {a_second:.0f} messages a second", A_SECOND, a_second >= A_SECOND),
        (f"stock Detoxify takes {theirs.mean():.0f} ms: {times:.1f} times as long", TIMES, times >= TIMES),
    ):
        sys.stdout.write(f"{words}; goal {value:g}: {'holds' if holds else 'does not hold'}\n")


if __name__ == "__main__":
    sys.exit(main())
