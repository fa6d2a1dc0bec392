"""`python -m moderation.train`: make the learned model from our lines, and from the public ones where they are there.

    python -m moderation.train [--data ../shared/data] [--corpus FOLDER] [--out FOLDER]

Same lines, same numpy, same artefact, byte for byte. Nothing it prints repeats a line.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def main(arguments: list[str] | None = None) -> int:
    """Ends with 2 where there is nothing to learn from."""
    given = _parsed(arguments)
    _prepare_settings()
    from moderation.model import making, public

    if not list(given.corpus.glob("*.jsonl")):
        _say(f"No lines in {given.corpus}.")
        return 2
    if not public.is_there(given.data):
        _say("The public lines are not there: learning from our own alone. False flags cannot be measured then.")
    made = making.make(given.corpus, given.data, given.out, progress=_progress)
    for line in making.summary(made):
        _say(line)
    return 0


def _parsed(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m moderation.train", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "data", help="where public_train.jsonl is"
    )
    parser.add_argument("--corpus", type=Path, default=HERE / "model" / "corpus", help="folder of our lines")
    parser.add_argument("--out", type=Path, default=HERE / "model" / "artefact", help="where the artefact is written")
    return parser.parse_args(arguments)


def _prepare_settings() -> None:
    """Texts for people go through Django; training needs no key and no database, only somewhere to look for them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _progress(label: str, total: int):  # type: ignore[no-untyped-def]
    from tqdm import tqdm

    return tqdm(total=total, desc=label, leave=False, disable=not sys.stderr.isatty())


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
