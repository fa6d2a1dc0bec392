"""The real Detoxify class through our adapter, and what we make of a checkpoint: `make test-detoxify`, where torch is.

Runs on checkpoints small enough to make here (tests/model/small_checkpoint.py), offline.
"""

import io
import json
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import CommandError, call_command

from moderation import checkpoint, classifiers, second_opinion
from moderation.checks import CheckUnavailable, Context
from moderation.checks.toxicity_towards_others import ToxicityTowardsOthersCheck
from moderation.model.converting import EIGHT_BITS_MAY_DIFFER
from moderation.second_opinion import MANIFEST, NET, PIECES, DetoxifyFiles, Trouble
from tests.model.small_checkpoint import FAMILIES, KINDS, PLACES, make

ROOT = Path(__file__).parents[2]
LONG = "nobody likes your cat " * 60
TEXTS = ("you are so kind", "nobody likes your cat", "", "ŵythnos 😀 неделя", LONG)
# What serves, and what it may never have loaded. Prints what it says of each text.
SERVES = """
import json, sys, django
django.setup()
from moderation import classifiers, second_opinion
model = classifiers.hostility(second_opinion.files())
print(json.dumps([model.predict(text) for text in json.load(sys.stdin)]))
sys.exit(" ".join({"torch", "transformers", "detoxify"} & set(sys.modules)) or 0)
"""


def the_real_class_reads_a_published_checkpoint_offline(named: DetoxifyFiles) -> None:
    """A tokenizer that was not read makes every word unknown, and nothing says so."""
    real = checkpoint.read(named)
    one, other = (real.tokenizer(text)["input_ids"] for text in ("you are kind", "nobody likes cat"))
    assert type(real).__name__ == "Detoxify"
    assert one != other
    assert real.tokenizer.unk_token_id not in one
    assert set(real.predict("nobody likes your cat")) == KINDS


def the_adapter_reads(named: DetoxifyFiles) -> None:
    with fresh():
        assert second_opinion.trouble_with(named) is None
        model = classifiers.hostility(named)
        assert all(0 < score < 1 for score in model.predict("nobody likes your cat").values())
        assert model.fits("nobody likes your cat")
        assert not model.fits(LONG)
        check = ToxicityTowardsOthersCheck(lambda: model)
        assert all(finding.category == "toxicity" for finding in check(LONG, Context()))
        loud = replace(model, predict=lambda text: model.predict(text) | {"insult": 0.99})
        assert [one.check for one in ToxicityTowardsOthersCheck(lambda: loud)("you are rude", Context())] == [
            "detoxify/insult"
        ]
        assert ToxicityTowardsOthersCheck(lambda: loud)("my stepdad hits me and says im rude", Context()) == []


def what_is_made_says_what_detoxify_says_without_torch(named: DetoxifyFiles, out: Path) -> None:
    told = converted(named, out)
    pin = sha256((out / MANIFEST).read_bytes()).hexdigest()
    assert f"DETOXIFY_ONNX={out}\nDETOXIFY_ONNX_SHA256={pin}\n" in told, told
    assert {path.name for path in out.iterdir()} == {MANIFEST, NET, PIECES}
    stated = json.loads((out / MANIFEST).read_text())
    assert stated["checkpoint"] == named.sha256
    assert set(stated["classes"]) == KINDS
    real = checkpoint.read(named)
    real.tokenizer.model_max_length = checkpoint.longest(real)
    for text, said in zip(TEXTS, served(out, pin), strict=True):
        theirs = real.predict(text)
        assert set(said) == set(theirs)
        assert max(abs(said[kind] - theirs[kind]) for kind in theirs) < EIGHT_BITS_MAY_DIFFER, text
    one, other = served(out, pin)[:2]
    assert one != other


def served(out: Path, pin: str) -> list[dict[str, float]]:
    """What a process of its own says, which has to end without torch in it."""
    done = subprocess.run(
        [sys.executable, "-c", SERVES], cwd=ROOT, input=json.dumps(TEXTS), capture_output=True, text=True, check=False,
        env={**os.environ, "DETOXIFY_ONNX": str(out), "DETOXIFY_ONNX_SHA256": pin},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-600:]
    found: list[dict[str, float]] = json.loads(done.stdout)
    return found


def what_is_there_is_never_written_over(named: DetoxifyFiles, out: Path) -> None:
    before = (out / MANIFEST).read_bytes()
    assert "is there already" in refused(named, out)
    assert (out / MANIFEST).read_bytes() == before


def another_file_is_never_opened(named: DetoxifyFiles, folder: Path) -> None:
    """It would run as code: this one leaves a mark where it was."""
    mark, other = folder / "it-ran", folder / "other.ckpt"
    other.write_bytes(pickle.dumps(LeavesAMark(mark)))
    changed = replace(named, checkpoint=str(other))
    with fresh():
        assert second_opinion.trouble_with(changed) is Trouble.OTHER_FILE
        try:
            ToxicityTowardsOthersCheck(lambda: classifiers.hostility(changed))("you are rude", Context())
        except CheckUnavailable:
            pass
        else:
            raise AssertionError("a checkpoint that is not the pinned one was loaded")
    assert "not the one whose SHA-256 is pinned" in refused(changed, folder / "never")
    assert not mark.exists()


def what_is_no_checkpoint_leaves_nothing_behind(named: DetoxifyFiles, folder: Path) -> None:
    empty, out = folder / "empty", folder / "out" / "never"
    empty.mkdir()
    assert "is not one that Detoxify can read" in refused(replace(named, config=str(empty)), out)
    junk = folder / "junk.ckpt"
    junk.write_bytes(b"no checkpoint")
    pinned = replace(named, checkpoint=str(junk), sha256=sha256(b"no checkpoint").hexdigest())
    assert "is not one that Detoxify can read" in refused(pinned, out)
    assert list(out.parent.iterdir()) == []


class LeavesAMark:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.mark),)


def converted(named: DetoxifyFiles, out: Path) -> str:
    said = io.StringIO()
    call_command(
        "convert_detoxify", out=out, checkpoint=named.checkpoint, sha256=named.sha256, config=named.config,
        stdout=said, stderr=io.StringIO(),
    )  # fmt: skip
    return said.getvalue()


def refused(named: DetoxifyFiles, out: Path) -> str:
    try:
        converted(named, out)
    except CommandError as reason:
        return str(reason)
    raise AssertionError("it was converted")


@contextmanager
def fresh() -> Iterator[None]:
    """As in a process that has loaded nothing yet."""
    classifiers._hostility = classifiers._trouble = None
    yield
    classifiers._hostility = classifiers._trouble = None


def main() -> int:
    logging.disable(logging.CRITICAL)
    for family in FAMILIES:
        with TemporaryDirectory() as name:
            folder = Path(name)
            named, out = make(folder, family), folder / "onnx"
            assert checkpoint.longest(checkpoint.read(named)) == PLACES - FAMILIES[family].taken
            the_real_class_reads_a_published_checkpoint_offline(named)
            the_adapter_reads(named)
            what_is_made_says_what_detoxify_says_without_torch(named, out)
            what_is_there_is_never_written_over(named, out)
            another_file_is_never_opened(named, folder)
            what_is_no_checkpoint_leaves_nothing_behind(named, folder)
        sys.stdout.write(f"detoxify: the real class and what was made of it agree ({family})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
