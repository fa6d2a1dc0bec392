"""What a review needs from the escalation app, which imports this one and never the other way round."""

from collections.abc import Callable

from chat.models import Member, Post
from rota.models import StaffMember

escalate: Callable[[Post, str, str, StaffMember], int] | None = None
"""Opens an escalation about a post by hand: post, urgency, why, who. Gives its number. Set when that app is ready."""

has_open_escalation: Callable[[Member], bool] | None = None
"""Is somebody deciding about this member now, for a post or a conversation? Set when that app is ready."""
