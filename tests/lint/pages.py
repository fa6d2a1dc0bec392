"""Rules about our templates, scripts and styles."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.lint import Finding

# Names stay as they are in every language. `&` and numbers are no words.
SAID_THE_SAME = {"nightlight", "shout", "childline", "samaritans", "papyrus", "hopeline", "nhs", "english", "cymraeg"}
# Included inside an attribute, so nobody reads it.
NOT_READ = {"chat/web/templates/web/layout.txt"}
# A picture allauth draws from a secret of ours; nothing in it was written by anybody.
DRAWN_BY_US = {("rota/templates/mfa/totp/activate_form.html", "|safe")}
SPOKEN_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "label"}
HANDLER = re.compile(r"on[a-z]{3,}", re.IGNORECASE)
# The name space of SVG is an address that nobody visits.
NAME_SPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/xlink")
OURSELVES = ("http://localhost", "http://127.0.0.1")
WORD = re.compile(r"[^\W\d_]{2,}")
TRANSLATED = re.compile(r"{%\s*block(?:trans|translate)\b.*?{%\s*endblock(?:trans|translate)\s*%}", re.DOTALL)
REMARK = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
ATTRIBUTES = re.compile(r"{%\s*block\s+\w*(?:class|attributes)\s*%}.*?{%\s*endblock\b.*?%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SINKS = re.compile(
    r"\.(?:innerHTML|outerHTML)\s*\+?=(?!=)|\binsertAdjacentHTML\b|\bdocument\.write\b|\beval\s*\(|\bnew\s+Function\b"
    r"|\bsrcdoc\b|\bparseFromString\b|\bcreateContextualFragment\b|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]"
)


def words_can_be_translated(name: str, text: str) -> Iterator[Finding]:
    """What a person reads stands in {% translate %} or {% blocktranslate %}."""
    if name in NOT_READ:
        return
    page = _Page(_hide(text, REMARK, TRANSLATED, ATTRIBUTES, TAG))
    for line, words in page.spoken:
        said = [word for word in WORD.findall(words) if word.lower() not in SAID_THE_SAME]
        if said:
            yield Finding(line, f"not translated: {' '.join(words.split())[:60]}")


def nothing_inline(name: str, text: str) -> Iterator[Finding]:
    """Script and style come from files: the policy of the page refuses anything else."""
    page = _Page(_hide(text, REMARK, TAG, keep="x"))
    yield from page.inline


def everything_escaped(name: str, text: str) -> Iterator[Finding]:
    for found in re.finditer(r"\|\s*(safe|safeseq)\b|{%\s*autoescape\s+off\b", text):
        if (name, found.group().strip()) not in DRAWN_BY_US:
            yield Finding(_line(text, found.start()), found.group().strip())


def no_other_sites(name: str, text: str) -> Iterator[Finding]:
    """A page asks nobody but us for anything."""
    for found in re.finditer(r"(?:https?|wss?|ftp):\\?/\\?/[^\s\"'<>)]*|(?<=[\"'(=])//[a-z0-9][^\s\"'<>)]*", text):
        if not found.group().startswith((*NAME_SPACES, *OURSELVES)):
            yield Finding(_line(text, found.start()), found.group())


def no_text_becomes_markup(name: str, text: str) -> Iterator[Finding]:
    """Scripts build elements; they do not write HTML."""
    for found in SINKS.finditer(_hide(text, JS_REMARK)):
        yield Finding(_line(text, found.start()), found.group())


def nothing_is_left_on_the_phone(name: str, text: str) -> Iterator[Finding]:
    """Somebody else may hold it: memory and sessionStorage only, which leaving the page empties."""
    for found in re.finditer(r"\blocalStorage\b|\bindexedDB\b|\bcaches\.open\b", _hide(text, JS_REMARK)):
        yield Finding(_line(text, found.start()), found.group())


JS_REMARK = re.compile(r"/\*.*?\*/|(?<![:\\\"'])//[^\n]*", re.DOTALL)
TEMPLATE_RULES = (words_can_be_translated, nothing_inline, everything_escaped, no_other_sites)
SCRIPT_RULES = (no_text_becomes_markup, nothing_is_left_on_the_phone, no_other_sites)
STYLE_RULES = (no_other_sites,)


class _Page(HTMLParser):
    """Reads the page as a browser would: what is said to a person, and what is inline."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.spoken: list[tuple[int, str]] = []
        self.inline: list[Finding] = []
        self.inside: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, given = self.getpos()[0], dict(attrs)
        if tag in {"script", "style", "kbd"}:
            self.inside = tag
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.inline.append(Finding(line, f"inline <{tag}>"))
        for name, value in attrs:
            if name == "style" or HANDLER.fullmatch(name) or (value or "").strip().lower().startswith("javascript:"):
                self.inline.append(Finding(line, f"inline {name}"))
            if name in SPOKEN_ATTRIBUTES or (name == "value" and given.get("type") in {"submit", "button"}):
                self.spoken.append((line, value or ""))
        if tag == "meta" and given.get("name") == "description":
            self.spoken.append((line, given.get("content") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.inside = None

    def handle_endtag(self, tag: str) -> None:
        self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is None:
            self.spoken.append((self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n"), data))


def _hide(text: str, *patterns: re.Pattern[str], keep: str = "") -> str:
    """The text without these parts, every line where it was."""
    for pattern in patterns:
        text = pattern.sub(lambda found: keep + "\n" * found.group().count("\n"), text)
    return text


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
