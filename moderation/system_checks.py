"""What `manage.py check`, and every command that looks before it starts, says of moderation."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from moderation import second_opinion


def second_opinion_is_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Detoxify was set up and cannot be loaded.

    A warning, not an error: an error would keep commands from starting, and with them what reads every child's words.
    """
    trouble = second_opinion.trouble_with(second_opinion.files())
    if trouble is None:
        return []
    says, to_do = second_opinion.WORDS[trouble]
    wrong = f"Detoxify, the second reading of posts, is set up but not there: {says}. Posts count as not checked."
    return [Warning(wrong, hint=to_do, id=f"moderation.detoxify_{trouble}")]
