"""What those who harm write to and about others: mocking wounds, blaming victims, exposing, driving out, controlling."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule
from moderation.checks.rules.toxicity import FRIENDLY

rule = partial(Rule, category="toxicity")
SOON, ROUTINE = Urgency.SOON, Urgency.ROUTINE

HOSTILE = "U4: rows; hostile words to another person"
SEVERE = "U3: words that push somebody to harm, or hate"

# What a victim tells about such words is bullying, not hostility of their own.
TOLD = r"(keeps? saying|they say|he says|she says|people say|someone (said|wrote|commented|called)|called me|told me|said (to me|i|that i|my|about me)|to me|at me|about me|i am|i was|my (scars|arms|mum|dad|nan|brother|sister)|bull(y|ied|ying|ies)|comments?|hurts? (my feelings|when)|is it true|nobody should|not okay|upset\w{0,4})"

RULES = (
    rule(
        id="toxicity.mocks_self_harm",
        urgency=SOON,
        words="mocks somebody's self-harm",
        why=SEVERE,
        patterns=(
            r"(nice|love the|cute|ew|eww|lol at|look at|ugly|minging|show us) (your |ur |the |her |his |those )+(scars|cuts|arms you|wrists|slits|cat scratches)",
            r"(nice|cute|ugly|minging) (scars|cuts|slits|wrists) (you |u )?(freak|emo|weirdo|psycho|loser|attention seeker|lol|mate)",
            r"(you|u|she|he) (only |just |literally |clearly |obviously )+(cut|cuts|self harm|self harms|do it|does it|did it) (yourself |herself |himself )?(for|because you want|because she wants|because he wants|to get) (the )?(attention|likes|sympathy|views|clout)",
            r"(your|ur|her|his) (cuts|scars|scratches) (are |is |look |looks )(not even |nt even |so |pathetic|fake|barely|like|just|all)+ ?(deep|fake|pathetic|cat scratches|attention|cringe|ugly|embarrassing|baby|for attention|disgusting)?",
            r"(emo|attention seeker|freak|weirdo|psycho|loser|mental) (go |just )?(cut|cut yourself|slit|and cut|with your cuts|with the cuts|cutter|cut deeper)",
        ),
        unless=(*FRIENDLY, TOLD, r"(lion king|villain|stunts?|stage make ?up|halloween|paper ?cuts?|steak|budget|hair|barber)"),
    ),
    rule(
        id="toxicity.mocks_grief",
        urgency=SOON,
        words="mocks somebody's loss",
        why=SEVERE,
        patterns=(
            r"(your|ur) (dead|late|ugly dead|rotting) (mum|dad|nan|brother|sister|grandad|friend|dog|baby)",
            r"(your|ur) (mum|dad|nan|brother|sister|grandad|friend) (died|is dead|killed (himself|herself)|left|topped (himself|herself)) (because of|to get away from|cos of|rather than|just to avoid|so (she|he) did not have to|to escape) (you|live with you|look at you)",
            r"(glad|good|happy|lol|funny|shame|deserved it|hope) (that |thing )?(your|ur) (mum|dad|nan|brother|sister|grandad|friend) (is dead|died|has cancer|is dying|is gone|killed (himself|herself)|left you)",
            r"(no wonder|that is why) (your|ur) (mum|dad|parents|real (mum|dad|parents)|brother|family) (left you|left home|left$|died|does not want you|do not want you|gave you away|gave you up|put you in care|dumped you|killed (himself|herself)|hates? you|walked out)",
            r"(go |why do not you |why dont you )+(join|visit|cry to) (your |ur )(dead )?(mum|dad|nan|brother|sister) (in the (ground|grave|cemetery)|in hell|six feet under|then)",
        ),
        unless=(*FRIENDLY, TOLD, r"(sorry (that |for |to hear )|so sorry|condolences|poor you|heartbroken|must be hard|thinking of you|shame that|hope you are|hugs?|flowers)"),
    ),
    rule(
        id="toxicity.mocks_disability",
        urgency=SOON,
        words="mocks a disability",
        why=SEVERE,
        patterns=(
            r"(you|u|your|are you|u are|he is|she is) (are |is |such a |a |proper |fully |some kind of |actually |so |literally |bare )*(window licker|special needs|sped|spaz|spakka|mong|vegetable|cripple|crip|flid|joey deacon|retard|retarded|acoustic|sen kid|downsy|down syndrome|autistic freak)",
            r"(go|get) back (to|in|on) (the |your )(special (school|bus|class|needs)|sen (unit|room|class)|wheelchair|nut ?house|short bus|base)",
            r"(roll|wheel|limp|hobble|stutter|crawl) (away|off|along|back) (then |now )?(you |u )?(cripple|freak|spaz|retard|wheels|loser|weirdo|hop ?along)",
            r"(are you|you are|you) (deaf|blind|mute)( as well as| or| and) (just )?(stupid|dumb|thick|retarded|spaz|freak)",
            r"(stop|quit) (stimming|flapping|twitching|ticcing|stuttering|drooling) (you |like a |u )?(freak|spaz|weirdo|retard|creep|mong|psycho|idiot)",
        ),
        unless=(*FRIENDLY, TOLD, r"(i have|we have|my own|slur|word|offensive|not a|assembly|charity|vegetable (soup|stir fry|lasagne|patch|peeler|curry)|acoustic (guitar|set|version|gig|cover)|tests?|support)"),
    ),
    rule(
        id="toxicity.blames_victim",
        urgency=SOON,
        words="blames or disbelieves a victim",
        why=SEVERE,
        patterns=(
            r"(you|u|she|he) (are |is |were |was |just |obviously |clearly |probably |literally |so |totally |fully )*(asked for it|asking for it|wanted it|loved it|enjoyed it|deserved (it|what (he|they) did)|led (him|her|them) on|brought it on (yourself|herself|himself)|begging for it|gagging for it)",
            r"(you|u|she|he) (are |is |were |was |just |obviously |clearly |probably |literally |so |totally )+(lying|making it up|made it up|lied|faking|making up) (about |being |getting |that |a )*(raped?|rape|abused?|abuse|assaulted|attacked|it|touched|sexually assaulted|hit)? ?(for attention|to get (him|her|attention|money|people)|because (you|she|he) regret\w{0,3}|again|for sympathy|to ruin (his|her|their))",
            r"(what|how) (did you|did she|do you|do u|were you|was she) (expect|think|wearing|even think) ~2 (dress\w{0,3}|wearing|drunk|going (to|round)|going to happen|happen|sending|send|flirt\w{0,3}|that short)",
            r"(no one|nobody|who) (would|wants to|would even|would want to|will ever) (rape|abuse|touch|assault|groom) (you|her|someone like you|that|you anyway|him)",
            r"(boys|men|lads) (can not|cant|do not) (get|be) (raped|abused|assaulted|groomed)|(not|isnt) (real |actually |even )?(rape|abuse|assault) if (you|she|he|they) ~3 (boyfriend|drunk|said yes|said no|went|sent|like\w{0,1}|together|did not (scream|say|fight))",
        ),
        unless=(*FRIENDLY, TOLD, r"(present|cake|pay rise|promotion|the job|the part|solo|detention|ice cream|extra homework|the biscuits?|the award|the win|the penalty|red card|prom dress|wedding|interview|you were not|she was not|not your fault|never (asked|your)|like i (wanted|asked)|as if (i|she)|do not think)"),
    ),
    rule(
        id="toxicity.tells_to_starve",
        urgency=SOON,
        words="mocks a body and tells somebody not to eat",
        why=SEVERE,
        patterns=(
            r"(stop|quit|lay off|put down|go easy on|step away from) (the )?(eating|pies|cakes|fork|chips|crisps|food|burgers?|kebabs|doughnuts|biscuits|fridge) (you |u )?(fat|fatty|pig|whale|cow|heifer|lard|tubby|chunk|hippo|elephant|beast|unit|obese|piggy)",
            r"(you|u) (should|need to|could|might want to|better|ought to) (really |just |try |seriously )*(starve|starve yourself|stop eating|not eat|skip (a few |some )?meals|lose (some |a few |about )*(weight|stone|pounds|\d{1,3})|go on a diet|throw up your|make yourself sick|try anorexia|try bulimia|get liposuction|be anorexic)",
            r"(no one|nobody|boys|he|she|guys) (will|would|could|wants?|fancies|fancy|likes?) (ever |even |never )?(fancy|date|want|love|touch|kiss|like)? ?(someone|a girl|a boy|anyone|you|girls|boys)? ?(that|who is|as|with|because you are|when you are|cos you are|so|looking|until you lose)? ?(fat|your size|that fat|a whale|looking like that|weight|so big|with that body|skinny like that|a stick insect)",
            r"^(oink|oink oink|moo you|oink you)( oink| fatty| you fat| fat| pig| cow)*$",
        ),
        unless=(*FRIENDLY, TOLD, r"(doctor|nurse|dog|cat|hamster|pony|before (the operation|surgery|bed|swimming|a run)|you should not|should never|not have to|old mcdonald|nursery|farm|meat|sugar|dairy|gluten|boxing|weight class|never starve|healthy|if you feel sick|wrestl\w{1,4})"),
    ),
    rule(
        id="toxicity.denies_who_they_are",
        urgency=SOON,
        words="denies who somebody is",
        why=SEVERE,
        patterns=(
            r"(you|u|he|she|they|it) (will never|are not|is not|will always|are never going to|is never going to) (ever )?(be )?(still )?(a |an )?(real |actual |proper )?(girl|boy|man|woman|male|female|lad) ?(just |only |you |no matter|freak|tranny|it|in a dress|with|so|get over|stop|and you never)?$",
            r"(you are|youre|u are|he is|she is|it is) (just |only |still |literally |really |always going to be )+(a |an )?(boy|man|girl|woman|bloke|lad|male|female) (in a (dress|skirt|wig)|pretending|with (long|short) hair|who thinks|playing dress ?up|in drag)",
            r"(it is|its|being (gay|trans|bi|queer|lesbian|asexual) is|you being (gay|trans|bi) is) (just |only |literally )*(a phase|a sin|a choice|a mental illness|attention|an illness|disgusting|against (god|nature)|a trend|not real|for attention|unnatural|haram and you)( you| freak| and you| so stop| get over it)?",
            r"(what|which) (even )?are you (a )?(boy or (a )?girl|it|girl or (a )?boy|man or (a )?woman|supposed to be)( freak| you freak| lol| then| you thing)?",
            r"(you|u|he|she) (can |could |need to |should |just need to |needs to )+(pray|beat|fix|cure|straighten|turn|shag|screw) (the |it |yourself |you |him |her |that )*(gay|straight|out of you|away|normal|it out|lesbian)( away| out)?",
            r"(we|god|allah|jesus|everyone) (all )?(hates?|will punish|do not accept|does not want|sends?) (the )?(gays?|trans|lesbians?|queers?|people like you|your kind|your sort)",
        ),
        unless=(*FRIENDLY, TOLD, r"(thinks|(mum|dad|nan|he|she|imam|vicar|teacher|uncle|auntie) (says?|said|reckons)|some people|the (baby|puppy|kitten|hamster|dog|cat)|gender reveal|expecting|character|goldfish|(not|isnt|never) (a phase|a sin|a choice|an illness)|who says|nobody can|do not listen)"),
    ),
    rule(
        id="toxicity.racist_mockery",
        urgency=SOON,
        words="mocks a people or a faith",
        why=SEVERE,
        patterns=(
            r"(you|u|your|ur|she|he|they|your family|all of you|your house|your lunch) (all |lot |people |just |always |literally |really |properly )*(smell|smells|stink|stinks|reek|reeks|smelling) (of|like) (curry|spices|poo|shit|fish|garlic|cow|bombs|oil|the (jungle|zoo))",
            r"(take|pull|rip|get) (that |the |your )+(tea ?towel|rag|nappy|turban|scarf|bin ?bag|letterbox|letter box|curtain|hijab|dish ?cloth|bedsheet) (off|down) ?(your head|terrorist|you|in this country|we|its)?",
            r"(got|where is|hiding|have you got) (a |the |your )?(bomb|bombs|suicide vest) (in|under|today|on you|strapped) ?(your|that|there|bag|hijab|turban|rucksack|coat)?",
            r"(came|come|get|got|swam|float) (here |over |off |back )+(on|in|to|the) ?(a |the |your |that )?(boat|dinghy|lorry|banana boat|rubber boat)( you| go| back| like| illegal| then)?",
            r"(do you|can you|learn to|why do not you) (even )?(speak|talk) (english|normal|proper english)( or| you| do you| mate| foreigner| immigrant)+",
            r"(ching chong|ling ling|monkey noises|oo oo aa aa|ooga booga|allahu akbar boom|heil hitler|sieg heil|white power|gas chambers? for|back in the (oven|gas chamber|cotton field|fields|jungle|zoo))",
            r"(your|ur) (eyes|skin|nose|hair|lips|colour) (is |are |look |looks )+(like (poo|shit|dirt|mud|a slave|a monkey|a pube|pubes|a terrorist)|dirty|slanty|slitty|too (dark|black|brown)|the colour of (shit|poo))",
        ),
        unless=(*FRIENDLY, TOLD, r"(lesson|history|book|film|essay|museum|learning|learn french|i love|so nice|amazing|yum|lush|tasty|bath bombs?|jager|photo|kitchen|cooking|washing|drying|line|shower|window|car boot|holiday|ferry|fishing|canal|fire ?work|they shouted|shouted|nobody should|racist to|is racist|wrong to)"),
    ),
    rule(
        id="toxicity.woman_hatred",
        urgency=SOON,
        words="hatred of women",
        why=SEVERE,
        patterns=(
            r"(women|females|girls|foids|femoids|bitches|hoes|wives) (are |should |need to |must |belong |only |just |deserve |have to |all )+(property|objects?|obey|submit|be (controlled|owned|beaten|hit|slapped|in the kitchen|kept|quiet|put in their place|traded|raped)|know their place|in the kitchen|for (breeding|sex|cooking|one thing)|good for (one thing|sex|cooking|breeding)|lie|liars|parasites|below men|beneath men|inferior|get back in the kitchen|what they get)",
            r"(put|putting|keep|keeping) (her|them|your (girl|bird|missus|woman)|women|females|girls) in (her|their|its) place",
            r"(foids?|femoids?|roasties?|stacys?|becky) ~4 (deserve|hate|should|need|only|pay|ruin\w{0,2}|all|die|are|want)",
            r"(she|a girl|girls|women|females) (owes?|owe) (you|me|us|men|him|every man) (sex|a date|it|her body|attention)",
            r"(smack|slap|hit|beat|choke) (her|your (girl|bird|missus|woman)|them|women|a bitch) (up )?(if|until|when|so) (she|they) (back ?chats?|talks? back|answers? back|disrespects?|learns?|says? no|does not listen|do not listen|obeys?|gets? (mouthy|lippy|out of line)|submits?)",
        ),
        unless=(*FRIENDLY, TOLD, r"(essay|lesson|history|suffragettes?|andrew tate (is|says|thinks|talks)|(he|they|some (men|boys)|my (dad|brother|ex)) (thinks?|believes?|says?|acts?)|not property|are not|should not|nobody|kitchen (table|extension|design)|book club|handmaids)"),
    ),
    rule(
        id="toxicity.demands_or_else",
        urgency=SOON,
        words="makes demands with a threat of shame",
        why=SEVERE,
        patterns=(
            r"(do|give|get|pay|send|buy|bring|lend|write|transfer) (me |my |us |your |the |over )+~3 (or|unless you want) (i will|i am|i|we will|we are|me to|us to|everyone|everybody) ~2 (tell|telling|show|showing|post|posting|post it|leak|leaking|send|sending|expose|exposing|share|sharing|screenshot|put|sees|finds out|gets|spread|forward)",
            r"(or|unless|until) (you|u) (pay|give|do|send|say sorry|delete|block|beg|admit|apologise|stop talking|leave|come) ~4 (i|we) (will|am going to|are going to) (tell|show|post|leak|expose|share|send|put|spread)",
            r"(i|we) (have |have got |got |kept |still have |saved )+(screenshots?|receipts|the (video|photo|pic|picture|screenshots|voice ?note|chat)|your (secret|messages|texts|search history)|proof|dirt on you) ~2 (of you |of your |on you )?(so |and |better |remember |do not forget |dont forget )+(do|you|i|be|better|everyone|watch|will|think) ~6 (post|tell|everyone|show|school|leak|nice|what i say|careful|your mum|send|group)",
            r"(say|apologise|beg|crawl|kneel|bark|admit) ~4 (on (your )?story|in front of everyone|on camera|on video|publicly|on your knees|in the group) (or|otherwise|else) (else|i|we|everyone|you)",
        ),
        unless=(*FRIENDLY, TOLD, r"(lesson|teacher|detention|mario|monopoly|on time|i will tell mum you|i will tell (you|him|her) (tomorrow|later)|the bus|birthday|surprise|scammers?|scam|homework club|show you (how|the|my)|share (the|my) (pizza|sweets|crisps)|post (it|the (letter|parcel|card)) (for|to) (you|nan)|send you (the|a) (link|notes|address)|send it back|parcel|vinted|depop|refund)"),
    ),
    rule(
        id="toxicity.posts_details",
        urgency=SOON,
        words="gives out somebody's address or number",
        why=SEVERE,
        patterns=(
            r"(this is|here is|heres|got|found|leaking|dropping|posting|posted|i have) (her|his|their|that (freak|girl|boy|slag|kid)s?|the freaks?) (home |new |real |house |phone |private |mobile )*(address|number|postcode|snap|location|insta|school|timetable|full name) ~5 (spam|ring|call|go|have fun|do what|egg|message|everyone|send|text|blow|prank|pay|get|know what to do|flood|visit|report|so)",
            r"(she|he|they|the (freak|slag|rat|snitch|grass)) (lives?|live|goes|go|works?) (at|in|on|next to|opposite|near) ~5 (go|egg|get|pay|visit|bang|batter|have fun|brick|do what you want|spam|everyone|knock|throw) ~1 (them|her|him|it|there|with|a visit|on|it|round|say|eggs|and|at)",
            r"(everyone|everybody|all of you|all|who wants to|lets|let us) (go )?(spam|flood|prank|blow up|bombard|ring|egg|report) ~1 (her|his|their) (phone|number|house|door|snap|insta|account|dms|live|family|mum|mums)",
            r"(drop|leak|dox|doxx|post|send|anyone got|who has|who knows|need) (me )?(her|his|their|that (freak|girl|boy|slag|kid)s?) (address|number|house|location|postcode|face|real name|nudes|full name) ~3 (and|so|lets|going|want|need|for|to) ~4 (egg|pay|get|batter|visit|spam|expose|ruin|teach|prank|humiliate|post|everyone|shame)",
        ),
        unless=(*FRIENDLY, TOLD, r"(birthday|surprise|present|card|flowers|party|invite|cake|thank|congratulat\w{1,4}|well done|sing|carol|delivery|nan|grandad|get well|new baby|sponsor\w{0,3}|charity|parcel|return|lost (dog|cat)|scam\w{0,3}|company|customer service|radio|vote)"),
    ),
    rule(
        id="toxicity.spreads_image",
        urgency=SOON,
        words="passes on a shaming picture of somebody",
        why=SEVERE,
        patterns=(
            r"(who wants|who has|who has got|anyone got|anyone want|got|i have|i have got|i got|check out|look at|everyone look at|posting|sharing|dm for|dm me for|swap) (to see )?(the |that |a |this )?(leaked |full |embarrassing |hilarious )?(video|vid|pic|photo|picture|screenshot|clip|nudes?|leak|leaks)s? (of|from) (her|him|that (girl|boy|slag|freak|kid)|the new (kid|girl|boy)) ~2 (crying|changing|getting|undress\w{0,3}|in the (shower|changing rooms?|toilets?)|naked|topless|being|wetting|drunk|getting battered|passed out|without|on the loo|having|in her|in his|pass|share|dm)",
            r"(send|forward|pass|share|spread) (this|it|that|them|her (pic|video|nudes)|his (pic|video|nudes)) (on |round |around |to )+(everyone|the whole (school|year)|all your|your mates|every group|all the groups|people|10 people|ten people|lads|the lads)( ~5 (see|lol|expose|slag|state|her|him|know|deserves?))?",
            r"(edited|photoshopped|deepfaked|deep faked|faked|nudified|ai|made a (deepfake|fake nude|meme|sticker)) ~4 (of |her |his |face |pic |photo |onto |nude |on |to )+ ?(her|him|face|pic|nude|porn|naked|body|look)",
            r"(took|got|have) (a |some |loads of )?(pics?|photos?|pictures?|videos?|vids?) (up|under|down) (her|his|their|the teachers?|miss|girls|that girls?) (skirt|skirts|top|dress|shorts|changing|cubicle)",
        ),
        unless=(*FRIENDLY, TOLD, r"(cake|wedding|birthday|dog|puppy|cat|kitten|hamster|baby|school play|match|goal|medal|award|prom|trip|petition|poster|missing|lost|charity|revision|notes|link|recipe|good news|sponsor\w{0,3}|concert|crying (with|of) (laughter|laughing|happiness)|happy tears|took pics of (me|us))"),
    ),
    rule(
        id="toxicity.spreads_rumours",
        urgency=ROUTINE,
        words="spreads rumours about somebody",
        why=HOSTILE,
        patterns=(
            r"(tell everyone|spread it|pass it on|spread the word|let everyone know|start a rumour|starting a rumour|make up a rumour|tell the whole (school|year)) (that |saying |about |say )*(she|he|her|him|that (girl|boy|freak|slag|kid)|they) ~8",
            r"(she|he|that (girl|boy|slag|freak|kid)) ~2 (has|got|is|shagged|slept with|had|pulled|been with|gave) ~3 (chlamydia|sti|an sti|std|aids|hiv|nits|lice|scabies|crabs|pregnant|an abortion|half the (year|school)|everyone|the whole (year|football team|team|school)|fleas|incest|a teacher) ~3 (pass it on|spread it|tell everyone|do not go near|dont touch|stay away|lol everyone|so do not|so dont|slag|dirty|minging|do not sit)",
            r"(lets|let us|we should|going to|i will|imma) (all )?(say|tell people|tell everyone|make out|pretend|spread) (that )?(she|he|her|him|that (girl|boy)) ~2 (is|has|did|shagged|stole|got|fancies|said|cheated|smells?|wet|tried|touched|slept) ~6 (so (no one|nobody|everyone|people|they|he|she)|to get|because i hate|revenge|ruin|and everyone will)",
        ),
        unless=(*FRIENDLY, TOLD, r"(surprise|birthday|won|winning|passed|engaged|captain|baby shower|congrat\w{0,8}|good news|trip|party at|charity|leaving do|best|amazing|lovely|legend|sorry|safe|meeting|bake sale|auditions?|cancelled|closed)"),
    ),
    rule(
        id="toxicity.drives_out",
        urgency=ROUTINE,
        words="drives somebody out of a group",
        why=HOSTILE,
        patterns=(
            r"(nobody|no one|none of us|we do not|we dont|not one of us) (here |in this (chat|group|school|year) )?(wants?|want|likes?|need|needs|invited|asked for) you (here|in (this|the|our) (chat|group|server|school|year|table|team|call)|around|to come|at (this|the|our))",
            r"(leave|get out of|piss off from|fuck off out of|get off|get lost from|quit) (the |this |our )(chat|group|group chat|server|school|table|year|call|team|forum|country) (you |freak|weirdo|nobody|no one|loser|already|and never|ugly|before we|we all hate|then you)+",
            r"(kick|boot|remove|ban|block|throw) (her|him|that (girl|boy|freak|weirdo|kid|slag|rat)|this (freak|weirdo|rat|loser|kid)) (out |off |from |out of )*(the |this |our )?(chat|group|group chat|server|call|team)? ?(she|he|nobody|no one|because|cos|lol|already|freak|we|and) ~4 (likes?|freak|weird\w{0,2}|annoying|ugly|hates?|stinks?|smells?|wants?|gay|fat|cringe|loser|tramp|cries|cry)",
            r"(you can not|you cant|you are not allowed to|do not|dont you dare) (sit|hang|eat|play|talk|come|stand) (here|with us|near us|at our table|next to (me|us)) (you |u |because you are |cos you are |freak|weirdo|loser)+ ?(smell|stink|ugly|freak|weirdo|gay|poor|fat|tramp|loser|weird|minging|weird)?",
        ),
        unless=(*FRIENDLY, TOLD, r"(spam|bot|scam\w{0,3}|hacker|advertis\w{1,4}|(rude|horrible|mean|nasty|racist|abusive|swearing) (to|words|at)|threaten\w{0,3}|wet paint|fire (door|exit)|reserved|full|teacher|exam|seat is|homophobic|bully)"),
    ),
    rule(
        id="toxicity.mocks_poverty",
        urgency=ROUTINE,
        words="mocks somebody for having little",
        why=HOSTILE,
        patterns=(
            r"(you|u|your|ur|your (mum|dad|family|nan)) (are |is |look |looks |so |all |just |such |proper |cant even |can not even |live |lives |on |such a |a |literally )*(too poor|poor you|skint tramp|tramp|tramps|dole ?scum|benefit scroungers?|scroungers?|council (scum|trash|rats?)|povo|peasants?|bin ?divers?|gypo|on benefits lol|chav scum|free school meals kid|food ?bank kid|a charity case|charity case)",
            r"(nice|cute|lol at|love the|ew|eww) (your |ur |those |the |them )?(primark|charity shop|hand me down|asda|shein|lidl|fake|knock ?off|bobbly|ripped|free|jumble sale|food ?bank|scruffy|tramp) (shoes|trainers|coat|bag|clothes|jumper|uniform|blazer|air ?forces|meals?|lunch|phone|jacket|outfit|hoodie) (you |u |tramp|lol|povo|peasant|poor|scruff|could|does|did|loser|mate|bet)+",
            r"(does|did|can|could) (your|ur) (mum|dad|family|parents) (not |even |really )*(afford|buy you|own|have|work|wash) ~4 (soap|deodorant|shoes|trainers|a washing machine|food|a house|a car|electric\w{0,3}|clothes|heating|lunch|shampoo|a job|wifi) ?(tramp|or|lol|povo|scruff|peasant|then|you|smelly|poor)?$",
            r"(go|run) (back )?(to |home to )(your |ur |the )(council (house|flat|estate)|caravan|hostel|food ?bank|bin|temporary accommodation|care home|kids home|box|tent) (you |tramp|povo|scruff|peasant|scum|rat|then|loser|gypo|freak|smelly|scrounger)+",
        ),
        unless=(*FRIENDLY, TOLD, r"(rich tea|volunteer\w{0,3}|donat\w{1,4}|help\w{0,3} out|collecting for|vintage|bargain|lush|gorgeous|where did you get|really nice|cheap day|medieval|peasants?( revolt)|history|lady and the tramp|trampoline|game of|need (any )?help|struggl\w{1,4})"),
    ),
    rule(
        id="toxicity.controls_partner",
        urgency=SOON,
        words="controls a boyfriend or girlfriend",
        why="U3: words that frighten and control",
        patterns=(
            r"(you|u) (are not|are never|can not|cant|will not|are not going|better not) (allowed |be |going |even )*(to |be )?(talk|talking|speak|speaking|go out|going out|wear|wearing|see|seeing|add|follow|hang out|hanging|leave|post|posting|text|texting) ~4 (boys|lads|girls|other (boys|girls|guys|lads)|him|her|them|your (mates|friends|ex|family|mum|sister)|that (top|skirt|dress|pic)|makeup|make ?up|without (me|asking|my permission)|anyone else|the house|any (boys|girls|lads))",
            r"(send|share|turn on|give) (me )?(your |ur )(location|live location|password|passcode|snap login|login|phone|insta password) (now|right now|or|so i can|so i know|if you|prove|if you love|if you have nothing|because i do not trust)",
            r"(if you|if u) (really |actually )?(loved|love|cared about|care about) me (you |u )(would|will|have to|need to) (not |never |block|delete|stop|let me|give me|send|prove|leave|unadd|remove|do it|stay|change|drop|choose)( ~6)?",
            r"(answer|reply|pick up|text me back|respond) (your phone |the phone |me |now |right now |or )*(or (i will|i am|we are|it is|else|i)|(you are|youre) (cheating|lying|with)|where are you who|who are you with|why are you ignoring|i know (you are|where))",
            r"(no one|nobody) (else )?(will|would|could|is going to) (ever )?(love|want|have|put up with|look at) you (like i do|as much as i do|but me|except me|apart from me|other than me|if you leave|after me|the way i do|you are lucky)",
            r"(look what|see what|this is what) you (made|make) me (do|did)|(you|u) (made|make|making) me (hit|hurt|shout at|grab|slap|push|angry so|lose it)",
        ),
        unless=(TOLD, r"(mum|dad|nan|grounded|homework|library|exam|lost|safe|ambulance|sat ?nav|airport|school rules?|uniform|teacher|pool|netflix|wifi|(he|she|my (ex|boyfriend|girlfriend)) (says?|said|texts?|told|tells)|song|lyrics|nobody should|parcel|dinner is|tea is)"),
    ),
    rule(
        id="toxicity.dares_to_harm",
        urgency=SOON,
        words="dares somebody to do something dangerous",
        why=SEVERE,
        patterns=(
            r"(dare|dares|double dare|triple dare|bet) (you|u|her|him|that (kid|girl|boy)|someone|everyone) (to |will not |would not |wont |can not |cant |too scared to )*(to )?(cut|cut yourself|jump off|jump in front|drink (bleach|toilet|a whole|hand ?sanitiser|petrol|neat)|burn yourself|stick|swallow|eat (a )?(battery|batteries|tide ?pods?|glass|detergent)|run across (the )?(tracks|motorway|train|road|dual)|lie on the (road|tracks)|stand on the (tracks|edge|ledge)|choke|take all|take a load|hang|climb (the )?(crane|pylon|bridge|scaffolding)|touch the (rail|pylon))",
            r"(do it|go on|jump|cut|drink it|swallow it|take them) (you |u |go on |do it |then |no balls |pussy |wimp |chicken |coward |you will not |bet you |you wont )+(pussy|wimp|chicken|coward|no balls|will not|wont|scared|jump|cut|do it|prove it|baby|attention seeker|bottle it|bottled it)",
            r"(jump|do it|end it|cut) (then )?(or are you|if you are not|unless you are|or you are) (too )?(scared|chicken|pussy|all talk|lying|a (wimp|coward|pussy|liar)|just attention|bluffing)( ~3)?",
            r"(prove it|prove you mean it|stop talking about it|all talk|actions speak) (and |then |just |go on |so )*(cut|jump|do it|take them|kill yourself|end it|slit|hang|show us|die)",
        ),
        unless=(*FRIENDLY, TOLD, r"(diving board|pool|trampoline|rope swing|cake|ribbon|grass|hair|fringe|chilli|hot sauce|milk|water|squash|just do it|nike|homework|song|sing|dance|ask (him|her) out|kiss|text (him|her)|audition|bungee|zip ?wire|climbing wall|puddle|sofa|sand ?pit|long jump|high jump|ski|never dare|do not dare)"),
    ),
)
