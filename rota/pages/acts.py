"""A button on a page: where it goes, what it says, what it carries."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.urls import reverse


@dataclass(frozen=True)
class Act:
    address: str
    words: str
    fields: dict[str, Any] = field(default_factory=dict)
    about: str = ""
    is_quiet: bool = False


def act(name: str, pk: int, words: str, *, about: str = "", is_quiet: bool = False, **fields: Any) -> Act:
    return Act(reverse(f"rota:{name}", args=[pk]), str(words), fields, about, is_quiet)


def refused_words(refusal: ValidationError) -> str:
    """All that stands in the way, as one line for a notice."""
    return " ".join(refusal.messages)


def put_errors(form: Form, refusal: ValidationError) -> None:
    """What the engine says goes to its field where the form has that field, else on top."""
    by_field: dict[str, list[ValidationError]] = getattr(refusal, "error_dict", {})
    for name, errors in (by_field or {"": refusal.error_list}).items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)
