"""The fields of a referral. Source: domain reference, record field lists. What nobody knows is said, not left blank."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from escalation.models import Referral

Words = str | Promise
_K = Referral.Kind
ABOUT_A_CHILD = frozenset({_K.SOCIAL_CARE, _K.POLICE, _K.EARLY_HELP, _K.HEALTH, _K.CSA_DUTY, _K.PREVENT, _K.OTHER})
ALL = ABOUT_A_CHILD | {_K.LADO}


class Section(NamedTuple):
    name: str
    title: Words


@dataclass(frozen=True)
class Field:
    """One question of the form."""

    name: str
    section: str
    label: Words
    hint: Words = ""
    # Which kinds of referral ask it, and which receivers usually need it.
    kinds: frozenset[str] = ALL
    usually: frozenset[str] = frozenset()
    # May be passed over; all others are answered, if only by "not known".
    optional: bool = False
    # It is likely to say who somebody else is.
    about_others: bool = False
    rows: int = 2


SECTIONS: tuple[Section, ...] = (
    Section("child", _("The young person")),
    Section("place", _("Where they are, and how to reach them")),
    Section("family", _("Who is around them")),
    Section("worry", _("What the worry is")),
    Section("adult", _("The adult it is about")),
    Section("voice", _("What they want, and what they were told")),
    Section("done", _("What was done, and who refers")),
)

FIELDS: tuple[Field, ...] = (
    Field("names", "child", _("Names they are known by"), kinds=ALL, usually=ABOUT_A_CHILD, rows=1),
    Field(
        "birth",
        "child",
        _("Date of birth, or an estimate"),
        _("An estimate says that it is one."),
        usually=ABOUT_A_CHILD,
        rows=1,
    ),
    Field("language", "child", _("Language, and whether an interpreter is needed"), kinds=ABOUT_A_CHILD, rows=1),
    Field("disability", "child", _("Disability, health, how they communicate"), kinds=ABOUT_A_CHILD),
    Field("ethnicity", "child", _("Ethnicity, as they say it"), kinds=ABOUT_A_CHILD, optional=True, rows=1),
    Field(
        "place_clues",
        "place",
        _("Clues to where they live"),
        _("Address, or the area, bus route, landmark they named."),
        kinds=ABOUT_A_CHILD,
        usually=frozenset({_K.SOCIAL_CARE, _K.POLICE, _K.CSA_DUTY}),
    ),
    Field(
        "where_now",
        "place",
        _("Where they are now"),
        kinds=ABOUT_A_CHILD,
        usually=frozenset({_K.POLICE, _K.SOCIAL_CARE}),
    ),
    Field("school", "place", _("School or college"), kinds=ABOUT_A_CHILD, usually=frozenset({_K.SOCIAL_CARE})),
    Field(
        "safe_contact",
        "place",
        _("A safe way to contact them"),
        _("Which way, when, who else can see it. Never guess."),
        usually=frozenset({_K.SOCIAL_CARE, _K.POLICE}),
    ),
    Field("siblings", "family", _("Brothers and sisters"), kinds=ABOUT_A_CHILD, about_others=True),
    Field(
        "carers",
        "family",
        _("Parents and carers"),
        kinds=ABOUT_A_CHILD,
        about_others=True,
        usually=frozenset({_K.SOCIAL_CARE}),
    ),
    Field(
        "harmer",
        "worry",
        _("Who may be harming them"),
        kinds=ABOUT_A_CHILD,
        about_others=True,
        usually=frozenset({_K.SOCIAL_CARE, _K.POLICE, _K.CSA_DUTY}),
    ),
    Field(
        "access",
        "worry",
        _("What access that person has to them, and to other children"),
        kinds=ABOUT_A_CHILD,
        about_others=True,
        usually=frozenset({_K.SOCIAL_CARE, _K.CSA_DUTY}),
    ),
    Field(
        "what",
        "worry",
        _("What happened, or may happen"),
        _("Facts first. Say whose opinion an opinion is."),
        usually=ALL,
        rows=5,
    ),
    Field("when", "worry", _("When"), usually=ALL, rows=1),
    Field("history", "worry", _("What came before"), rows=3),
    Field(
        "why_harm",
        "worry",
        _("Why this is harm, or may become it"),
        kinds=ABOUT_A_CHILD,
        usually=frozenset({_K.SOCIAL_CARE, _K.CSA_DUTY}),
        rows=3,
    ),
    Field(
        "adult",
        "adult",
        _("Who it is about, and what they do here"),
        kinds=frozenset({_K.LADO}),
        usually=frozenset({_K.LADO}),
        about_others=True,
    ),
    Field(
        "criterion",
        "adult",
        _("Which criterion may be met"),
        kinds=frozenset({_K.LADO}),
        usually=frozenset({_K.LADO}),
        rows=1,
    ),
    Field(
        "known_since",
        "adult",
        _("Since when we know"),
        kinds=frozenset({_K.LADO}),
        usually=frozenset({_K.LADO}),
        rows=1,
    ),
    Field(
        "interim",
        "adult",
        _("What was done meanwhile, so that no child is at risk"),
        kinds=frozenset({_K.LADO}),
        usually=frozenset({_K.LADO}),
    ),
    Field(
        "own_words",
        "voice",
        _("Their own words"),
        _("As they said them, and no more than is needed."),
        rows=4,
        usually=frozenset({_K.SOCIAL_CARE, _K.CSA_DUTY}),
    ),
    Field(
        "wishes",
        "voice",
        _("What they wish for"),
        kinds=ABOUT_A_CHILD,
        usually=frozenset({_K.SOCIAL_CARE, _K.EARLY_HELP}),
    ),
    Field("told", "voice", _("Were they told, did they agree, and if not, why"), usually=ALL),
    Field(
        "parents_told",
        "voice",
        _("Were parents or carers told, and if not, why"),
        kinds=ABOUT_A_CHILD,
        usually=frozenset({_K.SOCIAL_CARE}),
    ),
    Field("actions", "done", _("What was done so far"), usually=frozenset({_K.SOCIAL_CARE, _K.POLICE}), rows=3),
    Field(
        "referrer",
        "done",
        _("Who refers, and how to reach them"),
        _("Name, role, the number you answer."),
        usually=ALL,
        rows=1,
    ),
)
BY_NAME = {field.name: field for field in FIELDS}


def fields_of(kind: str) -> tuple[Field, ...]:
    """The questions that this kind of referral asks, in order."""
    return tuple(field for field in FIELDS if kind in field.kinds)


def sections_of(kind: str) -> list[tuple[Section, list[Field]]]:
    asked = fields_of(kind)
    grouped = [(section, [field for field in asked if field.section == section.name]) for section in SECTIONS]
    return [(section, fields) for section, fields in grouped if fields]
