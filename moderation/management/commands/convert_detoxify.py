"""`manage.py convert_detoxify --out FOLDER`: a checkpoint of Detoxify, once, as what the worker reads without torch."""

from __future__ import annotations

import importlib.util
import logging
import warnings
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from moderation.second_opinion import WORDS, DetoxifyFiles, NotThere

NEEDED = ("torch", "detoxify", "onnx")
NOT_INSTALLED = (
    "This needs {names}. Install torch first (a build for processors only: docs/model.md), then the extra: "
    "pip install '.[detoxify]'. The image of the Compose file holds both."
)
NOT_NAMED = (
    "Name the checkpoint, its SHA-256 and the folder with its config.json and tokenizer: --checkpoint, --sha256 and "
    "--config, or DETOXIFY_CHECKPOINT, DETOXIFY_SHA256 and DETOXIFY_CONFIG. Nothing is opened that is not pinned: a "
    "checkpoint runs as code."
)


class Command(BaseCommand):
    """Writes a folder, whole or not at all."""

    help = (
        "Make an eight-bit ONNX of a Detoxify checkpoint, compare it with the real class, and say what to put into the "
        "settings. Example: manage.py convert_detoxify --out detoxify-onnx --checkpoint toxic_original-c1212f89.ckpt "
        "--sha256 c1212f89... --config bert-base-uncased"
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="the folder to make; it may not be there yet")
        parser.add_argument("--checkpoint", default=settings.DETOXIFY_CHECKPOINT, help="default: DETOXIFY_CHECKPOINT")
        parser.add_argument("--sha256", default=settings.DETOXIFY_SHA256, help="of it; default: DETOXIFY_SHA256")
        parser.add_argument("--config", default=settings.DETOXIFY_CONFIG, help="folder; default: DETOXIFY_CONFIG")

    def handle(self, *args: Any, out: Path, checkpoint: str, sha256: str, config: str, **options: Any) -> None:
        lacking = [name for name in NEEDED if importlib.util.find_spec(name) is None]
        if lacking:
            raise CommandError(NOT_INSTALLED.format(names=" and ".join(lacking)))
        named = DetoxifyFiles(checkpoint, sha256, config)
        if not named.is_complete:
            raise CommandError(NOT_NAMED)
        if not Path(config).is_dir():
            raise CommandError(f"{config} is no folder: it holds config.json and the tokenizer.")
        with _quiet_libraries():
            self._convert(named, out.resolve())

    def _convert(self, named: DetoxifyFiles, out: Path) -> None:
        from moderation.model import converting

        try:
            made = converting.convert(named, out, progress=lambda words: self.stderr.write(f"{words} ..."))
        except NotThere as found:
            says, _to_do = WORDS[found.trouble]
            raise CommandError(f"The checkpoint was not opened: {says}.") from None
        except converting.CannotConvert as reason:
            raise CommandError(str(reason)) from None
        except OSError as trouble:
            raise CommandError(f"{out} could not be made: {trouble.strerror or type(trouble).__name__}.") from None
        except Exception as trouble:  # each library raises kinds of its own
            kind = type(trouble).__name__
            raise CommandError(
                f"The checkpoint or the folder {named.config} is not one that Detoxify can read ({kind})."
            ) from trouble
        self.stdout.write(
            f"{out}: {made.size / 1e6:.0f} MB, {len(made.classes)} kinds ({', '.join(made.classes)}), at most "
            f"{made.differs:.3f} from Detoxify. Put into the settings of every process, and restart the worker:\n\n"
            f"DETOXIFY_ONNX={out}\nDETOXIFY_ONNX_SHA256={made.manifest_sha256}"
        )


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """They warn of what concerns those who write them."""
    before = logging.root.manager.disable
    logging.disable(max(before, logging.WARNING))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
