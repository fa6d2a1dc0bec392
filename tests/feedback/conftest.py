"""The stories of feedback: a counsellor with a chat, a moderator, two leads, and the switch as it is set up."""

from collections.abc import Iterator

import pytest

from config import clock
from config.tuning import change_setting, forget_settings
from rota.models import StaffMember
from tests.forum.people import moderator
from tests.people import YoungWriter, make_aisha, make_lena, make_marc, make_sam


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()
    forget_settings()


@pytest.fixture
def sam(database: str) -> StaffMember:
    return make_sam()


@pytest.fixture
def lena(database: str) -> StaffMember:
    return make_lena()


@pytest.fixture
def marc(database: str) -> StaffMember:
    return make_marc()


@pytest.fixture
def mina(database: str) -> StaffMember:
    return moderator()


@pytest.fixture
def aisha(sam: StaffMember) -> YoungWriter:
    """A young person whose chat Sam has."""
    young = make_aisha()
    young.is_taken_by(sam)
    return young


@pytest.fixture
def words_are_kept(database: str) -> None:
    switch(True)


def switch(on: bool) -> None:
    """As a manager would after the assessment."""
    change_setting("feedback.keep_words", on, why="decided in the DPIA", set_by=None)
    forget_settings()
