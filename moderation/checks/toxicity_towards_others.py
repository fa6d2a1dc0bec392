"""Detoxify's opinion on posts: hostile towards others. A separate axis from danger, and for the forum only.

It was trained on comments of strangers, so a survivor's frank words can look hostile to it. Therefore it only ever
names `toxicity`, at most Soon, and says nothing where our own checks found somebody telling of harm to themselves.
Not set up is no failure: the words were read by every other check, and a person reads each post anyway. Set up and
not there, broken or too slow is one: the post counts as not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chat.urgency import Urgency
from moderation import classifiers, second_opinion
from moderation.aside import TookTooLong
from moderation.checks import rules
from moderation.checks.shapes import CheckUnavailable, Context, Finding

# Kinds that are hostile to somebody. Swearing alone ("obscene") is not.
HOSTILE = ("toxicity", "severe_toxicity", "threat", "insult", "identity_attack")
LEAST = {"toxicity": 0.9}
LEAST_OTHERS = 0.7
# What somebody tells of their own life is disclosure, whatever words it takes.
TOLD = frozenset(
    {"self_harm", "abuse", "sexual_exploitation", "criminal_exploitation", "eating", "missing_homeless", "bullying"}
)
# Detoxify reads the first 512 pieces of a text; a post is read in parts that fit, and each begins a little before the
# last one ended.
PART, OVERLAP = 1_500, 100
# For a whole post. After as long a message that waits behind it begins to show as not checked.
LIMIT_SECONDS = 5.0


class ToxicityTowardsOthersCheck:
    name = "detoxify"

    def __init__(
        self, source: Callable[[], classifiers.Hostility] | None = None, *, seconds: float = LIMIT_SECONDS
    ) -> None:
        self._source = source or (lambda: classifiers.hostility(second_opinion.files()))
        self._seconds = seconds

    def __call__(self, body: str, context: Context) -> list[Finding]:
        try:
            scores = classifiers.aside.ask(lambda: _highest(self._source(), body), self._seconds)
        except classifiers.NotSetUp:
            return []
        except (second_opinion.NotThere, TookTooLong):
            raise CheckUnavailable(self.name) from None
        hostile = {
            kind: score for kind, score in scores.items() if kind in HOSTILE and score >= LEAST.get(kind, LEAST_OTHERS)
        }
        if not hostile or _is_disclosure(body, context):
            return []
        kind = max(hostile, key=lambda name: hostile[name])
        urgency = Urgency.SOON if kind in {"threat", "severe_toxicity"} else Urgency.ROUTINE
        return [Finding(f"detoxify/{kind}", "toxicity", urgency, "may be hostile to somebody", score=hostile[kind])]


def _highest(model: classifiers.Hostility, body: str) -> dict[str, float]:
    read = [model.predict(part) for part in parts(body, model.fits)]
    return {kind: max(scores[kind] for scores in read) for kind in read[0]}


def parts(body: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """All of a text, in parts of which nothing is cut off. Between words where there are any."""
    first = 0
    while True:
        part = _fitting(body[first : first + PART], fits)
        if first + len(part) < len(body) and (space := part.rfind(" ", len(part) // 2)) > 0:
            part = part[:space]
        yield part
        first += len(part)
        if first >= len(body):
            return
        first -= min(OVERLAP, len(part) // 2)


def _fitting(part: str, fits: Callable[[str], bool]) -> str:
    """Its beginning, halved until it fits. Letters of some scripts are several pieces each."""
    while len(part) > 1 and not fits(part):
        part = part[: (len(part) + 1) // 2]
    return part


def _is_disclosure(body: str, context: Context) -> bool:
    return any(finding.category in TOLD for finding in rules.check(body, context))


check = ToxicityTowardsOthersCheck()
