"""Where the artefacts of the learned model lie: the one that is shipped, and those that were added. Loads none of them.

Pages ask it too which model was chosen, so neither numpy nor onnxruntime comes in here.
"""

import hashlib
import json
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SHIPPED = Path(__file__).parent / "model" / "artefact"
MANIFEST = "manifest.json"
FILES = ("linear.npz", "model.onnx", "tokenizer.json", "thresholds.json")
# Ours is 25 MB. What is ten times that would not be read in a young person's time on two cores.
LARGEST = 250_000_000
SHORT = 12


class Damaged(Exception):
    """A file is missing, or is not the one that the manifest names. Says which, never what is in it."""


class Unknown(Exception):
    """No artefact here has this hash, or several begin with it."""


def verify(folder: Path) -> str:
    """The hash of an artefact, if every file in it is the one that its manifest names."""
    try:
        stated = (folder / MANIFEST).read_bytes()
        files = json.loads(stated)["files"]
        if set(files) != set(FILES):
            raise Damaged("files")
        for name, digest in files.items():
            if _digest(folder / name) != digest:
                raise Damaged(name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Damaged(MANIFEST) from None
    return hashlib.sha256(stated).hexdigest()


def shipped_hash() -> str:
    """Empty where the shipped one has no manifest."""
    return _hash_of(SHIPPED) or ""


def added() -> list[str]:
    """The hashes of what was added, whether or not its files are still whole."""
    found = (_hash_of(stated.parent) for stated in sorted(_folder().glob(f"[0-9a-f]*/{MANIFEST}")))
    return [one for one in found if one]


def place_of(artefact_hash: str) -> Path:
    """Where the artefact with this hash is, or would be."""
    return SHIPPED if artefact_hash == shipped_hash() else _folder() / artefact_hash[:SHORT]


def is_whole(artefact_hash: str) -> bool:
    """Whether it is there, every file as it was when it was added."""
    try:
        return verify(place_of(artefact_hash)) == artefact_hash
    except Damaged:
        return False


def called(start: str) -> str:
    """The whole hash of the artefact whose hash begins so; the shipped one is also called `shipped`."""
    if start == "shipped":
        return shipped_hash()
    found = {one for one in (shipped_hash(), *added()) if len(start) >= 4 and one.startswith(start.lower())}
    if len(found) != 1:
        raise Unknown
    return found.pop()


def take_copy(folder: Path) -> Path:
    """The five files, copied into the data folder under a name that nothing reads yet. Raises Damaged."""
    names = (MANIFEST, *FILES)
    sizes = [(folder / name).lstat().st_size if _is_plain(folder / name) else 0 for name in names]
    missing = [name for name, size in zip(names, sizes, strict=True) if size == 0]
    if missing:
        raise Damaged(missing[0])
    if sum(sizes) > LARGEST:
        raise Damaged("sizes")
    _folder().mkdir(parents=True, exist_ok=True)
    copy = Path(tempfile.mkdtemp(prefix=".adding-", dir=_folder()))
    copy.chmod(0o755)  # the worker may be another account than the one that adds
    for name in names:
        shutil.copyfile(folder / name, copy / name)
        _settle(copy / name)
    _settle(copy)
    return copy


def put_in_place(copy: Path, artefact_hash: str) -> None:
    """From here on it can be chosen. Whole or not at all, also when the power goes meanwhile."""
    place = _folder() / artefact_hash[:SHORT]
    if place.exists():
        # It was damaged, or the same was added twice: whoever reads it has it in memory.
        place.rename(copy.with_name(f"{copy.name}-old"))
        shutil.rmtree(copy.with_name(f"{copy.name}-old"), ignore_errors=True)
    copy.rename(place)
    _settle(_folder())


def take_away(copy: Path) -> None:
    """A copy that was not put in place."""
    shutil.rmtree(copy, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.NIGHTLIGHT_DATA) / "models"


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _hash_of(folder: Path) -> str | None:
    try:
        stated = folder / MANIFEST
        return _digest_of(stated, stated.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=64)
def _digest_of(file: Path, _written: int) -> str:
    """Asked for each second by the worker: read again only when it was written again."""
    return _digest(file)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _settle(path: Path) -> None:
    """On the disk, not only in the memory of the machine."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
