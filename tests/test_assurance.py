"""The papers say what the product does, name what is there, and mark what only the organisation can fill in."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.lint import HOUSE
from tests.test_docs import LINK, PATH, TEST, quoted, text_of

PAPERS = sorted((HOUSE / "docs" / "assurance").glob("*.md"))
STANDARDS = (
    "1 Best interests",
    "2 Impact assessment",
    "3 Age appropriate",
    "4 Transparency",
    "5 Detrimental use",
    "6 Policies upheld",
    "7 Default settings",
    "8 Data minimisation",
    "9 Data sharing",
    "10 Geolocation",
    "11 Parental controls",
    "12 Profiling",
    "13 Nudge techniques",
    "14 Connected toys",
    "15 Online tools",
)
PARTS = ("Cause", "Effect", "Severity", "Controls", "Tests, first of those in hazards.md", "Residual", "Owner (role)")


def called(page: Path) -> str:
    return page.name


def hazards(path: str, marks: str) -> dict[str, str]:
    """The text of each hazard on a page, by its number."""
    parts = re.split(rf"^{marks} (?=H\d\d)", text_of(path), flags=re.MULTILINE)[1:]
    return {part[:3]: part for part in parts}


@pytest.mark.parametrize("page", PAPERS, ids=called)
def test_every_path_test_and_link_of_a_paper_leads_somewhere(page: Path) -> None:
    named = list(quoted(page))
    paths = {text.split("::")[0] for text in named}

    assert sorted(path for path in paths if PATH.fullmatch(path) and not (HOUSE / path).exists()) == []
    tests = [match.groups() for text in named if (match := TEST.fullmatch(text))]
    assert [name for path, name in tests if f"def {name}(" not in text_of(path)] == []
    links = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in links if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAPERS if page.name != "README.md"], ids=called)
def test_a_paper_says_what_somebody_else_has_to_fill_in_and_who(page: Path) -> None:
    text = " ".join(page.read_text(encoding="utf-8").lower().split())

    assert len(re.findall(r"to be (filled in|agreed|confirmed)[^.|]{0,40} by", text)) >= 3


def test_the_papers_are_all_in_the_index() -> None:
    index = text_of("docs/assurance/README.md")

    assert [page.name for page in PAPERS if page.name != "README.md" and f"({page.name})" not in index] == []


def test_the_hazard_log_is_that_of_the_hazards() -> None:
    told, logged = hazards("docs/hazards.md", "###"), hazards("docs/assurance/hazard-log.md", "##")

    assert list(told) == list(logged) == [f"H{number:02}" for number in range(1, 26)]
    for name, entry in logged.items():
        title = told[name].splitlines()[0].removeprefix(f"{name} ")
        assert f"**{title}**" in entry, name
        assert [part for part in PARTS if f"- {part}:" not in entry] == [], name
        unknown = [test for test in re.findall(r"tests/[\w/]+\.py::\w+", entry) if f"`{test}`" not in told[name]]
        assert unknown == [], name


def test_the_risks_of_the_hazard_log_are_those_of_its_matrix() -> None:
    page = text_of("docs/assurance/hazard-log.md")
    severities = ("Minor", "Significant", "Considerable", "Major", "Catastrophic")
    matrix = {
        row[0]: dict(zip(severities, row[1:], strict=True))
        for row in re.findall(r"^\| ([VHML][\w ]+) \|" + r" (\d) \|" * 5, page, re.MULTILINE)
    }
    for name, entry in hazards("docs/assurance/hazard-log.md", "##").items():
        found = re.search(r"Severity: (.+)\. Likelihood before: (.+); after: (.+)\. Risk: (\d), then (\d)\.", entry)
        assert found, name
        severity, before, after, risk, then = found.groups()
        assert (matrix[before][severity], matrix[after][severity]) == (risk, then), name
        assert re.search(rf"^\| \[{name}\].*\| {risk} \| {then} \|$", page, re.MULTILINE), name


def test_all_fifteen_standards_are_looked_at() -> None:
    page = text_of("docs/assurance/childrens-code.md")

    assert [name for name in STANDARDS if f"| {name} |" not in page] == []


def test_every_column_is_explained_and_the_page_is_current() -> None:
    call_command("data_map", "--check")


def test_a_column_that_nobody_explained_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from config import data_map

    monkeypatch.delitem(data_map.WORDS, "chat_message.body")

    assert data_map.undocumented() == ["chat_message.body"]


def test_what_is_sealed_is_told_from_the_models() -> None:
    page = text_of("docs/data-columns.md")

    assert "| `body` | words | sealed | the words |" in page
    assert "| `number_hash` | text | hashed |" in page
