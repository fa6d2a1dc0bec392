"""The whole of training, on a net small enough to make here: `make test-detoxify`, where torch is.

The net knows nothing: its weights are what chance gave them. What is tested is that teaching, writing the eight-bit
file, mixing and loading fit together, that the same lines make the same files, and that what is loaded reads.
"""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from moderation import train
from moderation.checks import Context, Turn
from moderation.checks.learned import LearnedCheck
from moderation.combined import MANIFEST, load
from moderation.encoder import NET
from moderation.model.features import words_of
from moderation.model.heads import HEADS
from moderation.model.lines import CORPUS
from moderation.model.sets import DEVELOPMENT, SETS
from moderation.model.talks import FOLDER
from moderation.model.views import COUNSELLOR, EARLIER, ITS_OWN

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ITS_OWN, EARLIER, COUNSELLOR]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789'"
ALL_PIECES = [*SPECIAL, *LETTERS, *".,?|", *(f"##{letter}" for letter in LETTERS)]


def make_base(folder: Path) -> Path:
    """A folder laid out like MiniLM's, with one thin layer and letters for pieces."""
    vocabulary = {piece: number for number, piece in enumerate(ALL_PIECES)}
    pieces = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    pieces.normalizer = normalizers.BertNormalizer(lowercase=True)
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    pieces.save(str(folder / "tokenizer.json"))
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def few_lines(folder: Path) -> tuple[Path, Path]:
    """A few lines of two categories and a few conversations to learn from, and a few to choose thresholds on."""
    for name in ("self_harm.jsonl", "abuse.jsonl", f"{FOLDER}/by_third.jsonl"):
        _some(CORPUS / name, folder / "corpus" / name, 60)
    for name, most in (("lines.jsonl", 80), (f"{FOLDER}/talks.jsonl", 8)):
        _some(SETS / DEVELOPMENT / name, folder / "sets" / DEVELOPMENT / name, most)
    return folder / "corpus", folder / "sets"


def _some(whole: Path, part: Path, most: int) -> None:
    rows = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_text("".join(rows[:: max(len(rows) // most, 1)][:most]), encoding="utf-8")


def trained(base: Path, corpus: Path, sets: Path, out: Path) -> dict[str, object]:
    given = ["--base", base, "--corpus", corpus, "--sets", sets, "--out", out, "--data", out / "nowhere"]
    assert train.main([str(one) for one in given]) == 0
    return dict(json.loads((out / MANIFEST).read_text()))


def what_was_made_reads(out: Path) -> None:
    model = load(out)
    check = LearnedCheck(lambda: model)
    for text in ("he is outside my door", "", "😀", "no " * 500):
        assert set(model.alone(words_of(text))) == set(HEADS)
        assert all(0 <= chance <= 1 for chance in model.alone(words_of(text)).values())
    asked = Context((Turn("counsellor", "are you safe tonight"), Turn("young_person", "not really")))
    assert all(0 <= chance <= 1 for chance in check.chances("since monday", asked).values())
    assert model.encoder.score([[2, 9, 3], [2, 3]]).shape == (2, len(HEADS))


def main() -> int:
    with TemporaryDirectory() as name:
        folder = Path(name)
        base = folder / "base"
        base.mkdir()
        make_base(base)
        corpus, sets = few_lines(folder)
        once, again = (trained(base, corpus, sets, folder / run) for run in ("once", "again"))
        assert once == again, "the same lines made another model"
        assert once["encoder"] == "taught"
        what_was_made_reads(folder / "once")
        _some(CORPUS / "eating.jsonl", corpus / "eating.jsonl", 40)
        other = trained(base, corpus, sets, folder / "other")
        assert other["files"][NET] != once["files"][NET]  # type: ignore[index]
    sys.stdout.write("Training: taught, written, loaded, the same twice.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
