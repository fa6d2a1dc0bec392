"""`python -m moderation.train`: make the learned model from our lines, and from the public ones where they are there.

    python -m moderation.train [--base FOLDER] [--data ../shared/data] [--corpus FOLDER] [--out FOLDER]

With `--base`, a folder with all-MiniLM-L6-v2, the encoder is taught too (extra `train`); without it the encoder that
is there stays, and only the rest is made anew. Same lines, same libraries, same artefact. It prints no line.
"""

from __future__ import annotations

import importlib.util
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
    if given.base is not None and importlib.util.find_spec("torch") is None:
        _say("Teaching the encoder needs torch: install the extra `train`.")
        return 2
    sources = making.Sources(given.corpus, given.sets, given.data, given.base, given.keep)
    made = making.make(sources, given.out, progress=_progress)
    for line in making.summary(made):
        _say(line)
    return 0


def _parsed(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(prog="python -m moderation.train", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--data", type=Path, default=ROOT.parent / "shared" / "data", help="where public_train.jsonl is"
    )
    parser.add_argument("--corpus", type=Path, default=HERE / "model" / "corpus", help="folder of our lines")
    parser.add_argument("--sets", type=Path, default=HERE / "model" / "sets", help="folder of the development set")
    parser.add_argument("--base", type=Path, help="folder with all-MiniLM-L6-v2; without it the encoder is kept")
    parser.add_argument("--keep", type=Path, default=HERE / "model" / "artefact", help="where a kept encoder is")
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
