"""What is typed on the pages of the rota, read with the time of the kitchen clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rota.models import Away, Clearance, Shift, StaffMember
from rota.pages import wall

DAYS = (
    ("MO", _("Mon")),
    ("TU", _("Tue")),
    ("WE", _("Wed")),
    ("TH", _("Thu")),
    ("FR", _("Fri")),
    ("SA", _("Sat")),
    ("SU", _("Sun")),
)
FURTHEST = timedelta(days=3 * 366)


class DateBox(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%Y-%m-%d")


class TimeBox(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "input"}, format="%H:%M")


class WallTimeField(forms.Field):
    """A day and a time in London. Gives UTC; refuses what the clocks leave out or show twice."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip())
        except ValueError:
            raise ValidationError(_("Write a day and a time, such as 2026-11-23 22:00."), code="invalid") from None
        if typed.tzinfo:
            raise ValidationError(_("Write the time as on the kitchen clock."), code="invalid")
        if not 2000 <= typed.year <= 2100:
            raise ValidationError(_("That day is too far away."), code="far")
        return wall.typed(typed.date(), typed.time().replace(second=0, microsecond=0))

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(wall.LONDON).replace(tzinfo=None) if isinstance(value, datetime) else value


class WhenForm(forms.Form):
    """From a moment until a later one."""

    begins = WallTimeField(label=_("From"))
    ends = WallTimeField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        begins, ends = found.get("begins"), found.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("The end has to be after the begin."))
        return found


class AwayForm(WhenForm):
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Away.Kind.choices, widget=forms.Select(attrs={"class": "input"})
    )


class PutOnForm(WhenForm):
    """Somebody on a duty by hand."""

    staff = forms.ModelChoiceField(
        label=_("Who"), queryset=StaffMember.objects.none(), widget=forms.Select(attrs={"class": "input"})
    )
    duty = forms.ChoiceField(label=_("Duty"), choices=Shift.Duty.choices, widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_people(self.fields["staff"], people)


class OverrideForm(forms.Form):
    """Somebody comes on or stays on, with a reason."""

    staff = forms.ModelChoiceField(
        label=_("Who"), queryset=StaffMember.objects.none(), widget=forms.Select(attrs={"class": "input"})
    )
    duty = forms.ChoiceField(
        label=_("Duty, where they come on now"),
        choices=[(duty.value, duty.label) for duty in (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD)],
        widget=forms.Select(attrs={"class": "input"}),
    )
    until = WallTimeField(label=_("Until"))
    why = forms.CharField(
        label=_("Why does it have to be?"),
        help_text=_("About the rota, not about a young person."),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_people(self.fields["staff"], people)


class PersonForm(forms.Form):
    """Whom to put on a place."""

    staff = forms.ModelChoiceField(
        label=_("Who"), queryset=StaffMember.objects.none(), widget=forms.Select(attrs={"class": "input"})
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_people(self.fields["staff"], people)


class SwapForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("To whom?"), queryset=StaffMember.objects.none(), widget=forms.Select(attrs={"class": "input"})
    )
    in_return = forms.ModelChoiceField(
        label=_("For one of theirs?"),
        queryset=Shift.objects.none(),
        required=False,
        empty_label=_("No, I only give mine away"),
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, people: Any, theirs: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_people(self.fields["to"], people)
        in_return: Any = self.fields["in_return"]
        if theirs is not None:
            in_return.queryset = theirs
        in_return.label_from_instance = shift_words


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why?"), max_length=200, widget=forms.TextInput(attrs={"class": "input"}))


class NoteForm(forms.Form):
    body = forms.CharField(
        label=_("For whoever comes next"),
        help_text=_("Who is waiting for what, what was agreed, what to look out for. It is sealed."),
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
    )


class PatternForm(forms.Form):
    """Places that are there again and again: the days of a week, every so many weeks."""

    name = forms.CharField(label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"class": "input"}))
    duty = forms.ChoiceField(label=_("Duty"), choices=Shift.Duty.choices, widget=forms.Select(attrs={"class": "input"}))
    begins = forms.TimeField(label=_("From"), widget=TimeBox())
    ends = forms.TimeField(
        label=_("Until"), widget=TimeBox(), help_text=_("Of the next day where it is not later than the begin.")
    )
    days = forms.MultipleChoiceField(label=_("On"), choices=DAYS, widget=forms.CheckboxSelectMultiple())
    every = forms.IntegerField(
        label=_("Every how many weeks"),
        min_value=1,
        max_value=8,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    people = forms.IntegerField(
        label=_("How many people"),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )
    needs_senior = forms.BooleanField(label=_("One of them has to be a senior"), required=False)
    first_day = forms.DateField(label=_("First day"), widget=DateBox())
    last_day = forms.DateField(label=_("Last day"), widget=DateBox(), required=False, help_text=_("Empty: it goes on."))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        for name, day in (("first_day", first), ("last_day", last)):
            if day and not -FURTHEST < day - wall.today() < FURTHEST:
                self.add_error(name, _("That day is too far away."))
        return found

    @property
    def rule(self) -> str:
        every = self.cleaned_data["every"]
        return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(self.cleaned_data['days'])}"


class LastDayForm(forms.Form):
    last_day = forms.DateField(label=_("Last day"), widget=DateBox())


class ClearanceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What"), choices=Clearance.Kind.choices, widget=forms.Select(attrs={"class": "input"})
    )
    valid_until = forms.DateField(label=_("Valid until"), widget=DateBox())


class WorksAsForm(forms.Form):
    works_as = forms.ChoiceField(
        label=_("Works as"),
        choices=StaffMember.WorksAs.choices,
        widget=forms.Select(attrs={"class": "input"}),
    )


class ListForm(forms.Form):
    """A list of shifts as text, with the words of its first line as names."""

    rows = forms.CharField(
        label=_("The list"),
        help_text=_("One shift a line. The first line names the columns: email, duty, begins, ends."),
        max_length=50_000,
        strip=False,
        widget=forms.Textarea(attrs={"class": "input rota__list", "rows": 10, "spellcheck": "false"}),
    )


def name_people(field: Any, people: Any) -> None:
    field.queryset, field.empty_label = people, _("Choose")
    field.label_from_instance = lambda person: person.name


def shift_words(shift: Shift) -> str:
    local = shift.starts_at.astimezone(UTC).astimezone(wall.LONDON)
    return f"{local:%a %d %b} {wall.span(shift.starts_at, shift.ends_at)}"
