"""What the documents name is there, and what ought to be named is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lint import APPS, HOUSE

DOCS = sorted([HOUSE / "README.md", HOUSE / "CHANGELOG.md", *(HOUSE / "docs").glob("*.md")])
TOP = (*APPS, "tests", "docs", "requirements", ".ci")
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(rf"(?:{'|'.join(map(re.escape, TOP))})/[\w./-]*[\w/]")
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
NAME_IN_FILE = re.compile(r"`(\w+)` in\s+`([\w./-]+\.py)`")
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,}")


def quoted(page: Path) -> Iterator[str]:
    yield from QUOTED.findall(page.read_text(encoding="utf-8"))


def called(page: Path) -> str:
    return page.relative_to(HOUSE).as_posix()


@pytest.mark.parametrize("page", DOCS, ids=called)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    named = {text.split("::")[0] for text in quoted(page)}
    gone = [path for path in named if PATH.fullmatch(path) and not (HOUSE / path).exists()]

    assert sorted(gone) == []


@pytest.mark.parametrize("page", DOCS, ids=called)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", DOCS, ids=called)
def test_every_picture_is_there_and_has_words(page: Path) -> None:
    pictures = PICTURE.findall(page.read_text(encoding="utf-8"))

    assert [path for words, path in pictures if not words or not (page.parent / path).exists()] == []


def test_every_picture_that_is_kept_is_shown_and_together_they_are_small() -> None:
    shown = {
        (page.parent / path).resolve() for page in DOCS for _words, path in PICTURE.findall(page.read_text("utf-8"))
    }
    kept = set((HOUSE / "docs/pictures").iterdir())

    assert sorted(path.name for path in kept ^ shown) == []
    assert sum(path.stat().st_size for path in kept) < 1_500_000


@pytest.mark.parametrize("page", DOCS, ids=called)
def test_every_test_that_is_named_is_a_test(page: Path) -> None:
    named = [match.groups() for text in quoted(page) if (match := TEST.fullmatch(text))]
    gone = [f"{path}::{name}" for path, name in named if f"def {name}(" not in text_of(path)]

    assert gone == []


@pytest.mark.parametrize("page", DOCS, ids=called)
def test_every_name_that_is_said_to_be_in_a_file_is_in_it(page: Path) -> None:
    said = NAME_IN_FILE.findall(page.read_text(encoding="utf-8"))

    assert [f"{name} in {path}" for name, path in said if name not in text_of(path)] == []


@pytest.mark.parametrize("page", DOCS, ids=called)
def test_no_line_is_endless(page: Path) -> None:
    """Tables and the one command that has to be copied whole are let be."""
    lines = page.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if len(line) > 150 and not line.startswith(("|", "    ", "!"))] == []


def test_every_variable_that_is_read_is_in_the_example_and_no_other() -> None:
    example = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text_of(".env.example"), re.MULTILINE)

    assert len(example) == len(set(example))
    assert set(example) == variables_read("config/settings.py") | variables_read("config/runner/options.py")


def test_every_variable_is_in_the_readme() -> None:
    named = {name for text in quoted(HOUSE / "README.md") for name in VARIABLE.findall(text)}

    assert variables_read("config/settings.py") | variables_read("config/runner/options.py") <= named


def test_every_hazard_is_there_once_and_in_order() -> None:
    headings = re.findall(r"^### (H\d\d) \S", text_of("docs/hazards.md"), re.MULTILINE)

    assert headings == [f"H{number:02}" for number in range(1, 26)]


def test_every_hazard_says_what_stands_against_it_or_that_nothing_does() -> None:
    hazards = re.split(r"^### ", text_of("docs/hazards.md"), flags=re.MULTILINE)[1:]

    assert [hazard[:3] for hazard in hazards if "- Today" not in hazard and "- Not yet" not in hazard] == []


def test_every_clock_is_explained_and_no_other() -> None:
    named = {text for text in quoted(HOUSE / "docs/clocks.md") if re.fullmatch(r"[a-z]+\.[a-z_]+", text)}
    tree = ast.parse(text_of("config/tuning.py"))
    [defaults] = [node.value for node in tree.body if isinstance(node, ast.AnnAssign) and is_named(node, "DEFAULTS")]
    assert isinstance(defaults, ast.Dict)

    assert named == {key.value for key in defaults.keys if isinstance(key, ast.Constant)}


def test_every_table_of_ours_is_in_the_data_map() -> None:
    mapped = set(quoted(HOUSE / "docs/data-map.md"))
    made = {
        f"{app}_{model.lower()}"
        for app in APPS
        for path in (HOUSE / app).glob("migrations/0*.py")
        for model in re.findall(r"CreateModel\(\s*name='(\w+)'", path.read_text(encoding="utf-8").replace('"', "'"))
    }

    assert made
    assert made - mapped == set()


def test_the_licence_is_the_one_we_say() -> None:
    licence = text_of("LICENSE")

    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in licence
    assert "13. Remote Network Interaction" in licence
    assert 'license = "AGPL-3.0-or-later"' in text_of("pyproject.toml")


def text_of(path: str) -> str:
    """A file of ours; nothing where it is not there."""
    file = HOUSE / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def variables_read(path: str) -> set[str]:
    """Names given to `env.str("NAME")`, `environ.get("NAME")` and the like, or held in a dict of such names."""
    found = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func)
            if re.fullmatch(r"env\.\w+|(os\.)?environ\.get|_number", function):
                found |= {arg.value for arg in node.args[:2] if is_variable(arg)}  # type: ignore[attr-defined]
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith("_VARIABLES"):
            found |= {value.value for value in ast.walk(node.value) if is_variable(value)}  # type: ignore[attr-defined]
    return found


def is_variable(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(VARIABLE.fullmatch(node.value))


def is_named(node: ast.AnnAssign, name: str) -> bool:
    return isinstance(node.target, ast.Name) and node.target.id == name
