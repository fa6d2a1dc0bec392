"""Numbers of the service: named once, changed by a person with a reason, never edited."""

import pytest
from django.db import DatabaseError, transaction

from config.models import SettingVersion
from config.tuning import DEFAULTS, change_setting, forget_settings, setting
from tests.people import make_lena


@pytest.fixture(autouse=True)
def read_anew():
    forget_settings()
    yield
    forget_settings()


def test_a_setting_has_its_default_until_somebody_changes_it(database):
    assert setting("queue.lease_seconds") == DEFAULTS["queue.lease_seconds"] == 90

    change_setting("queue.lease_seconds", 60, why="consoles on bad lines", set_by=make_lena())

    assert setting("queue.lease_seconds") == 60


def test_a_change_is_a_new_version_beside_the_old_one(database):
    lena = make_lena()

    for seconds in (60, 75):
        change_setting("queue.lease_seconds", seconds, why="trying", set_by=lena)

    kept = SettingVersion.objects.filter(name="queue.lease_seconds").order_by("version")
    assert list(kept.values_list("version", "value")) == [(1, 60), (2, 75)]
    assert setting("queue.lease_seconds") == 75


def test_an_unknown_name_is_refused(database):
    with pytest.raises(KeyError):
        setting("queue.lease_second")
    with pytest.raises(KeyError):
        change_setting("queue.lease_second", 1, why="a slip", set_by=None)


def test_the_app_cannot_rewrite_what_was_in_force(database):
    change_setting("queue.lease_seconds", 60, why="trying", set_by=None)

    with pytest.raises(DatabaseError), transaction.atomic():
        SettingVersion.objects.update(value=10)
