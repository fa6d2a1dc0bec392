"""Compiled once: some machines ask Python to keep no bytecode, and a house is eight processes of a second more each."""

import os
import sys

from tests.folders import ROOT


def keep_bytecode() -> None:
    """In a folder of its own, so that nothing appears between the sources. For this process and all it starts."""
    folder = str(ROOT / "build" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = folder
    sys.dont_write_bytecode, sys.pycache_prefix = False, folder
