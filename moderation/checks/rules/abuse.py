"""Being hurt by somebody who should care: at home, by a partner, by an adult in trust. A joke near it changes nothing."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="abuse", plain=True)
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

HURT_NOW = "U1: being hurt or held"
WEAPON = "U1: weapon"
TODAY = "U2: abuse today"
SEXUAL = "U2: sexual harm"
PAST = "U3: past abuse"
NEGLECT = "U3: neglect"

# Being hit without harm meant: games, sport, accidents, being beaten at something.
NOT_HITTING = (
    r"(beat|beats|beating|beaten|batters?|battered|smacked|destroyed|thrashed) (me|us|him|her) (at|in|on|to|by|again at)",
    r"(fifa|fortnite|mario kart|minecraft|cod|smash|chess|monopoly|uno|ping pong|tennis|pool|pillow|snowballs?|nerf|water (fight|balloon|gun)|dodgeball|in football|the ball|ball hit|"
    r"by (accident|mistake)|accidentally|playing|play fight\w{0,3}|sparring|karate|boxing|judo|in the (film|show|book|play|game|episode)|emmerdale|eastenders|coronation street|corrie|hollyoaks)",
)

RULES = (
    rule(
        id="abuse.hurt_now",
        urgency=NOW,
        words="being hurt now",
        why=HURT_NOW,
        patterns=(
            r"({harmer}) (is|are) ~1 (raping|molesting|touching|assaulting|abusing) (me|her|us|my (sister|brother|mum|friend))",
            r"(can hear|hearing|listening to) ~3 (hitting|beating|hurting|strangling|smashing|punching|kicking) (her|him|them|mum|my mum|my (sister|brother)|things|the (house|door)|everything)",
            r"(hands?) (round|around|on) my (neck|throat) ~~8 (coming back|back|again|now|downstairs|outside|breathe)",
            r"({harmer}) (is|are|keeps?|started|has started) ~1 (hitting|beating|punching|kicking|strangling|choking|attacking|hurting|battering|slapping|whipping|throwing things at|dragging|stabbing|suffocating|drowning) (her|me|us|(my |our )?(mum|sister|brother|little brother|baby|siblings|little sister|nan))( up)? ?(again )?(now|right now|downstairs|next door|in the (kitchen|next room|other room|room)|as we speak|help|please|i can hear|and i can hear|and i am|and i do not|and wont stop|and will not stop|again)?",
            r"({harmer}) (is |are |keeps |trying to |is trying to |are trying to )*(kick(ing)?|smash(ing)?|break(ing)?|bang(ing)?|get(ting)?) (in |down |on |into |through )?(my|the|our) (bedroom |bathroom |front |toilet )?(door|room) ?(down|in)? ~~10 (scared|kill|hurt|help|hide|hiding|shouting|screaming|drunk|angry|mad|get me|hit)",
            r"(hiding|hid|locked myself|barricaded myself|locked ourselves|hidden) (in|under|behind|inside) ~3 (bathroom|toilet|room|wardrobe|cupboard|bed|shed|garden|closet|bedroom|attic) ~~10 ({parent}|he|she|they|boyfriend|screaming|shouting|hit|hurt|kill|drunk|smashing)",
            r"({harmer}) (has |have |got |has got )?(his |her |their )?hands? (is |are )?(round|around|on) (my|her|mums|my mums|my sisters) (neck|throat)",
            r"(scared|think|know|terrified|said|says|sure) ~4 (going to|will|gonna) (kill|hurt|hit|beat|batter|attack|rape|touch|strangle) (me|us|my mum|mum|her) (tonight|now|today|when (he|she|they) (gets?|comes?|is) (home|in|back)|right now|again tonight|in a minute|later)",
            r"({harmer}) (will be|is|are) (back|home|coming home|here|coming upstairs|coming up|coming back|on (his|her|their) way|coming up the stairs|coming in) (soon|now|in|any minute|tonight|upstairs|and|drunk|the stairs|up the stairs)? ~~8 (hurt me|hit me|beat me|kill me|do it again|touch me|hurt us|rape me|batter me|going to hurt|get me|do it)",
        ),
        unless=(*NOT_HITTING, r"(hide and seek|seek|surprise party|revising|thunder|fireworks|spider|wasp|hoovering|delivery|postman|to do (my )?homework|from (the )?(dog|thunder|homework|chores))"),
        after_all=SOON,
    ),
    rule(
        id="abuse.held",
        urgency=NOW,
        words="held against their will",
        why=HURT_NOW,
        patterns=(
            r"({they}|{harmer}) ~2 (locked|locking|trapped|shut|chained|tied) (me|us|her) (in|up|inside|to|down)( ~5 (room|house|flat|bedroom|bathroom|car|basement|cupboard|cellar|shed|garage|bed|chair|radiator|night|days|get out|hours))",
            r"({they}|{harmer}) ~2 (locked|trapped) (me|us) (in|inside) (and|here|with|so|again|his|her|this|for|because)",
            r"(locked|trapped|stuck|held|kept) (in|inside|at) (a|his|her|their|this|the|some) ~2 (room|flat|house|car|basement|van|bedroom|cellar|hotel|bando|trap house|shed) ~~8 (cant|can not|will not let|with|get out|took|help|leave|against|days|men|man)",
            r"({they}|{harmer}|{trusted}) (will|would|do|does|is|are|did) not (letting|let) (me|us|her) (leave|go home|out of (the|his|this|their) (house|flat|room|car|van|building)|come home|get out of)",
            r"(will|would) not let (me|us) (leave|go home|out of (the|his|this) (room|house|flat|car))( ~6 (took|taken|has|have) my (phone|keys|shoes|clothes|passport))?",
            r"(held|being held|keeping me|kept me|holding me|kept) (here )?(hostage|captive|prisoner|against my will|by force)",
            r"(someone|he|they|a man|they have|he has|men) (has |have )?(kidnapped|abducted|taken|grabbed) (me|her|my (friend|sister|brother|mate))( ~4 (in|into|and|to))?",
            r"(blocking|blocked|standing in front of) the door ~~6 (let me|leave|get out|scared|wont|will not)",
        ),
        unless=(
            r"(party|sleepover|detention|maths|shops?|town|cinema|out on a school night|dye|escape room|prank|toilet lock|football|concert|festival|late|till i (finish|tidy|eat)|until i (finish|tidy|eat|do)|a cold|flu|covid|rain|my (mum|dad|nan|brother|sister|mates|family)|homework|class|lesson|teacher|xbox|the group chat|early from work|shift|hide and seek|the game|queue|lift|in the film)",
            r"taken (her|my sister|my brother|my friend) (to|out|shopping|home|for|on|in)",
        ),
    ),
    rule(
        id="abuse.locked_in",
        urgency=NOW,
        words="locked in and cannot get out",
        why=HURT_NOW,
        patterns=(
            r"(lock(ed|s|ing)?|trapped|shut|shuts|bolted) (me|us|her|him) (in|inside|up)( (my|the|his|her|a|our|this|here|bed)?)?( ~3) ~~8 ({no_way_out})",
            r"(lock(ed|s|ing)?|bolted) (me|us|her|him) (in|inside) (the |a |my |his |their )?(dark )?(cupboard|shed|cellar|garage|basement|wardrobe|boot|attic|loft|coal shed|dog (crate|cage)|cage)",
            r"(am|is|are|been|being|got|stuck) (locked|trapped|shut) (in|inside) ~5 ({no_way_out})",
            r"(locked|bolted|blocked|nailed) (the|my|his|all the|every) (front |back |bedroom )?(door|doors|house|flat|windows?|room) ~~5 (({no_way_out})|from (the )?outside)",
            r"({no_way_out}) ~~4 (he|she|they|dad|mum|stepdad|{harmer}) (has |have )?(locked|bolted|blocked|trapped)",
            r"(have|has|got|holding|keeping) (me|us|her) (locked|trapped|tied|chained|held)( up| in| down)? ~3 (room|house|flat|car|van|garage|basement|bed|chair|radiator|here)",
            r"(am|is|been|being|are) (tied|chained|handcuffed) (up )?(in|to|inside) (a|the|my|his|this) ~1 (chair|bed|radiator|garage|room|basement|shed|house|flat|van|car|pipe|pole)",
            r"({harmer}|{they}) (will|would) not let (me|us|her) (out (the|this|his|of|here)|go out (of|the)|out|leave) ?(house|flat|room|car|this (house|flat|room)|the (house|flat|room)){end}",
            r"(took|takes|has|taken|hid|hides|hidden|got) (my|our|the|all my) ~1 (keys?|shoes|clothes|passport) ~~5 (can not|cant|will not let me|not let me) (leave|go|get out|out|escape)",
        ),
        unless=(
            r"(escape room|hide and seek|prank|for a (laugh|joke|dare)|as a joke|toilets? lock|xbox|account|the game|minecraft|roblox|level|sardines|once when|film|book|train|lift broke|bathroom at (school|nans)|group chat|grounded|detention|teacher|to (the )?(party|sleepover|town|cinema|shops?))",
        ),
        after_all=SOON,
    ),
    rule(
        id="abuse.locked_in_at_home",
        urgency=VERY_SOON,
        words="locked in by somebody",
        why="U2: may be held; somebody asks at once",
        patterns=(
            r"({home_adult}|{harmer}|{they}) ~2 (lock(ed|s|ing)?|trapped|shuts?|bolt(s|ed)?) (me|us|her) (in|inside)$",
            r"({home_adult}|{harmer}|{they}) ~2 (lock(ed|s|ing)?|trapped|shuts?|bolt(s|ed)?) (me|us|her|my (brother|sister)|him) in (my|the|his|her|our|a|their) ~1 (room|bedroom|house|flat|bathroom|garage|box room|kitchen|conservatory|car|van|toilet)",
            r"({home_adult}|{harmer}|{they}) ~2 (lock(ed|s|ing)?|bolts?) (me|us) in (at night|every (night|day)|again|all (day|night|weekend)|tonight|when|and|so|because|here|for|after|while|since|until|till|with (him|her|them))",
            r"({home_adult}|{harmer}) ~2 (locks?|locked|bolts?|bolted) (my|our|the|her) (bedroom |room )?door (from|on) the outside",
            r"(locked|trapped|shut) (me|us) in( here| again| tonight| please help)*( [.])?\Z",
            r"^(i am |am |we are )?(locked|trapped) in (my|his|her|this|their|the) (room|bedroom|house|flat|garage|basement|van|car)( please ~1| help| again)*( [.])?\Z",
        ),
        unless=(
            r"(escape room|hide and seek|prank|for a (laugh|joke|dare)|as a joke|toilets? lock|xbox|account|game|minecraft|roblox|sardines|car park|hug|by (accident|mistake)|accidentally|detention|teacher|head ?lock|lock in (at|bro)|season|gym|study|revis\w{1,3}|left (me )?the key|zorb|the studio|seat ?belt|for a laugh|deal|offer|contract|price)",
        ),
        after_all=SOON,
    ),
    rule(
        id="abuse.weapon_at_home",
        urgency=NOW,
        words="somebody has a weapon",
        why=WEAPON,
        patterns=(
            r"({harmer}) ~2 (has|have|got|holding|is holding|waving|pulled|picked up|grabbed|with|swinging|coming at me with|threatening (me|us|mum|my mum) with|came at (me|us|mum) with|held) ~2 (a|the|his|her) ~1 ({blade_or_gun}) ~~10 (me|us|mum|my|kill|stab|hurt|scared|shouting|screaming|help|throat|now)",
        ),
        unless=(
            *NOT_HITTING,
            r"(cooking|chopping|cut the|cutting the|cake|chef|collection|kitchen drawer|butter|fishing|wood|garden|shed|diy|shelf|nails?|museum|history|fortnite|gta|cosplay|costume|prop|display|replica|drawer|tool ?box|hammer and nails|picture|fence|steak|pumpkins?|turkey|nerf|water gun|paintball|airsoft|lawn|firewood|pizza|peel|bread)",
        ),
    ),
    rule(
        id="abuse.hit_at_home",
        urgency=VERY_SOON,
        words="hit or hurt by an adult at home",
        why=TODAY,
        patterns=(
            r"(had|puts?|put|got|wraps?|wrapped|squeezed|grabs?|grabbed|has) (me by )?(his |her |their |the )?(hands? )?(round|around|on|by)? ?(my |the )(neck|throat)",
            r"({home_adult}|he|she) ~3 (throws?|threw|chucks?|chucked|lobs?|hurls?|smash(es|ed)?) ~3 (at|over) (me|us|my (head|face|mum)|mum)",
            r"(shakes?|shook|shaking|hits?|hurts?|slaps?|kicks?|burn[ts]?|burns) (the|my|her) (baby|toddler|baby (brother|sister)|little (brother|sister))",
            r"(makes?|made|making) (me|us) (stand|sit|sleep|stay|kneel|eat) ~3 (outside|in the (garage|shed|cold|garden|cupboard|dark)|on the floor|for hours|all night|off the floor)",
            r"({home_adult}) ~3 ({hit}) (me|us|my (head|face|arm|back|leg|hair))",
            r"({home_adult}) ~2 (whacked|whacks|clouted|clouts|belted|twatted|decked|bashed|thumped|thumps|caned|leathered|thrashed|spanked|floored|scalded) (me|us)",
            r"({home_adult}) ~2 (hit|grabbed|dragged|pulled|burnt|burned|locked|pinned|broke|bruised|smashed|twisted|threw) (me|my) (arm|by|head|face|hair|neck|throat|wrist|down|against|into|across|on|with|up|round|hand|hands|phone at|finger)",
            r"(get|got|getting|been|being|was|am) (hit|beaten|beat up|battered|slapped|punched|belted|whipped|leathered|strangled|hurt|smacked|kicked) (by|off|from|at home|with a) ~1 ({home_adult}|home|belt|stick|slipper|wire|shoe|spoon|hanger|chappal|cable)",
            r"({home_adult}|he|she) ~3 (lays? (his|her) hands on me|put (his|her) hands on me|raised (his|her) hand|laid a (hand|finger) on me|uses? (his|a|the) belt|takes? (his|the) belt|burn(s|ed|t)? me|puts? cigarettes out on me|hits? me (with|when|if|because|every|for|again|so|and|a lot|all|until|till|round|in the face))",
            r"(he|she) (always |just |literally |sometimes |often |also |still |usually )*(hits?|beats?|slaps?|punch(es|ed)|kick(s|ed)|choke[sd]|strangle[sd]|pushe[sd]|smack(s|ed)|batters?|battered) (me|us)( up)? (when|if|because|every|for|again|so hard|at home|last night|today|tonight|yesterday|this morning|earlier|round|in the|sometimes|a lot|and)",
            r"(bruises?|marks?|black eye|lump|cut lip|broken|burns?|handprint|fingerprints) ~4 (from|where|because|after|off) ~1 ({home_adult}|he|she|the belt|what he did)",
            r"(scared|afraid|terrified|frightened) (he|she|my dad|dad|mum|my mum|stepdad|my stepdad|they) (is going to|will|might|gonna) (hit|hurt|beat|batter|kill) (me|us|my mum|mum|her)( again)?",
            r"({home_adult}) ~2 (has |have |had )?(strangled|choked|suffocated|drowned|held me under|held my head|tried to kill|tried to strangle|tried to choke|stabbed|thrown me|pushed me down) ?(me)?",
        ),
        unless=(r"(necklace|scarf on|stethoscope|tie on|tag|snowballs?|paper planes?|compliments|balls?|the toys?|rice|confetti|guitar)", 
            *NOT_HITTING,
            r"(lightning|text me|up with|(me|it) (up )?for (breakfast|school|a lift)|with the news|with some|for a lift|grounded me|up with a bill|with a bill|high five|it hit me|hits me up|hit me up|pushes me to|pushed me to|pushes me (on the|hard to|academically)|pushed me (on the|academically)|kicked me under the table|kicked me off the|kicks me off|"
            r"hurt me (brushing|when (she|he) (brush|plait|took))|my feelings|snor\w{0,5}|tickl\w{0,5})",
        ),
    ),
    rule(
        id="abuse.partner_hurts",
        urgency=VERY_SOON,
        words="hurt by a partner",
        why=TODAY,
        patterns=(
            r"(my )?(boyfriend|girlfriend|ex|partner|fiance) ~3 ({hit}) (me|my (face|head|arm|wrist))",
            r"(my )?(boyfriend|girlfriend|ex|partner) ~3 (grabbed|grabs|pinned|pins|strangled|strangles|threw|throws|spat|spits|shoved|locked|burnt|dragged) (me|my|at me|on me)",
            r"(my )?(boyfriend|girlfriend|ex|partner|he|she) ~2 (controls?|tracks?|checks?|monitors?) (my|where|who|what|everything) ~3 (phone|messages|i am|i go|i talk|i wear|location|every|i do|i eat) ~~8 (scared|angry|hits|hurts|kick off|goes mad|allowed|permission|leave|kill)",
            r"(scared|afraid|terrified) (of|to (leave|break up with|dump|say no to)) (my )?(boyfriend|girlfriend|ex|partner|him) ~4 (hurt|hits?|kill|find me|scared|violent|goes mad|what he|what she|he will|she will|do)",
        ),
        unless=(*NOT_HITTING, r"(throws? me (a |off|compliments)|threw me (a|my)|hit me up|my feelings|high five|bites? me (playfully)?|love ?bites?|tickl\w{0,5}|hurt my feelings|snor\w{0,5})"),
    ),
    rule(
        id="abuse.home_violence_seen",
        urgency=VERY_SOON,
        words="violence at home",
        why=TODAY,
        patterns=(
            r"(put|puts|putting|landed|nearly put) (her|mum|my mum|me|my (sister|brother)|him) in (the )?hospital",
            r"({home_adult}|he) ~3 ({hit}) ~1 ((my |our )?(mum|dad|sister|brother|little brother|little sister|baby brother|baby sister|siblings|nan|stepmum)|her)( up)?( again| last night| today| tonight| yesterday| in front of| when| and| so| every| because| really)",
            r"({home_adult}) ~2 (hits|beats|punched|punches|slaps|slapped|strangled|strangles|choked|kicks|kicked|batters|battered|hurts|smacks|attacked|attacks|threw|hurting|hitting|beating) (my |our )?(mum|dad|stepmum|sister|brother|little brother|little sister|baby brother|baby sister|siblings)",
            r"(mum|dad|my mum|my dad|parents) (and|&) ~3 (fight|fights|fighting|fought|arguing|argue) ~6 (blood|hit|hitting|knife|police|ambulance|smash\w{0,3}|punch\w{0,3}|throw\w{0,3}|scared)",
            r"(hear|heard|can hear|listening to) (my |him |her )?(mum|dad|stepdad|sister|him|her) ~3 (screaming|being hit|getting hit|begging|beating|hitting|being beaten|hurting|crying and him)",
        ),
        unless=NOT_HITTING,
    ),
    rule(
        id="abuse.sexual",
        urgency=VERY_SOON,
        words="sexual abuse",
        why=SEXUAL,
        patterns=(
            r"({harmer}|people|a (man|guy|boy|lad|bloke)|this (man|guy|boy|lad)|{friend}|{home_adult}|my ({sibling})) ~3 (touch(es|ed|ing)?|feel(s|ing)? up|felt|felt up|grope[sd]?|groping|fingered|fingers|licked|kissed|rubs|rubbed|fondle[sd]?) ~2 (me|my|her) ~4 (down there|there|under my|between my|private|privates|private parts|bits|boobs|chest|bum|vagina|fanny|dick|willy|penis|inappropriately|in (a )?(places|way|bed)|sexually|body|breasts|tits|thigh|up my skirt|in my sleep|when i am asleep|when i was asleep|at night|where he should not|where (he|they) shouldnt|and i (froze|did not|was too|said)|without|lips)",
            r"({harmer}) (has |have |had |keeps |kept |always |still |is |been |was )*(touching|touched|touches) me( (again|at night|when|in bed|and (told|said|says)|since|every|sometimes|there|last|while|inappropriately|weird|wrong))",
            r"({home_adult}|(my )?({trusted})|my ({sibling})) (has |have |keeps |kept |always |still |is |been |was )*(touching|touches|gropes|groping|fondles|molests) me",
            r"(makes?|made|making|forced|forces|wants|told|asks?|asked) me (to )?(touch|suck|lick|hold|rub|kiss|wank|play with|look at) (him|it|his|her|himself|my|their)( (there|down there|thing|private|privates|dick|willy|penis|parts|off))?",
            r"(comes?|came|coming|sneaks?|snuck|sneaking|walks?|creeps|gets?|got|climbs?) (in|into|in to) (my )?(room|bed|bedroom) ~2 (at night|when (everyone|mum|they|she|i|dad|my mum) (is|are|was|were|am|goes|s)? ?(asleep|sleeping|out|gone|at work|on nights|in bed|to bed)|every night|last night|most nights|drunk|and (touch|lies|gets|strokes|sits|watch)\w{0,3}|with me|naked)",
            r"({harmer}|{home_adult}) ~2 (puts?|putting|slides?|slid|stuck|sticks?|shoved) (his|her|their) (hands?|fingers?|thing|dick|willy|penis|tongue) ~2 (in|on|up|down|under|inside|between) (my|me|her|there)",
            r"({harmer}|{home_adult}) ~2 (gets?|got|comes?|came|getting|climbs?) (in|into) the (bath|shower|bed) with me",
            r"(sit|sat|sitting) on (his|uncles|grandads|my uncles) lap ~8 (hard|hand|hands|touch\w{0,3}|feel\w{0,2}|rub\w{0,4}|pants|legs|secret)",
            r"(lies|lays|gets|got|climbed|lay) (in|into) (my )?bed (with|next to|beside) me",
            r"(i|she|he|friend|sister|mate|bestie|who|been|being|have been|was|got|were|he|they|ex|boyfriend|uncle|cousin|stepdad|dad|brother|someone|teacher|man|guy) (was |were |been |being |got |just |has |have |got |is |getting |actually |nearly |almost |had )*raped( (me|her|him|us|by|last|when|at|again|in|and|yesterday|tonight|on))?",
            r"(tried to|going to|threatened to|trying to) rape (me|her|us|my)",
            r"(sexually )(abused|assaulted|abusing|assaulting|harassed|touched)|(abused|molested|assaulted) (me |her |us )?(sexually|by (my |a |her |his )?({parent}|{trusted}|cousin|brother|uncle|family))|(molest(s|ed|ing)|molesting) (me|her|him|my|us)",
            r"(had|have|having|has) sex with me (when|while|even|and|after) (i|we|he|she|they|they) ~3 (asleep|sleeping|drunk|passed out|no|not want|crying|said stop|under|young|unconscious|off my face|out of it|frozen|froze|was \d)",
            r"(woke|wake|waking|woken) up (to|with|and) ~4 (on top of me|hands? (in|on|under|down|up)|inside me|trousers down|knickers|touching me|no clothes|undressed|pants down)",
            r"(forced|forces|forcing|pushed|pinned) (himself|herself|themselves|me|his) (on|onto|down|inside|into) (me|and)|(would|did|does) not stop (when|even though|after) i (said|told|asked|begged|was)( no| stop| him| crying)",
            r"(said|told (him|them|her)|kept saying|saying) (no|stop|to stop|i did not want) ~4 (but|and) (he|they|she) (did not|carried on|kept|still|didnt|would not|held|just|did it|put|kept going|ignored)",
            r"(got me pregnant|pregnant) ~5 (my )?(dad|stepdad|uncle|brother|cousin|grandad|teacher|raped)",
        ),
        unless=(
            r"(song|heart|hearts|emotionally|base|touched me (that|how|so much)|story|speech|wallet|phone case|gift|card|film|netflix|documentary|with the ball|on the (shoulder|arm) (to|and said well)|my cousins? (dog|cat)|fart|football|to (check|say|see if|shut|close|open|tell|wake)|doctor checked|nurse checked|physio|the exam|in fifa|in the game|by spurs|by arsenal|by city|by united|in the match|referee)",
        ),
    ),
    rule(
        id="abuse.oblique_night",
        urgency=VERY_SOON,
        words="something happens at night or alone with an adult",
        why=SEXUAL,
        patterns=(
            r"({harmer}|{home_adult}|my ({sibling})) ~2 (comes?|came|coming|goes|sneaks?|creeps?) (in|into|to) (my|our) (room|bed|bedroom)( (at night|when|every|again|after|most|late|while|and|last night|sometimes))?",
            r"(does|did|do|doing|done) (things?|stuff|something|weird things|bad things|sexual things|it) (to|with) (me|my sister|my brother|us|my body) ~6 (he|she|night|when|tell|secret|alone|mum|not|uncle|dad|stepdad|stop|should|like|want|bed)",
            r"(wants?|makes?|made|tells|told|asked|gets) me (to )?(take|get) (off )?(my )?(clothes|top|trousers|knickers|pants|pyjamas|dressed)( off)?( ~5 (in front|while|camera|watch|look|him|photos))",
            r"(watch(es|ed|ing)?|films?|filmed|filming|looks? at|stares? at|peeks?) (me )?(in|while|when|as|through) ~3 (the )?(shower|bath|bathroom|change|changing|getting (changed|dressed|undressed)|get dressed|undress|sleep|toilet)",
            r"(do|does|did) not like (it )?(when|how|what|being) ~3 ({home_adult}|he|uncle|alone with (him|my|uncle|dad|stepdad|grandad)) ~4 (touch\w{0,3}|does|tickl\w{0,3}|bath\w{0,3}|bed|night|hugs?|looks?|sit\w{0,4} on|lap|comes in|kiss\w{0,3}|puts?)",
            r"(pretend|pretending|pretended) (to be|i am|im) asleep ~6 (he|hoping|so|when|goes|stop|away|touch|comes)",
            r"(lock|block|blocking|push|put|pushing) (my |the )?(door|chair|drawers|wardrobe) ~5 (at night|so he|because he|in case he|cos he|so (my )?(stepdad|dad|uncle|brother))",
        ),
        unless=(r"(santa|tooth fairy|cat|dog|wake me (up )?for school|tuck|steal (my )?(charger|hoodie|clothes)|borrow|nick my|snor\w{0,3}|say goodnight|to (say|ask|check|get|borrow|tell|nick|hoover|clean)|vacuum|homework|uniform|washing|charger|xbox)",),
    ),
    rule(
        id="abuse.threat_at_home",
        urgency=VERY_SOON,
        words="threatened at home",
        why="U2: abuse today; threats",
        patterns=(
            r"({harmer}|{they}) ~1 (said|says|told me|swore|promised|threatened|keeps saying) ~3 (will|would|is going to|to) (kill|hurt|drown|get rid of|take|send|beat|burn) ~3 if i (ever )?(tell|told|say|said|leave|left|talk|go to the police|do not|scream)",
            r"({home_adult}|he|she|boyfriend|ex|my ex|my boyfriend) ~3 (threatens?|threatened|threatening) (me|us|my mum|mum|to (kill|hurt|hit|beat|stab|batter|throw|send|burn|strangle|shoot))",
            r"({home_adult}|he|she|my ex) (said|says|told me|keeps saying|swore|swears|promised|texted) ~3 (will|would|is going to|going to) (kill|stab|batter|strangle|burn|shoot|beat|hurt|bury|drown|break) (me|us|my (legs|arms|mum|neck|sister|brother|face|dog)|mum) (if|when|for|and|unless|next|or|in my)",
            r"(going to|will|gonna) (get|be) (beaten|hit|battered|killed|leathered|belted|beat) (when|if|at|tonight|for|by)( i)?( get| go)? ?(home|dad|mum|my dad|my mum|he|she)?",
        ),
        unless=(
            r"(report|parents evening|phone bill|late home|dye|dyed|messy|room|tidy|detention|vase|screen|school report|mock results|hoovering|joking|jokingly|at fifa|in the final|by (arsenal|spurs|city|chelsea|liverpool)|ground me|take my xbox|take my phone|with the no)",
        ),
    ),
    rule(
        id="abuse.forced_marriage",
        urgency=VERY_SOON,
        words="forced marriage or cutting",
        why="U2: abuse; honour-based harm",
        patterns=(
            r"(forc(e|es|ed|ing)|making|makes|made|sending|taking|take|planning|arranged|want|wants|trying) ~3 (me|my sister|her|us|friend) ~4 (marry|married|marriage|wed|wedding|engaged)",
            r"(marry|marrying|engaged to|married to) (my |a |some )?(cousin|older man|man i|uncles son|someone i (do not|dont|have never)|stranger)",
            r"(being|getting|be|get|got) (married off|forced to marry|promised to|sent (back )?to (pakistan|bangladesh|india|somalia|afghanistan|iraq|kurdistan|turkey|yemen|nigeria|gambia|egypt|sudan|kenya))",
            r"(taking|sending|send|take) (me|my sister|us|her) ~2 (to|back to) (pakistan|bangladesh|india|somalia|afghanistan|iraq|yemen|nigeria|gambia|egypt|sudan|kenya|sierra leone|guinea|back home) ~~8 (cut|marry|married|wedding|cutting|ceremony|husband|special party|become a woman|not coming back|cousin)",
            r"(fgm|female circumcision|genital mutilation|get me cut|be cut down there|cut me down there|the cutting ceremony|circumcise (me|my sister|her))",
            r"(family|dad|brothers|uncles?|cousins) ~4 (honour|shame|dishonou?r\w{0,3}|izzat) ~~8 (kill|hurt|beat|boyfriend|found out|disown|dead|marry)",
        ),
        unless=(r"(married (mr|my teacher)|mr darcy|snog|assembly|geography|rs lesson|sims|wants (to )?me to be (her )?bridesmaid|bridesmaid|royal|queen|henry|kardashian|love island|film|novel|bollywood)",),
    ),
    rule(
        id="abuse.afraid_at_home",
        urgency=SOON,
        words="afraid at home",
        why=PAST,
        patterns=(
            r"my (step ?brother|step ?sister|cousin|big brother|older brother|foster brother|brother) ~2 (hits|beats|strangles|punches|chokes|threatens|hurts) (me|us)( ~3 (every|all|when|and|a lot|until|because))?",
            r"(scared|afraid|terrified|frightened|dread|dreading|hate|do not want|cant|can not|too scared|petrified) ~2 (go|going|to go|be|being|stay|staying) (back )?(home|at home|at mine|there)( (because|cos|tonight|after|with|alone|anymore|when|he|my|dad|mum))",
            r"(scared|afraid|terrified|frightened|petrified) (to go|of going|to be) (back )?(at )?home",
            r"(scared|afraid|terrified|frightened|petrified) of (my )?({parent}|home)",
            r"(scared|frightened|terrified) (of (him|her) )?when (he|she|they|dad|mum|my dad|my mum|stepdad|my stepdad) ~3 (drinks?|drunk|angry|shouts?|mad|gets home|kicks off|comes home|been drinking|loses it)",
            r"(do|does|did) not feel (very |really )?safe (at home|in (my|this|our) (house|home|own home)|with (my )?({parent})|here with|at (dads|mums|my dads|my mums))|not safe (at home|in my (own )?(house|home)|at my dads)",
            r"(being|been|am|was|getting|get|is|are) (abused|mistreated|neglected)( (at home|by|physically|emotionally|when|as|for|and|again))?",
            r"(he|she|dad|mum|stepdad|they|it|uncle|someone) (used to|would|always|kept) (hit|hitting|beat|beating|touch|touching|hurt|hurting|abuse|abusing|rape|lock|burn|strangle|choke|slap) (me|us|my mum)",
            r"(my|her|his) (dad|mum|stepdad|uncle|family|brother|carer|ex|boyfriend|parents) (is|was|are) (abusive|violent)|abusive (home|relationship|family|dad|mum|stepdad|parents?|boyfriend|ex|household)",
            r"(told|say|said|tell) ~3 (fell|walked into|tripped|door|bike|football) ~6 (but|really|it was|actually) ~3 (dad|mum|stepdad|he|she|boyfriend)",
            r"walk(ing)? on eggshells ~6 (home|dad|mum|stepdad|him|her|boyfriend)",
        ),
        unless=(r"(at (fifa|chess|mario|uno|cards|tennis|pool|everything)|as a joke|messing about|play ?fight\w{0,3})", r"(ghosts?|haunted|spiders?|horror film|dark|scary film|roller ?coaster|report|results|dentist|being (grounded|told off)|substance abused|ref was abused|creaks?|thunder|moth)",),
    ),
    rule(
        id="abuse.neglect",
        urgency=SOON,
        words="not looked after",
        why=NEGLECT,
        patterns=(
            r"(leaves?|left|leaving) (me|us) ~3 (by (ourselves|myself)|on (my|our) own|alone) ~3 (all (day|night|weekend|week)|for (days|weeks|nights)|every (night|weekend)|overnight|most nights)",
            r"(never any|no|hardly any|barely any) food (in|at) (the )?(house|home|ours|mine|fridge|cupboards?)|(there is|theres) never any food",
            r"(no|not any|never any|isnt any|is not any|ran out of|not enough|barely any) (food|heating|electric|electricity|gas|hot water|clean clothes) (in|at|left|on|for|here|because|and|again|until|till)( ~5 (house|home|mine|days|week|ours|mum|dad|fridge|us|hungry|cold|payday))",
            r"(mum|dad|parents|she|he|they|carers?) (has |have |is |are |had )?(left|leaves?|leaving|leave|gone|disappeared|not been|not come|went) (me|us|home|off)? ?(alone|on (my|our) own|by (myself|ourselves)|with no food|back)? ?(again )?(for|in|since) (\d|two|three|four|five|six|days?|a few|a whole|the whole|weeks?|the weekend|a week|ages|monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
            r"(mums?|dads?|my mum|my dad|parents|stepdad) (is |are )?on (crack|heroin|smack|drugs|gear|meth)",
            r"(mums?|dads?|my mum|my dad|parents|stepdad) (is |are )?(always|constantly|too|never|usually|just|passed out|so) ~2 (drunk|high|passed out|wasted|off (her|his|their) (face|head)|out of it|using|on drugs|on heroin|on crack|smoking crack|on smack|an addict|in bed all day|drugged up|home|feeds? us|cooks?|buys? food|gets? up)",
            r"(i|we) (have|got|had) (to|been) (look(ing)? after|rais(e|ing)|feed(ing)?|cook(ing)?|bring(ing)? up|take care of|taking care of) ~4 (brother|sister|brothers|sisters|siblings|baby|mum|kids|twins) ~6 (because|cos|since|on my own|alone|myself|mum|every|all the time|dad|no one|drunk|gone|passed)",
            r"(mum|dad|my mum|they|she|he|parents|stepdad|foster carers?) (do|does|will|did) not (feed (me|us)|give (me|us) (any |enough |no )?(food|dinner|lunch|anything to eat|tea))",
            r"(hungry|starving) ~5 (no food|nothing in|at home|cupboards|mum (forgot|did not)|all weekend|only eat at school)|only (meal|food|thing) (i|we) (get|eat|have) (is )?(at )?school",
            r"(wearing|same) ~2 (clothes|uniform|pants) ~4 (weeks?|days?) ~6 (wash|washing|mum|dirty|smell)",
        ),
        unless=(
            r"(festival|camping|holiday|chocolate|good food|decent food|pringles|revision|starving after|just got in from|till tea|is in the oven|shops? in a bit|going shopping|spoilt|ice cream|cruise|business trip|at nans|with nan|with my nan|with grandma|popped|for (an|\d) (hour|hours|minutes)|for an hour|babysit\w{0,4}|paid me|power ?cut)",
        ),
    ),
    rule(
        id="abuse.put_down_at_home",
        urgency=SOON,
        words="put down at home",
        why="U3: past abuse; emotional abuse",
        patterns=(
            r"({home_adult}) ~3 (wish(es|ed)?|regret(s|ted)?|should have) ~4 (never (born|had me|been born)|not (been )?born|had me|an abortion|aborted|having me|had an abortion|i was dead|i would die)",
            r"({home_adult}) ~2 (calls?|called|calling|says?|said|saying|tells?|told|telling) ~2 (me |i am |im |that i am )?(a |an |such a )?~2 (worthless|a mistake|mistake|useless|waste of space|slag|whore|slut|disgusting|failure|burden|pathetic|retard|piece of shit|stupid (bitch|cunt)|fat (bitch|cow|pig)|the devil|evil)",
            r"({home_adult}) ~2 (hates? me|does not love me|doesnt love me|never loved me|wants me (dead|gone|out))",
            r"({home_adult}) ~3 (screams?|shouts?|scream(ing|ed)|shout(ing|ed)) (at|in) (me|my face|us) (every (day|night|single)|all the time|constantly|for hours|until i cry|in my face|for (no|nothing))",
            r"(not allowed|wont let me|will not let me) (to )?(eat|have dinner|leave my room|use the (bathroom|toilet)|shower|talk to anyone|see my mum|see anyone) ~6 (days|punish\w{0,5}|because|unless|until|mum|dad|stepdad|he|she)",
        ),
        unless=(r"(liverpool|arsenal|spurs|united|city|the ref|my team|as a joke|jokingly|banter|phone at the table|chocolate|before dinner|the dog|haircut|my outfit)",),
    ),
)
