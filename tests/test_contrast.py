"""Every pair of colours the design names can be read, in light and in dark (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

BASE_CSS = Path(__file__).resolve().parent.parent / "config/static/config/base.css"
TEXT = 4.5
# Borders of fields and the focus ring have to be found, not read.
SHAPE = 3.0

WORDS_ON_GROUNDS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "card")),
    *(("teal", ground) for ground in ("paper", "card", "teal-2", "amber-2")),
    *(("ink", ground) for ground in ("teal-2", "amber-2", "now-2", "very-soon-2", "soon-2", "routine-2", "mark")),
    ("ink-2", "routine-2"),
    ("on-teal", "teal"),
    ("on-now", "now"),
    *((urgency, f"{urgency}-2") for urgency in ("now", "very-soon", "soon", "routine")),
    *((urgency, ground) for urgency in ("now", "very-soon", "soon", "routine") for ground in ("paper", "card")),
]
SHAPES_ON_GROUNDS = [(shape, ground) for shape in ("ink-3", "teal", "now") for ground in ("paper", "card")]


def tokens(mode: str) -> dict[str, str]:
    """The colours of one mode: the dark ones lie over the light ones."""
    light, dark = BASE_CSS.read_text().split("prefers-color-scheme: dark", 1)
    found = colours_in(light)
    return found if mode == "light" else found | colours_in(dark.split("@layer", 1)[0])


def colours_in(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\s*;", css))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), WORDS_ON_GROUNDS)
def test_words_can_be_read(words: str, ground: str, mode: str) -> None:
    colours = tokens(mode)

    assert contrast(colours[words], colours[ground]) >= TEXT


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES_ON_GROUNDS)
def test_edges_and_focus_can_be_found(shape: str, ground: str, mode: str) -> None:
    colours = tokens(mode)

    assert contrast(colours[shape], colours[ground]) >= SHAPE


def test_dark_names_every_colour_again() -> None:
    light, dark = BASE_CSS.read_text().split("prefers-color-scheme: dark", 1)

    assert set(colours_in(light)) == set(colours_in(dark.split("@layer", 1)[0]))


def test_black_on_white_is_twenty_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21
