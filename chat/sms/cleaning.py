"""Words as they can be kept: whatever a carrier delivers, signed by it, is stored and not refused.

On the web somebody can be asked to write it again; somebody who texts cannot.
"""

NUL, SHOWN_NUL = "\0", "\N{SYMBOL FOR NULL}"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def cleaned(text: str) -> str:
    """NUL as its symbol and lone surrogates as U+FFFD; everything else as it came."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # two halves make one again
    return whole.replace(NUL, SHOWN_NUL)


def read_bytes(raw: bytes) -> str:
    """Bytes of a form as text. Half a character that was sent by itself stays one, for `cleaned` to see."""
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")
