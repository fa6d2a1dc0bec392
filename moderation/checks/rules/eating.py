"""Not eating, bringing it up again, and the talk that eggs it on."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="eating")
VERY_SOON, SOON, ROUTINE = Urgency.VERY_SOON, Urgency.SOON, Urgency.ROUTINE

DISORDER = "U3: eating disorder"
DAYS = r"(\d{1,2}|two|three|four|five|six|seven|several|a few|few|couple of|like \d|over \d|nearly \d|almost \d|about \d) (whole |full |straight )?(days|nights)"

RULES = (
    rule(
        id="eating.body_failing",
        urgency=VERY_SOON,
        words="eating trouble with the body failing",
        why="U2: self-harm now; physical danger from not eating or purging",
        patterns=(
            r"(not|never|barely|hardly|without|stopped|havent) (had |been )?(eaten|eat|eating|ate|food|anything to eat|a meal) ~~12 (faint\w{0,4}|pass(ed|ing)? out|blacked out|blacking out|collaps\w{0,3}|chest (pain|hurts)|heart (is )?(racing|slow|skipping|fluttering|weird|palpitations?)|palpitations?|can not stand|cant stand|dizzy (all|every|and)|hair (is )?falling out|blue)",
            r"(faint|fainted|fainting|passed out|blacked out|collapsed) ~~10 (not eat\w{0,3}|not eaten|have not eaten|starving|purg\w{0,4}|laxatives|being sick after|making myself sick|no food|restricting|fasting)",
            r"(throwing up|threw up|sick|vomit|vomiting|vomited|bringing up|purging|purged|puking|puked) ~3 blood",
            r"(took|taken|taking|take) ~2 (\d\d|whole (box|packet|pack)|box|packet|pack|loads|handful|ten|twelve|fifteen|twenty|too many) ~3 (laxatives|diet pills|water tablets|senna|dulcolax|diuretics)",
            r"(not|nothing|no) (had |been )?(drinking|drunk|drink|water|even water|food or water|eaten or drunk) (for|in) {days}".replace("{days}", DAYS),
        ),
        unless=(r"(bug|tummy bug|norovirus|food poisoning|flu|covid|stomach bug|operation|blood test|tonsil\w{0,3}|hangover|hungover|chemo|rollercoaster|pe in (the )?heat|ramadan)",),
    ),
    rule(
        id="eating.not_eaten_for_days",
        urgency=SOON,
        words="has not eaten for days",
        why=DISORDER,
        patterns=(
            rf"(not|never|nothing|without|no|barely|hardly) (had |been )?(a |any |really |properly |actually )*(eaten|eat|eating|ate|food|meal|anything|had food|proper meal|solid food) ~2 (for|in|since) ({DAYS}|(about |over |nearly |almost )?a week|the past ~2 days|(monday|tuesday|wednesday|thursday|friday|saturday|sunday)|the weekend|last week|(\d\d) hours|days)",
            rf"(day|it is been|its been|been) ({DAYS}|\d) (since|of|without) ~2 (ate|eaten|eating|food|not eating|fasting|a meal)",
            rf"(she|he|friend|sister|mate) ~2 (has|have|is) not (been )?(eaten|eating|ate) ~3 (in|for) ({DAYS}|a week|days)",
            r"(on )?day (\d|two|three|four|five|six|seven) (of )?(not eating|no food|fasting|my fast|water fast|without food|nothing)",
        ),
        unless=(r"(bug|tummy bug|norovirus|food poisoning|flu|covid|operation|tonsil\w{0,3}|ramadan|the dog|the cat|hamster|snake|lizard|my rabbit|fish|chocolate|crisps|meat|sugar|pizza|mcdonalds|maccies|takeaway|kfc|gluten|cake|sweets|fridge|cupboard|at (nandos|that restaurant|wagamamas)|with (you|the family|nan)|food shop)",),
    ),
    rule(
        id="eating.purging",
        urgency=SOON,
        words="making themselves sick",
        why=DISORDER,
        patterns=(
            r"(throw|throwing|threw|puke|puking|puked|sick|bring|bringing|brings|throws) ~1 (up|it up|it all up) ~5 (on purpose|deliberately|so i do not|to get (thin|skinny)|to lose weight|every time i eat|straight after)",
            r"(throw|throwing|bring|bringing|sick) (back )?up (everything|all|whatever|anything) (i|she|he) (eats?|ate)",
            r"({who}) ~3 (make|makes|making|made) ({self}) (sick|be sick|throw up|vomit|puke|ill after)",
            r"(making|make|made|makes) ({self}) (sick|throw up|vomit|puke|be sick)( (after|again|every|when|to|because|in the|since|most|so))?",
            r"(purge|purging|purged|purges)( (again|after|every|today|tonight|it|everything|my|last night|because|and|cycle|so|when))?",
            r"(fingers?|toothbrush) (down|in|to the back of) (my|her|his) throat",
            r"(throw|throwing|threw|puke|puked|puking|be sick|being sick) (it |everything |my (food|dinner|lunch|tea) |food )?(up|back up)? ?(on purpose|after (every|each|i eat|eating|dinner|lunch|meals?|tea)|every time i eat|deliberately|so i (do not|dont|wont) (get|gain|put))",
            r"(taking|take|took|using|use|abusing|buying|bought|addicted to|been on) ~2 (laxatives|diet pills|slimming (tablets|pills)|water tablets|diuretics|dulcolax|senna|skinny tea|appetite suppress\w{0,4})",
            r"(spit|spitting|spat|chew and spit|chewing and spitting) (out )?(my |all my |the )?(food|it out|dinner|meals?) ~6 (swallow|mum|napkin|calories|hide|toilet|so|instead)?",
        ),
        unless=(r"(film|purge night|the purge|horror|netflix|constipat\w{0,3}|doctor|gp|nurse|prescri\w{0,5}|colonoscopy|nan|grandma|dog|cat|server|discord|wardrobe|make myself sick with worry|worr\w{0,5}|the thought|by eating (too much|all)|roundabout|spinning|waltzers|emails?|followers|camera roll)",),
    ),
    rule(
        id="eating.restricting",
        urgency=SOON,
        words="starving themselves",
        why=DISORDER,
        patterns=(
            r"(only|just) (eat|ate|eating|eaten|have|having|had|let myself have) ~3 (apple|meal|cracker|crackers|lettuce|ice|gum|cucumber|biscuit|carrot|coffee|yoghurt|yogurt|rice ?cakes?|soup|banana|bites?) (a day|all day|per day|today|every day|each day|in (two|three|2|3) days)",
            r"({who}|been|am|is|keep|by|stop|started|want to|going to|trying to) ~2 (starv(e|es|ed|ing)) ({self})",
            r"(starving|starve) ({self})",
            r"(will|does|do|is|are) not (eat|eating) ~~6 (says|thinks|fat|weight|skinny|thin|losing)",
            r"(count|counts|counting|track|tracking) (every|all (my|the)|my|each) calories?",
            r"(let|allow|letting|allowing) (myself|herself|himself) ~3 calories|([1-9]\d{1,2}) calories (a|per) day",
            r"(skip|skips|skipping|skipped|miss|missing|avoid|avoiding) (all |most |my |every )?(meals|breakfast and lunch|lunch and (dinner|tea)|lunch every|dinner every|food)",
            r"(only|under|below|less than|eat|eating|ate|eaten|on|limit of|allowed|max|had) (to |of |about |like |around |just |only )*([1-9]\d{1,2}) calories( (a day|today|a|per day|all day|and|left|so far|limit|max|because|feel|total))?",
            r"(hide|hiding|hid|hides|bin|binning|binned|throw away|throwing away|threw away|chuck|flush|flushing|give the dog|feeding the dog) (my |her |his |all my |the )(food|lunch|dinner|packed lunch|tea|meals?)",
            r"(scared|terrified|afraid|frightened|anxious|panic|panicking|guilty|disgusting|disgusted) ~2 (of|to|about|when i|for|after|every time i|if i) (eat|eating|food|gaining weight|calories|carbs|getting fat|ate|eaten|putting on weight|weight gain)",
            r"(can not|cant|do not|dont|does not|will not|wont|refuse to|refuses to|stopped|not allowed to let myself|not|stop) (let myself |allow myself to |bring myself to |make myself |been )?(eat|eating) (anything|anymore|much|properly|lunch|in front of|at all|because|until|unless|in public|at school|these days|so i|when i feel|dinner)( ~6 (fat|weight|skinny|thin|body|guilty|calories|disgusting|clothes|mirror|bones|control|ugly|kg|stone|numbers?|scales?))",
            r"(anorexia|anorexic|bulimia|bulimic|eating disorder|arfid|atypical anorexia)( (is|back|again|relapse|voice|thoughts|and|for|since|recovery|but|but i|took|taking|getting|got|worse|unit))?",
            r"(exercise|exercising|exercised|run|running|ran|star jumps|sit ups|workout|working out|burn|burning|burnt) ~4 (off )?(every(thing)?|all|until i (faint|pass out|collapse|cry)|till i (faint|pass out|collapse|drop)|hours a day|calorie|calories|what i ate|what i eat|in secret|at night so)( ~4 (ate|eat|calories|calorie|faint|fat|weight|bedroom|mum|lunch|dinner|hungry|disgust\w{0,4}))",
        ),
        unless=(
            r"(muffin|burger|recipe|label|per serving|per 100g|assembly|documentary|lesson|pshe|charity|article|story of|celebrity|weight ?watchers|mum is on|mums diet|boxing|weigh ?in|wrestling|gym bro|bulk|bulking|dietitian said|allergic|allerg\w{0,3}|coeliac|lactose|nuts|lost my (card|lunch money)|forgot my lunch|late for|overslept|ramadan|lent|club|queue|training|"
            r"braces|new brace|tonsil\w{0,3}|wisdom teeth|in geography|episode|book|film)",
        ),
    ),
    rule(
        id="eating.binge",
        urgency=SOON,
        words="bingeing",
        why=DISORDER,
        patterns=(
            r"({who}|keep|been|just|am|cant stop|can not stop|secretly|then|and|back to) ~1 (binge|binges|binged|bingeing|binging)( (again|and|then|eat|eating|on (food|everything|bread|biscuits|crisps)|ate|every|all|in|last|until|so|because|at night|after))$",
            r"(binge|binges|binged|bingeing|binging) (and|then|again|eat|eating|every|until|last night|in secret|at night|after) ~4 (purge\w{0,1}|sick|throw|threw|hate|restrict\w{0,3}|starv\w{0,3}|cry|cried|guilty|disgust\w{0,4}|eat|food|everything|night|secret|mum|fast|ashamed|fat|starve)?$",
            r"(binge eat|binge eating|binge eater|binge ate|bingeing and|binged and|binge and|binge then)",
            r"(eat|ate|eating|eats) ~4 (until|till) (i|it) (hurts?|feel sick|felt sick|am in pain|physically|can not move|cry|was sick|throw up) ~6 (hate|disgust\w{0,4}|ashamed|stop|control|every|secret|guilty|alone|cry)",
            r"(can not|cant) (stop|control) (my )?(eating|bingeing|how much i eat) ~6 (hate|disgust\w{0,4}|ashamed|fat|secret|cry|guilty|control|night|sick|everything)",
        ),
        unless=(r"(watch|watched|watching|series|netflix|season|show|episodes?|drinking|stranger things|box ?set|love island|friends|anime|the office|read|reading|podcast|christmas day|nandos|all you can eat|popcorn)",),
    ),
    rule(
        id="eating.pro_ana",
        urgency=SOON,
        words="talk that encourages not eating",
        why=DISORDER,
        patterns=(
            r"(ana|mia) (buddy|buddies|coach|tips|and mia|diet|twin|twins|rules|group|family|chat|accounts?|goals?)|pro (ana|mia)|(thin|bone|mean|sweet)spo|ed ?twt|eating disorder (twitter|twt|tiktok|tips|buddy|coach|tumblr|side of)|my ana",
            r"(ugw|goal weight|gw|ultimate goal weight|cw|sw) (is|of|\d\d)",
            r"(want|need|love|like|see|show|can see|seeing|feel|feeling|checking|count|counting) ~2 (my |the |her )?(bones?|ribs|collar ?bones?|hip ?bones?|thigh gap|spine)( to)?( (show|showing|stick(ing)? out|poke|poking|more|show more|through|sticking|visible|every))?$",
            r"(nothing tastes as good|empty stomach feels|hunger is|feeling empty is|being hungry feels|hungry feels) ~4 (skinny|thin|strong|powerful|control|good|victory|clean|empty|winning)",
            r"(tips|how|advice|anyone know|ways) (to|for|on|how to) (stop (being |feeling )?hungry|not (being |be |feel |feeling )?hungry|hide (not eating|it from|my weight|food)|purge|throw up|lose (\d{1,5} ?(kg|stone|lbs|pounds|kilos?)) (in|by)|starve|fast (for|longer)|suppress (my )?(hunger|appetite)|make myself (sick|throw up)|lose weight (fast|quick) without)",
            r"(fast|fasting|water fast|liquid fast|fasts) (buddy|buddies|with me|together|for (\d\d|\d) (hours|days)|until (friday|monday|the weekend|saturday))",
        ),
        unless=(r"(ramadan|lent|iftar|suhoor|blood test|intermittent|religious|yom kippur|x ?ray|broke|broken|skeleton|biology|dinosaur|museum|dog|halloween|mexico|bone broth|spare ribs|bbq|ribs and|cooked|rugby|wrestling|gym|marathon|doctor|weigh in|physio|ana (is|and i|said|from)|frozen)",),
    ),
    rule(
        id="eating.body_hatred",
        urgency=ROUTINE,
        words="hates their body",
        why="U4: low mood",
        patterns=(
            r"(i|me) ~2 (hate|hating|hated|disgusted by|disgusted with|cant stand|can not stand|can not look at|ashamed of) (my |how my |the way my )(body|weight|stomach|thighs|legs|belly|arms|reflection|figure|look|looks)",
            r"(i am|im|feel|i feel|i look|look) (so |just |really |too |such a |a |always |disgustingly |massively )*(fat|obese|huge|massive|disgusting|gross|whale|fat (pig|cow|and ugly|and disgusting)|ugly and fat)$",
            r"(need|want|have|got) to (lose|drop) (loads of |more |some |\d{1,5} ?(kg|stone|lbs|pounds|kilos) ?(of )?|all this |so much )+(weight|kg|stone|fat)?",
            r"(weigh|weighing|weighed) (myself )?(every (day|morning|hour|time)|\d{1,5} times|constantly|five times|ten times|multiple times|before and after)",
        ),
        unless=(r"(fan of|so huge (fan|for)|massive (fan|thank|arsenal)|thanks to|fat lip|fat cat|dog|the gym lads|boxing|school bag|huge relief|tired|luggage|suitcase|hand luggage|hair|vet|gross after (pe|gym|training)|sweaty|huge mistake)",),
    ),
)
