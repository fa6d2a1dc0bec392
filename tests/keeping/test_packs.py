"""H19, H22, H25: whoever asks is given what is theirs, and nothing that is somebody else's."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, transaction

from chat import code_words
from chat.conversations import agree_history
from chat.models import AccessPack, Consent, Conversation, PackTaken, Redaction, StaffNote
from config import clock
from escalation.open import open_about_staff, open_escalation
from escalation.rights.pack import asking, file, redact
from escalation.rights.pack.items import gather
from rota.models import AuditRow, Role, StaffMember
from tests.keeping.people import is_decided
from tests.people import YoungWriter, flagged, make_marc, make_olu, make_sam, person

TABLETS = "took some of my mums tablets. my sister Kayleigh saw it"


@pytest.fixture
def noor(database: str) -> StaffMember:
    return person("Noor", Role.PRIVACY)


@pytest.fixture
def told(aisha: YoungWriter, lena: StaffMember) -> YoungWriter:
    """A chat with everything in it."""
    sam = make_sam()
    code_words.choose(aisha.young_person, "juniper")
    message = aisha.says(TABLETS)
    aisha.is_taken_by(sam)
    note = StaffNote(conversation=aisha.conversation, by=sam, kind="note")
    note.body = "Sam: she trusts Lena"
    note.save()
    is_decided(open_escalation(flagged(message, marked="tablets")), lena)
    return aisha


def begun(told: YoungWriter, noor: StaffMember) -> AccessPack:
    return asking.begin(told.young_person, shown_by="in_chat", asked_on=clock.now().date(), by=noor)


def test_h22_the_pack_holds_everything_and_names_nobody_who_works_here(told, noor):
    pack = begun(told, noor)

    taken, packed = file.take(pack, by=noor)

    page, data = read(packed)
    assert TABLETS in said(data)
    assert "she trusts [somebody who works here]" in said(data)
    assert "Sam" not in said(data)
    assert "Lena" not in said(data)
    assert {"Wren", "Chose a code word, to come back with from any phone."} <= {*words(data), *labels(data)} | {
        label.split(" On ")[0] for label in labels(data)
    }
    assert "copy 1, taken by Noor" in page
    assert "<script" not in page
    assert "999" in page
    row = PackTaken.objects.get()
    assert (row.by, row.redacted, row.items) == (noor, taken.redacted, sum(len(one["items"]) for one in data["parts"]))
    with pytest.raises(DatabaseError), transaction.atomic():
        PackTaken.objects.update(items=0)
    assert AuditRow.objects.filter(action="pack.taken", about=f"pack:{pack.pk}", who=noor).exists()


def test_h25_escalations_and_allegations_are_in_it_only_once_a_lead_agreed(told, noor, lena):
    pack = begun(told, noor)
    assert "needs a doctor" not in said(read(file.take(pack, by=noor)[1])[1])
    assert gather(pack).left_out == 1
    for nobody in (noor, make_olu()):
        with pytest.raises(PermissionDenied):
            asking.lead_says(pack, by=nobody, agrees=True)

    pack = asking.lead_says(pack, by=lena, agrees=True)

    data = read(file.take(pack, by=noor)[1])[1]
    assert "needs a doctor" in said(data)
    assert said(data).count("my sister Kayleigh saw it") == 2, "in the chat, and as it was quoted"
    pack = asking.lead_says(pack, by=make_marc(), agrees=False)
    assert "needs a doctor" not in said(read(file.take(pack, by=noor)[1])[1])


def test_h25_an_allegation_about_whoever_makes_it_is_never_in_it(told, noor, lena):
    open_about_staff(noor, "now", "said it in the chat", lena, heard_in=told.conversation)
    pack = asking.lead_says(begun(told, noor), by=lena, agrees=True)

    assert "said it in the chat" not in said(read(file.take(pack, by=noor)[1])[1])


def test_h22_what_is_about_somebody_else_is_taken_out_with_its_reason_and_only_there(told, noor):
    pack = begun(told, noor)
    item = next(one.name for one in gather(pack).items if one.words == TABLETS)

    assert redact.redact(pack, item, words="kayleigh", why="third_party", by=noor) == 1
    with pytest.raises(ValidationError):
        redact.redact(pack, item, words="not in there", why="third_party", by=noor)
    with pytest.raises(ValidationError):
        redact.redact(pack, item, words="sister", why="", by=noor)

    shown = said(read(file.take(pack, by=noor)[1])[1])
    assert "Kayleigh" not in shown
    assert "my sister [taken out: about or from somebody else] saw it" in shown
    assert "Kayleigh" not in json.dumps(list(Redaction.objects.values()), default=str)
    redact.lift(Redaction.objects.get(why="third_party", lifts=None), by=noor)
    assert "Kayleigh" in said(read(file.take(pack, by=noor)[1])[1])
    redact.redact(pack, item, words="", why="harm", by=noor)
    assert "sister" not in said(read(file.take(pack, by=noor)[1])[1])


def test_h22_what_was_taken_out_once_and_names_written_later_are_out_of_everything(told, noor, lena):
    """The chat went on after the pack was begun, and a lead agreed to more: nobody has to mark it all again."""
    pack = begun(told, noor)
    item = next(one.name for one in gather(pack).items if one.words == TABLETS)
    redact.redact(pack, item, words="Kayleigh", why="third_party", by=noor)
    told.says("KAYLEIGH came with me. can i ask Sam tomorrow? kayleighs cat is fine")

    pack = asking.lead_says(pack, by=lena, agrees=True)
    page, data = read(file.take(pack, by=noor)[1])

    assert said(data).count("[taken out: about or from somebody else]") == 3, "in the chat twice, and as it was quoted"
    assert "ask [somebody who works here] tomorrow" in said(data)
    for text in (page, json.dumps(data)):
        assert "Kayleigh " not in text
        assert "KAYLEIGH" not in text
        assert "Sam" not in text
    assert "kayleighs cat" in said(data), "another word, which a person has to mark"


def test_h19_nobody_is_known_by_a_name_or_by_pressure(told, noor, lena):
    young = told.young_person
    assert [one.pk for one in asking.found_by(told.conversation.handle)] == [told.conversation.pk]
    young.refresh_from_db()
    assert [one.young_person for one in asking.found_by(f" {young.return_name.upper()} ")] == [young]
    assert asking.found_by("Wren") == []
    with pytest.raises(ValidationError, match="We have not seen that"):
        asking.begin(young, shown_by="code_word", asked_on=clock.now().date(), by=noor)
    with pytest.raises(PermissionDenied):
        asking.begin(young, shown_by="in_chat", asked_on=clock.now().date(), by=lena)
    code_words.give(young, "juniper")
    assert "code_word" in asking.ways_to_know(young)
    clock.move(timedelta(days=31))
    assert asking.ways_to_know(young) == []


def test_h22_the_command_makes_the_same_pack(told, noor, tmp_path, capsys):
    by = ["--by", noor.email]
    call_command("access_pack", "--conversation", str(told.conversation.pk), "--shown-by", "in_chat", *by)
    assert "Left out until a safeguarding lead agrees: 1" in capsys.readouterr().out
    call_command("access_pack", "--pack", str(AccessPack.objects.get().pk), *by, "--to", str(tmp_path / "pack.zip"))

    assert TABLETS in said(read((tmp_path / "pack.zip").read_bytes())[1])
    assert AuditRow.objects.filter(action="conversation.read", ground__startswith="pack:").count() == 1


def test_what_they_agreed_to_is_never_overwritten(aisha, lena):
    from pathlib import Path

    from chat.consents import WORDINGS, consents_of, in_force, sentence

    conversation = aisha.conversation
    Conversation.objects.filter(pk=conversation.pk).update(returned_at_place=3)
    conversation.refresh_from_db()
    agree_history(conversation, True)
    agree_history(conversation, True)
    agree_history(conversation, False)
    code_words.choose(aisha.young_person, "juniper")

    told = consents_of(aisha.young_person.pk)
    assert [(one.what, one.agreed, one.up_to_place) for one in told] == [
        ("history", True, 3),
        ("history", False, 3),
        ("return", True, 0),
    ]
    assert [one.agreed for one in in_force(told)] == [False, True]
    assert "Agreed that their counsellor reads what was said before." in sentence(told[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(agreed=True)
    pages = "".join(page.read_text() for page in Path("chat/web/templates/web").glob("*.html"))
    assert [words for words in WORDINGS.values() if str(words) not in pages] == []


def read(packed: bytes) -> tuple[str, dict]:
    with ZipFile(BytesIO(packed)) as archive:
        assert set(archive.namelist()) == {"pack.html", "pack.css", "pack.json"}
        return archive.read("pack.html").decode(), json.loads(archive.read("pack.json"))


def words(data: dict) -> list[str]:
    return [item["words"] for part in data["parts"] for item in part["items"]]


def labels(data: dict) -> list[str]:
    return [item["what"] for part in data["parts"] for item in part["items"]]


def said(data: dict) -> str:
    return "\n".join(words(data))
