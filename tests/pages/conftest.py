"""People with pages of their own, in the house that all stories share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState

from tests.house import House
from tests.pages.story import DESK, password_of, sign_in

__all__ = ["empty_queue"]

from tests.stories.conftest import empty_queue

LOCKED = 423


@pytest.fixture(scope="session")
def signed_in_once() -> dict[str, StorageState]:
    """What each person's browser keeps after signing in: a good password hash is slow, once is enough."""
    return {}


@pytest.fixture
def signed_in(
    house: House, new_page: Callable[..., Page], signed_in_once: dict[str, StorageState]
) -> Iterator[Callable[..., Page]]:
    """`signed_in("okafor", **options)`: one of the demo people, at their first page."""

    def page_of(name: str, **options: Any) -> Page:
        if name not in signed_in_once:
            signed_in_once[name] = sign_in(new_page(**DESK), house, name).context.storage_state()
        page = new_page(**{**DESK, **options}, storage_state=signed_in_once[name])
        answer = page.goto(f"{house.base_url}/staff/")
        assert answer is not None
        if answer.status == LOCKED:  # nobody needed this person for ten minutes
            page.get_by_label("assword").fill(password_of(house))
            page.get_by_role("button", name="Unlock").click()
            page.wait_for_url(lambda url: "unlock" not in url)
        elif "sign-in" in page.url:  # a story ended this sign-in
            signed_in_once[name] = sign_in(page, house, name).context.storage_state()
        return page

    return page_of
