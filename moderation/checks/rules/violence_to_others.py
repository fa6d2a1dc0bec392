"""Weapons, threats and plans to hurt, and being threatened or hurt outside the home."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="violence_to_others")
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

WEAPON = "U1: weapon"
HURT_NOW = "U1: being hurt or held"
INTENT = "U2: plan or means; a weapon carried with intent"
THREATENED = "U2: exploiter threat; threatened with violence"

NOT_REAL = (
    r"(fortnite|minecraft|roblox|gta|cod|warzone|valorant|csgo|among us|in (the |my |this )?(game|film|movie|play|show|book|series|level|lobby|drama|scene|dream|story|lesson)|fifa|rust|zelda|elden ring|skyrim|apex|dnd|campaign|boss fight|npc|zombies|nerf|paintball|laser|airsoft|cluedo|"
    r"water (gun|pistol|fight)|lyrics|song|netflix|episode|history|essay|macbeth|romeo|animation|cosplay|costume|prop|larp|stage|rehearsal|musketeers|chess|mafia)",
    r"(cut|cutting|chop|chopping|slice|peel|peeling|spread|spreading|butter|open|opening) (the |some |up |a |my |this |these )*(cake|cakes|bread|onions?|carrots?|veg|vegetables|parcel|box|pizza|boxes|fruit|pumpkins?|apples?|steak|cheese|tomatoes|toast)",
    r"(cooking|chef|kitchen job|food tech|scouts|bushcraft|fishing|carpentry|woodwork|dt lesson|whittl\w{0,4}|stanley knife for|knife and fork|steak knife|palette knife|butter knife)",
)  # fmt: skip

RULES = (
    rule(
        id="violence_to_others.weapon_in_hand",
        urgency=NOW,
        words="weapon in hand",
        why=WEAPON,
        unless=(*NOT_REAL, r"(cut|hurt|harm|stab|kill) myself|(want|need|going) to cut|urges?|self harm|my (wrists?|arms?|legs?|throat)"),
        patterns=(
            r"({blade_or_gun}) ~2 (on me|with me|in my (bag|pocket|coat|sock)) ~8 (waiting|outside|going to (get|find|do)|looking for|coming for|find him|on my way|his (yard|house|ends)|do him|for him|get him)",
            r"(waiting|outside|looking for) ~8 with (a|my|the) ({blade_or_gun})",
            r"(got|have|holding|hold|carrying|grabbed|with|bringing|took|taking|brought|picked up|hiding) ~1 (a|my|the|this|his|two|dads|mums|my dads) ~1 ({blade_or_gun}) ~~8 (stab|shank|kill|hurt him|hurt her|hurt them|hurt someone|use it (on|if)|him|going to get|wait till|finish him|cut him|cut her|murder|smash his|end him|for (him|her|them|dad|my dad|stepdad)|wants? it|do him|do (it|them))",
            r"({blade_or_gun}) (is )?(in my (hand|hands)|in my (bag|pocket|sock|coat|waistband|blazer|lap) (right now|now|and))",
            r"(standing|stood|am|i am|waiting|sat|outside) ~3 (outside|at|in|by|near) ~4 (with|holding) (a |my |the )?({blade_or_gun})",
        ),
    ),
    rule(
        id="violence_to_others.attack_time_set",
        urgency=NOW,
        words="says when they will hurt somebody",
        why="U1: plan, means and time within 48 hours",
        patterns=(
            r"(i am|im|we are|i|we|he is|she is|friend is|they are|brother is) ~2 (going to|will|about to|planning to|gonna) ~1 ({stab}|kill|knife|cut up|slice up|do in|batter|run over|set fire to|burn) ~1 (him|her|them|someone|somebody|everyone|that (boy|girl|prick|bitch|kid|man|teacher)|this (boy|girl|kid)|my (dad|mum|stepdad|brother|sister|teacher|ex|stepmum|uncle)|people|the (boy|girl|kid|man|guy|house)|a (kid|boy|girl|teacher)) ~3 {soon}",
            r"(shoot|shooting|blow|blowing|bomb|bombing|attack|burn|burning|stab|kill) (up |down )?(everyone at |people at |everyone in |kids at |everybody at )?(the |my |our |this )?(school|college|church|mosque|assembly|sixth form|synagogue|class) (up |down )?~4 {soon}",
            r"(if|when|once|as soon as) (he|she|they) ~4 (tomorrow|tonight|today|after school|on monday|in the morning) ~~3 (i am|im|i|we|i will|going to) ~2 ({stab}|kill|knife) (him|her|them)",
            r"{soon} ~3 (i am|im|i|we are|going to|will|he is) ~3 ({stab}|kill|knife|shoot up|set fire to|burn down) ~1 (him|her|them|someone|everyone|my (dad|mum|stepdad|brother|teacher|ex)|that (boy|kid|girl)|the school|my school|people)",
            r"({they}) ~3 (going to|will|coming to|planning to|plan to|waiting to|about to) ~1 ({stab}|kill|jump|shoot|batter|beat up|hurt|beat|attack) (me|my (brother|mate|friend|sister|cousin|boyfriend)|us|him|her) ~3 (tonight|today|tomorrow|now|right now|after school|later)",
        ),
        unless=(
            *NOT_REAL,
            r"(at (football|tennis|chess|pool|fifa|netball|uno|monopoly|the quiz)|if (he|she|they|you|it) (does not|dont|eats?|ate|plays?|asks?|moves?|sings?|steps?|says?|takes?)|for (eating|borrowing|wearing|stealing my|nicking my|spoiling|forgetting|being late)|my (charger|crisps|hoodie|food|mascara|chocolate|straighteners)|with (kindness|water balloons|homework|love|work|boredom|a pillow|the hoover|training|laps|bleep)|penalties|free kick|kick off|shoot (a|the|some) (film|video|scene|hoops|photos?)|photoshoot|laugh\w{0,3}|wardrobe|bleep test|the wasp|this spider)",
        ),
    ),
    rule(
        id="violence_to_others.weapon_here",
        urgency=NOW,
        words="somebody near them has a weapon",
        why=WEAPON,
        patterns=(
            r"({they}|{friend}|a boy|a kid|boy|kid|kids|lad|girl|guy|man|men|someone|somebody|he|she|they|someone here|brother) (in my \w{3,9} |at my school |at school |outside |here |on the bus )?(has|have|got|has got|have got|is holding|are holding|is carrying|pulled out|just pulled|just pulled out|pulled|is waving|holding|brought|is swinging|threatening \w{2,8} with|walking round with|running round with) (out )?(a|his|the|knives|guns|machetes|an|her|their|two) ?(big |massive |kitchen |real |actual |rusty |rambo |zombie )?({blade_or_gun})( ~6 (me|us|him|her|school|here|outside|bag|now|help|people|someone|scared|chasing|on (the )?bus|everyone|hiding))?",
            r"({they}) ~1 (has|have|got|has got|have got|brought|carrying|pulled out|pulled) ~2 (knives|machetes|guns|blades|shanks|bats|weapons) ~6 (me|us|him|chas\w{1,5}|after|outside|here|school|help|scared|fight\w{0,3}|coming|now|run\w{0,4})",
            r"(pulled|pulling|pulls|drew|flashed|waved|swung) (out )?(a|his|the|her) ({blade_or_gun}) (on|at|out on) (me|him|her|us|my|someone|people)",
            r"({they}|brother|dad|friend) ~2 (stabbing|shooting|attacking) (people|someone|him|her|each other|everyone|my|us)",
            r"(been|got|just got|just been|was just|getting|is|has been|have been|has just been|been) (stabbed|shot|slashed|shanked|acid thrown|cheffed|macheted) ~8 (bleeding|help|blood|leg|arm|stomach|chest|back|outside|now|just|ambulance|friend|brother|mate|park|999|dying|what do)",
            r"(friend|mate|brother|cousin|boy|someone|he|she|bestie|boyfriend|i) (has |have |is |was )?(just )(been |got |gotten )?(stabbed|shot|slashed|shanked)",
        ),
        unless=(*NOT_REAL, r"(in the back by|stabbed in the back|backstabb\w{0,3}|with a (pencil|fork|compass|pen|needle|cocktail)|flu (jab|shot)|jabs?|vaccine|injection|covid shot|photo|headshot|picture|cupid|drawer|tool ?box|collection|museum|toe|my (cat|dog)|deer|pheasant|foxe?s?|shot (a|an|the) (goal|video|photo|film)|tattoo|keyring|necklace|swiss army|replica|the goalie|out of the park|down by|i just shot (up|past)|news|tv)"),
    ),
    rule(
        id="violence_to_others.carrying",
        urgency=VERY_SOON,
        words="carries a weapon",
        why=INTENT,
        patterns=(
            r"({who}) ~3 (carry|carries|carrying|carried|bring|bringing|brings|take|taking|takes|keep|keeping|hiding|got|have|has|bought|buying|buy|ordered|stashed|holding) ~2 (a|my|the|two|his|knives|big|proper|dads|blades) ~1 ({blade_or_gun}|knives|blades) ~2 (to school|in my|in his|in her|on me|on him|with me|for protection|in case|under my|everywhere|into school|in school|around with me|around|everywhere i go|because|cos|out with|off the|online|now|when i|to college|in the bushes|on the bus|just in case|so)",
            r"(need|get|getting|want|where can i get|buy|buying|borrow|lend me) ~1 (a|some|my) ~1 ({blade_or_gun}) ~5 (protect\w{0,4}|for (him|them|school)|in case|stab|scare|safe|jumped|opps|them|get him|get them|if they|if he|after me|myself from)",
            r"(never|do not|dont|not|can not|would not|wont) (leave|go out|leave the house|go|go anywhere|walk|come|feel safe) ~3 without (my |a )({blade_or_gun})",
            r"(carry|carrying|carries) (a |my )?({blade_or_gun})",
        ),
        unless=(*NOT_REAL, r"(picnic|kitchen|wash(ing)? up|dishes|tray|scout|for the (cake|bbq|picnic|camp)|(lessons?|talk|assembly|workshop) (on|about)|assembly|campaign|knife crime|police|don't|poster|leaflet|sword fight|fencing|re-?enactment|museum|cricket|baseball|rounders|bat to (practice|training)|science|collection)"),
    ),
    rule(
        id="violence_to_others.intent",
        urgency=VERY_SOON,
        words="says they will seriously hurt somebody",
        why=INTENT,
        patterns=(
            r"(plan|planned|planning|know) (what|how|exactly what) ~3 (do|get|going) ~2 (to|at|back at) ~1 (my school|the school|school|my class|my teachers|the teachers|everyone at|them all) ~4 (monday|tomorrow|friday|tuesday|wednesday|thursday|pay|sorry|gun|knife|bomb|fire|suffer|regret|remember)",
            r"(i am|im|we are|i|we|he is|he says he is|brother is|friend is|he says he will|he said he will|mate is|he wants to|friend wants to) ~2 (going to|will|planning to|ready to|want to|gonna|swear i will|need to) ~1 ({stab}|knife|slit his|slit her|cut his|run over|burn|set fire to|set) ~1 (him|her|them|someone|somebody|everyone|that (boy|girl|prick|bitch|kid|man|teacher)|my (dad|mum|stepdad|brother|sister|teacher|ex|stepmum|uncle)|people|throat|a (kid|boy|girl|teacher)|(his|her|their|the) house)",
            r"(i am|im|i|we|he is|he) ~2 (going to|will|planning to|ready to|gonna|want to|swear i will) (actually |literally |really |fucking |proper )*(kill|end|murder|hurt|do in) (him|her|them|someone|somebody|everyone|my (dad|mum|stepdad|brother|sister|teacher|ex|stepmum|uncle)|that (boy|man|kid|prick|bitch)) ~~8 (mean it|not joking|swear down|swear on|for real|fr|dead serious|serious|knife|gun|deserves?|hammer|sleep|asleep|planned|plan|know where (he|she)|blood|suffer|what (he|she|they) did|prison|jail|weapon|poison)",
            r"(planning|planned|plan|made a plan|going|want|list|thinking about) ~3 (shoot|shooting|blow|blowing|bomb|bombing|stab|attack|massacre|burn down|burning down) (up |down )?(everyone (at|in) |people (at|in) |kids (at|in) |everybody (at|in) )?(my |the |our |this )?(school|college|church|mosque|assembly|synagogue|sixth form)",
            r"(school shooting|school shooter|columbine) ~6 (i |my school|do (it|one|that)|like them|understand|plan|next|going to|idol|hero|respect)",
            r"(kill|hit|death) list ~8 (names?|school|teachers?|people|on it|him|her|them|my)",
            r"(made|making|make|building|built|know how to make) (a |pipe |nail )+bombs?",
        ),
        unless=(*NOT_REAL, r"(at (football|tennis|chess|pool|fifa|netball|uno|monopoly)|with (kindness|water balloons|love|a pillow)|if (he|she|they|you|it) (does not|eats?|ate|plays?|asks?|moves?|sings?|says?|takes?)|for (eating|borrowing|wearing|nicking|spoiling)|my (charger|crisps|hoodie|food|mascara|chocolate)|rubber|candle|bbq|toast|cd|calories|shoot (him|her|them) (a|an) (text|message|email|dm)|shoot (my|the) shot|bath bombs?|photo|the cover|wasp|spider|mosquito|flies|playlist)"),
    ),
    rule(
        id="violence_to_others.threatened",
        urgency=VERY_SOON,
        words="threatened with violence",
        why=THREATENED,
        patterns=(
            r"({they}|opps|a gang|gang|{friend}|ex) ~3 (said|says|saying|threatened|threatening|threatens|told|messaged|texting|sent|swear|swore|keep saying|want|wants|trying|tried|planning|going|reckon|promised) ~3 (going to|will|to|are going to|is going to|gonna) ~1 ({stab}|kill|jump|batter|beat up|smash|shoot|hurt|run up on|run me|attack|bang out|kick (my|me|his) ?(head|face|in)|mess me up|beat|rush|fight|do|get|end|knock) (me|my (brother|mate|friend|sister|mum|family|cousin|boyfriend|head in|face in)|us|him|her)",
            r"(going to|gonna|will) (get|be) (jumped|stabbed|shanked|rushed|beaten up|battered|banged out|shot|killed|beat up|cheffed|spun)",
            r"(been|got|was|were|just got|just been|getting|get) (jumped|rushed|mugged|banged out|robbed at (knife|gun)point|robbed with a|stamped on|beaten up|beat up) ~6 (by|on|at|outside|after|park|last|today|yesterday|because|and|bus|way|knife|phone|boys|girls|group)",
            r"(death threats?|threats to kill|threatening to kill)",
            r"(price|bounty|money) on (my|his|her) head",
        ),
        unless=(*NOT_REAL, r"(surprise|party|pub quiz|at (football|tennis|chess|pool|fifa|netball|rugby|hockey|the gym|uno)|mum (will|is going to) kill|coach|bleep test|tickl\w{0,4}|hug|with (kindness|cuddles)|puppy|in the (cup|final|league)|by (arsenal|spurs|city|united|chelsea|liverpool|[a-z]{3,12} (fc|town|united))|messi|exam|mocks)"),
    ),
    rule(
        id="violence_to_others.urge_to_hurt",
        urgency=SOON,
        words="thoughts of hurting somebody",
        why="U3: thoughts of serious harm, towards others",
        patterns=(
            r"(think|scared|worried|afraid|feel like|terrified|feels like) (that )?(i will|i am going to|i might|i could|i would|i may) ~1 (hurt|kill|stab|attack|strangle|lose it and|snap and) ~1 (my|someone|him|her|them|people|somebody|one of)",
            r"(urges?|thoughts?|fantas(y|ies|ise|ize|ising|izing)|daydream|dream|dreaming|imagine|imagining|obsessed|think|thinking|images) ~1 (to|of|about|with|that i) ~3 (hurt|hurting|kill|killing|stab|stabbing|strangle|strangling|murder|murdering|beating|shooting|attack|attacking|smashing|torturing) (someone|people|him|her|them|others|my (brother|sister|dad|mum|stepdad|family|teacher|ex|baby|class)|everyone|other people|somebody|animals|random|the (people|girls|boys|baby|cat|dog))",
            r"(want|wanting|wanna|need|feel like|going|might|scared i will|scared i am going|worried i will|afraid i will|close) (to )?(really |actually |just |seriously |properly )*(hurt|kill|stab|strangle|murder|attack|smash up|torture) (someone|people|somebody|him|her|them|everyone|my (brother|sister|dad|mum|stepdad|family|teacher|ex|baby)|others) ~~6 (so (bad|badly|much)|mean it|deserves?|scared|angry|voices?|stop|control|for what|blood|pain|suffer|hate|dangerous|can not stop|cant stop|feel it|every|one day|knife)",
            r"(i|have|keep|been) ~2 (hurt|hurting|kicked|kicking|killed|killing|strangled|torture|tortured|torturing|burn|burnt) (the |my |our |a |some )?(cat|dog|kitten|puppy|hamster|animals?|birds?|rabbit|pet|squirrel) (on purpose|and (liked|enjoyed|felt)|because i|to see|for fun|deliberately|and it felt|and i liked)",
            r"(blacked out|lost it|snapped|saw red) ~5 (hit|punched|smashed|strangled|beat|hurt|stabbed|threw) (him|her|them|my (brother|sister|mum|girlfriend|boyfriend|mate|dad)|a (kid|boy|girl)|someone)",
        ),
        unless=(r"(feelings|at (fifa|chess|uno)|with kindness)", *NOT_REAL, r"(at (football|tennis|chess|pool|fifa|netball)|feelings|tail|by accident|accidentally|stood on|trod on|feel bad|vet|wasp|spider|ants|flies|moth|slugs?|crisps|charger|laugh\w{0,3})"),
    ),
    rule(
        id="violence_to_others.fight_arranged",
        urgency=SOON,
        words="a fight is arranged",
        why="U3: risk of violence",
        patterns=(
            r"(fight|scrap|straightener|link up to fight|one v one|meet up to fight|have it out|square up|knuckle up|box it out|bang out) ~4 (after school|tomorrow|at the park|behind the|on friday|in the park|later|tonight|at lunch|with (him|her|them|that|this)|on saturday|outside|at \d)",
            r"(everyone|people|they|boys|girls|whole year|year (9|10|11)) ~4 (wants?|wanting|making|trying to get|filming|film|egging|pressuring|telling|expect) (me|us|him|her) (to |and \w{2,8} to )?(fight|scrap|beat|batter|punch|hit)",
            r"(going to|gonna|will|am) (batter|bang|smash|knock|deck|spark|punch|beat up|wreck|leather|fight|merk) (him|her|them|that (boy|girl|kid|prick)|his face|her face|out) ~5 (after school|tomorrow|when i see|next time|on (monday|friday)|at lunch|in|out|when|for (what|saying|hitting|touching))",
        ),
        unless=(*NOT_REAL, r"(boxing (match|club|gym|training)|mma|ufc|judo|taekwondo|sparring|pillow|snowball|food fight|water|nerf|tyson|fury|joshua|ksi|tickets|ring|karate|wrestlemania|debate|at (football|tennis|chess|pool|fifa|netball)|the cold|infection|pokemon|dressing room|queue|over the remote|over the front seat)"),
    ),
    rule(
        id="violence_to_others.threatens_directly",
        urgency=VERY_SOON,
        words="threatens somebody with serious harm",
        why=INTENT,
        patterns=(
            r"(i will|i am going to|im going to|imma|we will|we are going to|going to|swear i will|we are|i can) (actually |literally |fucking |really |proper |come and |find you and |find and )*({stab}|kill|murder|slit your|burn your|cut your|knife|end|shoot) (you|u|your (throat|mum|family|house|face|brother|sister)|throat|house|yourself)",
            r"(you are|your|youre|u are) (a )?(dead|dead man|dead meat|getting (stabbed|shanked|killed|shot|cheffed)|going to (get|be) (stabbed|shanked|killed|shot|cheffed|bleed|die tonight|die tomorrow))( (tomorrow|when|after|if|trust|bro|mate|on sight|you hear|at school|tonight))?$",
            r"(i will|we will|i am going to|going to|imma|someone should|hope someone|hope you get|you deserve to (be|get)) (rape|rapes|raped) ?(you|your (mum|sister))?",
            r"(catch|catching|see|find) you (slipping|lacking|outside|on road|in the ends) ~6 (stab|shank|done|dead|finished|over|knife|cheff|watch|blood|splash)",
        ),
        unless=(*NOT_REAL, r"(in fifa|at fifa|in mario|at uno|with (kindness|love|hugs|cuddles)|love you|x$|xx|crisps|charger|hoodie|last slice|spoil|spoilers?|if you (eat|ate|tell me the ending|sing|say that again|take|steal|forget|play that|post that)|for (eating|telling me|waking|leaving me|posting|making me)|laugh\w{0,3}|tickle|hahaha?|joking|lol|text|a text|message|an email|a dm)"),
    ),
)
