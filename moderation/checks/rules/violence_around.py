"""Violence around a young person: followed, attacked, robbed, what they have seen; weapons found; pulled towards harming."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule
from moderation.checks.rules.violence_to_others import NOT_REAL

rule = partial(Rule, category="violence_to_others")
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

WEAPON = "U1: weapon"
NEAR_WEAPON = "U2: a weapon within reach"
INTENT = "U2: plan or means; intent to harm"
THREATENED = "U2: threatened with violence"
RISK = "U3: risk of violence"
SEEN = "U3: lives with violence"

PERSON = r"him|her|them|someone|somebody|my (dad|mum|stepdad|stepmum|brother|sister|ex|boyfriend|girlfriend|teacher|uncle|cousin|mate|friend)|(a|this|that|the) (boy|girl|kid|lad|man|guy|yute|woman|teacher)"

WEAPONS = (
    rule(
        id="violence_to_others.has_stabbed",
        urgency=NOW,
        words="says they have stabbed or shot somebody",
        why=WEAPON,
        patterns=(
            rf"(i|we) (have |have just |just |think i |think i have |think i just |really |actually |accidentally )*(stabbed|shanked|cheffed|knifed) ({PERSON})",
            rf"(my (mate|brother|cousin|boyfriend|friend)|he|she) (has |have |has just |just |might have )+(stabbed|shanked|cheffed|knifed) ({PERSON})",
        ),
        unless=(
            *NOT_REAL,
            r"(with (a|my|the|his) (pencil|pen|fork|compass|ruler|cocktail stick|needle|toothpick|finger|straw|carrot)|in the back|jokes?|pretend\w{0,3}|dream\w{0,3}|dreamt|nightmare|birthday cake|sausage|potato|golf|the shot|jab|epipen|epi pen|injection|tattoo)",
        ),
    ),
    rule(
        id="violence_to_others.weapon_found",
        urgency=VERY_SOON,
        words="a weapon found at home or with a friend",
        why=NEAR_WEAPON,
        patterns=(
            r"(found|finding|find|seen|saw|noticed) (a |an |the |his |her |some |two |this |massive |big |huge |kitchen |real |rambo |zombie )*({blade_or_gun}|knives|guns|machetes|bullets|acid) ~2 (in|under|inside|behind|on top of) (my |his |her |our |the |a )?({sibling}|brothers?|sisters?|mates?|friends?|boyfriends?|cousins?|his|her|dads?|sons?|mums boyfriends?|stepdads?|uncles?|ex)s? ~1 (room|bag|bed|mattress|wardrobe|car|drawer|coat|jacket|rucksack|school bag|pillow|locker|pocket|house)",
            r"({friend}) ~3 (hides|hiding|keeps|keeping|hid|sleeps with|sleeping with|showed me|shows me|showing me|has got|has|keeping) ~1 (a|an|his|her|some|two|the) ~1 ({blade_or_gun}|knives|guns|machetes) ~2 (in|under|at|he|she|behind|hidden) ~2 (bed|pillow|mattress|room|bag|house|wardrobe|drawer|loft|garden|shed|park|bushes|phone|carries|takes)",
            r"(someone|boys?|they|lads?|kids?|olders?|gang|people) ~3 (hid|hides|hiding|buried|bury|stash|stashed|stashing|left|dumped) ~1 (a|an|some|two|their|the|some|big)? ?(knife|knives|blade|blades|machete|machetes|gun|guns|zombies?|weapons?|shanks?) (in|under|behind|near) ~2 (park|bushes|playground|alley|estate|stairwell|bins?|garden|woods|school field|canal|flats)",
            r"(kitchen )?(knife|knives) (is |are |has |have |keeps? |been |going |gone )+(going missing|missing|gone|gone missing|disappeared|vanished) ~~8 (brother|sister|mate|friend|room|bag|school|scared|hid\w{0,3}|angry|fight|he|stab|carry\w{0,3})",
        ),
        unless=(*NOT_REAL, r"(knife block|dishwasher|toy|plastic|bake|baking|cake|cutlery|drawer of (spoons|forks)|lunch ?box|tackle box|antiques?|museum|car boot|treasure|metal detect\w{0,3}|archaeolog\w{0,4}|army|fire ?work|glue gun|water gun|heat gun|nail gun|hair)"),
    ),
    rule(
        id="violence_to_others.asked_to_hide_weapon",
        urgency=VERY_SOON,
        words="asked to keep or carry a weapon for others",
        why=NEAR_WEAPON,
        patterns=(
            r"({they}|boyfriend|boys|lads|ex|cousin|gang|opps) ~4 (asked|asks|asking|told|tells|telling|made|makes|making|wants|wanted|forced|got|paid|gave|begged) (me|us|my (brother|sister|mate|friend)|her|him) ~2 (to )?(hold|hide|keep|carry|stash|look after|mind|take|bring|drop|bury|wash|get rid of|dump|move|store|sneak)? ?(a |an |his |her |their |the |it |some )*(big |massive |zombie )?(knife|knives|blades?|shanks?|machetes?|zombie knife|zombies|guns?|strap|burners?|shotgun|pistol|weapons?|acid)",
            r"(holding|hiding|keeping|carrying|stashing|looking after|minding) (a |an |his |her |their |the |some )*(big |massive )?(knife|knives|blades?|shanks?|machetes?|zombie knife|zombies|guns?|strap|burners?|shotgun|pistol|weapons?|acid) for (him|her|them|someone|my (mate|brother|cousin|boyfriend|ex|friend)|the (olders|gang|boys)|olders|a (guy|mate|man))",
            r"(do not|dont) know what to do with (the|this|his|their) ({blade_or_gun}|weapon|weapons|knives)",
            r"(girls?|they|i) ~2 (hold|carry|carrying|holding|hide|hiding) ~1 (the|their|his) ~1 ({blade_or_gun}|knives|weapons|blades) (because|cos|so) ~4 (search|stop|police|feds|girls)",
        ),
        unless=(*NOT_REAL, r"(cake|dishes|washing up|table|mower|skates?|shav\w{0,3}|kitchen|cook\w{0,3}|food tech|picnic|sports?|rounders|cricket|tennis|baseball|hockey|softball|bat (bag|for)|scissors|scouts?|glue gun|garden|diy|ikea|grandad|tool ?box|nail|picture|acid reflux|painting|cut (the|my) (grass|hedge))"),
    ),
    rule(
        id="violence_to_others.sells_weapons",
        urgency=VERY_SOON,
        words="offers weapons",
        why=NEAR_WEAPON,
        patterns=(
            r"(got|have|selling|sell|sells|flogging|shotting) ~3 (shanks?|rambos?|zombie knives|zombies|machetes?|flick knives|knives|blades|straps?|burners?|guns?|knuckle ?dusters?|pepper spray|tasers?) ~2 (for sale|for (\d{1,3}|£\d{1,3}|a score|twenty|fifty)|hit me up|hmu|dm me|message me|pop up|delivered|who wants|cheap|on snap|snap me|in stock)",
            r"(who|anyone) ~2 (needs?|wants?|after|looking for) (a |to buy a |to buy )?(shanks?|rambo|zombie (knife|knives)|machete|flick knife|blade|strap|burner|knuckle ?dusters?|taser)s?",
            r"({they}|{friend}) (is |are |has been |was )*(selling|sells|sold) ~2 (knives|machetes|blades|shanks|zombie knives|guns|rambos|flick knives|knuckle ?dusters?|tasers?) ~2 (at|in|on|to|round|off|outside|through) ~1 (school|snap|snapchat|telegram|insta|kids|college|year \d{1,2}|estate|people|tiktok|my (school|college|estate|class))",
            r"(bought|buy|ordered|order|buying|get|got) (a |my |his )?(zombie knife|rambo|machete|flick knife|knuckle ?duster|taser|shank|strap) ~2 (off|from|on) ~2 (snap|snapchat|telegram|online|insta|tiktok|a (guy|lad|boy|kid)|someone|mate|website|amazon|wish)",
        ),
        unless=(*NOT_REAL, r"(steak|kitchen shop|ikea|lego|minecraft|vinted|skates?|razor|bread|butter|camera strap|bag strap|watch strap|bra strap|bunsen|pasta|cricket|garden centre|in (rust|cod|csgo|valorant)|skins?|csgo|film prop|cd burner|crime (talk|lesson|assembly|leaflet))"),
    ),
)

IN_DANGER = (
    rule(
        id="violence_to_others.followed",
        urgency=VERY_SOON,
        words="is being followed",
        why=THREATENED,
        patterns=(
            r"(man|men|guy|guys|car|van|bloke|lads?|boys?|group|someone|somebody|they|he|stranger|moped|mopeds|people) (in a \w{3,8} |on a \w{3,8} |from \w{3,8} |i (do not|dont) know )?(is |are |was |were |has been |have been |been |keeps? |kept |just |started |still )*(following|followed|follows|tailing|chasing|chased) (me|us|my (sister|friend|mate|brother)|her)",
            r"(being|been|was|were|am being|getting|got) (followed|chased) ~2 (home|by|down|from|to|off|after|through|round|all the way|on the way)",
            r"(car|van|man|guy|moped|bloke) ~4 (driving|walking|going|crawling) ~2 (slowly|slow|behind|beside|next to|alongside) ~2 (me|us|behind me)",
            r"(think|sure|scared|know) (that )?(someone|somebody|a man|he|they|this (guy|man|car)) (is |are |was |has been |keeps )*(following|watching) me",
        ),
        unless=(*NOT_REAL, r"(dog|cat|puppy|duck|ducks|geese|goose|pigeon|seagull|sheep|cow|cows|wasp|bee|back on (insta|tiktok|snap|twitter)|on (insta|instagram|tiktok|twitter|spotify|twitch|snap|snapchat|vinted|pinterest)|my account|dream|lead|instructions|recipe|moon|tag|it is my (dad|mum|brother)|sat ?nav|google maps|toddler|little (brother|sister) (keeps?|is|follows))"),
    ),
    rule(
        id="violence_to_others.waiting_for_them",
        urgency=VERY_SOON,
        words="people wait to attack them",
        why=THREATENED,
        patterns=(
            r"({they}|gang|group|loads of (boys|girls|lads|them)|opps|bare man|her mates|his mates|ten of them|her (brothers?|cousins?)|his (brothers?|cousins?)) (is |are |was |were |always |all |been |have been |just |still )*(waiting|wait|stood|standing|camped|hanging|lurking|posted up|sat|parked)? ?(outside|at|by|near|around|round|for) ~4 (gates?|school|house|home|bus stop|flat|me|us|station|corner|work|college|estate|door) ~~8 (scared|get me|jump|batter|beat|fight|hit|hurt|not go|can not (leave|go|get)|cant (leave|go)|said|threat\w{0,6}|bang|with (bats|a|knives)|not safe|every day|again|after me)",
            r"(can not|cant|too scared to|scared to|afraid to|not safe to) (leave|go|come|walk|get) (school|home|out|outside|the house|to the bus|past|college|work|house|to school) ~3 (because|cos|as|since|when) ~5 (waiting for me|outside waiting|after me|looking for me|get me|jump me|batter me|beat me|get jumped|kill me|stab me)",
            r"(looking for|after|out for|hunting|searching for|asking for|come round looking for|driving round looking for) (me|my (brother|cousin|mate)|us) ~~8 (knife|knives|bats|machete|stab|beat|jump|batter|kill|hurt|scared|hide|hiding|threat\w{0,6}|fight|revenge|get me|not safe|opps)",
        ),
        unless=(*NOT_REAL, r"(parents evening|surprise|lift|pick me up|collect|autograph|concert|my (mum|dad|nan) (is|to)|kick off|tickets|taxi|uber|netball|tag|hide and seek|bulldog|job|career|manhunt|walk home with|birthday|in the rain|dodge ?ball)"),
    ),
    rule(
        id="violence_to_others.stalked",
        urgency=VERY_SOON,
        words="somebody will not leave them alone and turns up",
        why=THREATENED,
        patterns=(
            r"(ex|ex boyfriend|ex girlfriend|boy|guy|man|lad|girl|he|she|bloke|stalker) ~3 (keeps?|kept|always|has been|is|was|started) ~1 (turning up|showing up|waiting|turned up|sitting|sat|parked|stood|standing|hanging around|driving past|coming|outside)( outside)? ~2 (my (house|school|work|street|college|road|bus stop|door|window|training|flat)|everywhere i (go|am)|outside (my|the|our)|wherever i (go|am)|notes|every day at) ~~8 (scared|blocked|will not stop|told (him|her)|leave me alone|creep\w{0,3}|not want|follow\w{0,3}|watch\w{0,3}|broke up|dumped|know how|how (he|she) knows?|even though i|police|every (day|night))",
            r"(made|makes|making|keeps making) ~1 (new|fake|another|loads of|\d{1,3}) (accounts?|numbers?|profiles?) ~3 (to|every time|so|and|after|when) ~3 (message|contact|text|watch|stalk|find|add|threaten) me",
            r"(tracker|airtag|air tag|tracking app|life ?360|find my|spyware|stalkerware) ~4 (on|in|to|without) ~2 (my (phone|bag|car|coat|bike)|me knowing|knowing) ~~10 (ex|he|she|boyfriend|girlfriend|scared|found|man|creep\w{0,1}|how)",
            r"(ex|ex boyfriend|ex girlfriend|stalker) (keeps|kept|is always|will not stop) (turning up|showing up|coming|driving past|waiting|hanging around|parking|sitting) ~2 (my|outside|everywhere|wherever)",
            r"(being|am being|been|getting) stalked|(stalking|stalks|stalked) me|i have (a|got a) stalker",
        ),
        unless=(*NOT_REAL, r"(insta ?stalk\w{0,3}|my (cat|dog|mum|dad|nan)|on (insta|facebook|linkedin) before|lost my (bag|phone|keys)|celery|broccoli|deer|lion|leopard|ice cream van|delivery|postman|milkman|surprise|flowers for|to say sorry and we|in a good way|joke|bus is)"),
    ),
    rule(
        id="violence_to_others.home_attacked",
        urgency=VERY_SOON,
        words="the home was attacked",
        why=THREATENED,
        patterns=(
            r"(put|threw|thrown|throwing|smashed|smashing|put through|bricked|kicked|kicking|shot|shooting|fired|set fire to|poured|petrol|booted|attacked|torched|came through|trying to (get in|break in)|tried to (get in|break in)) ~4 (our|my|the) (front |back |living room |bedroom |kitchen |letter |mums |families |family |nans )*(window|windows|door|house|letterbox|letter box|home|car|flat) ~~10 (because|over|revenge|opps|gang|brother|after|they|scared|again|last night|threat\w{0,6}|in the night|debt|beef|asleep|next time|racist|we are (muslim|black|asian|polish|romany|jewish)|get out)",
            r"(brick|bricks|petrol bomb|firework|fireworks|rock|egg|eggs|bottle|bottles|bullets?) ~3 (through|at) (our|my|the|my nans|my mums) (front |living room |bedroom |letter )*(window|windows|door|letterbox|house|letter box|car)",
            r"(masked|balaclava|balaclavas|hooded|men|lads|gang|boys|loads of people|group) ~5 (came|come|turned up|ran|burst|broke|smashed|kicked) ~3 (to|into|in|through|at) (my|our) (house|home|flat|door|garden|front door|nans) ~~10 (bats?|knife|knives|machetes?|looking for|threat\w{0,6}|scared|brother|weapons?|smashed|hurt|beat|hiding|hid|shout\w{0,3})",
        ),
        unless=(*NOT_REAL, r"(football|cricket ball|tennis ball|frisbee|golf ball|hail|storm|wind|tree|branch|bird|pigeon|by accident|accidentally|trick or treat|halloween|bonfire night display|new year|display|locked (ourselves|myself) out|forgot (my|the) keys?|lost (my|the) keys?|builders?|window cleaner|carol|delivery)"),
    ),
    rule(
        id="violence_to_others.adult_threatens",
        urgency=VERY_SOON,
        words="a grown-up from outside the home threatens them",
        why=THREATENED,
        patterns=(
            r"(her|his|their|the girls|the boys|bullys|kids|friends|mates|exs|ex boyfriends|someones|somebodys) (mum|dad|parents|auntie|uncle|nan|big brother|older brother|older sister|whole family|family) ~4 (threatened|threatens|threatening|shouted at|screamed at|grabbed|pushed|slapped|hit|punched|chased|cornered|came to (my|our|the)|turned up at|waited for|is going to (hit|batter|get|hurt|beat|slap|come)|wants to (fight|hit|batter)|said (he|she|they) (will|would|is going to)|messaged me|spat at) ~6 (me|us|my|our|outside|at school|on the (bus|street)|in the (street|shop|park)|if|house|door)",
            r"(grown (man|woman|men)|adult|adults|parents?|neighbours?|shop ?keeper|driver|old man|security guard|bouncer) ~3 (threatened|threatens|threatening|grabbed|attacked|pushed|slapped|hit|punched|chased|pinned|spat at) (me|us|my (brother|sister|mate|friend|mates)) ~6 (street|outside|with|because|in|on|shop|park|over|against|road|bus|said|for|and|when)",
            r"(neighbour|neighbours|man next door|woman next door|people next door|downstairs) ~4 (threatened|threatens|threatening|swears at|screams at|attack\w{0,3}|going to (hurt|kill|hit|burn)) ~3 (me|us|my (mum|dad|family|sister|brother)|our)",
        ),
        unless=(*NOT_REAL, r"(at (fifa|chess|football|uno|bowling|tennis|karate)|high five|hit it off|on the guest list|with (kindness|cake|questions)|to (say sorry|thank|the party|tea|dinner)|ground(ing)? (her|him)|grounded|take (her|his) phone|laugh\w{0,3}|water balloon|sued?|detention|noise complaint)"),
    ),
    rule(
        id="violence_to_others.hate_attack",
        urgency=VERY_SOON,
        words="attacked for who they are",
        why=THREATENED,
        patterns=(
            r"(attacked|punched|kicked|hit|beaten|beat|spat|spit|pushed|jumped|slapped|battered|pulled|ripped|threw|thrown|assaulted|knocked|stamped on|chased|egged) ~8 (for being|(because|cos|since|over|for) ~2 (i am|im|we are|he is|she is|they are|of my|my|being|being a|of being|of our|of his|of her)) ~1 (gay|trans|bi|lesbian|queer|black|asian|brown|muslim|jewish|sikh|hindu|polish|romany|gypsy|traveller|disabled|autistic|deaf|blind|chinese|somali|refugee|foreign|race|religion|skin|colour|hijab|turban|wheelchair|sexuality|accent|kippah|goth|nationality)",
            r"(pulled|ripped|yanked|tore|grabbed|pulling|snatched|knocked) ~2 (off )?(my |her |his |our |mums |my mums |my sisters )(hijab|headscarf|scarf|turban|patka|kippah|niqab|hearing aids?|cane|crutches|wheelchair)( off)?",
            r"(spat|spitting|spit|threw|throwing|chucked) ~3 (at|on|in) (me|us|my (face|mum|sister|friend)|her|him) ~8 (racist|homophobic|transphobic|paki|terrorist|muslim|gay|black|asian|hijab|jew|polish|go back|faggot|dyke|tranny|country)",
            r"(racist|homophobic|transphobic|islamophobic|antisemitic|anti semitic|racial|hate) (attack|assault|attacks|crime)",
        ),
        unless=(*NOT_REAL, r"(lesson|assembly|essay|history|documentary|news|article|leaflet|politician|speech|march|protest|training|charity|windrush|rosa parks|tag rugby|football kit|washing|drawer|by the wind|on the (door|hook|fence)|baby|toddler|cousin ripped|dog)"),
    ),
    rule(
        id="violence_to_others.robbed",
        urgency=SOON,
        words="robbed or made to hand things over",
        why=THREATENED.replace("U2", "U3"),
        patterns=(
            r"(made|make|makes|making|forced|forces|told) (me|him|her|us|my (brother|mate|friend|sister)) (to )?(hand over|give (them|him|her|over|up)|empty my|empty (his|her|our)|take off my|unlock my|transfer) ~4 (phone|money|coat|jacket|trainers|airpods|wallet|bike|watch|chain|shoes|cash|pockets|bag|card|scooter|ring|cap|tracksuit)",
            r"(took|taken|take|takes|snatched|nicked|stole|stolen|taxed|rinsed|teefed|teef) ~2 (my|his|her|our) ~1 (phone|money|coat|jacket|trainers|airpods|wallet|bike|watch|chain|shoes|cash|bag|scooter|moped) ~2 (off me|off him|off her|from me|out (of )?my (hand|hands|pocket))",
            r"(got|been|was|were|get|getting|just got|just been) (robbed|mugged|taxed|rolled|jacked|rinsed) (for my|of my|at|on|in (the|a) (park|street|alley|town|road|underpass)|by|outside|walking|on my way|today|yesterday|again|last night|after|off)",
            r"(run|running|walked|walking) my (pockets|p)|ran my pockets",
            r"(have|has|having) to (pay|give) (them|him|her|the (boys|olders|lads)) ~4 (to (walk|get|go|come|leave|pass|be safe|sit)|or (they|he|she) (will|hit|beat|batter)|every (day|week)|not to (hit|hurt|beat|get))",
        ),
        unless=(*NOT_REAL, r"(teacher|mum|dad|nan|school|confiscat\w{1,3}|bouncer|referee|shift|manager|bus (driver|fare)|bowling|entry|cinema|swimming|dinner money|wages|rent|tax ?man|monopoly|the (match|final|game)|of (the win|a goal|a medal|first place)|goal was|var|cat|dog|baby|raffle|taxed (on|for|at) (my|work|20)|club fees?|trip|deposit)"),
        after_all=None,
    ),
    rule(
        id="violence_to_others.made_to_fight",
        urgency=VERY_SOON,
        words="made to fight or to attack somebody",
        why=INTENT,
        patterns=(
            r"({they}|olders?|gang|brother|cousin|dad|stepdad|boyfriend|group|mates|friends) ~3 (making|make|makes|made|forcing|forces|forced|told|tells|telling|want|wants|pressuring|trying to get|dared|testing) (me|us|him|her|my (brother|mate|friend|cousin)) (to |into )?(fight|fighting|stab|beat up|batter|jump|attack|hurt|rob|shank|shoot|prove myself|do a (stabbing|robbery|ride ?out)|earn my stripes|catch a body|slap|beat) ~4 (each other|him|her|them|someone|somebody|a (boy|kid|girl)|other (boys|kids|girls)|people|or|for|another|to|my|so|this)",
            r"(have|has|got|need|had) to (fight|stab|beat up|beat|batter|jump|attack|hurt|rob|shank) (someone|somebody|him|her|a (boy|kid|girl)|another|this|one of|people) ~3 (to (get in|join|be in|prove|clear|earn|show)|or (they|he|i|my)|for (the gang|initiation|my)|before they|so they)",
            r"(fight club|scrap club|bare knuckle) ~6 (school|park|bet|betting|film\w{0,3}|olders|make|made|paid|have to|money|forced|after|toilets|estate)",
            r"(initiation|initiate|prove myself|prove (he|she) is) ~6 (stab|beat|rob|fight|hurt|jumped|kick\w{0,2} in|attack|shank|knife)",
        ),
        unless=(*NOT_REAL, r"(boxing|mma|judo|karate|taekwondo|sparring|kickboxing|pillow|snowball|for my rights|climate|crime|the (urge|tears|cold|infection|council)|homework|brad pitt|tyler|fire ?fight\w{0,3}|scholarship|hazing lesson|assembly|(my|this) (flu|cold|cancer))"),
    ),
)

SEEN_OR_DONE = (
    rule(
        id="violence_to_others.saw_violence",
        urgency=SOON,
        words="saw serious violence and it stays with them",
        why=SEEN,
        patterns=(
            r"(saw|seen|watched|witnessed|watching|seeing|see) ~3 (boy|man|girl|someone|somebody|friend|mate|brother|cousin|lad|kid|him|her|guy|people|dad|teacher) ~2 (get|getting|got|being|be|been) ~1 (stabbed|shot|slashed|beaten|beat up|jumped|killed|run over|kicked in|stamped on|battered|attacked|macheted|bottled|acid)",
            r"(was there|standing there|stood there|right next to (him|her)|in front of me|held (him|her)|held his|pressed on|with (him|her)) ~6 (when|while|as|after|where) ~4 (stabbed|shot|slashed|killed|bleeding out|attacked|macheted)",
            r"(keep|keeps|can not stop|cant stop|still) ~2 (seeing|see|hearing|hear|picturing|replaying|dreaming|dream|dreams about|nightmares about|thinking about|flashbacks of|flashbacks to|replays) ~3 (the blood|his face|her face|the (stabbing|shooting|attack|fight|knife|scream\w{0,3}|body)|him (fall|bleed\w{0,3}|die|on the floor)|her (fall|bleed\w{0,3}|die|on the floor)|it happen|stabbed|blood|(him|her) get)",
            r"(stabbing|shooting|murder|machete attack) ~3 (on|in|near|outside|at|down|round) (my|our) (road|street|estate|school|block|college|way|house|bus|ends|flats?) ~~8 (scared|can not|sleep|saw|seen|heard|not safe|friend|knew|know|again|blood|nightmare\w{0,1}|panic|worried|shaking)",
        ),
        unless=(*NOT_REAL, r"(tv|telly|youtube|film|documentary|eastenders|corrie|on (netflix|tiktok|the news)|match|ufc|boxing|wwe|wrestl\w{1,4}|jab|vaccine|flu|penalty|quiz|chess|tennis|goal|by (arsenal|spurs|city|united|chelsea|liverpool)|deer|pheasant|fox|hedgehog|squirrel|pigeon|cctv lesson|my team|paintball\w{0,3})"),
        after_all=None,
    ),
    rule(
        id="violence_to_others.lost_to_violence",
        urgency=SOON,
        words="somebody close was killed",
        why=SEEN,
        patterns=(
            r"(my |our )(best |close |little |big |older )?(friend|mate|brother|cousin|bestie|boyfriend|girlfriend|sister|dad|uncle|nephew) (was |got |has been |had been |were |is )*(murdered|stabbed to death|shot dead|killed (by|in a stabbing|over|with a|last|on the road)|stabbed and (died|killed|did not make it))",
            r"(lost|losing|buried|burying) (my |a |our )?(best |close |little |big )?(friend|mate|brother|cousin|bestie|boyfriend|girlfriend|sister|dad|uncle) (to|because of) (knife crime|a stabbing|a shooting|gun crime|the streets|gang violence|violence|a knife|the roads|murder)",
            r"(friend|mate|brother|cousin|boy|lad|dad) ~3 (died|dead|killed|passed) ~3 (stabbing|stabbed|shooting|shot|knife|attack|murder\w{0,2}|machete)",
            r"(murder|stabbing) (trial|case|court) ~8 (my|friend|brother|witness|evidence|give|scared|family|killed|him)",
        ),
        unless=(*NOT_REAL, r"(tv|telly|on (netflix|youtube)|podcast|true crime|serial killer|author|rapper|tupac|biggie|president|king|historical|battle|war|ww1|ww2|politician|celebrity|influencer|mock trial|law (class|a level)|sharks?|dinosaur|the (hamster|dog|cat))"),
        after_all=None,
    ),
    rule(
        id="violence_to_others.attack_filmed",
        urgency=SOON,
        words="an attack on somebody was filmed or shared",
        why=RISK,
        patterns=(
            r"(film|filmed|filming|films|record|recorded|recording|videoed|videoing) (it |me |us |him |her |them |my \w{3,8} |everything |the whole thing |while |when |as )*(getting |being |get |they |she |he |i was |was |were )*(beaten|beat|battered|hit|punched|kicked|jumped|attacked|slapped|banged|fight\w{0,3}|stamped on|strangled|pushed over|happy slapped|kicking|hitting|punching|beating)",
            r"(video|clip|vid|videos|clips|footage) of (me|my (brother|sister|friend|mate)|him|her|us|them|the) ~2 (getting|being|get|fight) ~1 (beaten|beat|battered|hit|punched|kicked|jumped|attacked|slapped|banged|stamped|knocked|fight)? ~4 (is|on|went|going|all over|everywhere|snap|tiktok|group|school|viral|sent|posted|online|shared)",
            r"(fight|fights|beating|beef) (page|pages|account|accounts|video|videos|vids) ~8 (me|my|school|posted|insta|snap|tiktok|everyone|sent|of|on|year)",
            r"(got|was|been) (beaten|beat|battered|hit|punched|kicked|jumped|attacked|slapped|banged) ~6 (and|while|then) (they|everyone|people|someone|all|his mates|her mates|the others) ~2 (filmed|filming|videoed|recorded|recording|posted|put it)",
        ),
        unless=(*NOT_REAL, r"(boxing (match|bout)|karate|judo|mma|pillow|snowball|water fight|food fight|dance|drum|drums|penalty|ball|goal|record (player|label|deal|store)|vinyl|world record|personal best|at (fifa|chess|tennis)|(two|my|the) (cats|dogs|kittens|puppies|hamsters|seagulls))"),
        after_all=None,
    ),
    rule(
        id="violence_to_others.hurts_at_home",
        urgency=SOON,
        words="hurts somebody in their own family",
        why=RISK,
        patterns=(
            r"(i|i have|have|i just|i keep|keep|i always) (just |really |actually |properly |always |never meant to but i )*(hit|hitting|punched|punching|kicked|kicking|slapped|slapping|pushed|pushing|strangled|bit|threw (something|a \w{3,8}|things) at|smashed|attacked|attacking|hurt|hurting|headbutted|grabbed|shoved) (my |the )(little |big |older |younger |baby |twin |disabled )?(mum|dad|nan|sister|brother|stepmum|stepdad|grandad|foster (mum|dad|carer)|carer|baby) ~~10 (hate (myself|it)|scared|can not (stop|control)|cant (stop|control)|control|angry|anger|again|bad person|monster|regret|sorry|guilty|crying|bruis\w{1,3}|bleed\w{0,3}|police|not mean|lost (it|my temper)|snap\w{0,3}|every)",
            r"(mum|dad|nan|sister|brother|family|they) (is |are |says |said |was )*(scared|afraid|frightened|terrified) of me( ~6 (because|when|angry|hit|cos|hurt|and))?",
            r"(i|my anger|when i get angry i|when i am angry i) ~3 (smash|smashed|smashing|punch|punched|wreck|wrecked|trash|trashed|break|broke) ~2 (up )?(the )?(house|my room|doors?|walls?|tv|windows?|everything|furniture|mums things|stuff) ~6 (and|hit|mum|scared|sister|police|brother|control|hurt|every|again|when)",
            r"(police|social services|school) ~5 (because|after|when|cos) i (hit|attacked|punched|hurt|pushed|went for|kicked|threatened) (my )?(mum|dad|nan|sister|brother|stepdad|stepmum|carer|grandad)",
        ),
        unless=(*NOT_REAL, r"(at (football|tennis|chess|pool|fifa|netball|bowling|ping pong|cards|uno)|by (accident|mistake)|accidentally|on the swing|feelings|pillow|snowball|water|with the door|with a (ball|frisbee)|high five|record|the (pinata|target|button)|play ?fight\w{0,3}|tickl\w{0,3}|my (toe|elbow|head|knee|funny bone))"),
    ),
    rule(
        id="violence_to_others.hurts_partner",
        urgency=SOON,
        words="hurts or frightens a boyfriend or girlfriend",
        why=RISK,
        patterns=(
            r"(i|have|just|i have|keep) (just |really |actually |never meant to but i |accidentally |nearly |might have )*(hit|hitting|punched|slapped|slapping|pushed|pushing|strangled|choked|grabbed|shoved|kicked|hurt|hurting|pinned|dragged|threw|headbutted) (my |the )?(girlfriend|boyfriend|partner|ex|missus|misses|gyal|fiance)",
            r"(i|i have to|have to|i always|i make|i) ~1 (check|checking|track|tracking|go through|look through|went through) (my )?(girlfriends|boyfriends|girlfriend|boyfriend|partners|her|his) (phone|location|messages|snap|snapchat|dms|insta) ~8 (or|angry|argue|kick off|mad|because she|because he|every|all the time|do not trust|let (her|him)|allowed|hit|shout\w{0,3}|control\w{0,5}|jealous)",
            r"(girlfriend|boyfriend|partner|she|he) (is|was|gets|says she is|says he is|flinches?|said she is|said he is) ?(scared|afraid|frightened|terrified)? ?(of me|when i (shout|get angry|raise|kick off|move|lose))",
            r"(will|would|going to|gonna) not let (her|him|my (girlfriend|boyfriend)) (leave|go out|talk|see|wear|break up|have) ~8 (me|boys|girls|mates|friends|or|because|angry|hit|without|hurt|that)",
        ),
        unless=(*NOT_REAL, r"(at (football|tennis|chess|pool|fifa|netball|bowling|uno)|hit (my |the )?ex up|on the swing|(a |the )?(wheelchair|trolley|pram|bike)|feelings|with (a|the) (pillow|snowball|ball|frisbee|door)|by (accident|mistake)|pay|carry|a party|surprise|a coffee|a coat|his head on|her head on|seat|hand|hug|pie|flour|in the pool|into the pool|confetti)"),
    ),
    rule(
        id="violence_to_others.sets_fires",
        urgency=SOON,
        words="sets fires",
        why=RISK,
        patterns=(
            r"({who}|keep|keeps|been|like|love|started|stop|mates|boys) ~3 (setting|sets|set|lighting|lights|lit|starting|starts|started|burning|burns|burnt|torching) (fires?|fire to|bins?|things on fire|stuff on fire|the bins?|wheelie bins?|a bin|sheds?|cars|bus stops?|things|toilet roll|the (shed|school|park|field|hedge|woods|curtains|sofa|carpet)) ~6 (on purpose|for fun|when i am angry|feel|calm\w{0,2}|buzz|bored|can not stop|cant stop|behind|again|park|school|alley|watch|secret|secretly|in my room|because|woods|and run|estate|caught|police)",
            r"(love|like|liked|obsessed with|buzz (from|off)|feel better|calm|calms me) ~3 (watching|seeing|setting|starting|lighting) ~2 (things|stuff|it|fires?|bins?|stuff on fire|things on fire|buildings?) ~1 (burn|burning|on fire|fires|go up)",
            r"(want|wants|urge|urges|thinking about|think about|going|planning|thought about|feel like) ~2 (burn|burning|set fire to|setting fire to|torch|torching|light up) (down )?(the |my |our |his |her |their )(school|house|home|shed|car|class|classroom|church|mosque|shop|building|care home|unit|bedroom|college)( down)?",
            r"(brother|sister|friend|mate|cousin|he|she) ~3 (keeps?|kept|is|caught|obsessed|playing) ~1 (playing|lighting|setting|starting|messing|with) ~2 (fires?|lighters?|matches|fire) ~6 (room|bed|house|scared|burn\w{0,2}|dangerous|curtains|carpet|night|school|stop|again|hiding|park|woods|bins?)",
        ),
        unless=(*NOT_REAL, r"(camp ?fire|bonfire|bbq|barbecue|candles?|candle|incense|log|wood ?burner|scouts|duke of|dofe|marshmallows|guy fawkes|fireworks? (night|display)|football matches|cricket matches|matches (on|every|this|at|with)|bunsen|cd|cds|calories|toast|kiln|forest school|hearth|fire ?place|stove|reading|kitchen fire|birthday|sims)"),
    ),
    rule(
        id="violence_to_others.revenge_planned",
        urgency=VERY_SOON,
        words="revenge is being planned",
        why=INTENT,
        patterns=(
            r"(we are|they are|my (brother|cousin|mates?|boys) (is|are)|i am|he is|we|the (boys|mandem) are|olders are) ~2 (going to|planning to|about to|riding out|going|gonna|want to|will) ~3 (get (them|him|her) back|ride out|retaliate|get revenge|make (them|him|her|that boy|that girl) pay|back it|slide|do a ride ?out|do something back|catch (him|her|them) (slipping|lacking)|run up on (him|her|them)|spin (the|their|his) (block|ends)|pull up on (him|her|them)|send for (him|her|them))",
            r"(get|getting|got|want|wants|planning|plotting|need|take|taking) ~1 (revenge|payback|get back at|my own back|even with) ~2 (on|for|at|with)? ?~2 (him|her|them|the (boys?|people|gang)|who|what (he|she|they)|those|my (brother|mate|cousin|friend)) ~~10 (stab|hurt|fight|knife|beat|kill|suffer|bleed|batter|jump|blood|weapon|pay|shank|hospital|smash)",
            r"(for what (he|she|they) did to (me|my \w{3,9}|us|him|her)) ~8 (pay|dead|suffer|hurt|kill|stab|batter|get (him|her|them)|end (him|her|them)|regret|bleed|done)",
            r"(my (brothers?|cousins?|dad|mates?|boyfriend|uncles?)|the (olders|boys|mandem)) (is|are|wants?|said (he|they) (will|is|are)|going) ~3 (going to )?(kill|stab|get|batter|beat|hurt|find|sort out|deal with) ((him|her|them|the (boy|boys|person|lads?)) ~2 (who|that|for what|because|for (doing|touching|hitting|hurting)|tonight|when|after what)|whoever ~1 (did|done|hurt|hit|stabbed|touched))",
        ),
        unless=(*NOT_REAL, r"(at (football|tennis|chess|pool|fifa|netball|uno|bowling)|(cup|league|season|derby|match|rematch|quiz|prank|water balloon|snowball|pillow|tickle)|avengers|star wars|fence|slide (at|in|down|on|tackle)|water ?slide|park slide|bikes?|get (them|him|her) back (home|to|in|from|for (the|my) (prank|water))|a present|birthday|ice cream|nerf|library|money|ride out on|horses?|pony)"),
    ),
    rule(
        id="violence_to_others.rallies_attackers",
        urgency=VERY_SOON,
        words="calls others together to attack somebody",
        why=INTENT,
        patterns=(
            r"(who|whos|who is|everyone|everybody|anyone|all of you|lads|boys|girls|mandem) ~2 (on it|coming|up for it|down|link up|linking|meet|meeting|come|riding|in|ready|about) ~5 (jump|jumping|batter|bang|bang out|beat up|beat|rush|fight|get|smash|stab|kick in|do in|shank) (him|her|them|that (boy|girl|kid|prick|freak)|this (boy|girl|kid|freak|prick)|his head|her head)",
            r"(everyone|everybody|all of us|all|lets|let us|we should|we all|boys|girls) ~3 (jump|batter|bang out|beat up|rush|smash|kick in|stamp on|do in) (him|her|them|that (boy|girl|kid|prick|freak)|this (boy|girl|kid|freak|prick)|his head|her head) ~3 (after school|tomorrow|at|when|on|behind|by|outside|tonight|in|together|monday|friday|later)",
            r"(bring|bringing|come with|grab) (your |ur |the |some |all your |a )?(knives|blades|bats|weapons|hammers|poles|bottles|shanks|balaclavas?|ballys|straps) ~6 (him|her|them|meet|after|park|school|tonight|tomorrow|link|ends|get|fight|at|outside)",
            r"(anyone|who|does anyone) know where (he|she|they|that (boy|girl|kid|prick)|this (boy|girl|kid)) (lives?|is|goes|hangs out|works?|trains?|be at) ~6 (get (him|her|them)|jump|batter|beat|bang|stab|pay (him|her|them) a visit|fight|dead|run up|finish)",
            r"(£\d{1,3}|\d{1,3} quid|money|cash|a tenner|reward|pay) ~4 (to|for|if) ~2 (who|whoever|anyone|anybody|you|someone|the person)? ?~3 (knocks?|batters?|bangs?|slaps?|punch\w{0,2}|stabs?|jumps?|beats?|hits?) (him|her|them|out|up|that (boy|girl|kid)|his|this (boy|girl|kid))",
        ),
        unless=(*NOT_REAL, r"(pinata|cricket|baseball|rounders|bowling|water ?bottles?|picnic|trampoline|pool|get (him|her|them) (a|some|something|an|to|home|from|out|back|flowers)|present|surprise|birthday|card|charity|coconut|drum\w{0,3}|hug|beat (them|him|her) (at|in|on sports|on points)|tag|british bulldog|said|says|told|saying|scared|they are going to|high five)"),
    ),
    rule(
        id="violence_to_others.warned_of_attack",
        urgency=VERY_SOON,
        words="warned of an attack that is to come",
        why=INTENT,
        patterns=(
            r"({they}|boy|kid|friend|brother|in (my|our) (year|class|school)) ~4 (told|warned|said|says|telling|warning|saying|messaged|posted|texted) (me |us |everyone |people |my \w{3,9} |that |to )*(do not|not to|dont|better not|should not|stay (off|away|home)) ?(to )?(come|go|be)? ?(in |to |at )?(to )?(school|college|in|the (party|park|assembly|canteen|prom)) ~1 (on |tomorrow|this |next )?~1 (monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|week)?( ~8 (something|bad|happen|big|regret|blood|safe|hurt|trust|gun|knife|bomb|know))",
            r"({they}|boy|kid|friend|brother) ~4 (says|said|keeps? saying|posted|posting|talking|talks|told|joking|jokes|going on) ~4 (shoot\w{0,3}|bomb\w{0,3}|blow\w{0,3}|attack\w{0,3}|massacre|stab\w{0,4}|bring\w{0,3} a (knife|gun)|burn\w{0,3} down) ~2 (up )?(the |our |my |his |at |everyone at |people at |in |to )*(school|college|class|assembly|canteen|teachers?|prom|sixth form|mosque|church|synagogue)",
            r"(posted|post|story|video|snap|tiktok|picture|photo|pic) ~5 (with|of|holding|showing) (a |the |his |her )*({blade_or_gun}|knives|guns) ~8 (school|tomorrow|monday|coming|class|wait|names?|list|you will see|soon|everyone|teacher|captioned|caption)",
            r"(found|saw|seen|read|showed me) ~4 (list|plan|map|notebook|drawings?|manifesto|messages?|group chat) ~5 (kill\w{0,3}|shoot\w{0,3}|bomb\w{0,3}|attack\w{0,3}|stab\w{0,4}|weapons?|hurt\w{0,3}) ~5 (school|people|teachers?|kids|class|everyone|us|girls|names?|college|students)",
        ),
        unless=(*NOT_REAL, r"(photo ?shoot\w{0,3}|shoot (a|the|some) (film|video|photos?)|snow|ill|covid|norovirus|sick bug|strike|inset|heating|burst pipe|closed|shut|revision|study leave|drill|news|documentary|bath bombs?|glitter|heart attack|asthma|panic attack|water bombs?|egg|lesson|assembly (was|on|about)|(food|fancy) poisoning|history|wikipedia|training)"),
    ),
    rule(
        id="violence_to_others.extremist_pull",
        urgency=SOON,
        words="drawn towards people who preach violence",
        why=RISK,
        patterns=(
            r"({they}|{friend}|channel|group|server|guy|man|people|imam|he) ~5 (says?|said|saying|telling|told|teach\w{0,3}|wants?|believes?|thinks?|talks? about|posts? about|going on about|sends? me|sent me|showing me) ~6 (race war|holy war|jihad|martyr\w{0,3}|day of the rope|great replacement|white genocide|accelerationis\w{1,2}|infidels?|kuffar|kafirs?|incel (uprising|rebellion)|beta uprising|die for (the cause|allah|our race|our people)|fight for (our race|the whites|isis|the caliphate))",
            r"(race war|day of the rope|great replacement|white genocide|incel (uprising|rebellion)|beta uprising|islamic state|isis|the caliphate|atomwaffen|terrorgram) ~8 (is coming|we need|join|joining|joined|support|right|true|real|wake up|prepare|ready|train\w{0,3}|fight|hero|heroes|saint|brothers|want to|respect)",
            r"(watch|watching|watched|sends?|sent|shows?|showed|share|sharing|addicted to|can not stop watching|cant stop watching) ~3 (beheadings?|execution videos?|behead\w{0,3} videos?|terrorist videos?|isis videos?|massacre videos?|shooting videos?|mass shooters?|gore|killing videos?|christchurch video|manifestos?)( ~6 (and|discord|telegram|server|every|group|feel|numb|all|on|he|brother|likes?))?",
            r"(going|go|travel|want|wants|plan\w{0,4}) ~2 (to )?((join|fight (for|with)|die for) (isis|islamic state|the cause|the brothers|al ?qaeda|the (movement|nazis|far right|jihad|caliphate)|national action|patriotic front|our race|my race)|be a martyr|become a martyr|martyr (myself|himself))",
            r"(saint|hero|respect|based|idol|legend|right|inspir\w{1,4}) ~4 (breivik|tarrant|elliot rodger|columbine shooters?|dylann roof|school shooters?|plymouth shooter|manchester bomber|mass shooters?)|(breivik|tarrant|elliot rodger|dylann roof|school shooters?|mass shooters?) ~3 (was|is|are|were) ~1 (saint|hero|right|based|legend|king|god|heroes|inspiring|misunderstood)",
        ),
        unless=(*NOT_REAL, r"(essay|history|rs|re lesson|lesson|documentary|news|prevent (lesson|training|assembly)|assembly|politics|sociology|article|survived|survivor|refugee|fled|family (fled|escaped)|victims?|memorial|egypt\w{0,3}|goddess|downton|archer|(bee|ant|snake) (war|gore)|al gore|gore ?tex|join the (army|navy|club|team|gym|choir)|star wars|crusades|gcse)"),
    ),
)

RULES = WEAPONS + IN_DANGER + SEEN_OR_DONE
