"""The switches under each phone: what shall go wrong from now on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import PracticePhone


class Switches(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PracticePhone
        fields = ("texts_to", "answers", "reports", "texts_from")
        labels = {
            "texts_to": _("Texts to this phone"),
            "answers": _("When Nightlight sends, the carrier"),
            "reports": _("Reports about texts to this phone"),
            "texts_from": _("Texts from this phone reach Nightlight"),
        }
        widgets = dict.fromkeys(fields, forms.Select(attrs={"class": "input", "autocomplete": "off"}))

    @property
    def something_goes_wrong(self) -> bool:
        usual = PracticePhone()
        return any(self.initial[name] != getattr(usual, name) for name in self.fields)
