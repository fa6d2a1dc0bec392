"""Debian's Chromium, driven by Playwright. Nothing outside this machine can be reached from it."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

# Before a story fails; most wait for less than a tenth of a second.
WAIT_MILLISECONDS = 20_000
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def chromium() -> str:
    """Never skipped: a story that needs a browser and has none fails with the line to type."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail("Chromium is missing. Type: sudo apt-get update && sudo apt-get install -y chromium", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MILLISECONDS)
        started = playwright.chromium.launch(executable_path=chromium(), headless=True, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(color_scheme="dark", java_script_enabled=False, ...)`: a person with a browser of their own.

    At the end no page may have thrown an error or met its Content-Security-Policy.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note(problems, page, message))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


def _note(problems: list[str], page: Page, message: ConsoleMessage) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        problems.append(f"{page.url}: {message.text}")
