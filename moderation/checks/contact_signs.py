"""What is recognised by its signs: e-mail addresses, links, names on other apps, postcodes. For plain small letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

APPS = (
    r"snapchat|snaps?|sc|instagram|insta|ig|finsta|tiktok|tik tok|tt|discord|disc|kik|telegram|psn|xbox|gamertag|gamer tag|"
    r"roblox|whatsapp|wa|fb|facebook|messenger|twitter|twitch|steam|yubo|wizz|skype|bereal|reddit|wechat|viber|fortnite|epic"
)
_MAIL_HOSTS = r"gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|btinternet|ymail|aol|live|sky"

_DOT = r"(?:\.| {1,2}\. {1,2}| {0,2}(?:\(dot\)|\[dot\]) {0,2}| {1,2}dot {1,2})"

EMAIL = re.compile(
    rf"[a-z0-9._%+-]{{1,64}} {{0,2}}(?:@|\(at\)|\[at\]|\{{at\}}|<at>) {{0,2}}[a-z0-9-]{{2,40}}(?:{_DOT}[a-z0-9-]{{2,24}}){{1,4}}"
    rf"|[a-z0-9._%+-]{{2,64}} {{1,2}}at {{1,2}}(?:{_MAIL_HOSTS}){_DOT}(?:com|co|me|net)"
    rf"|[a-z0-9._%+-]{{2,64}} {{0,2}}(?:@|\bat\b) {{0,2}}(?:gmail|googlemail|hotmail|icloud|protonmail)\b"
)
LINK = re.compile(
    r"h(?:tt|xx)ps? {0,2}: {0,2}/{1,2} {0,2}[^ \n]{2,80}"
    r"|\bwww {0,2}\. {0,2}[a-z0-9-]{2,40}(?:\.[^ \n]{2,60})?"
    r"|\b[a-z0-9-]{2,40}(?:\.| \. | ?\(dot\) ?| ?\[dot\] ?)"
    r"(?:com|co\.uk|org\.uk|org|net|gg|io|xyz|tv|ly|app|uk|link|chat)\b(?:/[^ \n]{0,80})?"
    r"|\b[a-z0-9-]{1,40}\.(?:me|be|to|gl|gd|cc|us|im|co)/[^ \n]{1,60}"
    r"|\b[a-z0-9-]{2,40} dot (?:com|co dot uk|co uk|org|net|uk|gg|io)\b"
)
HANDLE = re.compile(
    r"(?<![a-z0-9._@])@[a-z0-9][a-z0-9._-]{2,29}"
    r"|(?<![a-z0-9._@])@ ?(?=[a-z._-]{0,29}[0-9_])[a-z0-9._-]{3,30}"
    r"|(?<![a-z0-9._])[a-z0-9_.]{2,32}#[0-9]{4}(?![0-9])"
)
APP_NAME = re.compile(
    rf"(?<![a-z0-9])(?:{APPS})(?: {{0,2}}(?:username|user|name|id|tag|handle|acc|account))?"
    r"(?: {0,2}(?:[:=@>»➡→👉]|->|=>){1,3} {0,2}@?[a-z0-9][a-z0-9._-]{2,29}"
    r"| {0,2}[-–—] {0,2}(?=[a-z._-]{0,29}[0-9_])@?[a-z0-9._-]{3,30}"
    r"| (?=[a-z.-]{0,29}[0-9_])(?=[0-9]{0,29}[a-z_])[a-z0-9._-]{5,30})"
)
POSTCODE = re.compile(
    r"(?<![a-z0-9])(?:ab|al|b|ba|bb|bd|bh|bl|bn|br|bs|bt|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|eh|"
    r"en|ex|fk|fy|g|gl|gu|ha|hd|hg|hp|hr|hs|hu|hx|ig|ip|iv|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|mk|ml|n|ne|ng|nn|np|"
    r"nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|w|wa|"
    r"wc|wd|wf|wn|wr|ws|wv|yo|ze)[0-9][0-9a-z]? {0,2}[0-9](?!st|nd|rd|th|am|pm|ur)[abd-hjlnp-uw-z]{2}(?![a-z0-9])"
)
SOURCES = tuple(pattern.pattern for pattern in (EMAIL, LINK, HANDLE, APP_NAME, POSTCODE))

# Places to find help, which anybody may name.
_HELP = re.compile(
    r"\b(?:childline|nhs|samaritans|themix|youngminds|kooth|papyrus|giveusashout|beateatingdisorders|gov|police|nspcc|"
    r"mind|thinkuknow|ceop|switchboard|akt|runawayhelpline|talktofrank|barnardos)\b"
)
_NOT_A_NAME = frozenset(
    "home school work night least all mums dads nans college lunch break the everyone here you first uni town half "
    "mine this that them him her mum dad church training football".split()
)

Place = tuple[str, str, int, int]


def signs(text: str) -> Iterator[Place]:
    """What was found: which kind, in which words, from where to where."""
    for match in EMAIL.finditer(text):
        yield "email", "an e-mail address", *match.span()
    for match in LINK.finditer(text):
        if not _HELP.search(match.group()):
            yield "link", "a link", *match.span()
    for match in HANDLE.finditer(text):
        if match.group().lstrip("@ ") not in _NOT_A_NAME:
            yield "handle", "a name on another app", *match.span()
    for match in APP_NAME.finditer(text):
        yield "handle", "a name on another app", *match.span()
    for match in POSTCODE.finditer(text):
        if match.group()[1].isalpha() or "post" in text[max(0, match.start() - 24) : match.start()]:
            yield "address", "a postcode", *match.span()
