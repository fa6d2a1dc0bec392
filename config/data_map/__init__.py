"""What is kept, column by column, taken from the models: what a column is, and whether anybody could read it.

Most columns say themselves what they are: a link, a moment, one of a few words. The others are explained in
`words.py`, and one that nobody has explained fails the build. `docs/data-map.md` says why and for how long.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from config.data_map.words import HASHED, PEOPLE, WORDS
from config.models import SealedTextField

OURS = ("chat", "moderation", "escalation", "rota", "config")
OTHERS = ("mfa_authenticator", "django_session")
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)
"""Tables of libraries that hold something about somebody. The rest of theirs stays empty, or is about itself."""


@dataclass(frozen=True)
class Column:
    """One column. `kept`: how it lies in the database."""

    table: str
    name: str
    kind: str
    kept: str
    says: str


def columns() -> Iterator[Column]:
    """Every column of every table with something of ours in it, by table."""
    for model in sorted(_models(), key=lambda one: one._meta.db_table):
        for field in model._meta.concrete_fields:
            yield _as_column(model, field)


def undocumented() -> list[str]:
    """Columns that neither say themselves what they are nor are explained."""
    return [f"{one.table}.{one.name}" for one in columns() if not one.says]


def explained_for_nothing() -> list[str]:
    """Explanations of columns that are not there any more."""
    known = {f"{one.table}.{one.name}" for one in columns()}
    return sorted(name for name in {*WORDS, *HASHED} if name not in known)


def as_markdown() -> str:
    """The page docs/data-columns.md."""
    found = list(columns())
    sealed = sum(one.kept == "sealed" for one in found)
    tables = dict.fromkeys(one.table for one in found)
    lines = [
        "# Every column",
        "",
        "Made from the models by `manage.py data_map --write`; a test fails when it is out of date, or when nobody",
        "has explained a column. Why each table is there and for how long: [data-map.md](data-map.md) and",
        "`chat/keeping/classes.py`. **Sealed** is AES-256-GCM under a key of its own, **hashed** cannot be undone,",
        "**clear** is what whoever holds the database reads.",
        "",
        f"{len(tables)} tables, {len(found)} columns, {sealed} of them sealed.",
    ]
    for table in tables:
        lines += ["", f"## {table}", "", "| column | type | kept | what it is |", "|---|---|---|---|"]
        lines += [f"| `{one.name}` | {one.kind} | {one.kept} | {one.says} |" for one in found if one.table == table]
    return "\n".join(lines) + "\n"


def _models() -> list[type[models.Model]]:
    every = apps.get_models()
    return [one for one in every if one._meta.app_label in OURS or one._meta.db_table in OTHERS]


def _as_column(model: type[models.Model], field: "models.Field[Any, Any]") -> Column:
    table, name = model._meta.db_table, str(field.column)
    full = f"{table}.{name}"
    kept = "sealed" if isinstance(field, SealedTextField) else "hashed" if full in HASHED else "clear"
    says = HASHED.get(full) or WORDS.get(full) or _says_itself(field)
    return Column(table, name, _kind(field), kept, says.replace("|", "/"))


def _kind(field: "models.Field[Any, Any]") -> str:
    if field.is_relation:
        return "link"
    if isinstance(field, SealedTextField):
        return "words"
    if field.choices:
        return "one of a few words"
    return {
        models.DateTimeField: "moment",
        models.DateField: "day",
        models.TimeField: "time of day",
        models.BooleanField: "yes or no",
        models.UUIDField: "random id",
        models.BinaryField: "bytes",
        models.JSONField: "structure",
        models.CharField: "text",
        models.TextField: "text",
    }.get(type(field), "number" if isinstance(field, NUMBERS) else _last_resort(field))


def _last_resort(field: "models.Field[Any, Any]") -> str:
    names = {"ArrayField": "list", "DateTimeRangeField": "from when until when", "SlugField": "text"}
    return names.get(type(field).__name__, "text")


def _says_itself(field: "models.Field[Any, Any]") -> str:
    """What can be told from the model alone; empty where somebody has to say it."""
    if field.is_relation and field.related_model is not None:
        to = field.related_model._meta.db_table
        return PEOPLE if to == "rota_staffmember" else f"which row of `{to}`"
    if field.primary_key:
        return "its number"
    if isinstance(field, models.DateField):  # moments too
        return f"{field.name.removesuffix('_at').removesuffix('_on').replace('_', ' ')}: when"
    if field.choices:
        return ", ".join(f"{value}" for value, _ in field.flatchoices if value)
    return ""
