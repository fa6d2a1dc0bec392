"""Words of ours that go out as texts: how long they may be."""

from chat.sms import segments
from config.tuning import setting


def most_parts() -> int:
    """So many texts one thing we say may become. Source: domain reference, lengths."""
    return int(setting("texts.most_parts"))


def is_too_long_for_text(body: str) -> bool:
    return segments.count(body).parts > most_parts()
