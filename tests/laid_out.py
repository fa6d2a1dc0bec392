"""The files of the pages, looked for once and not with every client that a story makes.

A test client builds the middleware anew, and whitenoise then looks at each of some two hundred files: most of what a
short request costs. The service builds it once.
"""

from pathlib import Path
from typing import Any

from whitenoise.base import WhiteNoise


def remember_files() -> None:
    """The same folder, unchanged, holds the same files."""
    look = WhiteNoise.update_files_dictionary
    known: dict[tuple[str, str, int], dict[str, Any]] = {}

    def remembered(self: WhiteNoise, root: str, prefix: str) -> None:
        folder = Path(root)
        place = (root, prefix, max((one.stat().st_mtime_ns for one in [folder, *folder.glob("*.json")]), default=0))
        if place not in known:
            before = dict(self.files)
            look(self, root, prefix)
            known[place] = {url: file for url, file in self.files.items() if before.get(url) is not file}
        self.files.update(known[place])

    WhiteNoise.update_files_dictionary = remembered
