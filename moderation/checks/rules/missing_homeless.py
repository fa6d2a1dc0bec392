"""Away from home, nowhere to sleep, or somewhere with a stranger."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="missing_homeless", plain=True)
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

IN_DANGER = "U1: missing in danger"
AWAY = "U2: abuse today; a child with nowhere safe tonight"
LEAVING = "U3: neglect; may go missing"

RULES = (
    rule(
        id="missing_homeless.in_danger",
        urgency=NOW,
        words="away from home and in danger",
        why=IN_DANGER,
        patterns=(
            r"(do not|dont|no|not|have no) (know|sure|idea|clue) where i am",
            r"(do not|dont|no idea|not sure|have no idea|not) ?(know )?where (i am|they are taking me|he is taking me|he has taken me|they have taken me|this is|we are) ~8 (man|guy|stranger|scared|he|they|car|phone|battery|drunk|dark|night|alone|help|lost|men|run away|ran away|cold)",
            r"(in|at|inside|stuck in|stuck at) (a|some|this|the|his) (strangers?|random|mans|guys|blokes|random mans|random guys|older guys|older mans|random persons) (house|flat|car|van|place|room|hotel)( ~8 (met|scared|leave|home|do not know|online|drunk|locked|wont|want|help|phone))?",
            r"(in|into|got in|getting in) (a|his|this|the|some) (car|van|taxi|lorry) with (a|this|some|two|these|random) (\w{1,10} )?(man|men|guy|guys|stranger|strangers|blokes?|lads|boys i)",
            r"(will|would|does) not (take|drive|let) me (back |go )?(home|out of the car|out the car)",
            r"(someone|a man|some man|man|this man|this guy|a guy|guy|men|two men|a car|a van|he|they) (is |are |has been |keeps |been |kept |was )?(still )?(following|chasing|stalking) me",
            r"(am|i am|im) being (followed|chased)",
            r"(ran|run|running|runaway|run away|ran away|left home|missing|kicked out|homeless|sleeping (rough|out|outside)) ~~14 (a man|this man|some man|this guy|a guy|stranger|older man|some guy|men) ~6 (let me|stay|offered|following|took me|his (house|flat|car|place)|gave me|in his|wants me|keeps|touch)",
            r"(run|ran|running) away ~~14 (freezing|hypothermia|can not feel my|bleeding|woods|motorway|no phone battery|1%|2%|3%|battery (is )?(dying|dead|low)|lost|no idea where|lorry)",
        ),
        unless=(
            r"(in (life|my life)|with (my|this|the)|in the (book|topic|chapter)|insta|instagram|tiktok|twitter|snapchat|on snap|spotify|twitch|followers?|youtube|in life|with my life|in the book|in maths|in this topic|in the (game|film|lesson)|gta|minecraft|with (this )?(chapter|homework|revision|coursework)|dog keeps|my cat|ducks?|goose|geese|wasp|seagulls?|the moon|my little (brother|sister)|in the relationship|with us|in (my|the) recovery|dora|with him in terms|emotionally|in the syllabus|ads?|advert|targeted|uber driver was|dream|nightmare|(mum|dad|nan|uber|taxi) (will|would|does) not)",
        ),
    ),
    rule(
        id="missing_homeless.sleeping_out",
        urgency=VERY_SOON,
        words="sleeping outside or with nowhere to go",
        why=AWAY,
        patterns=(
            r"(sleep|sleeping|slept|spending the night|spent the night|staying|stay|kip|kipping|spend the night|sleeps) ~2 (rough|on (the |a )?(street|streets|night ?bus|bus|buses|park bench|bench|train|trains|stairs|roof)|outside|out tonight|out in the|in (a |the |my |someones |an? old )?(park|car|doorway|bus stop|bus station|bus shelter|stairwell|station|shed|tent|woods|alley|alleyway|car park|multi ?storey|garage|airport|maccies|mcdonalds|public toilets?|abandoned \w{3,9}|underpass|graveyard|skip|cemetery|laundrette))( ~6 (tonight|last night|again|nights?|cold|home|days|since|week|kicked|run|ran|nowhere|alone|mum|dad))?",
            r"(nowhere|no place|not got anywhere|do not have anywhere|have not got anywhere|havent anywhere|no one|nobody|not anywhere|got no place|not have anywhere|no where) (else )?(to|safe to) (sleep|stay|go|live|stay with)",
            r"(nowhere|do not have anywhere|not got anywhere|no place|not have anywhere|have not got anywhere) (else )?(safe )?to (sleep|stay|go|live) (tonight|now|and|if|since|because|after|except|when|from|until|this)",
            r"(got|have|is there|find) (anywhere|somewhere) (safe )?(to|i can) (sleep|stay) (tonight|for the night)",
            r"(i am|im|we are|me and my (mum|sister|brother) are|made|been made|been|become|now) homeless",
            r"(living|live|sleeping) (in (a |my |our |the )?(car|van|tent|shed|hostel)|on the streets?) (now|with|since|because|for|at the moment|and|till|right now|me)",
        ),
        unless=(
            r"(for (lunch|a wee|dinner|food|tea|a date|parking|our date|prom)|on (saturday|friday|holiday)|festival|camping|scouts?|guides|cadets|duke of edinburgh|dofe|d of e|glastonbury|reading fest|sleepover|holiday|caravan|road ?trip|on the way (home|back|to)|flight|delayed|garden with|back garden|with my (cousins|mates|dad) in the garden|charity (sleep|sleepout)|sponsored|sleep ?out|train to|coach|the cat|our cat|dog|hedgehog|hamster|fox|boring|bored|for (new year|halloween|prom)|on saturday night|this weekend|so no party|in the sims|minecraft|fell asleep)",
        ),
    ),
    rule(
        id="missing_homeless.kicked_out",
        urgency=VERY_SOON,
        words="thrown out of home",
        why=AWAY,
        patterns=(
            r"({home_adult}|he|she|they|boyfriend|family|carers?) ~3 (kicked|kick|kicking|chucked|chuck|chucking|thrown|threw|throwing|throw|booted|boot|put|locked|lock|turfed) (me|us|him|her|my (brother|sister)) (out|out the house|out of the house|out of home|on the street|on the streets)",
            r"(been|got|getting|get|am being|was|being|just got|just been|going to be|going to get) (kicked|chucked|thrown|booted|locked|turfed|evicted) out( of (home|the house|my house|our house|mine|the flat|my flat|my hostel|the hostel|my placement|my home|my foster|there|my mums|my dads))?( ~3 (home|by|tonight|mum|dad|stepdad|parents|today|yesterday|nowhere|because|for being|cos|and))?$",
            r"(been|got|getting|was|being|just got|just been) (kicked|chucked|thrown|booted|locked) out (of (home|the house|my house|our house|the flat)|by my|by mum|by dad|tonight|at home|for being (gay|trans|pregnant)|because (i came out|i am gay|mum|dad|my)|and (i have |have |got )?(nowhere|no where|no place|no))",
            r"({home_adult}) ~3 (told|said|telling|says|wants) (me )?(to )?(get out|pack my (bags?|stuff|things)|not (to )?come (back|home)|leave and not come back|never (to )?come (back|home)|i can not (come|live|stay)|i have to (leave|move out|go) (tonight|today|by|and))",
            r"(we are |getting |being |been |got )(evicted|made homeless)",
        ),
        unless=(
            r"(class|lesson|maths|science|english|assembly|group chat|the chat|groupchat|gc|party|club|team|squad|school|sixth form|college|cinema|pub|shop|library|server|discord|game|lobby|tournament|competition|cup|library|band|choir|bake off|love island|x factor|the voice|big brother|kitchen|bathroom|the shower|pool|detention|of (his|her|my) (room|bedroom)|of the car|the bins?|xbox|playstation|ps5|switch|account|ipad|phone|tablet|netflix|wifi|by (accident|mistake)|accidentally|keys? (inside|in the)|forgot my keys?|my keys|bed for school|wembley)",
        ),
    ),
    rule(
        id="missing_homeless.ran_away",
        urgency=VERY_SOON,
        words="has run away",
        why=AWAY,
        patterns=(
            r"(walking|wandering|sat|sitting|outside|out|street|streets|park|station|hiding) ~~8 (can not|scared to|not|wont|too scared to|cant) go (back )?home",
            r"({who}) ~2 (ran|legged it|runned|sneaked) ?(away|off)( (from (home|care|my|the|here|foster|placement)|last night|today|tonight|yesterday|this morning|again|and|because|on|since|now|right now|with))",
            r"(have|has|i|just) (run|ran|legged it|runaway) (away|off)",
            r"(i am|im|am|are|is) (running|runing) away( (from home|tonight|tomorrow|now|right now|today|later|because|soon|after this))",
            r"(i am|im|am|are|is) (running|runing) away$",
            r"(left|walked out of|walked out|stormed out of|sneaked out of|gone from) (home|the house|my placement|the placement|care|the care home|my foster) (last night|today|tonight|this morning|yesterday|and|because|with|for good|hours ago|at|\d|two|three|after|an hour)( ~8 (not going back|back|not coming back|nowhere|never|alone|no one knows|nobody knows|walking|street|bus|train|station|scared|park))",
            r"(not|never|am not|will not|can not|refuse to) (going|go|coming|come) (back )?home (tonight|ever|again|anymore|until|because)",
            r"(packed|packing|got) (my|a) (bags?|rucksack|stuff|things|backpack) ~5 (leave|leaving|run|running|gone|go|going tonight|get out|when (mum|everyone|they|dad)|ready to|out the window)",
            r"(been |gone |went )?missing (from (home|care)|for (\d|two|three|days|a week)|since)",
            r"(friend|sister|brother|cousin|mate|bestie|girlfriend|boyfriend|she|he) ~3 (gone missing|went missing|is missing|has run away|ran away|did not come home|has not come home|has not been home|never came home|not been seen|been missing)",
            r"(no one|nobody) knows where (i|she|he) (am|is|are|has gone|went)",
        ),
        unless=(r"(the (prize|show|win|money in the quiz)|till|until|yet)", 
            r"(with (this|the|it|that) (league|game|title|match|win|quiz)|dog|cat|hamster|puppy|kitten|rabbit|tortoise|guinea pig|parrot|circus|from (my|the|this|that|a|these) (wasp|spider|bee|dog|goose|geese|cow|chicken|problems|responsibilit\w{3}|feelings|wasp|geese|spider|question|homework|bees?)|with the (spoon|circus|ball)|sock|airpods?|charger|homework|jumper|keys|phone|purse|ipad|earring|book|with (my|his|her) (ideas?|imagination|train of thought)|lesson|film|novel|song|in the (play|story)|sims|till (6|late|half)|until (6|late|five|six|ten|after)|netball|training|rehearsal|shopping with|sleepover|staying at (nans|my nans|dads|my mates)|party|mouth|the stars?|time ran|ran off to (the loo|class|play))",
        ),
    ),
    rule(
        id="missing_homeless.wants_to_run",
        urgency=SOON,
        words="wants to run away",
        why=LEAVING,
        patterns=(
            r"(thinking of|thinking about|planning on|planning|considering|want to be) (leaving|walking out of|moving out of) (home|the house|my house|mine|here)( ~3 (tonight|soon|because|for good))?",
            r"(want|wanting|wanna|need|planning|thinking (about|of)|thought about|going|might|feel like|considering|plan|saving up|tempted|about|ready) (to )?(just )?(run|running|ran) (away|off)( (from (home|here|care|my|it all|everything|this)|tonight|tomorrow|because|with|and|so|soon|again|one day|anywhere|somewhere))?",
            r"(want|need|have|got|desperate|trying) to (leave|get out of|move out of|escape|get away from) (home|this house|the house|my house|my (dad|mum|stepdad|parents|family|foster|placement|carers?)|here before he|there before he)",
            r"(how|where) (do|can|would|could) (i|someone|you|a (14|15|13|16) year old) ~3 (run away|leave home|live on (my|your) own|move out|go if i (run away|leave))",
            r"(can not|cant|do not want to|dont want to|will not|refuse to|hate) (live|stay|living|staying|be|being) (here|at home|at mine|with (my )?({parent})|in this house|in care|in (my|this) placement) (anymore|any longer|another|with|because|cos|no more)",
        ),
        unless=(r"(so bored|bored|stir crazy|for a walk|get some air|fresh air|cabin fever)", 
            r"(join the circus|to (spain|paris|australia|bali|the beach|hogwarts|la|new york|japan|disney\w{0,4}) (with|and|lol)|at \d{1,2}|for uni|at uni|university|apprenticeship|from (my|the) (responsibilit\w{3}|exams?|homework|revision)|(wasp|spider|bees?|goose|geese|homework|problems)|early for|to get to|by 8|at 7|in (10|five|5|ten|20) (minutes|mins)|for (school|training|work|the bus)|party early|wedding|dog)",
        ),
    ),
    rule(
        id="missing_homeless.moving_about",
        urgency=SOON,
        words="no settled place to live",
        why=LEAVING,
        patterns=(
            r"(sofa|couch) ?surfing|(sleeping|staying|living|crashing|kipping|sleep|stay|crash) (on|at) (my |a |different |random |various |peoples |other peoples |a different |some |mates |friends )*(sofas?|couch|couches|floors?|mates|friends|houses|places) ~6 (every night|each night|different|for (weeks|months|days|ages|the past|two|three|a few)|since|kicked|outstayed|out my welcome|until they|because i can not go|because i cant|moving|till)",
            r"(different|new|another|a different) (house|sofa|place|bed|floor|persons house) (every|each) (night|few (days|nights)|couple)",
            r"(social services|council|they|social worker) ~3 (put|moved|moving|putting|placed|placing) (me|us) ~3 (hostel|b and b|bnb|hotel|temporary|bedsit|emergency|placement again|another placement|different placement|travelodge)",
            r"(living|live|stuck|staying) in (a |temporary |emergency )?(hostel|refuge|b and b|bnb|temporary accommodation|emergency accommodation|one room|bedsit)",
        ),
        unless=(r"(youth hostel|school trip|ski|barcelona|holiday|yha|interrail\w{0,3}|tournament|sleepover|half term|this weekend|wedding|new sofa|comfy|for the match|on tour|at comic ?con)",),
    ),
)
