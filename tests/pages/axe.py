"""Looks at a page with axe, the way an auditor would. Only the file is used; it stays on this machine."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

# WCAG 2.2 AA, and what axe's makers hold to be good practice beside it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = "async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations"


@cache
def script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What is wrong, one line each; the page's own policy stays in force."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(script())
    found: list[dict[str, Any]] = page.evaluate(LOOK, RULES)
    return [f"{one['impact']} {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
