"""Around bullying: scenes of it, who does nothing, what friends tell about friends, and what bullies write."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="bullying")
SOON, ROUTINE = Urgency.SOON, Urgency.ROUTINE

BULLYING_WITH_HARM = "U3: bullying with harm"
BULLYING = "U4: bullying"
BULLYING_WITH_HARM_TOLD_BY_A_FRIEND = "U3: bullying with harm; told by a friend"
BULLYING_TOLD_BY_A_FRIEND = "U4: bullying; told by a friend"
HOSTILE_WORDS_TO_ANOTHER_PERSON = "U4: hostile words to another person"

RULES = (
    rule(
        id="bullying.outed",
        urgency=SOON,
        words="outed, or threatened with it",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"({who}|been|got|was|by) ~2 (outed|outing) (me|her|him|my (friend|mate)|us) ~6",
            r"(told|tell|telling|tells|threatening to tell|going to tell|threatened to tell) ~3 (everyone|everybody|people|the whole (school|year|class)|my (mum|dad|parents|family)|the group|half the year) ~4 (i am|im|that i am|she is|he is|about me being|i like) (gay|bi|lesbian|trans|queer|non binary|pan|ace|boys|girls|like that)( ~3)?",
            r"(found|read|screenshotted|posted|shared|sent) ~4 (i am|im|me being|being) (gay|bi|lesbian|trans|queer) ~8 (everyone|group|school|year|story|parents|without)",
        ),
        unless=(
            r"(i told|hugged|came out myself|i decided|i want to tell|i chose|helped me|supportive|proud|by choice|ready to|school outing|shopping outing|day out)",
        ),
    ),
    rule(
        id="bullying.filmed_hurt",
        urgency=SOON,
        words="attacked or humiliated on film",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"(filmed|filming|videoed|recorded|recording|film|video|videos|livestream\w{0,3}) ~5 (beat|beating|beaten|kicked|punched|slapped|jumped|battered|hitting|attacked|pushed|getting battered|getting hit|fight|crying|wet myself|being sick|seizure|falling|panic attack|on the floor|kicked|pulled (my|down)) ~4",
            r"(stood|standing|everyone|crowd|people|all) ~4 (filming|recording|got their phones out|phones out|filmed|videoing) ~4 (while|when|as|instead|and|laugh\w{0,3}|it|me) ~4 (me|laugh\w{0,3}|help\w{0,2}|crying|hit|on the floor|attacked|battered|jumped|kick\w{0,2})",
            r"(video|clip|footage) ~2 (of|with) (me|my) ~3 (getting|being|crying|on the floor|wetting|falling|having|beaten|hit) ~4 (everywhere|going (round|around)|all over|shared|posted|viral|views|on (snap|tiktok|insta)|everyone|sent|school|gc)",
        ),
        unless=(
            r"(fireworks|rugby|football|dance|penalty|wedding|cute|graduation|goal|birthday|talent|school play|boxing club|trampoline fail i posted|netball|skate\w{0,6}|marathon|i posted it)",
        ),
    ),
    rule(
        id="bullying.details_posted",
        urgency=SOON,
        words="their address or number given out",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"(posted|post|put|leaked|gave|given|giving|shared|sharing|sent|dropped|spread|threatening to post|wrote) ~2 (out )?(my|our) (address|number|phone number|home address|house|postcode|mums number|real name|location|full name|dads work|snap) ~4 (on|online|in|to|out|round|everywhere|so|and) ~6 (group|gc|story|snap|insta|tiktok|discord|everyone|people|strangers|random\w{0,1}|online|twitter|toilet wall|toilets?|come|prank|ring|egg|spam\w{0,3})",
            r"(doxxed|doxed|doxxing|doxing) ~1 (me|my|us|our)?( ~3)?",
            r"(random people|strangers|people|randoms|random numbers|loads of people) ~3 (ringing|calling|texting|ordering|sending|turning up|messaging|spamming) ~4 (my|our|me|house|phone|pizzas?|taxis?) ~8 (posted|gave|number|put|address|because|prank|leaked|wrote|someone)",
        ),
        unless=(
            r"(delivery|party invite|invites?|nan|form|doctor|school office|job|vinted|raffle|lost dog|council|christmas cards?|radio)",
        ),
    ),
    rule(
        id="bullying.parents_join_in",
        urgency=SOON,
        words="a classmate's parent threatens them",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"(her|his|their|the (bullys|bullies|girls|boys)|bullys|bullies|girls|boys|kids|{friend}s) (mum|dad|parents|auntie|older (brother|sister)|big (brother|sister)) ~3 (came|comes|turned up|messaged|messages|threatened|threatens|shouted|shouts|rang|screamed|grabbed|waiting|waited|following|called me|swore|going to|wants to|posted) ~8 (threat\w{0,6}|shout\w{0,3}|batter|house|door|beat|scared|hit|nasty|abuse|swear\w{0,3}|me a|knock|get me|fight|slag|facebook|scream\w{0,3}|hurt|up)",
            r"(grown|adult) (woman|man|women|mums|parents) ~4 (shout\w{0,3}|threat\w{0,6}|scream\w{0,3}|bully\w{0,3}|posting|swear\w{0,3}) ~3 (me|my) ~6",
        ),
        unless=(
            r"(lift|pick(ed)? (me )?up|birthday|sleepover|dinner|drop\w{0,3} (me|us)|sorry|apologis\w{1,3}|congrat\w{0,8}|cheer\w{0,3}|goal|present|party|delivered|cookies|pizza)",
        ),
    ),
    rule(
        id="bullying.made_to_do_things",
        urgency=SOON,
        words="forced to do humiliating things",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"({they}|bullies|kids|girls|boys|lads) ~2 (make|makes|made|force|forced|forces|making|forcing) me (to )?(kneel|beg|bark|crawl|lick|eat (grass|dirt|mud|a|off|out|something|bugs?)|drink|kiss (their|his|her|the)|strip|say sorry to|do (their|his|her) homework|carry|dance for|give them my|bow|stand|sing|clean|sit on|hold) ~6 (or else|or they|shoes?|feet|floor|toilet|homework|bags?|laugh\w{0,3}|film\w{0,3}|everyone|dirt|grass|money|lunch|them|him|her|mud|knees|every|puddle|it)",
            r"(head|face) ~3 (down|in|into) (the |a )?(toilet|bin|mud|urinal|dirt|puddle|sink) ~6",
            r"(locked|shut|put|stuffed|trapped) me ~1 (in|into) ~2 (locker|bin|store ?cupboard|cubicle|changing rooms?|wheelie bin|toilets?|pe cupboard) ~4",
        ),
        unless=(
            r"(mum|dad|teacher|coach|scouts|drama|choir|play|dare at a party|nan|doctor|hide and seek|tripped|charity|bush ?tucker|escape room|my baby brother|cat)",
        ),
    ),
    rule(
        id="bullying.teacher_picks_on_me",
        urgency=ROUTINE,
        words="picked on by a teacher",
        why=BULLYING,
        patterns=(
            r"(teacher|miss|sir|my (tutor|coach|form tutor|head of year|maths teacher|pe teacher|ta)) ~3 (picks on|humiliates?|humiliated|embarrass\w{0,3}|mocks?|mocked|singles? (me )?out|hates|bullies|shouts at|laughs? at|laughed at|makes? fun of|takes? the mick out of|called|calls) (me|my) ~4 (thick|stupid|in front of|every|for|because|lazy|dumb|all the time|lesson|class|stammer|weight|work|useless|again)",
        ),
        unless=(
            r"(good|great|funny play|late home|kahoot|register|to the front for an award|up to|award|star of|over to help|on my phone|clever|joke i told|when i score)",
        ),
    ),
    rule(
        id="bullying.mocked_for_little",
        urgency=ROUTINE,
        words="mocked for having little",
        why=BULLYING,
        patterns=(
            r"({they}|kids|bullies|girls|boys|people) ~3 (laugh|laughs|laughing|laughed|mock|mocks|mocked|mocking|tease|teased|take the mick|took the mick|take the piss|comment|joke|skit|rip|ripped|call|calls|called|bully|bullied) ~4 (me|my|us) ~3 (because|cos|for|about|over|of)? ?~4 (poor|free school meals|free meals|food ?bank|primark|charity shop|council (house|estate)|shoes|trainers|uniform|hand me downs|no phone|old phone|house|clothes|coat|bag|holes|cheap|asda|skint|benefits|tramp)",
            r"(take|takes|took|taking) the (mick|piss) ~4 (we|my|i|our) ~6 (poor|free school meals|food ?bank|council (house|estate)|primark|charity shop|benefits|caravan|hand me downs)",
            r"(laughed|laugh|laughing) at my (shoes|trainers|coat|bag|uniform|house|phone|clothes|lunch|hair)( ~4)?",
        ),
        unless=(
            r"(light ?up|unicorn|clown|odd shoes|non uniform|fancy dress|muddy|jokes|dog|costume|on purpose|red nose|inside out|with me)",
        ),
    ),
    rule(
        id="bullying.mimicked",
        urgency=ROUTINE,
        words="mimicked for speech, body or disability",
        why=BULLYING,
        patterns=(
            r"({they}|kids|bullies|girls|boys|people) ~3 (copy|copies|copied|copying|mimic|mimics|mimicked|mimicking|imitate|imitates|imitating|impersonate|mock|mocks|mocking|do impressions of|does impressions of|doing impressions of|take off) ~2 (me|my|the way i|how i) ~1 (talk|walk|speak|stammer|stutter|accent|voice|tics?|limp|lisp|twitch|move|eat|run|hands|stim|stims|tourettes|hearing aids?|laugh|face)? ~4",
            r"(flinch|tics?|stims?|stammer|stutter|lisp|hearing aids?|wheelchair|birthmark|scars?|braces|eczema|acne|spots|psoriasis|alopecia|vitiligo) ~4 (and )?({they}|kids|people|everyone) ~3 (laugh|laughs|stare|stares|mock|copy|call|say|joke|point) ~6",
        ),
        unless=(
            r"(homework|answers?|test|work|notes|dance|routine|style|parrot|baby|little (brother|sister)|recipe|outfit|tiktok dance|photo ?copy|revision|lunch|pages?|me in on)",
        ),
    ),
    rule(
        id="bullying.dead_relative_mocked",
        urgency=SOON,
        words="mocked about somebody who died",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"({they}|kids|bullies|girls|boys|people) ~4 (joke|jokes|joking|joked|laugh|laughs|laughed|laughing|say|says|said|mock|mocks|mocked|mocking|taunt|taunts|brings? up|bring up|bringing up|shout|shouted) ~2 (about |that |at |because )?(my )?(dead |late )?(mum|dad|brother|sister|nan|grandad|friend|baby brother|mums|dads|nans|brothers|sisters|grandads) ~3 (dying|death|died|dead|suicide|killed (himself|herself)|grave|cancer|funeral|is dead|deserved|being dead|overdose) ~4",
            r"(dead (mum|dad|nan|brother|sister)|your (mum|dad) is dead) (jokes?|lol|comments?|memes?) ~4",
        ),
        unless=(
            r"(sorry|kind|nice|cards?|flowers|memorial|funny stories|happy memories|in the film|counsellor|lovely|film|hamster|asked|tribute|vicar)",
        ),
    ),
    rule(
        id="bullying.waited_for",
        urgency=SOON,
        words="others wait for them on the way",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"({they}|bullies|girls|boys|kids|lads|a group|them) ~3 (wait|waits|waiting|waited|going to wait|will be waiting|hang about|hanging around|follow|follows|following|followed|chase|chases|chased) (for )?(me|us) ~4 (after school|outside|at the (gates?|bus stop|park|bus station|corner)|by the (gates?|bus|shops?)|home|from school|on the way|every day|every night|off the bus|down the (road|alley)) ~~10 (scared|beat|hit|jump|shout\w{0,3}|batter|hide|late|different|run|push\w{0,2}|laugh\w{0,3}|stones|throw\w{0,3}|threat\w{0,6}|bus|again|get me|kick\w{0,2}|alone|spit\w{0,1}|call\w{0,3}|names)",
            r"(walk|go|get|take|leave|leaving|stay|run) ~3 (a different way|different route|the long way|early|late|home alone|out the back|another bus|in the library|behind) ~6 (so|because|in case|to avoid|cos) ~2 (they|them|he|she|bullies|girls|boys|lads|gang of|people) ~6 (do not|can not|get|wait|see|follow|jump|batter|find|hit|catch|chase|bully|are (there|waiting))",
        ),
        unless=(
            r"(surprise|cake|ice cream|walk home together|my (friends|mates)|my mum|train(ing)? early|traffic|dentist|birthday|with me|pick me up|football practice|to the cinema|play date)",
        ),
    ),
    rule(
        id="bullying.school_does_nothing",
        urgency=ROUTINE,
        words="told the school and nothing changed",
        why=BULLYING,
        patterns=(
            r"reported (it|them|him|her) ~6 (nothing|ignore|just say|just said|do not care|did not care|banter)",
            r"(told|reported|spoke to|went to|emailed|complained to|tell|been to) ~3 (teacher|teachers|school|head of year|head|tutor|miss|sir|pastoral|them|deputy) ~4 (about|and|but|loads|so many|times)? ?~8 (nothing (happens|happened|changed|changes|has changed|gets done|was done|done)|do nothing|did nothing|does nothing|did not (do|care|believe|listen)|do not (do|care|believe|listen)|made it worse|got worse|just (banter|ignore\w{0,1}|ignore (it|them))|brush\w{0,2} (it|me) off|not believe me|both to blame|say sorry)",
            r"(school|teachers?|head of year) ~2 (do|does|did|will not|wont|never) ~2 (nothing|do anything|anything|help|care|listen|believe) ~4 (about|when|even) ~4 (bull\w{3,5}|it happens|them|me|him|her|it|i told)",
        ),
        unless=(
            r"(heating|toilets|wifi|canteen|the clubs?|litter|uniform policy|football|homework load|results|timetable|clubs|bins|lost property|printer)",
        ),
    ),
    rule(
        id="bullying.bullied_in_games",
        urgency=ROUTINE,
        words="bullied in a game or voice chat",
        why=BULLYING,
        patterns=(
            r"(kick|kicks|kicked|vote|voted|grief|griefs|griefed|griefing|target|targeted|targeting|spawn ?kill|blow up|destroyed|destroy|burnt|burned) (me|my (base|house|world|island|build)) ~6 (every|on purpose|because (they|i)|call\w{0,2}|laugh\w{0,3}|all the time|hate|again|and (they|said|call|laugh)|noob|freak)",
            r"(voice ?chat|vc|lobby|lobbies|xbox|game ?chat|discord|server|mic|party chat|headset) ~8 (call\w{0,3}|scream\w{0,3}|shout\w{0,3}|laugh\w{0,3}|bully|bullied|bullying|bullies|mock\w{0,3}|slurs?|horrible|abuse|pick on|picking on|nasty|freak|names|gang up|ganging up) ~2 (me|at me|on me|my (voice|accent)|names|things|every|to me|when i)? ~4",
        ),
        unless=(
            r"(funny|make me laugh|call me later|call me when|mates and|birthday|customer|ring|screaming at the (boss|jump)|jumpscare|to me and we laugh|phone)",
        ),
    ),
    rule(
        id="bullying.tricked",
        urgency=ROUTINE,
        words="tricked and humiliated with false friendship",
        why=BULLYING,
        patterns=(
            r"(pretended|pretend|pretending|acted like|acting like|faked|faking|made out|set me up|dared|for a bet|as a dare|bet) ~4 (to (be my friend|like me|fancy me|be nice|go out with me|ask me out|be me)|my (friend|mate)|liked me|fancied me|friends with me|ask\w{0,2} me out|nice to me|(go|going|went) out with me|date) ~~8 (laugh\w{0,3}|joke|dare|bet|everyone|screenshot\w{0,3}|told|group|prank|not real|humiliat\w{0,4}|then|stupid|friends)",
            r"(asked me out|fancies me|fake date|prom|invited me|party) ~6 (as a (joke|dare|bet|prank)|for a (laugh|bet|dare)|it was a (joke|dare|prank|bet|set up)|was not real|no one (came|turned up)|nobody (came|turned up)|did not (exist|turn up)) ~4",
        ),
        unless=(
            r"(surprise|magic|in the film|she said yes|dressed as|fun|he was (ill|late)|play|cinema was|april fools on the teacher|drama)",
        ),
    ),
    rule(
        id="bullying.money_demanded",
        urgency=SOON,
        words="made to hand over money or things",
        why=BULLYING_WITH_HARM,
        patterns=(
            r"(pay|give|giving|paying|hand over|bring|bringing) (them|him|her) ~3 (money|£ ?\d{1,3}|lunch money|my (lunch|money|phone|vapes?|bus pass|snacks?)|a (fiver|tenner|quid)|crisps|vapes?|sweets) ~6 (or|otherwise|every (day|week|morning)|so (they|he|she)|to (leave|stop|not)) ~6 (stops?|beat|hit|batter|leave me|hurt|kick|bully|alone|stop|tell|get|every|week|day|post|me|it)",
            r"(tax|taxes|taxing|taxed) (me|my (lunch|snacks|money|food|crisps)) ~6 (every|day|year|or|else|bigger|older|batter|lads|girls|they)",
            r"(money|lunch|phone|stuff) ~4 (or (they|he|she) (will|would|is going to)|or i (will )?get|or else) ~3 (beat|batter|hit|hurt|kick|beaten|post|tell everyone|jump|get me)",
        ),
        unless=(
            r"(mum|dad|charity|collection|bake sale|uber|bus driver|rent|tuck shop|present|gym|nan|monopoly|payday|olders|dealers?|nudes?|pictures?)",
        ),
    ),
    rule(
        id="bullying.joined_in",
        urgency=ROUTINE,
        words="sorry for having bullied somebody",
        why=BULLYING,
        patterns=(
            r"i (have been|was|used to be|am|think i am|feel bad i|feel guilty i|think i was|might be|am being) ~2 (a bully|the bully|bullying (someone|him|her|them|a|this|people)|joined in|joining in (with )?(the )?(bullying|laughing)|horrible to (her|him|a|this)|nasty to (her|him|a|this)|mean to (her|him|a|this)) ~8",
            r"(joined in|went along|laughed along|did not stop it|did not say anything|stood there|i laughed|i said things) ~6 (bully\w{0,3}|bullied|picking on|picked on|when they|because (i was scared|they would)|laugh\w{0,2} at (her|him|them)|with (them|the others)) ~~6 (guilt\w{0,1}|bad|sorry|regret|ashamed|her|him|wrong|scared|next)",
        ),
        unless=(
            r"(choir|singing|carols|dance|karaoke|assembly|film|rehears\w{1,3}|dodgeball|cat|anti bullying|comedian)",
        ),
    ),
    rule(
        id="bullying.friend_told_to_die",
        urgency=SOON,
        words="a friend is told to die or is at breaking point from bullying",
        why=BULLYING_WITH_HARM_TOLD_BY_A_FRIEND,
        patterns=(
            r"({they}|people|girls|boys|kids|bullies|everyone) ~4 (told|tell|telling|tells|messaging|messaged|texting|said to|saying to|say to) (my )?(friend|mate|best friend|best mate|sister|brother|cousin|little (brother|sister)|her|him) ~2 (to )?(go )?(and )?(kill (yourself|herself|himself|themselves)|die|hang (herself|himself)|should die|cut (herself|himself)|end it|jump)( ~3)?",
            r"({friend}) ~4 (bullied|picked on|hated on|tormented|targeted|bullying) ~8 (kill (herself|himself)|wants to die|suicidal|cutting|self harm\w{0,3}|will not eat|stopped eating|will not come to school|not come to school|stopped coming|refuses to come|scared to come|not leave (her|his) (room|house)|crying every|cries every)",
        ),
        unless=(
            r"(high note|trampoline|in the pool|film|game|among us|fortnite|play|minecraft|book|laughing|mufti|die roll|roll the die|diet|dye)",
        ),
    ),
    rule(
        id="bullying.friend_video_shared",
        urgency=ROUTINE,
        words="a friend is mocked online",
        why=BULLYING_TOLD_BY_A_FRIEND,
        patterns=(
            r"({they}|people|girls|boys|someone|everyone|kids) ~3 (made|posted|shared|sharing|put|posting|making|started|sent|spread|spreading) ~5 (about|of|mocking|taking the (mick|piss) out of|laughing at|against|slagging) (my )?(best )?(friend|mate|sister|brother|cousin|little (brother|sister)) ~4",
            r"({friend}) ~3 (is|was|gets|being|getting|has been|got) ~1 (laughed at|mocked|left out|excluded|picked on|called names|blanked|ganged up on|made fun of|ripped|teased|pushed around|shoved|the butt of) ~6",
        ),
        unless=(
            r"(birthday|surprise|tribute|nice|proud|congrat\w{0,8}|film|appreciation|baby pictures|poem|lovely|fundrais\w{0,3}|left out of the squad|because injured|well done|cute)",
        ),
    ),
    rule(
        id="bullying.leads_shunning",
        urgency=ROUTINE,
        words="tells others to shun somebody",
        why=HOSTILE_WORDS_TO_ANOTHER_PERSON,
        patterns=(
            r"((nobody|no one|none of you|do not anyone|dont anyone) ~3 (talk to|speak to|sit with|sit near|sit next to|invite|reply to|be friends with|work with|go near)|(everyone|everybody|all of you|you lot) ~3 (ignore|blank|avoid|stop talking to)) (her|him|that (girl|boy|freak|weirdo|kid|slag|rat)|the new (girl|boy|kid)|them) ~6 (tomorrow|today|anymore|ever|pass it on|from now|all (week|day)|or (you|i)|at lunch|again|okay|right|she is|he is|till|until|in class)",
            r"(if you|anyone who|whoever) (talk|talks|speak|speaks|sit|sits|are friends|is friends|hang|hangs|invite|invites) ~2 (to|with|near|next to)? ?(her|him|that (girl|boy|freak|weirdo|kid|slag)) ~4 (you are|are|gets|is|we are|then|i am) ~2 (next|dead to|out|not (my|our)|kicked|blanked|one of|no longer|the same)",
        ),
        unless=(
            r"(to me|about me|they said|she said|he said|they told|everyone is told|isolat\w{0,4}|covid|contagious|chicken ?pox|asleep|interview|sleeping|dog|puppy|my friend|feel|teacher said|revising|exam)",
        ),
    ),
    rule(
        id="bullying.runs_poll",
        urgency=ROUTINE,
        words="starts a poll or page to shame somebody",
        why=HOSTILE_WORDS_TO_ANOTHER_PERSON,
        patterns=(
            r"(vote|votes|voting|poll|rate|rank|like if|comment|swipe up) ~3 (for )?(the |who is |who has |your )?(ugliest|fattest|biggest (slag|freak|loser|tramp|hoe|sket)|most (hated|annoying|likely to (die|cry))|smelliest|weirdest|thickest|poorest|worst looking) ~6",
            r"(like|comment|share|follow|join) ~2 (this |the |our |my )?(if you|if u|page if|group if|because we) (hate|think|want|agree) ~1 (her|him|that (girl|boy|freak|slag)|she|he|ugly|fat|is|this) ~6",
            r"(making|making a|made a|starting|lets make|let us make|start) ~1 (a |an )?(hate page|exposing page|burn book|bait out page|exposed page|hate account|diss track) ~3 (about|on|for|of|dm|send) ~4",
        ),
        unless=(
            r"(dog|jumper|christmas jumper|selfie with|cake|they (made|make|started)|someone (made|make|started)|about me|of me|on me|car|trainers|ugliest (fish|building)|villain|pumpkin|song|she (made|started)|he (made|started)|vegetables?|pokemon)",
        ),
    ),
)
