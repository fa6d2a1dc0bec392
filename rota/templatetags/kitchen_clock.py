"""Times as they stand on the kitchen clock, so that nobody has to guess which of two hours is meant."""

from datetime import datetime

from django import template

from rota.planning import wall

register = template.Library()


@register.filter
def on_the_clock(at: datetime | None) -> str:
    """22:00; in the hour that is there twice 01:30 BST or 01:30 GMT."""
    return wall.label(at) if at else ""
