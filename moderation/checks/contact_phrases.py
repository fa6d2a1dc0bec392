"""Phrases with which people swap contact details, agree to meet, or say where they can be found. For normalised words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from moderation.checks.normalise import Words
from moderation.checks.rules.pattern import Matcher, compile_all, words_in

_APP = (
    r"(snapchat|snap|snaps|insta|instas|instagram|finsta|tiktok|tik tok|discord|disc|kik|whatsapp|telegram|roblox|xbox|psn|gamertag|"
    r"gamer tag|fortnite|yubo|wizz|facebook|fb|messenger|twitter|twitch|skype|bereal|reddit|wechat|facetime|imessage|ig|sc|steam)"
)
_NUMBER = r"(number|num|digits|phone number|mobile number|email|e mail|gmail|address|socials?|username|user|handle|tag|dms?|@)"
_PLACE = (
    r"(park|station|bus (stop|station)|train station|mcdonalds|mcds|maccies|maccys|tesco|asda|greggs|costa|starbucks|nandos|kfc|shops?|"
    r"shopping cent(re|er)|town|town cent(re|er)|city cent(re|er)|library|cinema|skate ?park|beach|pier|bridge|corner|gates?|car park|"
    r"field|fields|woods|mine|yours|my house|your house|my place|my flat|swings|rec|arcade|mall|high street|youth club|leisure cent(re|er)|pool|gym)"
)
_TIME = (
    r"(at \d{1,2}(:\d\d)?( ?(am|pm|ish))?|\d{1,2} ?(am|pm)|tonight|tomorrow|tomorrow (night|morning)|later|after (school|college|lessons)|"
    r"this (weekend|evening|afternoon|saturday|sunday|friday)|(on )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday|sat|fri|sun)|at (lunch|midnight|noon)|half (past )?\d{1,2})"
)
_NO_NAME = (
    r"(?!(broken|not|down|private|glitching|lagging|full|so|dead|gone|being|banned|hacked|deleted|really|off|on|the|always|blowing|old|boring|"
    r"just|my|a|an|too|very|like|because|and|but|all|getting|ruining|making|stressing|where|when|how|what|if|in|for|to|up|out|is|it|full|locked|about|bad|toxic|fake|only|okay|it|or|for|never|no|doing|hacked|stuck|crashing|working|open|new|mine|fine|annoying|funny|filled|made|one|that|full)\b)"
)
_SCHOOL = r"(academy|high school|primary school|grammar school|grammar|secondary school|comprehensive|sixth form|college|school)"
_NOT_A_SCHOOL = (
    r"(?!(my|a|an|the|our|his|her|their|your|this|that|old|new|big|small|high|primary|secondary|local|boarding|private|sixth|form|public|special|boys|girls|grammar|"
    r"state|different|another|same|art|music|drama|summer|sunday|night|after|home|middle|upper|lower|junior|infant|any|some|every|each|no|whole|law|med|medical|dance|"
    r"swimming|driving|normal|mainstream|posh|catholic|online|all|before|from|in|at|go|to|for|of|is|was|and|or|back|leave|skip|missed|miss|hate|not|i|me|school|college|most|"
    r"whatever|which|what|finish|finished|start|started|starting|leaving|during|year|\d{1,2}|end|out|off|left|two|first|last|next|nice|good|bad|being|with|mum|dad|there)\b)\S{3,20}"
)


@dataclass(frozen=True)
class Phrase:
    """One thing to notice. `unless` in the words around it makes it something else."""

    kind: str
    words: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()

    @cached_property
    def matchers(self) -> tuple[Matcher, ...]:
        return compile_all(self.patterns)

    @cached_property
    def unless_matchers(self) -> tuple[Matcher, ...]:
        return compile_all(self.unless)


_OTHERS = r"(they|he|she|people|randoms|someone|strangers?|everyone|girls|boys|nobody|no one|this (guy|man|girl|boy)|a (guy|man)|my (mum|dad|nan|friends?|teacher))"
_MET = (
    r"(counsellor|therapist|social worker|camhs|doctor|gp|teacher|tutor|nurse|head of year|pastoral|key ?worker|support worker|psychologist|"
    r"my (mum|dad|nan|friend|friends|cousin|auntie|boyfriend|girlfriend|mate|mates|sister|brother|uncle)|people there|new people|the deadline|eye to eye|halfway)"
)

PHRASES: tuple[Phrase, ...] = (
    Phrase(
        "handle",
        "a name on another app",
        (
            rf"my ((other|new|private|old|main|second) )?{_APP}( (name|username|user|tag|id|account|acc|handle))? (is|its|15|s) {_NO_NAME}\S{{3,32}}",
            rf"(here is|heres|this is|take|have) (my|ma) ((other|new|main) )?({_APP}|{_NUMBER})",
            rf"{_APP} (name|username|user|tag|id|handle) (is )?{_NO_NAME}\S{{3,32}}",
            r"my (username|user|gamertag|gamer tag|tag|handle|display name) (is|on|there is)( ~2 \S{3,32})?",
            r"my (email|e mail|gmail) (is|address is)",
            r"my (number|num|mobile|phone number) is",
        ),
        (r"(broken|stopped working|does not work|got hacked|got banned)",),
    ),
    Phrase(
        "asks",
        "asks to swap contact details",
        (
            rf"(add|follow|dm|message|text|find|inbox|friend|pm|hit|snap|call|ring|facetime|reach|get|contact|hmu|hmu me) (me )?(up )?(on|at|0n|through|over|via) ~2 {_APP}",
            rf"add (me|my) (on )?{_APP}",
            r"^(please |just |can you |someone |anyone |somebody |u can |you can |feel free to |if you want |want to |you should )*(dm|pm|inbox|hmu|add|whatsapp|hit up) me( up)?( ~3)?$",
            r"(my )?dms? (are|is|r) (always )?open",
            rf"(what is|whats|what are|drop|send|give|share|comment|gimme|give me|send me|tell me|leave) ~1 (your|ur|yall|everyones) ({_APP}|{_NUMBER})s?( name| user| username)?",
            rf"(anyone|anybody|does anyone|has anyone|who|who else|do you|do any of you|have you|you) ~1 (got|have|has|want) ({_APP})( ~1 (add|talk|chat|swap|message))?$",
            rf"(can|could|may) (i|we) (have|get|add|grab|ask for|take|know) (you|your|ur|each others) ~1 ({_APP}|{_NUMBER})",
            rf"(swap|exchange|trade|swapping|exchanging) ({_NUMBER}|{_APP})s?",
            rf"(lets|let us|can we|could we|should we|we could|we can|we should|shall we|want to|rather|better to|easier to|come|you can|come and) ~2 (talk|chat|speak|message|go|move|come|switch|continue|carry on|text) ~3 (on|over|to|onto|via|by|in) ~1 ({_APP}|dms?|private( chat)?|text)",
            rf"(move|switch|take) (this|it|to|over) ~2 ({_APP}|dms?|private( chat)?)",
        ),
        (rf"{_OTHERS} ~~6 (kept|keeps?|always|tried|trying|try|tries|wanted me|wants me|asked me|tells? me|told me|made me) (on |to )?(add|adds|adding|added|follow|dm|message|messaging|text|texting|find|call|snap|inbox)", rf"{_OTHERS} (adds?|added|dms?|messages|texts|messaged|texted) me", r"(do not|dont|never|stop|please stop|should not|not) (add|dm|follow|message|share|give|swap|post|send)", r"(is it safe|is it okay|should i|safe to)"),
    ),
    Phrase(
        "meeting",
        "a place or a time to meet",
        (
            rf"(meet|meeting|link|link up|hang out|hanging out|come|see you|find me|catch me|be) ~3 (at|by|outside|in|near|behind|on|round|@) ~2 {_PLACE} ~3 {_TIME}",
            rf"{_TIME} ~2 (at|by|outside|in|near|behind) ~2 {_PLACE} ~3 (meet|come|join|who is (coming|in)|anyone|if you want)",
            rf"(lets|let us|can we|could we|should we|we should|we could|shall we|want to|anyone want to|who wants to|do you want to|does anyone want to|anyone fancy|fancy|you should|we can|come and|please|do you) ~2 (meet|meeting|meet up|meetup|link|link up|hang out|hang)( up)?( in real life| in person| ~3 ({_PLACE}|{_TIME}))?",
            r"(meet|find|come to) (me|us) (at|by|outside|in|near|behind|tonight|tomorrow|after|later|on|there|up)",
            rf"(i am|i will be|ill be|we are|we will be) (at|in|outside|by|near) ~2 {_PLACE} ~2 {_TIME} ~3 (come|join|meet|if (you|anyone)|say hi|see you|find me)",
            r"(come|pop) (over|round) ~3 (tonight|later|tomorrow|to mine|after school|this weekend|at \d{1,2})",
        ),
        (rf"(met|meeting|meet|see|to meet|hang out|hanging out|link up|come) (with |up with |up )?(my |the |a )?{_MET}", r"(nice to meet|never meet|do not meet|not meet|never met|want to meet new|scared to|my (mum|dad) said)"),
    ),
    Phrase(
        "school",
        "the name of a school",
        (
            rf"(go to|goes to|went to|at|attend|from|in|called|start at|move to|moving to|school is|college is) (st |saint |the )?({_NOT_A_SCHOOL} )+{_SCHOOL}",
            r"(go to|goes to|at|from|attend|school is) (st|saint) \S{3,20}( (school|academy|college|high|primary))?",
            rf"(year|yr) \d{{1,2}} (at|in|from|of) (st |saint )?{_NOT_A_SCHOOL}",
            r"my (school|college) is (called|named) ~1 \S{3,20}",
        ),
        (r"(at the moment|year \d{1,2} (at|in|from) (the|my|a|home|school|september|secondary|general|total|march|all|least|once|first))",),
    ),
    Phrase(
        "address",
        "where somebody lives",
        (
            r"(live|lives|living|house is|stay|staying) (at|on|in|near)? ?~2 \d{1,4}[a-d]? \S{2,20}( \S{2,20})? (road|rd|street|st|lane|avenue|ave|close|drive|way|court|crescent|terrace|gardens|place|grove|hill|walk|row)",
            r"my (home |full )?address is",
            r"my postcode is",
            r"my (full|real|last|second|actual) name is",
            r"my surname is",
        ),
    ),
    Phrase(
        "birthday",
        "a birthday",
        (
            r"my birthday is (on|the|today|tomorrow|\d{1,2}(st|nd|rd|th)?|in (january|february|march|april|may|june|july|august|september|october|november|december))",
            r"(it is|its) my (\d\d(st|nd|rd|th) )?birthday (today|tomorrow)",
            r"(turned|turn|turning|am) (1\d|[89]) (today|tomorrow)",
        ),
    ),
)

# What turns swapping contact details into something that may be grooming.
GROOMING = (
    r"(do not|dont|never|must not) (tell|show|let) (your |ur )?(mum|dad|parents?|anyone|anybody|mods?|moderators?|teachers?|friends|them)",
    r"(our|a|little) (little )?secret|between (us|you and me)|no one (has|needs) to know|nobody (has|needs) to know|where (they|nobody|no one|the (mods|moderators)) (can not|can|will not) (see|read)|delete (this|it|the)",
    r"how old (are |r )?(you|u)|what age are you|asl|a s l|(are you|you) (home )?alone|are you single|(boy or girl|male or female|m or f)",
    r"(buy|send|give|get) (you|u) ~2 (robux|v ?bucks|money|gift ?cards?|nitro|skins|vapes?|phone|presents?|£\d{1,5}|\d{1,4} (quid|pounds))|free (robux|v ?bucks|nitro)",
    r"(mature|pretty|cute|fit|gorgeous|beautiful|grown up) for your age|you (sound|seem|look) (so |really |very )?(mature|pretty|cute|fit|gorgeous|beautiful|sexy)",
    r"(i am|im) (a )?(19|[2-5]\d)( |$)(year|yr|yo|m|male|man|guy|years)?|older (guy|man|boy|bloke)|younger (girls?|boys?)",
    r"(send|show|swap|trade) (me |us )?(a |some |your |ur )?(picture|pictures|photo|photos|selfie|selfies|video|face)( of you| of yourself)?",
)

_SMALL = frozenset("me on at is my to in up by it we us do add app dm pm sc ig fb tag num".split())
KNOWN: frozenset[str] = _SMALL | frozenset(
    word
    for source in (*(pattern for phrase in PHRASES for pattern in phrase.patterns), *GROOMING)
    for word in words_in(source)
)
SOURCES = tuple(source for phrase in PHRASES for source in phrase.patterns + phrase.unless) + GROOMING
_AROUND = 60

Place = tuple[str, str, int, int]


def phrases(words: Words) -> Iterator[Place]:
    """What was found, from where to where in the text that the words were made from."""
    for phrase in PHRASES:
        for matcher in phrase.matchers:
            for match in matcher.finditer(words.text):
                around = _around(words.text, *match.span())
                touched = words.between(*match.span())
                if touched and not any(other.search(around) for other in phrase.unless_matchers):
                    yield phrase.kind, phrase.words, touched[0].start, touched[-1].end


def sounds_like_grooming(words: Words) -> bool:
    return any(matcher.search(words.text) for matcher in compile_all(GROOMING))


def _around(text: str, start: int, end: int) -> str:
    """What stands close to it, in whole words."""
    first = text.find(" ", max(0, start - _AROUND)) + 1 if start > _AROUND else 0
    last = text.rfind(" ", 0, end + _AROUND) if end + _AROUND < len(text) else len(text)
    return text[min(first, start) : max(last, end)]
