"""For forms of which a page has several: what stands under a name that is only known on the page."""

from collections.abc import Mapping

from django.template import Library

register = Library()


@register.filter
def under(values: Mapping[str, str], name: str) -> str:
    return values.get(name, "") if isinstance(values, Mapping) else ""
