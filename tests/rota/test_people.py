"""Adding and suspending people, and how to do it from a terminal."""

import io
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from config import clock
from rota.access import on_duty
from rota.models import AuditRow, Role, RoleGrant, Shift, StaffMember
from rota.people import add_staff, sign_out_everywhere, suspend
from rota.shifts import end_shift_now
from tests.rota.conftest import PASSWORD, person


def test_a_new_person_holds_their_roles_and_the_audit_knows_who_added_them(olu: StaffMember) -> None:
    nia = add_staff("Nia@Example.org", "Nia", [Role.COUNSELLOR, Role.MODERATOR], "new", PASSWORD, olu)

    assert nia.email == "nia@example.org"
    assert nia.roles_held() == {Role.COUNSELLOR, Role.MODERATOR}
    assert nia.check_password(PASSWORD)
    assert AuditRow.objects.filter(action="staff.added", about=f"staff:{nia.pk}", who=olu).exists()


@pytest.mark.parametrize(
    ("email", "roles", "password"),
    [
        ("olu@example.org", [Role.ROTA], PASSWORD),  # is here already
        ("OLU@example.org", [Role.ROTA], PASSWORD),
        ("not an address", [Role.ROTA], PASSWORD),
        ("nia@example.org", [], PASSWORD),
        ("nia@example.org", ["owner"], PASSWORD),
        ("nia@example.org", [Role.ROTA], "eleven char"),
        ("nia@example.org", [Role.ROTA], "password1234"),
    ],
)
def test_a_person_who_makes_no_sense_is_refused(olu: StaffMember, email: str, roles: list[str], password: str) -> None:
    with pytest.raises(ValidationError):
        add_staff(email, "Nia", roles, password=password)

    assert list(StaffMember.objects.all()) == [olu]


def test_a_role_is_held_once_and_only_a_known_one(olu: StaffMember) -> None:
    with pytest.raises(IntegrityError):
        RoleGrant.objects.create(staff=olu, role=Role.ROTA)
    with pytest.raises(IntegrityError):
        RoleGrant.objects.create(staff=olu, role="owner")


def test_a_suspended_person_holds_no_role_and_their_sign_ins_end(sam: StaffMember, olu: StaffMember) -> None:
    before = sam.get_session_auth_hash()

    suspend(sam, olu)
    suspend(sam, olu)

    assert not sam.is_active
    assert not sam.has_role(Role.COUNSELLOR)
    assert sam.get_session_auth_hash() != before
    assert AuditRow.objects.filter(action="staff.suspended", who=olu).count() == 1


def test_signing_out_everywhere_changes_every_sign_in(sam: StaffMember) -> None:
    before = sam.get_session_auth_hash()

    sign_out_everywhere(sam, sam)

    assert (sam.epoch, sam.is_active) == (1, True)
    assert sam.get_session_auth_hash() != before


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_a_person_is_added_from_the_terminal_with_a_password_nobody_can_look_up(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, f"{PASSWORD}\n")

    call_command("create_staff", email="lena@example.org", name="Lena", role=["safeguarding_lead"],
                 duty="on_call_1", hours=12, stdout=io.StringIO())  # fmt: skip

    lena = StaffMember.objects.get()
    assert lena.check_password(PASSWORD)
    shift = on_duty(lena, Shift.Duty.ON_CALL_1)
    assert shift
    assert shift.length.total_seconds() == 12 * 3600


def test_a_weak_password_or_a_wrong_duty_adds_nobody(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "short\n")
    with pytest.raises(CommandError):
        call_command("create_staff", email="lena@example.org", name="Lena", role=["safeguarding_lead"])
    typed(monkeypatch, f"{PASSWORD}\n")
    with pytest.raises(CommandError):
        call_command("create_staff", email="lena@example.org", name="Lena", role=["manager"], duty="on_call_1")

    assert not StaffMember.objects.exists()


def demo() -> dict[str, object]:
    printed = io.StringIO()
    call_command("demo", json=True, stdout=printed)
    told: dict[str, object] = json.loads(printed.getvalue())
    return told


def test_the_demo_has_somebody_for_every_role_and_on_call_is_real(database: str) -> None:
    told = demo()

    assert set(Role.values) <= set(told)
    assert told["sign_in"] == "/staff/sign-in/"
    okafor = StaffMember.objects.get(email=told["safeguarding_lead"]["email"])  # type: ignore[index]
    assert okafor.check_password(str(told["password"]))
    for days in (0, 1, 12, 28):
        clock.reset()
        clock.move(timedelta(days=days, hours=days))
        assert on_duty(okafor, Shift.Duty.ON_CALL_1)
        assert len(Shift.objects.filter(during__contains=clock.now(), duty="counsellor")) == 2


def test_the_demo_again_adds_nobody_and_extends_the_shifts(database: str) -> None:
    first = demo()
    people, shifts = StaffMember.objects.count(), Shift.objects.count()

    assert demo() == first
    assert (StaffMember.objects.count(), Shift.objects.count()) == (people, shifts)
    clock.move(timedelta(days=20))
    assert demo() == first
    assert Shift.objects.count() > shifts
    clock.move(timedelta(days=29))
    assert on_duty(StaffMember.objects.get(email="amina@demo.example"))


def test_the_demo_puts_people_on_again_whose_shift_was_ended(database: str) -> None:
    demo()
    amina = StaffMember.objects.get(email="amina@demo.example")
    end_shift_now(on_duty(amina))  # type: ignore[arg-type]
    assert not on_duty(amina)

    demo()

    assert on_duty(amina)


def test_a_live_service_has_no_demo_people(database: str, settings: object) -> None:
    settings.IS_PRODUCTION = True  # type: ignore[attr-defined]

    with pytest.raises(CommandError):
        demo()

    assert not StaffMember.objects.exists()


def test_nobody_is_named_in_words_that_could_be_logged(sam: StaffMember) -> None:
    assert str(sam) == f"staff {sam.pk}"
    assert str(person("Nia", Role.PRIVACY).role_grants.get()).endswith(": privacy")
