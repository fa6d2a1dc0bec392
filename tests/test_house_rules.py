"""The rules of this house hold in every file, and every rule can fail."""

import ast

import pytest

from config.logs import ENUMERATED
from tests.lint import HOUSE, Rule, broken, code, files, pages

EVERY_RULE: list[tuple[Rule, tuple[str, ...]]] = [
    *((rule, ("*.py",)) for rule in code.RULES),
    *((rule, ("*.html", "*.txt")) for rule in pages.TEMPLATE_RULES),
    *((rule, ("*.js", "*.mjs")) for rule in pages.SCRIPT_RULES),
    *((rule, ("*.css", "*.svg")) for rule in pages.STYLE_RULES),
]


def about(rule: Rule, patterns: tuple[str, ...]) -> str:
    return f"{rule.__name__} {patterns[0]}"


@pytest.mark.parametrize(("rule", "patterns"), EVERY_RULE, ids=[about(*pair) for pair in EVERY_RULE])
def test_a_rule_holds_in_every_file(rule: Rule, patterns: tuple[str, ...]) -> None:
    found = broken(rule, files(*patterns))

    assert found == [], "\n" + "\n".join(found)


BAD: list[tuple[Rule, str]] = [
    (code.one_clock, "started = timezone.now()"),
    (code.one_clock, "at = models.DateTimeField(default=timezone.now)"),
    (code.one_clock, "at = models.DateTimeField(default=django.utils.timezone.now)"),
    (code.one_clock, "at = datetime.now(tz=UTC)"),
    (code.one_clock, "at = datetime.datetime.utcnow()"),
    (code.one_clock, "today = date.today()"),
    (code.one_clock, "at = time.time()"),
    (code.one_clock, "rows.update(at=Now())"),
    (code.one_clock, "at = models.DateTimeField(auto_now_add=True)"),
    (code.no_time_in_sql, "cursor.execute('UPDATE flag SET answered_at = now() WHERE id = %s', [pk])"),
    (code.no_time_in_sql, "sql = f'INSERT INTO {table} VALUES (CURRENT_TIMESTAMP)'"),
    (code.no_time_in_sql, "sql = 'select clock_timestamp()'"),
    (code.our_words, "class RiskAlert: ..."),
    (code.our_words, "def open_tickets(): ..."),
    (code.our_words, "async def join_room(): ..."),
    (code.objects_through_access, "Conversation.objects.get(pk=pk)"),
    (code.objects_through_access, "Conversation.objects.filter(id=pk).first()"),
    (code.objects_through_access, "await Conversation.objects.select_related('x').aget(pk=1)"),
    (code.objects_through_access, "get_object_or_404(Conversation, pk=pk)"),
    (code.log_lines_are_verbs, "log.info(f'{name} raised')"),
    (code.log_lines_are_verbs, "log.info('Flag raised')"),
    (code.log_lines_are_verbs, "log.info('flag')"),
    (code.log_lines_are_verbs, "log.info('flag.raised', flag.pk)"),
    (code.log_lines_are_verbs, "log.error(str(error))"),
    (code.log_lines_are_verbs, "logging.getLogger(__name__).error(error)"),
    (code.log_lines_are_verbs, "log.log(level, body)"),
    (code.log_lines_are_verbs, "log.info('flag.raised', extra={'body': body})"),
    (code.log_lines_are_verbs, "log.info('flag.raised', extra={'message': 3})"),
    (code.log_lines_are_verbs, "log.info('flag.raised', extra=extras)"),
    (code.log_lines_are_verbs, "log.info('flag.raised', extra={'reason': f'{why}'})"),
    (code.log_lines_are_verbs, "log.info('flag.raised', extra={'state': 'hopeful'})"),
    (code.log_lines_are_verbs, "def _tell(verb):\n log.info(verb)\n_tell('flag.raised')\n_tell(body)"),
    (code.no_prints, "print(body)"),
    (code.no_traceback_text, "traceback.print_exc()"),
    (code.no_traceback_text, "from multiprocessing import Process"),
    (code.nothing_marked_safe, "from django.utils.safestring import mark_safe"),
    (code.nothing_marked_safe, "x = SafeString(body)"),
    (pages.words_can_be_translated, "<p>Hello</p>"),
    (pages.words_can_be_translated, "<p>{% if late %}Sorry{% endif %}</p>"),
    (pages.words_can_be_translated, '<input type="submit" value="Send">'),
    (pages.words_can_be_translated, '<button aria-label="Leave">{% translate "x" %}</button>'),
    (pages.words_can_be_translated, "{% block title %}Chat{% endblock %}"),
    (pages.nothing_inline, "<script>go()</script>"),
    (pages.nothing_inline, '<p style="color:red">x</p>'),
    (pages.nothing_inline, "<style>p{}</style>"),
    (pages.nothing_inline, '<a onclick="go()">x</a>'),
    (pages.nothing_inline, '<a href=" javascript:go()">x</a>'),
    (pages.everything_escaped, "{{ body|safe }}"),
    (pages.everything_escaped, "{% autoescape off %}{{ body }}{% endautoescape %}"),
    (pages.no_other_sites, '<script src="https://cdn.example/x.js"></script>'),
    (pages.no_other_sites, '<img src="//cdn.example/x.png">'),
    (pages.no_other_sites, "@import url(//fonts.example/x.css);"),
    (pages.no_text_becomes_markup, "box.innerHTML = words;"),
    (pages.no_text_becomes_markup, "box.insertAdjacentHTML('beforeend', words)"),
    (pages.no_text_becomes_markup, "setTimeout('go()', 1)"),
    (pages.nothing_is_left_on_the_phone, "localStorage.draft = words"),
    (pages.nothing_is_left_on_the_phone, "indexedDB.open('words')"),
]
GOOD: list[tuple[Rule, str]] = [
    (code.one_clock, "at = clock.now(); t = time.monotonic()"),
    (code.one_clock, "at = models.DateTimeField(default=clock.now)"),
    (code.no_time_in_sql, '"""SQL never says now()."""\nsql = "UPDATE flag SET answered_at = %s"'),
    (code.our_words, "class EscalationPage: ...\ndef userless(): ...\ndef in_broom(): ..."),
    (code.objects_through_access, "conversation_for(request.user, pk)"),
    (code.log_lines_are_verbs, "log.info('flag.raised', extra={'flag': flag.pk, 'urgency': flag.urgency})"),
    (code.log_lines_are_verbs, "log.exception('worker.failed')"),
    (code.log_lines_are_verbs, "def _tell(verb):\n log.info(verb)\n_tell('flag.raised')"),
    (code.objects_through_access, "Conversation.objects.filter(pk=pk, owner=staff).update(x=1)"),
    (code.log_lines_are_verbs, "math.log(x, 2)"),
    (pages.words_can_be_translated, '<p>{% translate "Hello" %} {{ name }} 0800 1111 Nightlight</p>'),
    (pages.words_can_be_translated, "<p>{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}</p>{# words #}"),
    (pages.words_can_be_translated, '<input class="{% if big %}wide{% endif %}" name="message">'),
    (pages.words_can_be_translated, "{% block body_class %}console-page{% endblock %}<kbd>Ctrl</kbd>"),
    (pages.nothing_inline, '<script type="module" src="{% static "web/chat.js" %}"></script>'),
    (pages.no_other_sites, '<a href="tel:999">x</a><svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    (pages.no_text_becomes_markup, "box.textContent = words; // never innerHTML = words"),
    (pages.nothing_is_left_on_the_phone, "sessionStorage.draft = words"),
]


@pytest.mark.parametrize(("rule", "text"), BAD, ids=lambda given: getattr(given, "__name__", str(given)[:50]))
def test_a_rule_finds_what_it_is_about(rule: Rule, text: str) -> None:
    assert list(rule("chat/web/views.py", text))


@pytest.mark.parametrize(("rule", "text"), GOOD, ids=lambda given: getattr(given, "__name__", str(given)[:50]))
def test_a_rule_leaves_the_rest_alone(rule: Rule, text: str) -> None:
    assert list(rule("chat/web/views.py", text)) == []


def test_a_file_called_for_nothing_is_found() -> None:
    assert list(code.plain_file_names("chat/utils.py", ""))


def test_every_reason_to_refuse_a_frame_may_be_logged() -> None:
    refusals = HOUSE / "chat/refusals.py"
    if not refusals.exists():
        return
    tree = ast.parse(refusals.read_text())
    keys = [
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]

    assert keys
    assert set(keys) <= ENUMERATED
