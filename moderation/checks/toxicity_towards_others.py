"""Detoxify's opinion on posts: hostile towards others. A separate axis from danger, and for the forum only.

It was trained on comments of strangers, so a survivor's frank words can look hostile to it. Therefore it only ever
names `toxicity`, at most Soon, and says nothing where our own checks found somebody telling of harm to themselves.
Not installed is no failure: the words were read by every other check, and a person reads each post anyway.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from chat.urgency import Urgency
from moderation import classifiers
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
# The tokenizer cuts at 512 pieces; a post is read in parts that fit.
PART = 1_500


class ToxicityTowardsOthersCheck:
    name = "detoxify"

    def __init__(self, source: Callable[[], classifiers.Hostility] | None = None) -> None:
        self._source = source or (lambda: classifiers.hostility(files()))

    def __call__(self, body: str, context: Context) -> list[Finding]:
        try:
            model = self._source()
        except classifiers.NotInstalled:
            return []
        except classifiers.NotThere:
            raise CheckUnavailable(self.name) from None
        scores = _highest(model, body)
        hostile = {
            kind: score for kind, score in scores.items() if kind in HOSTILE and score >= LEAST.get(kind, LEAST_OTHERS)
        }
        if not hostile or _is_disclosure(body, context):
            return []
        kind = max(hostile, key=lambda name: hostile[name])
        urgency = Urgency.SOON if kind in {"threat", "severe_toxicity"} else Urgency.ROUTINE
        return [Finding(f"detoxify/{kind}", "toxicity", urgency, "may be hostile to somebody", score=hostile[kind])]


def files() -> classifiers.DetoxifyFiles:
    """What this installation was told about Detoxify."""
    return classifiers.DetoxifyFiles(settings.DETOXIFY_CHECKPOINT, settings.DETOXIFY_SHA256, settings.DETOXIFY_CONFIG)


def _highest(model: classifiers.Hostility, body: str) -> dict[str, float]:
    parts = [body[first : first + PART] for first in range(0, max(len(body), 1), PART)]
    read = [model.predict(part) for part in parts]
    return {kind: max(scores[kind] for scores in read) for kind in read[0]}


def _is_disclosure(body: str, context: Context) -> bool:
    return any(finding.category in TOLD for finding in rules.check(body, context))


check = ToxicityTowardsOthersCheck()
