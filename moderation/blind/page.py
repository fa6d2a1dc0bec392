"""Everything the page of a blind reading shows: words, who said them, and the questions. Nothing that the checks said,
no name, no number, no time by which somebody could look it up."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import Conversation, Message, WordsShredded
from config.tuning import setting
from moderation.blind.commands import held_by, waiting_for
from moderation.models import BlindLook, BlindReading
from rota.models import StaffMember

Verdict = BlindReading.Verdict
# Source: domain reference, urgency and clocks.
MEANS = {
    Verdict.NOTHING: gettext_lazy("a greeting, a thank you, a joke, a question about us"),
    Verdict.EVERYDAY: gettext_lazy("low mood, bullying, exams, rows at home, trying us out"),
    Verdict.SOON: gettext_lazy(
        "thoughts of suicide, self-harm lately, an eating disorder, abuse in the past, signs of grooming, neglect"
    ),
    Verdict.VERY_SOON: gettext_lazy(
        "a plan or means, abuse today, sexual harm, threats by somebody who exploits them, self-harm at this moment"
    ),
    Verdict.NOW: gettext_lazy(
        "an attempt under way, plan and means and a time within two days, being hurt or held, a weapon, an overdose, "
        "missing and in danger"
    ),
}
# The ten of the checks (moderation/checks/shapes.py), as people say them.
CATEGORY_WORDS = {
    "self_harm": gettext_lazy("Suicide or self-harm"),
    "abuse": gettext_lazy("Being hurt, frightened or neglected"),
    "sexual_exploitation": gettext_lazy("Sexual pressure, pictures or grooming"),
    "criminal_exploitation": gettext_lazy("Being used by a gang"),
    "missing_homeless": gettext_lazy("Running away, or nowhere to sleep"),
    "eating": gettext_lazy("Trouble with eating"),
    "violence_to_others": gettext_lazy("Hurting somebody, or a weapon"),
    "bullying": gettext_lazy("Being bullied"),
    "substance": gettext_lazy("Drink or drugs"),
    "toxicity": gettext_lazy("Hostile to somebody"),
}


@dataclass(frozen=True)
class Turn:
    """What somebody said. `is_asked`: the one message that the question is about."""

    who: str
    words: str
    is_asked: bool = False


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    means: str = ""


def home_context(staff: StaffMember) -> dict[str, Any]:
    return {"waiting": waiting_for(staff).count(), "held": held_by(staff)}


def reading_context(reading: BlindReading, conversation: Conversation) -> dict[str, Any]:
    return {
        "reading": reading,
        "turns": _turns(reading.message, conversation),
        "verdicts": [Choice(one.value, str(one.label), str(MEANS[one])) for one in Verdict],
        "categories": [Choice(name, str(words)) for name, words in CATEGORY_WORDS.items()],
        "reasons": [Choice(one.value, str(one.label)) for one in BlindLook.Why],
    }


def _turns(message: Message, conversation: Conversation) -> list[Turn]:
    """The message, after the last few of everybody before it."""
    until = conversation.messages.filter(place__lte=message.place).order_by("-place")
    shown = list(until[: 1 + int(setting("blind.turns_before"))])[::-1]
    for one in shown:
        one.conversation = conversation
    return [Turn(_who(one), _words(one), one.pk == message.pk) for one in shown]


def _who(message: Message) -> str:
    return {
        Message.By.YOUNG_PERSON: _("Young person"),
        Message.By.COUNSELLOR: _("Counsellor"),
        Message.By.SYSTEM: _("The service"),
    }[Message.By(message.by)]


def _words(message: Message) -> str:
    try:
        return str(message.body)
    except WordsShredded:
        return ""
