"""Where texts may be sent from: the carrier's own address, or in development a stand-in on this machine."""

from urllib.parse import urlsplit


def is_loopback_url(url: str) -> bool:
    """Does this address lead to this machine and nowhere else?"""
    parts = _parts(url)
    return parts is not None and parts[1] in {"localhost", "127.0.0.1", "::1"}


def is_twilio_url(url: str) -> bool:
    """Is this one of Twilio's own addresses, over https?"""
    parts = _parts(url)
    return parts is not None and parts[0] == "https" and (parts[1] == "twilio.com" or parts[1].endswith(".twilio.com"))


def _parts(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        if parts.username is not None or not parts.hostname:
            return None
        return parts.scheme, parts.hostname
    except ValueError:
        return None
