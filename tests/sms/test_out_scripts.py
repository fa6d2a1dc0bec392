"""Whatever the carrier does, and whenever we die: a text's state only climbs, and no text leaves twice unasked."""

import os
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Min
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.models import OutgoingText, Phone, SendAttempt
from chat.sms import carrier as line
from chat.sms import pause, send
from chat.sms.reports import take_report
from config import clock
from tests.sms.carrier import Carrier, Text
from tests.sms.phones import SECOND, Texter, somebody

# Forty in every run; three hundred (`NIGHTLIGHT_SCRIPTS=300`) before a release.
SCRIPTS = int(os.environ.get("NIGHTLIGHT_SCRIPTS", "40"))
WORDS = ("take", "429", "500", "500_taken", "lost", "cut", "nonsense", "21617", "20003")
AGAIN = (30003, 30008)
STEP = st.one_of(
    st.tuples(st.just("say"), st.none()),
    st.tuples(st.just("send"), st.integers(0, 40)),
    st.tuples(st.just("script"), st.sampled_from(WORDS)),
    st.tuples(st.just("lists"), st.booleans()),
    st.tuples(st.just("there"), st.booleans()),
    st.tuples(st.just("die"), st.sampled_from(["before the call", "after the call"])),
    st.tuples(
        st.just("report"),
        st.tuples(
            st.integers(0, 5),
            st.sampled_from([("sent", None), ("delivered", None), ("failed", 30001), ("undelivered", 30003)]),
        ),
    ),
)


@dataclass
class Story:
    """One phone and one carrier; after every step what must hold is looked at."""

    carrier: Carrier
    tom: Texter = field(default_factory=somebody)
    ranks: dict[int, int] = field(default_factory=dict)
    came_back: Counter[str] = field(default_factory=Counter)
    said: int = 0

    def does(self, step: str, given: object) -> None:
        getattr(self, step)(given)
        self.looks()

    def say(self, _given: object) -> None:
        self.said += 1
        self.tom.hears(f"{self.tom.number} {self.said}")

    def send(self, seconds: int) -> None:
        self.tom.sends(waits=seconds * SECOND)

    def script(self, word: str) -> None:
        self.carrier.will(word)

    def lists(self, yes: bool) -> None:
        self.carrier.lists = yes

    def there(self, yes: bool) -> None:
        self.carrier.comes_back() if yes else self.carrier.goes_away()

    def die(self, when: str) -> None:
        """A worker is gone in the middle: it has claimed a text, and perhaps called."""
        claimed = send.claim_next(self.tom.phone.pk)
        if claimed is not None and when == "after the call":
            line.send(claimed.number, claimed.body, claimed.attempt.key)

    def report(self, given: tuple[int, tuple[str, int | None]]) -> None:
        which, (status, code) = given
        ours = self.ours()
        if not ours:
            return
        text = ours[which % len(ours)]
        key = text.callback.rpartition("=")[2]
        # The real one says one end about a text; what it says twice or late is another story.
        if text.status in ("delivered", "failed", "undelivered"):
            status, code = text.status, text.error_code
        elif code in AGAIN:
            self.came_back[text.body] += 1
        text.status, text.error_code = status, code
        fields = {"MessageSid": text.sid, "MessageStatus": status, "ErrorCode": str(code or "")}
        assert take_report(key, fields)

    def ours(self) -> list[Text]:
        return [text for text in self.carrier.texts if text.to == self.tom.number]

    def looks(self) -> None:
        for text in self.tom.outgoing():
            rank = OutgoingText.RANK[OutgoingText.State(text.state)]
            assert rank >= self.ranks.get(text.pk, 0), "a state went back"
            self.ranks[text.pk] = rank
        copies = Counter(text.body for text in self.ours())
        for body, many in copies.items():
            assert many <= 1 + self.came_back[body], "a text left twice"
        firsts = list(dict.fromkeys(text.body for text in self.ours()))
        assert firsts == sorted(firsts, key=lambda body: int(body.split()[1])), "the order was lost"

    def ends(self) -> None:
        """Everything is well again until nothing is left to do: every text is at an end, or waits for its report."""
        self.carrier.script.clear()
        self.lists(True)
        self.there(True)
        Phone.objects.filter(pk=self.tom.phone.pk).update(texts="open")
        for _ in range(60):
            due = self.tom.outgoing().filter(state__in=send.TO_CALL_ABOUT).aggregate(Min("next_try_at"))
            if (next_try_at := due["next_try_at__min"]) is None:
                break
            self.send(max(1, int((next_try_at - clock.now()) / SECOND) + 1))
            self.looks()
        assert set(self.tom.states()) <= {"sent", "delivered", "undelivered", "failed", "discarded"}
        assert not SendAttempt.objects.filter(text__phone=self.tom.phone, outcome__in=["calling", "unknown"]).exists()
        had = {text.body for text in self.ours()}
        for text in self.tom.outgoing().select_related("message__conversation__key"):
            if text.state in ("sent", "delivered"):
                assert text.message.body in had, "called sent, and is nowhere"
            if text.state in ("discarded",):
                assert text.message.body not in had, "called thrown away, and was sent"


@settings(max_examples=SCRIPTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=3, max_size=14))
def test_no_script_makes_a_state_go_back_or_a_text_leave_twice(
    carrier: Carrier, steps: list[tuple[str, object]]
) -> None:
    clock.reset()
    pause.forget()
    carrier.texts.clear()
    story = Story(carrier)
    story.say(None)
    try:
        for step, given_to_it in steps:
            story.does(step, given_to_it)
        story.ends()
    finally:
        carrier.script.clear()
        carrier.lists = True
        carrier.comes_back()


STATUSES = [("sent", None), ("delivered", None), ("undelivered", 30003), ("failed", 30008), ("queued", None)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=12))
def test_reports_replayed_and_shuffled_never_move_a_text_back(
    carrier: Carrier, said: list[tuple[str, int | None]]
) -> None:
    pause.forget()
    carrier.texts.clear()
    tom = somebody()
    [text] = tom.hears("one")
    tom.sends()
    [attempt] = SendAttempt.objects.filter(text=text)
    rank = 0

    for status, code in said:
        fields = {"MessageSid": carrier.texts[0].sid, "MessageStatus": status, "ErrorCode": str(code or "")}
        assert take_report(attempt.key, fields)
        text.refresh_from_db()
        now = OutgoingText.RANK[OutgoingText.State(text.state)]
        assert now >= rank
        rank = now

    assert attempt.reports.count() == len({status for status, _ in said})
    if any(status == "delivered" for status, _ in said):
        assert (text.state, text.next_try_at) == ("delivered", None)
