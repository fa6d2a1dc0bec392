"""A young person tells of being bullied. Routine by itself; hurt, threats and being told to die are more."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="bullying")
SOON, ROUTINE = Urgency.SOON, Urgency.ROUTINE

BULLYING = "U4: bullying"
WORSE = "U3: bullying with harm or pressure to die"

RULES = (
    rule(
        id="bullying.told",
        urgency=ROUTINE,
        words="bullied",
        why=BULLYING,
        patterns=(
            r"({who}|been|am|is|being|get|gets|getting|got|keep getting|was|kept getting|still) ~2 (bullied|cyberbullied|cyber bullied|picked on|tormented)",
            r"(bully|bullies|bullying|tormenting|picking on|pick on|picks on|ganging up on|gang up on|targeting|making fun of|make fun of|makes fun of|made fun of|mocking|mocks|taking the piss out of|take the piss out of|laugh at|laughing at|laughs at|tease|teasing) (me|my (little )?(brother|sister|friend|mate)|us)",
            r"(the |my )?(bullies|bullying|bully) (is|are|at school|started|getting|has|have|got|will not|wont|again|keeps?|every)",
            r"(hate|scared|dread|dreading|avoid|avoiding|skip|skipping|bunk|bunking) (going to |going in to |going into |go to |to go to |of )?(school|college) ~4 (because|cos|of) ~3 (them|bull\w{3,5}|people|girls|boys|what they|everyone|her|him|they|kids)",
        ),
        unless=(r"(bullying (week|assembly|policy|workshop|lesson|ambassador|poster|leaflet|campaign)|anti bullying|xl bully|bully (xl|dog|breed)|dog|laughing at my (joke|jokes|impression|dance|tiktok|video)|laughs at (all )?my jokes|make fun of me (but|and) (i|in a|we)|film|book|mean girls|character|stopped now|friendly|in a nice way|banter and i|selected|for the team|last in pe because)",),
    ),
    rule(
        id="bullying.names_and_slurs",
        urgency=ROUTINE,
        words="called names",
        why=BULLYING,
        patterns=(
            r"({they}|kids|in my (class|year|form)|bullies|lads|girls|boys) ~4 (call|calls|called|calling|nickname|nicknamed|shout|shouts|shouted|shouting|chant|chanting|label) (me|him|her|us|my (brother|sister|friend)|at me|things like|out)? ?(a |an |the |fat |bare |all sorts of |horrible |so many |every )*({insult}|names|the (n|p|f|c|r) word|{slur}|gay|terrorist|slurs|whale|monkey|lanky|spotty|four eyes|nonce|tramp)",
            r"(call|calls|called|calling) me (a |an |the |such a |so |fat |an ugly |horrible |disgusting )*({insult}|names|the (n|p|f|c|r) word|{slur}|slurs)",
            r"(say|says|said|saying|tell|telling|told me|comments?|commented|write|wrote|post|posted) ~3 (i am|im|that i am|my \w{3,9} is) (so |really |a |an |just )*({insult}|too fat|smell|stink)",
        ),
        unless=(r"(my (nan|doctor) said|jokingly|as a joke|affectionate\w{0,2}|love\w{0,1} (it|her|him|them)|call me (maybe|later|when|if|back)|called me a joke because i made|fat cat|in the (play|film|game)|dinosaur|mum calls me|calls me a little pig when i|his cat|the cat|the dog|on fifa|autocorrect|my character|pet name)",),
    ),
    rule(
        id="bullying.online",
        urgency=ROUTINE,
        words="bullied online",
        why=BULLYING,
        patterns=(
            r"(made|make|making|created|set up|started|there is|theres|got|have|run|running) ~1 (a |an |another |fake |hate |whole )*(group ?chat|gc|page|account|profile|meme|memes|tiktok|video|edit|sticker|stickers|story|confession page|finsta|insta|snap|poll|burn book|petition|filter) (about|of|to (bully|laugh|mock|hate|take)|with pictures of|mocking|without me|pretending to be|slagging|ripping|hating on|taking the piss out of|using my) ?(me|my|us|bully|laugh|(her|him) for|face|friend)?",
            r"(spread|spreads|spreading|spreaded|started|starting|telling everyone|telling people|making up|made up|posting|posted|tell) (lies|rumours|rumors|shit|stuff|things|gossip|fake (stuff|rumours)|screenshots|horrible things|a rumour|secrets) (about|of|that i|saying i|on) ?(me|my|us|snap|slept|am|have|school)?",
            r"(horrible|nasty|mean|hate|hateful|abusive|vile|evil|disgusting|awful) (comments?|messages|texts|dms|anons|asks|notes|snaps|things online) (on|about|from|to|every|all|under|off|in|saying|again|at|keep)",
            r"(screenshot|screenshots|screenshotted|screen recorded|filmed|recorded|videoed) ~3 (me|my (messages|story|private story|snaps?|texts?)) ~6 (sent|posted|laugh\w{0,3}|group|everyone|round|put|shared|school|humiliat\w{0,4}|mock\w{0,3}|without)",
        ),
        unless=(r"(birthday|surprise|leavers?|appreciation|nice|cute|happy|sweet|funny one of us|fundrais\w{0,3}|charity|talent show|dance video|celebrity|kardashian|the teacher for|my dog|my cat|for the trip|for revision|for homework|project)",),
    ),
    rule(
        id="bullying.left_out",
        urgency=ROUTINE,
        words="left out",
        why=BULLYING,
        patterns=(
            r"(leave|leaves|leaving|left|exclude|excludes|excluding|excluded|ignore|ignores|ignoring|ghosting|blanking|blanks|blank|ditch|ditched|ditching) (me|us) (out|at (lunch|school|break)|in (class|lessons)|from (everything|the group|parties)|on purpose|every|all the time|again|for no reason|like i)",
            r"(nobody|no one|none of them|not one person|not anyone|hardly anyone) (wants to |will |would |ever |even |bothers to |at school )?(sit|sits|talk|talks|speak|speaks|be|play|plays|hang|hangs|work|works|pair|walk|walks|partner|invites?|likes?|include|includes) (with|to|near|by|around|out with|next to|friends with|up with|me|my friend)( me)?",
            r"(have|got|with) (no|not got any|0|zero|not any) (real )?friends",
            r"(eat|eating|ate|sit|sitting|sat|spend|spending|hide|hiding) ~3 (lunch|break|alone|in the toilets?|in the library|on my own) ~4 (alone|every day|in the (toilets?|library)|by myself|because|so (they|no one)|on my own|at lunch|hiding|toilets?)",
            r"(kicked|removed|blocked|deleted|dropped) me (out of|from|off) (the |our |every |all the )?(group ?chats?|gc|group|friend group|squad|snap|insta)",
        ),
        unless=(r"(new (school|job) (next|in) september but|got no friends request|(leave|left) me out of|netflix|film|because (we|i) (won|was late)|by accident|accidentally|glitch|phone|storage|revising|to study|piano practice|quiet|peace|i like it|by choice|with friends|homework club|so i can revise)",),
    ),
    rule(
        id="bullying.physical",
        urgency=SOON,
        words="hurt by other young people",
        why=WORSE,
        patterns=(
            r"({they}|bullies|lads|girls|boys|kids|a group|year (10|11|9|8|7)s?|(boys|girls|kids|lads|someone|people|a (boy|girl|kid|lad)) (in|at|from|on) (my |the )?(class|school|year|form|bus|park|other school)) ~3 (push|pushes|pushed|pushing|shove|shoved|shoving|hit|hits|hitting|punch|punches|punched|kick|kicks|kicked|kicking|trip|trips|tripped|slap|slapped|spit|spits|spat|beat|beats|batter|battered|jumped|throw|throws|threw|pull|pulls|pulled|pinned|shut|locked|stamped|burnt|burned|choked|headlocked|strangled) (me|my (hair|head|face|stuff|bag|hijab|scarf|brother|sister|friend)|at me|on me|stuff at me|things at me|food at me|us) ?(down|up|over|in|into|on|at|every|again|today|yesterday|behind|after|off|because|and|out)?",
            r"(spit|spat|spits|spitting) (on|at|in) (me|my)",
            r"(beat|beaten|battered|kicked|punched|hit|slapped|pushed|shoved|hurt|jumped|attacked) (me )?(up )?(at|in|on|behind|outside|after|on the way (home|to)) (school|class|the (bus|toilets?|corridor|park|changing rooms?|playground|gym|canteen|way home|bike sheds?)|pe|break|lunch|college)",
            r"(take|takes|took|taking|steal|steals|stole|stealing|nick|nicks|nicked|nicking|rob|robs|robbed) my (lunch|dinner|bus|lunch money|money|phone|bag|stuff|shoes|trainers|coat|pe kit|homework) ~4 (every day|every|again|and (threw|chuck\w{0,3}|put|hit|will not|wont|laugh\w{0,3}|said)|at school|off me|bullies|or (they|he|she)|so i)",
        ),
        unless=(r"(mum|dad|parents|teacher|miss|sir|nan|head of year) (took|takes|taking|has taken|is taking|nicked)", r"(in football|in rugby|in hockey|in netball|in goal|tackle|on the swing|on (the|a) swing|by accident|accidentally|playing|snowballs?|water|pillow|dodgeball|into the pool|in the deep end|at fifa|in the game|hide and seek|bulldog|trampoline|sparring|karate|judo|boxing|out of the (bathroom|toilet|car|house|shower|kitchen)|mixed up|by mistake|surprise|ball|to (revise|try|work|do better|go for it)|ideas?|messages?|high five|the cat|the baby|toddler|gokart|dodgems)",),
    ),
    rule(
        id="bullying.told_to_die",
        urgency=SOON,
        words="told to kill themselves",
        why=WORSE,
        patterns=(
            r"({they}|bullies|comments|messages|texts|dms|anons|everyone|people|kids|lads|girls|boys|someone|in my (class|year|form)) ~6 (kill (yourself|myself)|go die|go and die|to die|should die|should kill myself|end (myself|it|my life)|hang myself|slit my wrists|jump off|better off dead|neck (myself|yourself)|go hang)",
            r"(told|telling|tells|said|says|saying|messaging|messaged|texted|commented|commenting|writing|wrote|spamming) (me |that i |i |at me )*(to )?(should )?(go )?(and )?(kill (yourself|myself)|die|hang (myself|yourself)|jump off|end it|slit my|drink bleach|neck (myself|yourself)|cut (deeper|myself more))",
            r"(hope|hopes|hoping|wish|wishes|want|wants) (i|me to) (die|dies|get (run over|hit by|cancer|raped)|kill myself|died|was dead|get hit)",
        ),
        unless=(r"(doctor|counsellor|nurse|never told|did not tell|without|my dog|my phone|plant|in the (play|film|game)|fortnite|among us|dares? you|would be|in the quiz|on mario|said (she|he) (wants|wanted|was going|is going))",),
    ),
    rule(
        id="bullying.hate",
        urgency=SOON,
        words="bullied for who they are",
        why=WORSE,
        patterns=(
            r"(bully|bullies|bullied|bullying|attack|attacked|attacking|beat|beaten|hate|hates|hated|picked on|abuse|abused|shout|shouting|spit|spat|harass|harassed|harassing|laugh|mock|mocked|target|targeted|call|called|calling|tease|teased) ~5 (because|for|cos|since|over|about) ~1 (of |being |i am |im |she is |he is |my |that i am |how i )*(gay|lesbian|bi|trans|non binary|black|asian|muslim|jewish|sikh|hindu|polish|romanian|gypsy|traveller|romany|brown|disabled|autistic|adhd|deaf|foreign|an immigrant|religion|skin|hijab|accent|colour|race|wheelchair|disability|refugee|mixed race|queer|stammer|autism|skin colour|dyspraxia|tourettes)",
            r"(racist|homophobic|transphobic|islamophobic|antisemitic|ableist|racial) (abuse|bullying|comments?|slurs?|jokes|messages|names|remarks|things) ~4 (at|to|about|towards|from|every|in|me|on|school|all|by|off|against)",
            r"(make|makes|making|made|do|does|doing) (monkey|muslim|asian|chinese|terrorist|bomb|slanty|retard|autistic|gay) (noises|jokes|eyes|sounds|faces|impressions|hand)",
            r"(pulled|pulling|pull|pulls|rip|ripped|grabbed|yanked|tugged|tugging) (off |at )?(my|her) (hijab|headscarf|turban|kippah|scarf)( off)?",
            r"(told|telling|tell|shout|shouted|shouting|said|say|saying) ~4 (go|get) back to (my|our|your|where|africa|pakistan|poland|china|romania|india|syria)",
        ),
        unless=(r"(lesson|essay|assembly|documentary|history|book|novel|film|news|speech|campaign|i am proud|pride|never been|to kill a mockingbird|workshop|poster)",),
    ),
)
