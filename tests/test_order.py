"""The order the stories come in (tests/order.py) keeps those apart that cannot share a process."""

import pytest

from tests.order import files_with


def test_no_file_has_stories_with_a_browser_and_others_with_a_database_of_their_own(
    request: pytest.FixtureRequest,
) -> None:
    items = request.session.items

    assert files_with(items, "browser") & files_with(items, "database") == set()
