"""Hostile words to somebody. Not what a victim tells, not frank words about oneself, not swearing."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="toxicity")
SOON, ROUTINE = Urgency.SOON, Urgency.ROUTINE

HOSTILE = "U4: rows; hostile words to another person"
SEVERE = "U3: words that push somebody to harm, or hate"

FRIENDLY = (
    r"(love (you|u|ya)|lol|haha\w{0,6}|joking|jk|just kidding|xx|xxx|banter|bestie|babes|mate lol|no offence|in the (game|play|film)|among us|fifa|mario|uno|"
    r"(call|calls|called|calling|says?|said|told|tells|texted|messaged|shouted|shouts?|shouting|wrote|saying|chanting) (me|at me|to me|that|her|him|us|my))",
)

RULES = (
    rule(
        id="toxicity.tells_to_die",
        urgency=SOON,
        words="tells somebody to die",
        why=SEVERE,
        patterns=(
            r"^(just |please |pls |omg |lol |go |go and |why do not you |why dont you |you should |you need to |you should just |go on |do it |do us a favour and |do everyone a favour and |honestly |ew |mate |bro )*(kill yourself|hang yourself|drink bleach|go die|neck yourself|slit your wrists|end yourself|jump off a (bridge|cliff|roof)|go and die|die already|cut deeper|top yourself|off yourself)( (you|nobody|no one|loser|freak|then|already|now|pls|please|bitch|ugly|fat|attention|everyone|no))?",
            r"(you|u|he|she|they) (should|need to|ought to|deserve to|better|can|could) (just |all |really |go |go and |honestly |literally |fucking )*(kill yourself|die|hang yourself|end it|be dead|kill (himself|herself|themselves)|drink bleach|rot|jump off|not exist|get cancer|never have been born|burn in hell)$",
            r"(hope|wish|cant wait (till|until)|praying) (that )?(you|u|your (mum|family)|they all|she|he) (all )?(die|dies|get (cancer|run over|hit by|raped|stabbed|killed|aids)|kill yourself|choke|rot|drop dead|dead|were dead|burn|was dead|bleed)",
            r"(nobody|no one|none of us|not one person) (would|will|d) (even )?(miss|care|notice|cry for|be sad) (you|if you (died|killed yourself|disappeared|were gone|was gone|died tomorrow))",
            r"(world|everyone|we|school|this place|your (mum|family)|we all) (would|will|d|be|is|are) (all )?(be )?(so much |much |a lot |way )?(better|happier) (off )?(without you|if you (died|killed|were dead|was dead|disappeared|were gone)|when you are (gone|dead))",
        ),
        unless=(*FRIENDLY, r"(i want|i feel|i think i|do i|i deserve|my plants?|wasps?|the wasp|phone battery|this spider|mosquito|villain|boss|level|song|battery)"),
    ),
    rule(
        id="toxicity.hate",
        urgency=SOON,
        words="hateful words",
        why=SEVERE,
        patterns=(
            r"(you|u|ur|your|fucking|dirty|stupid|ugly|filthy|disgusting|all|these|those|little|smelly|bunch of|typical|go away|shut up|you are a|such a|fuck off you) ~1 ({slur})",
            r"^({slur})$",
            r"(all )?({people}|{slur}) (should|need to|must|deserve to|ought to|have to) (all )?(be )?(die|killed|shot|gassed|deported|hanged|hung|burn|burned|burnt|exterminated|wiped out|raped|sterilised|locked up|get out|go back|banned from existing|kill themselves|dead|beaten|put down|drown|get raped|leave our country|not exist)",
            r"(hate|kill|gas|shoot|lynch|burn|deport|exterminate|bomb|death to|fuck|stab) (all |every |the |these |them |all the |all these |you )+({people}|{slur})",
            r"({people}|{slur}) (are|is|r) (all )?(just |so |fucking |literally |nothing but )*(disgusting|vermin|scum|animals|subhuman|parasites|cockroaches|dirty|filth|filthy|a disease|diseased|an abomination|abominations|not human|rats|inferior|mentally ill|retarded|rapists|terrorists|criminals|freaks|savages|monkeys|evil|unnatural|perverts|paedos|groomers)",
            r"(go|get|fuck off|piss off|should go) (the fuck )?back to (your (own )?(country|shithole|hut|cave)|where you (came|come) from|africa|pakistan|poland|china|romania|india|syria|the jungle|israel|mexico|bongo)",
            r"(hitler|the nazis|kkk) (was right|were right|should have|did nothing wrong|had the right)",
        ),
        unless=(
            r"(call|calls|called|calling|says?|said|saying|told|tells|texted|messaged|shouted|shouts?|shouting|wrote|write|writing|chant\w{0,3}|being|because|word|slur|slurs|offensive|racist|homophobic|to me|at me|my (dad|mum|nan|teacher|class) (says?|thinks?)|they say|people say|people think|some people|hate it when|not all|nobody should|no one should|history|lesson|book|film|essay|"
            r"i am a|i am|proud|we are|my own|not|stop saying|jelly|chink in|chink of|coon cat|maine coon|jokes? about|how can|why do (people|they))",
        ),
    ),
    rule(
        id="toxicity.insults",
        urgency=ROUTINE,
        words="hostile words to somebody",
        why=HOSTILE,
        patterns=(
            r"(you are|you is|u are|youre|ur|you|your|are you) (a |an |all |just |so |such a |such an |literally |actually |the most |nothing but |fucking |proper |one |a fucking |a little |an absolute |absolutely |a complete |really )+({insult})",
            r"(you are|youre) ({insult})",
            r"^(you |u |shut up |shut up you |fuck off |fuck off you |oi |oh |ew |eww |go away |piss off |piss off you |get lost |fuck you |fuck you you |stupid |ugly |fat |dirty |little |dumb |fucking |absolute |such a |what a |pathetic )+({insult})$",
            r"(nobody|no one|everyone|not one person|we all|no one even|literally everyone|literally no one|absolutely nobody) (likes|wants|cares about|hates|can stand|loves|asked|invited) you",
            r"(go|just|please|can you) (cry|cry about it|fuck yourself|jump|rot|choke|do one you|fuck off|go fuck yourself) ?(you |about it )?({insult})?$",
            r"(your|ur) (mum|mother|nan|sister|dad) (is|s) (a |such a |so )*({insult})",
            r"(look at|seen|see) (the state of you|your (face|teeth|nose|forehead|clothes|weight))( ~4 ({insult}|lmao|state|tramp))?",
        ),
        unless=(
            *FRIENDLY,
            r"(not (a |an |that |at all )?({insult})|do not think you|are not|are you a virgin|you are not|never think|joke|he said|she said|they said|i am|if you (feel|think)|when you feel|makes you feel|you are a (star|legend|joke a minute)|why (would|do) (they|people)|thick (jumper|coat|fog|skinned)|your joke|are you (thick|fat|ugly) for|virgin (media|atlantic|olive|mojito)|snake (plant|eyes)|pig latin|rat (race|run)|rude to say)",
        ),
    ),
    rule(
        id="toxicity.stirs_others_up",
        urgency=ROUTINE,
        words="sets others against somebody",
        why=HOSTILE,
        patterns=(
            r"(do not|dont|nobody|no one|everyone|lets all|let us all|lets|we should all|everybody|can everyone|can we all|stop|all of you) (all )?(talk|talking|speak|speaking|sit|block|report|ignore|unfollow|unadd|spam|blank|bully|exclude|delete|reply|kick) (to |with |next to )?(her|him|that (girl|boy|freak|weirdo|slag|thing|kid)|(her|his) account|this (freak|weirdo|girl|boy|loser))",
            r"(who|anyone) (else )?(hates?|thinks?|wants? to (fight|batter|jump|bang|expose|prank)|finds?) (that |this )?(her|him|girl|boy|kid|freak|weirdo|he|she|new (kid|girl|boy))( ~4 ({insult}|annoying|too|out|here|as well))?",
            r"(lets|let us|we should|time to|going to|who wants to) (all )?(make her|make him|make (her|his) life|ruin (her|his)|expose (her|him)|get (her|him) (cancelled|expelled|to)|jump (her|him)|humiliate|embarrass|catfish) ~6 (cry|hell|leave|suffer|life|snap|account|everyone|school|nudes)",
            r"(vote|poll|rate|like if|comment if) ~4 (ugliest|fattest|biggest (slag|loser|weirdo|tramp)|most hated|she is ugly|he is ugly|hate her|hate him)",
        ),
        unless=(*FRIENDLY, r"(spoilers?|surprise|birthday|scam|scammer|spam account|hacked|fake account|bot|goalie|tackle|strict|teacher (is|says)|the substitute|(he|she) is (driving|revising|asleep|ill|busy|sleeping)|while (he|she) (is|s) (driving|revising|asleep|ill)|sleeping|poorly|asleep|she is busy|he is busy|wants? space|in the exam|exam|during the test)"),
    ),
    rule(
        id="toxicity.threatens",
        urgency=SOON,
        words="threatens somebody",
        why="U3: risk of violence; words that frighten",
        patterns=(
            r"(i will|i am going to|im going to|imma|we will|we are going to|going to|swear i will|i swear i will|you are going to get|about to) (actually |literally |fucking |proper |so |come and |find you and |get my (cousins?|brother|mates) to )*(batter|bang|smash|knock|deck|spark|punch|beat|wreck|leather|slap|jump|break|hurt|ruin|destroy) (you|u|your (face|head|teeth|legs|nose|life|phone))",
            r"(i will|i am going to|imma|we will|we are going to|swear i will) (end|get|kick|merk|fold) you$",
            r"(watch your (back|self)|sleep with one eye open|you better (run|watch|hide|not come|not show)|better watch (out|your)|you will (regret|pay for|be sorry)|just you wait|wait till i (see|catch|find|get) you|wait until i (see|catch|find|get) you|you are finished|you are done (when|at|on) |on sight)",
            r"(i|we) know where you (live|go to school)",
            r"(tell|show|telling|showing|out|outing|going to tell|expose) (everyone|everybody|the whole (school|year)|your (mum|dad|parents)|people|you) ~4 (you are (gay|trans|bi|lesbian|a lesbian|pregnant|adopted)|your secret|what you did|you cut yourself|you self harm|about your (scars|dad|mum))",
        ),
        unless=(*FRIENDLY, r"(at (football|tennis|chess|pool|fifa|netball|uno|monopoly|mario|the quiz|bowling|hockey|sports day|scrabble|table tennis|laser tag|chess club)|in (the )?(race|game|quiz|match)|with (kindness|hugs|love|cuddles)|get you (a|some|one|something|the|home|there|in|out|up|back)|love it|when you (try|see|hear|taste) (it|this|the)|step on|wet floor|wet step|the step|puddle|missed it|tickle|surprise|birthday|beat you (there|to|home|at|in))"),
    ),
)
