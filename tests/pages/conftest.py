"""People with pages of their own, in the house that all stories share."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState

from tests.house import House
from tests.pages.story import DESK, password_of, sign_in

__all__ = ["empty_queue"]

from tests.stories.conftest import empty_queue

LOCKED = 423
# Showing who one is counts for five minutes: a story has most of them left, whichever came before it.
FRESH_SECONDS = 100.0


@pytest.fixture(scope="session")
def signed_in_once() -> dict[str, tuple[StorageState, float]]:
    """What each person's browser keeps after signing in, and since when: a good password hash is slow."""
    return {}


@pytest.fixture
def signed_in(
    house: House, new_page: Callable[..., Page], signed_in_once: dict[str, tuple[StorageState, float]]
) -> Iterator[Callable[..., Page]]:
    """`signed_in("okafor", **options)`: one of the demo people, at their first page."""

    def signs_in(page: Page, name: str) -> None:
        signed_in_once[name] = sign_in(page, house, name).context.storage_state(), time.monotonic()

    def page_of(name: str, **options: Any) -> Page:
        if name not in signed_in_once or time.monotonic() - signed_in_once[name][1] > FRESH_SECONDS:
            signs_in(new_page(**DESK), name)
        page = new_page(**{**DESK, **options}, storage_state=signed_in_once[name][0])
        answer = page.goto(f"{house.base_url}/staff/")
        assert answer is not None
        if answer.status == LOCKED:  # nobody needed this person for ten minutes
            page.get_by_label("assword").fill(password_of(house))
            page.get_by_role("button", name="Unlock").click()
            page.wait_for_url(lambda url: "unlock" not in url)
        elif "sign-in" in page.url:  # a story ended this sign-in
            signs_in(page, name)
        return page

    return page_of
