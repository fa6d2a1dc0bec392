"""Where pictures go, and how they are taken."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

from tests.pages.pictures_png import made_small

SIZES = {"phone": (360, 780), "tablet": (768, 1024), "desk": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Album:
    """A folder of pictures. `docs_only`: none but those that the documents show."""

    def __init__(self, folder: Path, *, docs_only: bool = False) -> None:
        self.folder = folder
        self.docs_only = docs_only
        (folder / "docs").mkdir(parents=True, exist_ok=True)

    def keep(self, page: Page, name: str, *, whole: bool = False, sizes: tuple[str, ...] = tuple(SIZES)) -> None:
        """The page in every size, light and dark; `whole` with all that has to be scrolled to."""
        if self.docs_only:
            return
        was = page.viewport_size
        for size in sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                self._one(page, f"{name}-{size}-{scheme}", whole=whole)
        page.emulate_media(color_scheme="light")
        if was:
            page.set_viewport_size(was)

    def for_the_docs(self, page: Page, name: str, width: int, height: int) -> None:
        """One picture for docs/pictures, made small."""
        page.set_viewport_size({"width": width, "height": height})
        taken = self._one(page, f"docs/{name}")
        assert page.context.browser
        reader = page.context.browser.new_page()
        taken.write_bytes(made_small(taken.read_bytes(), reader))
        reader.context.close()

    def _one(self, page: Page, name: str, *, whole: bool = False) -> Path:
        page.mouse.move(0, 0)  # nothing is pointed at
        path = self.folder / f"{name}.png"
        page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")
        return path
