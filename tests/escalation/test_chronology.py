"""The record for a review: all of it once, in order, what was missed said plainly, and nothing for whom it is not."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from stat import S_IMODE
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.concern import give
from chat.concern.given import Given
from chat.keeping.erase import erase_conversation
from chat.models import Concern, Message, Telling
from chat.urgency import Urgency
from config import clock
from config.tuning import change_setting
from escalation.concern_words import all_of
from escalation.decide import acknowledge, decide
from escalation.joining import link_by_hand
from escalation.models import Decision, Escalation, EscalationEvent, EscalationFlag, Page, Quote
from escalation.open import open_about_staff, open_by_hand, open_escalation, open_for_concern
from escalation.page import page_all_due
from escalation.review.bundle import is_whole, record_of
from escalation.review.entries import Entry
from escalation.working import advice
from escalation.working.picture import Known, draw
from escalation.working.scales import put_on_scale
from moderation.assess import assess_pending
from moderation.checks import CheckUnavailable, Context, Finding
from moderation.models import Assessment, Flag
from rota.models import AuditRow, Role, StaffMember, Try
from tests.access.looking import body_of, shows_who_they_are
from tests.escalation.referrals import sent
from tests.escalation.words import reasons
from tests.keeping.people import is_over
from tests.people import YoungWriter, flagged, make_aisha, make_sam, on_shift, person

SignedIn = Callable[[StaffMember], Client]
MINUTE = timedelta(minutes=1)
WHY = "Review 12 of the county, asked for by its chair"
Record = dict[str, Any]


def broken(body: str, context: Context) -> list[Finding]:
    raise CheckUnavailable("broken")


broken.name = "broken"  # type: ignore[attr-defined]


def record(escalation: Escalation, by: StaffMember) -> Record:
    return record_of(Escalation.objects.get(pk=escalation.pk), by=by, why=WHY)


def line(found: Record, row: str) -> dict[str, Any]:
    """The one line that tells of this row."""
    [one] = [one for one in found["entries"] if row in one["rows"]]
    return one


def facts(one: dict[str, Any]) -> dict[str, str]:
    return dict(one["facts"])


def texts(one: dict[str, Any]) -> dict[str, str]:
    return {words["label"]: words["text"] for words in one["words"]}


def test_the_record_tells_the_whole_story(
    aisha: YoungWriter, sam: StaffMember, lena: StaffMember, marc: StaffMember
) -> None:
    calm = aisha.says("hello, are you there?")
    assess_pending()
    unread = aisha.says("my brother has my phone")
    assess_pending(checks=(broken,))  # type: ignore[arg-type]
    late = aisha.says("nobody has read this one")
    aisha.is_taken_by(sam)
    clock.move(MINUTE)
    escalation = open_by_hand(aisha.conversation, "now", "She says he takes the phone at night.", sam)
    page_all_due()
    clock.move(6 * MINUTE)
    acknowledge(escalation, acknowledged_by=lena)
    put_on_scale(escalation.pk, whose="lead", score=3, words="somebody sleeps beside her", by=lena)
    draw(escalation.pk, Known(worried="He reads it.", own_words="he has my phone", need="in_need"), by=lena)
    advice.ask(escalation.pk, whom=marc, question="Do we know him?", by=lena)
    referral = sent(Escalation.objects.get(pk=escalation.pk), lena)
    Telling.objects.create(
        conversation=aisha.conversation, escalation_id=escalation.pk, written_by=lena,
        not_told_why="He would read it.",
    )  # fmt: skip
    change_setting("escalation.review_again_minutes", 60, why="sooner", set_by=lena)
    clock.move(20 * MINUTE)
    decision = decide(Escalation.objects.get(pk=escalation.pk), **reasons(), decided_by=lena)

    whole = record(escalation, lena)

    # Said, by whom in which role then; read with what, or not read
    said = line(whole, f"message:{calm.pk}")
    reading = Assessment.objects.get(message=calm)
    assert (texts(said), said["who"]) == (
        {"Words": "hello, are you there?"}, f"the young person ({aisha.conversation.handle})",
    )  # fmt: skip
    assert facts(said)["Read by the program"].endswith("nothing was noticed")
    [with_it] = [one for one in whole["in_force"]["readings"] if facts(said)["Read with"] == f"reading {one['name']}"]
    assert with_it["rules_version"] == reading.rules_version
    assert with_it["artefact_sha256"] in (reading.artefact_hash, "no model was read with")
    assert with_it["thresholds"] == reading.thresholds
    [gap] = line(whole, f"message:{unread.pk}")["gaps"]
    assert gap.startswith("NOT CHECKED: a check could not read this at ")
    assert gap.endswith(": broken.")
    [gap] = line(whole, f"message:{late.pk}")["gaps"]
    assert gap.startswith("NOT CHECKED YET: nothing had read this 27 minutes")
    assert whole["summary"]["words_of_theirs"] == {
        "words_of_theirs": 3, "nothing_noticed": 1, "noticed": 0, "not_read": 2,
    }  # fmt: skip
    # Opened, called, missed
    opened = line(whole, f"event:{escalation.history.get(kind='opened').pk}")
    assert texts(opened) == {"What was written": "She says he takes the phone at night."}
    assert opened["who"] == "Sam (Counsellor; Counsellor)"
    assert opened["gaps"] == ["MISSED BY THE PROGRAM: it had noticed nothing in this until a person did."]
    assert whole["summary"]["found_by_people_alone"] == 1
    page = Page.objects.filter(staff=lena).earliest("pk")
    called = line(whole, f"page:{page.pk}")
    assert facts(called)["Whom"] == "Lena (Safeguarding lead; First safeguarding lead on call)"
    assert f"event:{escalation.history.filter(kind='paged', about=lena).earliest('pk').pk}" in called["rows"]
    clocks = {one["title"]: one["gaps"] for one in whole["entries"] if one["part"] == "due"}
    [gap] = clocks[f"Due: a lead acknowledges (escalation {escalation.pk})"]
    assert gap.startswith("MISSED: done at ")
    assert clocks[f"Due: a lead decides (escalation {escalation.pk})"][0].startswith("MISSED: done at ")
    # Worked on, told, decided
    scale, picture = escalation.scales.get(), escalation.pictures.get()
    assert texts(line(whole, f"scale:{scale.pk}")) == {"What would make it one higher": "somebody sleeps beside her"}
    assert texts(line(whole, f"picture:{picture.pk}"))["Their own words"] == "he has my phone"
    assert line(whole, f"advice:{escalation.advices.get().pk}")["gaps"] == ["No answer came."]
    assert texts(line(whole, f"telling:{Telling.objects.get().pk}")) == {"Why telling is unsafe": "He would read it."}
    [left] = [one for one in whole["entries"] if one["name"] == f"referral:{referral.pk}/sent"]
    assert facts(left)["SHA-256"] == referral.sent_sha256
    assert {f"share:{share.pk}" for share in escalation.shares.all()} <= rows_of(whole)
    decided = line(whole, f"decision:{decision.pk}")
    assert texts(decided)["What else could have been done"] == "Stay in the chat and wait; a safety plan."
    assert texts(decided)["Why no parent or carer was told"] == "Not safe at home."
    assert facts(decided)["On the screen then (SHA-256)"] == decision.seen
    assert facts(decided)["Step"] == "decided: emergency_agreed"
    # In force, and who saw
    changed = next(one for one in whole["in_force"]["settings"] if one["name"] == "escalation.review_again_minutes")
    assert (changed["value"], [one["value"] for one in changed["changed"]]) == (120, [60])
    assert "First safeguarding lead on call: Lena" in whole["in_force"]["on_duty_when_it_opened"]
    assert all(one["at"].endswith("Z") and one["local"].endswith((" GMT", " BST")) for one in whole["entries"])
    told_once(whole, escalation)


def rows_of(whole: Record) -> set[str]:
    return {row for one in whole["entries"] for row in one["rows"]}


def words_in(whole: Record) -> list[tuple[str, dict[str, str]]]:
    return [(one["name"], texts(one)) for one in whole["entries"] if one["part"] == "said"]


def told_once(whole: Record, *family: Escalation) -> None:
    """Every step, call, try, decision, flag and word of it stands there once; and the order is total."""
    numbers = [one.pk for one in family]
    chats = list(Escalation.objects.filter(pk__in=numbers).values_list("subjects__conversation", flat=True))
    pages = list(Page.objects.filter(escalation__in=numbers).values_list("pk", flat=True))
    must = {
        "event": EscalationEvent.objects.filter(escalation__in=numbers),
        "page": Page.objects.filter(pk__in=pages),
        "try": Try.objects.filter(about__in=[f"page:{pk}" for pk in pages]),
        "decision": Decision.objects.filter(escalation__in=numbers),
        "flag": Flag.objects.filter(pk__in=EscalationFlag.objects.filter(escalation__in=numbers).values("flag")),
        "message": Message.objects.filter(conversation__in=[pk for pk in chats if pk]),
    }
    wanted = {f"{kind}:{pk}" for kind, rows in must.items() for pk in rows.values_list("pk", flat=True)}
    times = Counter(row for one in whole["entries"] for row in one["rows"])
    assert wanted <= set(times)
    assert set(times.values()) == {1}
    names = [one["name"] for one in whole["entries"]]
    assert len(set(names)) == len(names)
    assert all(before["at"] <= after["at"] for before, after in pairwise(whole["entries"]))


ACTS = ("say", "worry", "page", "acknowledge", "scale", "decide", "wait", "worse")


@given(acts=st.lists(st.sampled_from(ACTS), min_size=2, max_size=10))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_done_stands_in_it_once_and_in_one_order(database: str, acts: list[str]) -> None:
    lena = StaffMember.objects.filter(name="Lena").first() or _lena_and_sam()
    writer = make_aisha()
    escalation = open_escalation(flagged(writer.says("took some tablets")))
    for number, act in enumerate(acts):
        _do(act, number, escalation, writer, lena)

    first, again = record(escalation, lena), record(escalation, lena)

    told_once(first, escalation)
    assert [one["name"] for one in first["entries"]] == [one["name"] for one in again["entries"]]
    assert words_in(first) == words_in(again)


def _lena_and_sam() -> StaffMember:
    make_sam()
    lena = person("Lena", Role.SAFEGUARDING_LEAD)
    on_shift(lena, "on_call_1")
    return lena


def _do(act: str, number: int, escalation: Escalation, writer: YoungWriter, lena: StaffMember) -> None:
    now = Escalation.objects.get(pk=escalation.pk)
    match act:
        case "say":
            writer.says(f"words {number}")
        case "worry" if now.is_undecided:
            open_by_hand(writer.conversation, "now", f"worry {number}", StaffMember.objects.get(name="Sam"))
        case "worse" if now.is_undecided:
            open_escalation(flagged(writer.says(f"worse {number}"), words=f"reason {number}"))
        case "page":
            clock.move(3 * MINUTE)
            page_all_due()
        case "acknowledge" if now.acknowledged_at is None:
            acknowledge(now, acknowledged_by=lena)
        case "scale" if now.acknowledged_at is not None:
            put_on_scale(now.pk, whose="child", score=number, by=lena)
        case "decide" if now.is_undecided and now.acknowledged_at is not None:
            decide(now, **reasons(), decided_by=lena)
        case "wait":
            clock.move(timedelta(hours=1))


def test_what_is_destroyed_is_said_with_its_day_and_the_copy_that_was_kept(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    other = aisha.says("and something about my school")
    acknowledge(escalation, acknowledged_by=lena)
    decide(Escalation.objects.get(), **reasons(), decided_by=lena)
    quote = Quote.objects.get()
    Escalation.objects.update(state="closed", closed_at=clock.now(), check_due_at=None)
    Flag.objects.update(state="handled")
    erasure = erase_conversation(is_over(aisha), asked_by=lena)
    assert erasure.done_at is not None

    whole = record(escalation, lena)

    gone = line(whole, f"message:{other.pk}")["words"][0]
    assert gone["text"] == ""
    assert gone["not_there"].startswith("These words were destroyed on ")
    assert erasure.done_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") in gone["not_there"]
    assert gone["not_there"].endswith("Class of keeping: chat.")
    kept = line(whole, f"message:{quote.source}")["words"][0]
    assert kept["text"] == "took some of my mums tablets about an hour ago"
    assert kept["label"].startswith("Words (the copy that the escalation kept on ")
    assert kept["not_there"].startswith("These words were destroyed on ")
    assert "my school" not in json.dumps(whole)


def test_joined_escalations_are_one_record_wherever_it_is_asked_from(escalation: Escalation, lena: StaffMember) -> None:
    clock.move(MINUTE)
    tom = make_aisha()
    later = open_escalation(flagged(tom.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    link_by_hand(later, escalation, why="He gave the same name.", by=lena)

    from_one, from_other = record(escalation, lena), record(later, lena)

    assert (from_one["escalation"]["number"], from_one["escalation"]["joined"]) == (escalation.pk, [later.pk])
    assert from_other["escalation"] == from_one["escalation"]
    told_once(from_one, escalation, later)
    assert words_in(from_one) == words_in(from_other)


def test_what_somebody_outside_said_is_in_it_and_how_to_reach_them_is_not(lena: StaffMember) -> None:
    told = Given(
        uuid4(),
        what="she wrote goodbye to us",
        who="Kayleigh",
        contact="07700 900123",
        urgency="now",
        given_by="friend",
    )
    give.give(told, source="a phone")
    concern = Concern.objects.get()
    escalation = open_for_concern(concern)
    assert any("900123" in part.text for said in all_of(concern) for part in said.parts)

    whole = record(escalation, lena)

    said = line(whole, f"concern:{concern.pk}")
    assert texts(said) == {"What they saw or heard": "she wrote goodbye to us",
                           "Who it is about, as they say it": "Kayleigh"}  # fmt: skip
    assert "It is not part of a record" in said["gaps"][0]
    assert "900123" not in json.dumps(whole)


def test_h25_an_allegation_is_in_no_record_but_its_own_and_there_is_none_for_its_subject(
    escalation: Escalation,
    aisha: YoungWriter,
    lena: StaffMember,
    marc: StaffMember,
    signed_in: SignedIn,
    tmp_path: Path,
) -> None:
    allegation = open_about_staff(marc, "now", "He asked her for a picture.", lena, heard_in=aisha.conversation)
    signed_in(lena).get(f"/escalations/{allegation.pk}/conversation/")
    looks = AuditRow.objects.filter(ground=f"escalation:{allegation.pk}", about__startswith="conversation:")
    assert looks.exists()

    theirs, own = record(escalation, lena), record(allegation, lena)

    assert f"escalation:{allegation.pk}" not in json.dumps(theirs)
    assert not rows_of(theirs) & {f"audit:{pk}" for pk in looks.values_list("pk", flat=True)}
    assert own["escalation"]["about_staff"] == "Marc"
    assert f"audit:{looks.earliest('pk').pk}" in rows_of(own)
    told_once(own, allegation)
    browser = shows_who_they_are(signed_in(marc))
    for number in (allegation.pk, allegation.pk + 1000):
        address = f"/escalations/{number}/chronology/"
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"why": WHY, "file": "1"}).status_code == 404
    with pytest.raises(CommandError, match=f"There is no escalation {allegation.pk}"):
        call_command(
            "chronology", str(allegation.pk), "--by", marc.email, "--reason", WHY, "--out", str(tmp_path / "x.json")
        )
    assert list(tmp_path.iterdir()) == []


def test_the_page_asks_what_for_and_writes_that_down_before_it_shows_a_word(
    escalation: Escalation, lena: StaffMember, sam: StaffMember, signed_in: SignedIn
) -> None:
    browser, address = shows_who_they_are(signed_in(lena)), f"/escalations/{escalation.pk}/chronology/"
    assert f'href="{address}"' in body_of(browser.get(f"/escalations/{escalation.pk}/"))
    asked = browser.post(address, {"why": "  "})
    assert (asked.status_code, "tablets" in body_of(asked)) == (422, False)
    assert not AuditRow.objects.filter(action="chronology.taken").exists()

    page, file = browser.post(address, {"why": WHY}), browser.post(address, {"why": WHY, "file": "1"})

    assert "took some of my mums tablets" in body_of(page)
    assert WHY in body_of(page)
    assert file["X-Content-SHA256"] == sha256(file.content).hexdigest()
    assert is_whole(file.content.decode())
    assert not is_whole(file.content.decode().replace("mums tablets", "dads tablets"))
    taken = AuditRow.objects.filter(action="chronology.taken", who=lena, about=f"escalation:{escalation.pk}")
    assert [row.ground for row in taken] == ["safeguarding_lead"] * 2
    steps = escalation.history.filter(detail__startswith="chronology ").order_by("pk")
    assert [step.why for step in steps] == [WHY, WHY]
    assert steps[1].detail == f"chronology {file['X-Content-SHA256']}"
    assert Escalation.objects.get().version == escalation.version
    # The second holds that the first was taken, and by whom.
    assert "took the record away for a review" in file.content.decode()
    open_by_hand(escalation.conversation, "now", "me too", sam)
    assert shows_who_they_are(signed_in(sam)).post(address, {"why": WHY}).status_code == 404


def test_whoever_was_asked_for_advice_and_watches_over_privacy_may_take_it(
    escalation: Escalation, lena: StaffMember, sam: StaffMember, signed_in: SignedIn
) -> None:
    ines = person("Ines", Role.PRIVACY)
    acknowledge(escalation, acknowledged_by=lena)
    address = f"/escalations/{escalation.pk}/chronology/"
    assert signed_in(ines).get(address).status_code == 404

    for colleague in (ines, sam):
        advice.ask(escalation.pk, whom=colleague, question="May this leave?", by=lena)

    assert signed_in(ines).get(address).status_code == 200
    assert AuditRow.objects.get(action="chronology.looked").ground == "advice"
    assert signed_in(sam).get(address).status_code == 404


def test_the_command_writes_one_file_for_its_owner_alone(
    escalation: Escalation, lena: StaffMember, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, page = tmp_path / "record.json", tmp_path / "record.html"

    def take(to: Path, **changed: str) -> None:
        given = {"by": lena.email, "reason": WHY, **changed}
        call_command(
            "chronology", str(escalation.pk), "--by", given["by"], "--reason", given["reason"], "--out", str(to)
        )

    for wrong in ({"reason": " "}, {"by": "nobody@example.org"}):
        with pytest.raises(CommandError):
            take(out, **wrong)
    assert list(tmp_path.iterdir()) == []
    take(out)
    take(page)

    assert S_IMODE(out.stat().st_mode) == 0o600
    digest = sha256(out.read_bytes()).hexdigest()
    said = capsys.readouterr().out
    assert f"SHA-256 of the record: {digest}." in said
    assert "tablets" not in said
    assert is_whole(out.read_text())
    assert "took some of my mums tablets" in page.read_text()
    assert 'href="/' not in page.read_text()
    before = out.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        take(out)
    assert out.read_bytes() == before
    assert AuditRow.objects.filter(action="chronology.taken", who=lena).count() == 2


def test_two_things_of_one_moment_have_an_order_too() -> None:
    at = clock.now()
    known = {"event:10": "done", "event:9": "done", "message:2": "said", "page:3/heard": "called", "page:3": "called"}
    lines = [Entry(name, at, part, "") for name, part in known.items()]

    assert [one.name for one in sorted(lines, key=lambda one: one.order)] == [
        "message:2", "page:3", "page:3/heard", "event:9", "event:10",
    ]  # fmt: skip
