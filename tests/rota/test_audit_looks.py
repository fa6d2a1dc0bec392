"""H19. Whatever gives staff a young person's words writes a row first: every address and every socket action is tried.

The words are marked. Wherever the mark comes out of a page or a frame that is not open to everybody, the audit must
have a row of that person about those words, written no later.
"""

from collections import defaultdict
from uuid import uuid4

from django.test import Client

from chat.models import PostVersion
from chat.urgency import Urgency
from config import clock
from escalation.open import open_escalation
from moderation.models import Incident
from rota.audit.reading import READING
from rota.models import AuditRow, Role
from tests.access.cast import a_public_post, staff_member
from tests.access.policy import ADDRESSES, SOCKET_ACTIONS
from tests.chat.desk import aisha, desk_of
from tests.forum.people import writes
from tests.forum.review import waits
from tests.house import House
from tests.people import flagged, make_aisha

MARK = "marmalade"
SAID = f"i took the whole packet of {MARK}"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GIVES_WORDS = {"escalation:show", "escalation:conversation", "review:show", "review:whole"}


def test_no_page_gives_words_without_a_row(database):
    young = make_aisha(MARK.title())
    escalation = open_escalation(flagged(young.says(SAID), marked="whole packet"))
    review = waits(writes().begins("school", SAID), urgency=Urgency.SOON)
    about_a_post = open_escalation(flagged_post(waits(writes().begins("home", SAID)).version))
    things = defaultdict(
        lambda: escalation.pk,
        conversation=young.conversation.pk,
        review=review.pk,
        post=a_public_post().pk,
        incident=Incident.objects.create(kind=Incident.Kind.NOBODY_ON_DUTY, page_due_at=clock.now()).pk,
    )
    gave, silent = set(), []

    for role in Role.values:
        staff, client = staff_member(role), Client(headers={"host": "localhost"})
        client.force_login(staff, backend=BACKEND)
        for name, path, method, form in every_try(things, about_a_post.pk, role):
            newest = AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            answer = client.generic(method, path, form, content_type="application/x-www-form-urlencoded")
            if MARK not in answer.content.decode(errors="replace").lower():
                continue
            gave.add(name)
            rows = AuditRow.objects.filter(pk__gt=newest, who=staff, action__in=READING).exclude(ground="")
            if not rows.exists():
                silent.append(f"{role} {method} {name}")

    assert silent == []
    assert gave >= GIVES_WORDS, f"the walk came upon no words at {GIVES_WORDS - gave}"


def flagged_post(version: PostVersion):
    from moderation.flags import raise_flag

    return raise_flag(
        version, check_name="rules.packet", words="medicine taken", urgency=Urgency.NOW, category="self_harm"
    )


def every_try(things, other_escalation: int, role: str):
    """Each address that opens to them by each method; what is about an escalation also about one of a post.

    That no other address opens is what the matrix walks (tests/access/test_matrix.py).
    """
    for name, address in ADDRESSES.items():
        opens = isinstance(address.open_to, str) or role in address.open_to or address.on_shift or not address.open_to
        if name.startswith("sms:") or name == "account_logout" or not opens:
            continue
        form = "&".join(f"{key}={value}" for key, value in address.form.items()).format_map(things)
        for method in sorted(address.methods):
            yield name, address.path.format_map(things), method, form
            if "{escalation}" in address.path:
                yield name, address.path.format_map({**things, "escalation": other_escalation}), method, form


def test_no_frame_of_a_console_gives_words_without_a_row(house: House):
    young = aisha(house, f"hello from {MARK}")
    conversation = young.conversation

    def rows_of(staff: int) -> list[tuple[str, str]]:
        return house.sql(
            "SELECT action, ground FROM rota_auditrow WHERE who_id = %s AND about = %s ORDER BY id",
            staff,
            f"conversation:{conversation}",
        )

    with desk_of(house, "sam") as sam, desk_of(house, "grace") as grace:
        assert rows_of(sam.staff) == rows_of(grace.staff) == []
        sam.has(young)
        # One row, though the words came in the list as well as in the conversation.
        assert rows_of(sam.staff) == [("conversation.opened", "owner")]

        grace.wire.send("join", conversation=conversation)
        grace.wire.expect("said", body=f"hello from {MARK}")
        assert rows_of(grace.staff) == [("conversation.opened", "shift_lead")]

        # A second console of the same person shows what they have before anything is asked for.
        with desk_of(house, "sam") as other:
            other.row(conversation)
            assert rows_of(sam.staff) == [("conversation.opened", "owner")] * 2
            for kind in sorted(SOCKET_ACTIONS["ws/console/"] - {"say", "end"}):
                other.wire.send(kind, **fields_of(kind, conversation))
            other.wire.send("say", conversation=conversation, id=str(uuid4()), body="still here")
            other.wire.expect("said", body="still here")
            assert rows_of(sam.staff)[:2] == [("conversation.opened", "owner")] * 2
    house.sql("UPDATE chat_conversation SET lease_until = now() + interval '1 minute' WHERE id = %s", conversation)

    # Whoever is on no console that shows it has no row, and was given no word.
    with desk_of(house, "maya") as maya:
        maya.wire.send("resume", conversation=conversation, after=0)
        maya.wire.expect("refused")
        assert MARK not in repr(maya.wire.heard)
        assert rows_of(maya.staff) == []


def fields_of(kind: str, conversation: int) -> dict[str, object]:
    """Fields that may be wrong: a refusal gives no words, and that is what is looked for."""
    answers = dict.fromkeys(("thoughts", "plan", "means", "when", "safe_now"), "not_asked")
    known: dict[str, dict[str, object]] = {
        "ping": {},
        "heartbeat": {},
        "take_next": {},
        "help_answered": {"call": 1},
        "resume": {"after": 0},
        "seen": {"place": 1},
        "judge": {"agrees": True},
        "draft": {"body": "not yet"},
        "note": {"id": str(uuid4()), "body": "a note"},
        "whisper": {"id": str(uuid4()), "body": "a whisper"},
        "safety": answers,
        "hand_over": {"to": None, "note": ""},
    }
    more = known.get(kind, {})
    alone = {"ping", "heartbeat", "take_next", "help_answered"}
    return more if kind in alone else {"conversation": conversation, **more}
