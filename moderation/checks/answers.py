"""A short answer means what it was asked. "yh" after "are you thinking of killing yourself?" must be Now.

The counsellor's words give the question and nothing else: they are never joined to the young person's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chat.urgency import Urgency
from moderation.checks.normalise import normalise
from moderation.checks.rules import KNOWN
from moderation.checks.rules.pattern import Matcher, compile_all
from moderation.checks.shapes import Context, Finding

NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

_WELL = r"^(um |umm |erm |er |uh |well |to be honest |tbh |honestly |i mean |like |oh |ngl |okay )*"

YES = (
    # However it goes on.
    _WELL + r"(yes|ya|mhm|mm|mmhm|uh huh|ofc|of course|correct|maybe|perhaps|possibly|kind of|sort of|sometimes|often|probably|i think so|"
    r"i guess|i suppose|ig|guess so|think so|suppose so|not yet|almost|nearly|i already (have|did)|all of them|how did you (know|guess)|"
    r"what if i (am|have|did)|so what if i (am|did|have)|ie|ydw|ydy|oes|efallai|weithiau|tak|chyba tak|oui|peut etre|tal vez|haan|نعم|ايوه|ممكن)",
    # Only where it is all they say.
    _WELL + r"(i |we |she |he |they |it )(do|am|have|did|was|might be|might|is|are|has|could be|want to|wish|have been|think i (am|might|do))$",
    _WELL + r"(ish|a bit|a little|a little bit|little bit|always|every day|all the time|most days|a lot|true|not right now|not today|not tonight|just now|"
    r"earlier|already|a few|some|loads|both|everything|is it (that )?obvious|a while ago|tonight|right now|do|moze|si|han|ji|da|poate|been|اي)$",
)
NO = (
    r"^(um |umm |erm |well |tbh |honestly |i mean |oh |actually )*(no|nah|nope|na|not really|dont think so|i do not think so|not at all|no i (am|do|have|did)( not)?|i am not|i do not|i dont|not safe|never|nowhere|nobody|no one|nothing|none|"
    r"not anymore|i have not|i did not|naddo|nac ydw|nage|nie|non|nahi|nahin|لا|nu)",
)
EVASIVE = (
    r"^(does it (even )?matter|what does it matter|why does it matter|who cares|prefer not to say|rather not say|do not want to (say|talk about (it|that)|answer)|i do not want to (say|talk about (it|that)|answer)|can not say|cant say|"
    r"i do not know|not sure|dunno|no comment|i can not (say|tell you|answer)|why|pass|next question|leave it)",
)


@dataclass(frozen=True)
class Question:
    """What a counsellor may ask, and how urgent an answer makes it."""

    id: str
    category: str
    words: str
    asked: tuple[str, ...]
    yes: Urgency | None = None
    no: Urgency | None = None
    evasive: Urgency | None = None

    @cached_property
    def matchers(self) -> tuple[Matcher, ...]:
        return compile_all(self.asked)


_YOU = r"(you |been you |you been |you ever |you currently |you still |you already |you also |you actually |you now |you just )"

QUESTIONS: tuple[Question, ...] = (
    Question(
        id="suicide_asked",
        category="self_harm",
        words="says yes to thinking of suicide",
        asked=(
            r"(are|were|have|do|did|is|thinking|feeling|having|any) ~6 (suicide|suicidal|killing yourself|kill yourself|ending your life|end your life|ending it all|end it all|wanting to die|want to die|taking your (own )?life|take your (own )?life|not wanting to be (here|alive)|dying|to be dead|end things|ending things)",
            r"(suicidal|suicide) (thoughts?|today|right now|at the moment)? ?$",
            r"(ydych chi|wyt ti|ydach chi) ~4 (lladd|marw|hunanladd\w{0,6}|diweddu)",
        ),
        yes=NOW,
        evasive=VERY_SOON,
    ),
    Question(
        id="taken_asked",
        category="self_harm",
        words="says yes to having taken something",
        asked=(
            r"(have|did|has) you ~3 (taken|take|took|swallowed|swallow|had|overdosed|drunk|drank|drink) ~4 (anything|something|tablets?|pills?|any|medicine|medication|paracetamol|overdose|them|it|more|all)",
            r"(have|did) you (taken|take|overdosed|overdose|swallowed|swallow)",
            r"(ydych chi|wyt ti|ydach chi|wnest ti|wnaethoch chi) ~3 (cymryd|gymryd|llyncu|lyncu)",
        ),
        yes=NOW,
        evasive=NOW,
    ),
    Question(
        id="plan_asked",
        category="self_harm",
        words="says yes to a plan or having the means",
        asked=(
            r"(do|have|had|got) you ~3 (plan|planned|plans|thought about how|thought how|decided how|worked out how|know how you)",
            r"(do|have) you ~4 (means|tablets|pills|rope|blade|blades|razor|something to do it|what you (would|will|need)|anything) ~4 (with you|there|near you|to hand|at home|in the house|ready|on you)",
            r"(have|are) you ~3 (going to|planning to|about to|intending to) ~2 (do it|act|kill|end|hurt)",
            r"(tonight|today|soon) ~6 (act on|do something|do it)",
        ),
        yes=NOW,
        evasive=VERY_SOON,
    ),
    Question(
        id="hurt_now_asked",
        category="self_harm",
        words="says yes to being hurt now",
        asked=(
            r"(have|did|are) you ~2 (hurt|hurting|cut|cutting|harmed|harming|injured|injure|harm|done anything to) ~2 (yourself|to yourself|anything)? ?(today|tonight|now|right now|just now|already|this evening|at the moment|badly)",
            r"(are|is) (you|it|anything|there|still) ~3 (bleeding|losing blood)",
            r"(are|is) ~3 (in danger|being hurt|hurting you)( right now| now)?",
            r"(is|are) (he|she|they|anyone|anybody|someone|somebody|the person|that person) ~3 (there|with you|in the house|in the room|at home|nearby|outside|coming back|there now)",
        ),
        yes=NOW,
        evasive=VERY_SOON,
    ),
    Question(
        id="safe_asked",
        category="self_harm",
        words="says they are not safe",
        asked=(
            r"(are|do) you ~2 (safe|feel safe|feeling safe|somewhere safe|in a safe place)",
            r"(can|could|will|able) ~2 (keep yourself safe|stay safe|be safe|keep safe)",
            r"(promise|agree) ~4 (safe|not to hurt|not hurt)",
        ),
        no=NOW,
        evasive=VERY_SOON,
    ),
    Question(
        id="self_harm_asked",
        category="self_harm",
        words="says yes to self-harm",
        asked=(
            r"(do|have|are|did) you ~3 (self harm|self harming|self harmed|hurt yourself|hurting yourself|cut yourself|cutting yourself|harm yourself|harming yourself|thoughts of hurting|urges to hurt|hurting)",
            r"(thoughts?|urges?|thinking|feel like) ~2 (of|about|to|like)? ?~1 (hurting|harming|hurt|harm|cutting|cut) (yourself)",
        ),
        yes=VERY_SOON,
        evasive=SOON,
    ),
    Question(
        id="abuse_asked",
        category="abuse",
        words="says yes to being hurt or touched",
        asked=(
            r"(has|is|did|does|have) (he|she|they|anyone|anybody|someone|somebody|your (dad|mum|stepdad|stepmum|uncle|boyfriend|girlfriend|brother|coach|teacher|partner|parents|carer)) ~5 (hurt|hurts|hurting|hit|hits|hitting|touch|touched|touching|touches|force|forced|harm|harmed|abuse|abused|abusing|threaten|threatened|made you do|make you do|sexual|rape|raped) ~1 (you|anything)?",
            r"(are|were|have) you ~2 (being |been )(hurt|hit|abused|touched|forced|assaulted|raped|beaten)",
            r"(are|were) you ~2 (scared|afraid|frightened) ~3 (him|her|them|home|of (someone|anyone)|go home|at home)",
        ),
        yes=VERY_SOON,
        evasive=SOON,
    ),
    Question(
        id="exploited_asked",
        category="sexual_exploitation",
        words="says yes to pictures or a meeting",
        asked=(
            r"(has|have|did|is|does|do|are) ~3 (asked|ask|asking|send|sent|sending|want|wants|share|shared|threaten\w{0,3}) ~5 (pictures?|photos?|nudes?|videos?|images?|naked|undress\w{0,2}|meet|meet up|sexual|share them|post them)",
            r"(are|have|did) you ~3 (going to meet|meeting|met|meet|plan to meet|planning to meet) ~2 (him|her|them|this person|someone|in person)",
        ),
        yes=VERY_SOON,
        evasive=SOON,
    ),
    Question(
        id="carrying_asked",
        category="criminal_exploitation",
        words="says yes to being made to carry or sell",
        asked=(
            r"(are|is|did|do|have|has) ~3 (making|make|made|asked|asking|forcing|forced|told|telling) you ~2 (carry|hold|sell|deliver|keep|transport|take|drop|hide|move|work|steal)",
            r"(do|are) you ~2 (owe|owing|in debt)",
        ),
        yes=VERY_SOON,
        evasive=SOON,
    ),
    Question(
        id="weapon_asked",
        category="violence_to_others",
        words="says yes to a weapon",
        asked=(
            r"(do|have|are|has|does|did) (you|he|she|they) ~4 (a |any )?(knife|weapon|blade|gun|weapons|knives)",
            r"(are|do|have) you ~3 (going to|planning to|thinking of|thinking about|want to|about to|thoughts of) ~2 (hurt|hurting|kill|killing|stab|stabbing|harm|harming|attack|attacking) (him|her|them|someone|anyone|somebody|other|people)",
        ),
        yes=NOW,
        evasive=VERY_SOON,
    ),
    Question(
        id="place_to_sleep_asked",
        category="missing_homeless",
        words="has nowhere to sleep",
        asked=(
            r"(do|have) you ~3 (anywhere|somewhere|a place|place|a safe place) ~3 (sleep|stay|go|tonight)",
            r"(have|is|are) ~3 (bed|roof|shelter) ~2 tonight",
        ),
        no=VERY_SOON,
        evasive=SOON,
    ),
    Question(
        id="away_asked",
        category="missing_homeless",
        words="says yes to having run away",
        asked=(r"(have|did|are) you ~2 (run away|ran away|running away|left home|missing|kicked out|thrown out|sleeping rough|sleeping outside)",),
        yes=VERY_SOON,
        evasive=SOON,
    ),
    Question(
        id="eating_asked",
        category="eating",
        words="says yes to eating trouble",
        asked=(r"(are|do|have) you ~3 (making yourself (sick|throw up)|make yourself (sick|throw up)|being sick|skipping meals|skip meals|starving|restricting|purging|stopped eating|avoiding food|taking laxatives|fainted|fainting)",),
        yes=SOON,
    ),
)

_YES, _NO, _EVASIVE = compile_all(YES), compile_all(NO), compile_all(EVASIVE)
_TURNS_BETWEEN = 3


class AnswersCheck:
    """The last question of a counsellor, and what this message says to it."""

    name = "answers"

    def __call__(self, body: str, context: Context) -> list[Finding]:
        asked = last_asked(context)
        if asked is None:
            return []
        question_words, answer = normalise(asked, KNOWN).text, normalise(body, KNOWN)
        if not answer.text:
            return []
        place = (answer.items[0].start, answer.items[-1].end)
        return [
            Finding(f"answers/{question.id}", question.category, urgency, question.words, *place)
            for question in QUESTIONS
            if any(matcher.search(question_words) for matcher in question.matchers)
            and (urgency := _answer(question, answer.text)) is not None
        ]


def last_asked(context: Context) -> str | None:
    """The counsellor's last words, if at most a few messages of the young person came after them."""
    for turns_after, turn in enumerate(reversed(context.earlier[-_TURNS_BETWEEN - 1 :])):
        if turn.by == "counsellor":
            return turn.body if turns_after <= _TURNS_BETWEEN else None
    return None


def _answer(question: Question, text: str) -> Urgency | None:
    if any(matcher.match(text) for matcher in _NO):
        return question.no
    if any(matcher.match(text) for matcher in _YES):
        return question.yes
    if any(matcher.match(text) for matcher in _EVASIVE):
        return question.evasive
    return None


check = AnswersCheck()
