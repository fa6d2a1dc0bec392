"""The learned model as a check: beside the rules, never instead of them, and never lowering what they said.

Loaded on first use, and only where words are read: the worker and the commands. What it finds is worded as a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from chat.urgency import Urgency
from moderation import classifiers
from moderation.checks import rules
from moderation.checks.normalise import Word, normalise
from moderation.checks.rules import KNOWN
from moderation.checks.shapes import CATEGORIES, CheckUnavailable, Context, Finding
from moderation.model.views import MARK_OF, TURNS_BEFORE

if TYPE_CHECKING:
    from moderation.combined import Model

WORDS = {
    "self_harm": "may be about suicide or self-harm",
    "abuse": "may be about somebody being hurt, frightened or neglected",
    "sexual_exploitation": "may be about sexual pressure, pictures or grooming",
    "criminal_exploitation": "may be about being used by a gang",
    "missing_homeless": "may be about running away or nowhere to sleep",
    "eating": "may be about trouble with eating",
    "violence_to_others": "may be about hurting somebody or a weapon",
    "bullying": "may be about being bullied",
    "substance": "may be about drink or drugs",
    "toxicity": "may be hostile to somebody",
}
UNREAD = "in a language the model has not learned"
# Hostile words alone are never urgent: whoever is in danger is found by the other nine.
SAFETY = tuple(name for name in CATEGORIES if name != "toxicity")
# Worth naming even where nothing is urgent: bullying that is told, and hostility that a moderator should see.
NAMED_ALONE = ("bullying", "toxicity")
# Which head speaks for which urgency, the most urgent first.
HEAD_OF = {Urgency.NOW: "immediate", Urgency.VERY_SOON: "high", Urgency.SOON: "concern"}
# A second category is named from here on.
LEAST_NAMED = 0.5
# Fewer words than these are little to go by: "its my stepdad".
LEAST_WORDS = 5
# So many words after a question are marked whole.
LONGEST_ANSWER = 10
MESSAGES_TOGETHER = 3
# Words of earlier messages that are read along; enough for three ordinary ones.
WORDS_BEFORE = 80


@dataclass(frozen=True)
class Opinion:
    """What the model makes of a message, alone or after what was said before it."""

    words: tuple[Word, ...]
    chances: dict[str, float]
    is_alone: bool = True


# What is found, the opinion it comes from, and the head that says how soon.
View = tuple[Finding, Opinion, str]


class LearnedCheck:
    """The message alone, and in its place: after its writer's last two, and after what they were asked."""

    name = "model"

    def __init__(self, source: Callable[[], Model] = lambda: classifiers.model()) -> None:
        self._source = source
        self._opinions = lru_cache(maxsize=2)(self._read)

    def __call__(self, body: str, context: Context) -> list[Finding]:
        model, opinions = self._of(body, context)
        alone, *together = opinions
        views = [*_findings(model, alone)]
        views += [view for one in together for view in _findings(model, one, beyond=alone)]
        views = list(_highest_of_each(views))
        if views:
            views = _beyond_rules(views, rules.check(body, context), model, self.chances(body, context))
        found = _placed(model, views)
        if not model.reads_the_language_of(alone.words):
            found.append(Finding("model.language", None, Urgency.NOT_CHECKED, UNREAD))
        return found

    def chances(self, body: str, context: Context) -> dict[str, float]:
        """Each head's probability, the higher of the message alone and after the ones before it."""
        _, opinions = self._of(body, context)
        return {head: _shown(max(one.chances[head] for one in opinions)) for head in opinions[0].chances}

    def version(self) -> classifiers.Version:
        """Of the model that reads now, and has read what was asked last."""
        model = self._model()
        return classifiers.Version(model.artefact_hash, model.stated)

    def _of(self, body: str, context: Context) -> tuple[Model, tuple[Opinion, ...]]:
        """What was read just now is remembered for `chances`, under the model that read it: another one reads anew."""
        model = self._model()
        return model, self._opinions(model, body, context)

    def _model(self) -> Model:
        try:
            return self._source()
        except classifiers.NotThere:
            raise CheckUnavailable(self.name) from None

    def _read(self, model: Model, body: str, context: Context) -> tuple[Opinion, ...]:
        words = normalise(body, KNOWN).items
        opinions = [Opinion(words, model.alone(words))]
        said = before(context) if words else []
        if said:
            opinions.append(Opinion(words, model.in_context(words, joined(words, said), said), is_alone=False))
        return tuple(opinions)


def before(context: Context) -> list[tuple[str, tuple[Word, ...]]]:
    """Who said what before, as the model reads it: the last few turns, their words standing nowhere in this body."""
    turns = [turn for turn in context.earlier[-TURNS_BEFORE:] if turn.by in MARK_OF]
    said = [(turn.by, tuple(Word(word.text, -1, -1) for word in normalise(turn.body, KNOWN).items)) for turn in turns]
    return [(by, words) for by, words in said if words]


def joined(words: tuple[Word, ...], said: Sequence[tuple[str, tuple[Word, ...]]]) -> tuple[Word, ...]:
    """The writer's own last messages with this one behind them."""
    own = [one for by, one in said if by == "young_person"][-(MESSAGES_TOGETHER - 1) :]
    earlier = tuple(chain.from_iterable([*one, Word("|", -1, -1)] for one in own))[-WORDS_BEFORE:]
    return (*earlier, *words)


def _findings(model: Model, opinion: Opinion, *, beyond: Opinion | None = None) -> Iterator[View]:
    urgency = _urgency(model, opinion)
    if beyond is not None and urgency.rank <= _urgency(model, beyond).rank:
        return
    if urgency is Urgency.ROUTINE:
        names = [name for name in NAMED_ALONE if opinion.chances[name] >= model.thresholds["categories"][name]]
    else:
        names = _categories(model, opinion, urgency)
    for name in names:
        own = min(urgency, Urgency.SOON, key=lambda one: one.rank) if name == "toxicity" else urgency
        level = HEAD_OF.get(urgency, "concern")
        yield Finding(f"model.{name}", name, own, WORDS[name], score=_shown(opinion.chances[name])), opinion, level


def _urgency(model: Model, opinion: Opinion) -> Urgency:
    levels = model.thresholds["levels" if opinion.is_alone else "levels_in_context"]
    if opinion.is_alone and len(opinion.words) < LEAST_WORDS:
        levels = _surer(model)
    reached = (urgency for urgency, head in HEAD_OF.items() if opinion.chances[head] >= levels[head])
    return next(reached, Urgency.ROUTINE)


def _surer(model: Model) -> dict[str, float]:
    """Where there is little to go by, or people have judged such a phrase: never less than for any other words."""
    return {head: max(least, model.thresholds["levels"][head]) for head, least in model.thresholds["when_sure"].items()}


def _categories(model: Model, opinion: Opinion, urgency: Urgency) -> list[str]:
    """The most likely one, and any other that would be worth naming by itself. Danger is never only hostility."""
    chances, thresholds = opinion.chances, model.thresholds["categories"]
    is_hostile = not urgency.opens_escalation and chances["toxicity"] >= thresholds["toxicity"]
    asked = CATEGORIES if is_hostile else SAFETY
    first = max(asked, key=lambda name: chances[name])
    return [name for name in asked if name == first or chances[name] >= max(thresholds[name], LEAST_NAMED)]


def _placed(model: Model, views: Sequence[View]) -> list[Finding]:
    """With the words on which the opinion rests. To find them costs most of all, so only what is said is asked about."""
    from moderation.linear import marked

    asked = [(str(finding.category), level) for finding, opinion, level in views if not _is_answer(opinion)]
    runs = iter(model.telling_words(views[0][1].words, asked) if asked else ())
    found = []
    for finding, opinion, _level in views:
        start, end = marked(opinion.words if _is_answer(opinion) else next(runs)) or (None, None)
        found.append(replace(finding, start=start, end=end))
    return found


def _is_answer(opinion: Opinion) -> bool:
    """A short answer is its own reason."""
    return not opinion.is_alone and len(opinion.words) <= LONGEST_ANSWER


def _beyond_rules(
    views: Sequence[View], by_rules: Sequence[Finding], model: Model, chances: dict[str, float]
) -> list[View]:
    """Without what a rule has placed lower in the same category, unless the model is sure of more."""
    sure = _surer(model)
    kept = []
    for view in views:
        finding = view[0]
        placed = [one.urgency.rank for one in by_rules if one.category == finding.category]
        head = HEAD_OF.get(finding.urgency)
        if not placed or head is None or finding.urgency.rank <= max(placed) or chances[head] >= sure[head]:
            kept.append(view)
    return kept


def _highest_of_each(views: Sequence[View]) -> Iterator[View]:
    for name in dict.fromkeys(finding.check for finding, *_ in views):
        yield max((view for view in views if view[0].check == name), key=lambda view: view[0].urgency.rank)


def _shown(chance: float) -> float:
    """Below one in a hundred it is no more than noise."""
    return round(chance, 4) if chance >= 0.01 else 0.0


check = LearnedCheck()
