"""Being invited: the only way to an account. And what managers do about people."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, override_settings

from config import clock
from rota import invitations, links_by_two
from rota.models import AuditRow, Invitation, Role, RoleGrant, StaffMember
from rota.people import end_role, grant_role, let_back, suspend
from tests.rota.conftest import PASSWORD, person
from tests.rota.test_sign_in import get, sign_in, turn_on_the_second_step

Browser = Callable[[], Client]
NIA = {"name": "Nia", "email": "nia@example.org", "roles": "counsellor", "level": "new", "works_as": "volunteer"}
NEW_PASSWORD = "slow harbour window"


@pytest.fixture
def maya(database: str) -> StaffMember:
    """A manager."""
    return person("Maya", Role.MANAGER, password=PASSWORD)


@pytest.fixture
def desk(maya: StaffMember, sits_down: Browser) -> Client:
    page = sits_down()
    sign_in(page, maya.email)
    return page


def post(page: Client, path: str, form: dict[str, str] | None = None) -> HttpResponse:
    answer: HttpResponse = page.post(path, form or {}, secure=True)  # type: ignore[assignment]
    return answer


def link_in(answer: HttpResponse) -> str:
    found = re.search(r'value="https?://[^/"]+(/staff/invitation/[^"]+)"', answer.content.decode())
    assert found
    return found[1]


def accepts(page: Client, link: str, password: str = NEW_PASSWORD) -> HttpResponse:
    return post(page, link, {"password": password, "again": password})


def test_a_manager_invites_and_the_link_opens_the_account_once(
    desk: Client, maya: StaffMember, sits_down: Browser
) -> None:  # noqa: E501
    link = link_in(post(desk, "/staff/people/new/", NIA))
    nia = StaffMember.objects.get(email="nia@example.org")
    assert (nia.roles_held(), nia.level, nia.works_as) == ({Role.COUNSELLOR}, "new", "volunteer")
    assert not nia.has_usable_password()

    hers = sits_down()
    assert b"Welcome, Nia" in get(hers, link).content
    assert accepts(hers, link)["Location"] == "/staff/two-step/"
    assert get(hers, "/console/").status_code == 200

    again = accepts(sits_down(), link, "another password of hers")
    assert b"This link works no more" in again.content
    assert sign_in(sits_down(), nia.email, NEW_PASSWORD).status_code == 302
    verbs = AuditRow.objects.filter(about=f"staff:{nia.pk}").values_list("action", "who")
    assert list(verbs) == [
        ("staff.added", maya.pk),
        ("staff.invited", maya.pk),
        ("staff.invitation_accepted", nia.pk),
        ("staff.signed_in", nia.pk),
        ("staff.signed_in", nia.pk),
    ]


def test_we_keep_a_hash_of_the_link_and_not_the_link(desk: Client) -> None:
    token = link_in(post(desk, "/staff/people/new/", NIA)).split("/")[3]

    [row] = Invitation.objects.values()

    assert token not in str(row)
    assert len(row["token_hash"]) == 64


@pytest.mark.parametrize("ends", ["too_old", "withdrawn", "a_newer_one", "suspended"])
def test_a_link_that_ended_opens_nothing(desk: Client, maya: StaffMember, sits_down: Browser, ends: str) -> None:
    link = link_in(post(desk, "/staff/people/new/", NIA))
    nia = StaffMember.objects.get(email="nia@example.org")
    if ends == "too_old":
        clock.move(timedelta(days=7, minutes=1))
    elif ends == "withdrawn":
        invitations.withdraw(nia.invitations.get(), maya)
    elif ends == "a_newer_one":
        invitations.invite_again(nia, maya)
    else:
        suspend(nia, maya)

    for answer in (get(sits_down(), link), accepts(sits_down(), link)):
        assert answer.status_code == 200  # a refusal would be written down with its address
        assert b"This link works no more" in answer.content
    nia.refresh_from_db()
    assert not nia.has_usable_password()


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [("short", "short", "too short"), ("password1234", "password1234", "too common"), (NEW_PASSWORD, "x", "differ")],
)
def test_a_bad_password_uses_nothing_up(desk: Client, sits_down: Browser, password: str, again: str, says: str) -> None:
    link = link_in(post(desk, "/staff/people/new/", NIA))

    answer = post(sits_down(), link, {"password": password, "again": again})

    assert says in answer.content.decode()
    assert accepts(sits_down(), link).status_code == 302


def test_a_new_link_for_a_lost_phone_ends_what_was_there_only_when_it_is_used(
    desk: Client, sam: StaffMember, sits_down: Browser
) -> None:
    old = sits_down()
    sign_in(old, sam.email)
    turn_on_the_second_step(old)
    link = link_in(post(desk, f"/staff/people/{sam.pk}/invitation/"))
    assert get(old, "/console/").status_code == 200

    new = sits_down()
    accepts(new, link)

    assert get(old, "/console/")["Location"].startswith("/staff/sign-in/")
    assert get(new, "/console/").status_code == 200
    assert sign_in(sits_down(), sam.email, NEW_PASSWORD)["Location"] == "/staff/"  # without the app that is gone
    assert sign_in(sits_down(), sam.email, PASSWORD).status_code == 200


# A link into the account of somebody who looks after others: never one person's doing


@pytest.fixture
def ines(database: str) -> StaffMember:
    """The privacy officer."""
    return person("Ines", Role.PRIVACY, password=PASSWORD)


def guarded_link(desk: Client, member: StaffMember) -> str:
    shown = post(desk, f"/staff/people/{member.pk}/invitation/")
    assert "opens nothing until a second person has agreed" in shown.content.decode()
    return link_in(shown)


def test_a_new_link_for_a_lead_opens_nothing_until_a_second_person_agrees(
    desk: Client, maya: StaffMember, lena: StaffMember, ines: StaffMember, sits_down: Browser
) -> None:
    link = guarded_link(desk, lena)
    row = lena.invitations.get()
    for answer in (get(sits_down(), link), accepts(sits_down(), link)):
        assert b"not open yet" in answer.content
    assert post(desk, f"/staff/links/{row.pk}/agreement/").status_code == 422  # who made it is no second person

    hers = sits_down()
    sign_in(hers, ines.email)
    assert "A second person is needed" in str(links_by_two.notices_for(ines, ines.roles_held()))
    assert "Lena" in get(hers, "/staff/links/").content.decode()
    assert post(hers, f"/staff/links/{row.pk}/agreement/")["Location"] == "/staff/links/"

    assert accepts(sits_down(), link)["Location"] == "/staff/two-step/"
    assert sign_in(sits_down(), lena.email, NEW_PASSWORD).status_code == 302
    verbs = AuditRow.objects.filter(about=f"staff:{lena.pk}", action__startswith="staff.link")
    assert list(verbs.values_list("action", "who")) == [("staff.link_agreed", ines.pk)]


@pytest.mark.parametrize("agreed", [False, True])
def test_whose_account_it_is_is_told_and_refuses(
    desk: Client, lena: StaffMember, ines: StaffMember, sits_down: Browser, agreed: bool
) -> None:
    link = guarded_link(desk, lena)
    row = lena.invitations.get()
    if agreed:
        links_by_two.agree(row, ines)
    hers = sits_down()
    sign_in(hers, lena.email)

    assert "into your account" in str(links_by_two.notices_for(lena, lena.roles_held()))
    assert post(hers, f"/staff/links/{row.pk}/agreement/").status_code == 422
    post(hers, f"/staff/links/{row.pk}/refusal/")

    assert b"This link works no more" in accepts(sits_down(), link).content
    assert sign_in(sits_down(), lena.email).status_code == 302
    assert links_by_two.notices_for(lena, lena.roles_held()) == []
    assert AuditRow.objects.get(action="staff.link_refused").who == lena


def test_ending_the_role_first_is_no_way_around_it(desk: Client, maya: StaffMember, lena: StaffMember) -> None:
    end_role(lena, Role.SAFEGUARDING_LEAD, maya)
    grant_role(lena, Role.COUNSELLOR, maya)

    guarded_link(desk, lena)

    assert lena.invitations.get().asks_two


def test_a_link_by_two_is_nobody_elses_business(desk: Client, lena: StaffMember, sam: StaffMember, sits_down: Browser) -> None:  # noqa: E501
    guarded_link(desk, lena)
    row = lena.invitations.get()
    his = sits_down()
    sign_in(his, sam.email)

    assert "Lena" not in get(his, "/staff/links/").content.decode()
    assert [post(his, f"/staff/links/{row.pk}/{act}/").status_code for act in ("agreement", "refusal")] == [404, 404]
    assert links_by_two.notices_for(sam, sam.roles_held()) == []


def test_somebody_new_and_somebody_without_others_to_look_after_need_no_second_person(
    desk: Client, sam: StaffMember, sits_down: Browser
) -> None:
    new = link_in(post(desk, "/staff/people/new/", {**NIA, "roles": "safeguarding_lead"}))
    again = link_in(post(desk, f"/staff/people/{sam.pk}/invitation/"))

    assert [accepts(sits_down(), link).status_code for link in (new, again)] == [302, 302]


def test_trying_links_ends_in_a_wait(sits_down: Browser, database: str) -> None:
    page = sits_down()

    statuses = [accepts(page, f"/staff/invitation/{n}/").status_code for n in range(21)]

    assert statuses == [200] * 20 + [429]


# Outside development


def test_the_first_sign_in_leads_to_a_second_step_and_nothing_else_opens(desk: Client, sits_down: Browser) -> None:
    link = link_in(post(desk, "/staff/people/new/", NIA))
    hers = sits_down()
    with override_settings(SECOND_STEP_REQUIRED=True):
        assert accepts(hers, link)["Location"] == "/staff/two-step/"
        for path in ("/staff/", "/console/", "/service/", "/staff/sign-ins/", "/staff/two-step/recovery-codes/new/"):
            assert get(hers, path)["Location"] == "/staff/two-step/"
        assert post(hers, "/console/")["Location"] == "/staff/two-step/"

        turn_on_the_second_step(hers)

        assert get(hers, "/console/").status_code == 200
        assert post(hers, "/staff/two-step/app/off/").status_code == 200  # refused: it is the only one


def test_without_a_second_step_no_socket_opens_there(sam: StaffMember, sits_down: Browser) -> None:
    from django.conf import settings

    from chat.access import signed_in

    page = sits_down()
    sign_in(page, sam.email)
    cookies = {settings.SESSION_COOKIE_NAME: page.session.session_key or ""}

    assert signed_in(cookies) is not None
    with override_settings(SECOND_STEP_REQUIRED=True):
        assert signed_in(cookies) is None


def test_where_a_password_is_enough_the_pages_say_so(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()

    assert "here a password alone is enough" in get(page, "/staff/sign-in/").content.decode()
    sign_in(page, sam.email)
    assert "a password alone is enough" in get(page, "/staff/two-step/").content.decode()


# Managers


def test_nobody_but_a_manager_looks_after_accounts(sam: StaffMember, olu: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)

    acts = ("invitation/", "suspension/", "return/", "roles/", "roles/end/", "sign-ins/end/", "sign-ins/1/end/")
    assert get(page, "/staff/people/").status_code == 403
    assert get(page, f"/staff/people/{olu.pk}/").status_code == 403
    assert [post(page, f"/staff/people/{olu.pk}/{act}").status_code for act in acts] == [403] * len(acts)
    assert post(page, "/staff/people/new/", NIA).status_code == 403


def test_a_manager_suspends_somebody_and_lets_them_back(desk: Client, sam: StaffMember, sits_down: Browser) -> None:
    his = sits_down()
    sign_in(his, sam.email)

    post(desk, f"/staff/people/{sam.pk}/suspension/")

    assert get(his, "/console/")["Location"].startswith("/staff/sign-in/")
    assert sign_in(sits_down(), sam.email).status_code == 200
    post(desk, f"/staff/people/{sam.pk}/return/")
    assert sign_in(sits_down(), sam.email).status_code == 302


def test_a_manager_ends_one_sign_in_of_somebody(desk: Client, sam: StaffMember, sits_down: Browser) -> None:
    his = sits_down()
    sign_in(his, sam.email)
    row = sam.sign_ins.get()

    assert post(desk, f"/staff/people/{sam.pk}/sign-ins/{row.pk}/end/").status_code == 302

    assert get(his, "/console/")["Location"].startswith("/staff/sign-in/")
    assert post(desk, f"/staff/people/{sam.pk}/sign-ins/99999/end/").status_code == 404


def test_nobody_gives_themselves_a_role_suspends_or_invites_themselves(desk: Client, maya: StaffMember) -> None:
    for act in ("roles/", "suspension/", "invitation/"):
        answer = post(desk, f"/staff/people/{maya.pk}/{act}", {"role": "safeguarding_lead"})
        assert answer.status_code == 422

    assert maya.roles_held() == {Role.MANAGER}
    maya.refresh_from_db()
    assert maya.is_active


def test_one_manager_always_stays(maya: StaffMember, lena: StaffMember) -> None:
    with pytest.raises(ValidationError, match="One manager"):
        end_role(maya, Role.MANAGER, lena)
    grant_role(lena, Role.MANAGER, maya)

    end_role(maya, Role.MANAGER, lena)

    assert RoleGrant.objects.get(staff=maya, role=Role.MANAGER).ended_at is not None


def test_what_is_said_twice_is_done_once(sam: StaffMember, maya: StaffMember) -> None:
    for _ in range(2):
        grant_role(sam, Role.MODERATOR, maya)
        suspend(sam, maya)
        let_back(sam, maya)

    assert sam.roles_held() == {Role.COUNSELLOR, Role.MODERATOR}
    assert AuditRow.objects.filter(action="role.granted").count() == 1


def test_the_pages_of_people_open(desk: Client, sam: StaffMember, maya: StaffMember) -> None:
    post(desk, "/staff/people/new/", NIA)

    listed = get(desk, "/staff/people/").content.decode()

    assert all(words in listed for words in ("Sam", "Nia", "Invited, until", "Counsellor"))
    for member in StaffMember.objects.all():
        assert get(desk, f"/staff/people/{member.pk}/").status_code == 200
    wrong = post(desk, "/staff/people/new/", {**NIA, "roles": ""})
    assert wrong.status_code == 422
    assert get(desk, "/staff/people/999999/").status_code == 404


# From a terminal


def test_the_command_invites(database: str, sits_down: Browser) -> None:
    told = io.StringIO()
    call_command(
        "create_staff", "--email", "nia@example.org", "--name", "Nia", "--role", "manager", "--invite", stdout=told
    )
    link = re.search(r"/staff/invitation/\S+", told.getvalue())

    assert link
    assert accepts(sits_down(), link[0]).status_code == 302


def test_the_command_makes_a_link_for_somebody_who_lost_theirs(sam: StaffMember, sits_down: Browser) -> None:
    told = io.StringIO()
    call_command("create_staff", "--email", sam.email, "--again", stdout=told)
    link = re.search(r"/staff/invitation/\S+", told.getvalue())

    assert link
    assert accepts(sits_down(), link[0]).status_code == 302
    with pytest.raises(CommandError, match="Nobody"):
        call_command("create_staff", "--email", "nobody@example.org", "--again")
