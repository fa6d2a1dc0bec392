"""Signs of an eating disorder: what is done in secret, what the body says, who pushes."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="eating")
VERY_SOON, SOON = Urgency.VERY_SOON, Urgency.SOON

DISORDER = "U3: eating disorder"
DANGER = "U2: physical danger from not eating or purging"

WEIGHT = r"weight|fat|thin|skinny|kg|kilos?|stone|lbs|pounds|calories|size"

SECRET = (
    rule(
        id="eating.pretends_to_have_eaten",
        urgency=SOON,
        words="pretends to have eaten",
        why=DISORDER,
        patterns=(
            r"(told|tell|tells|telling|say|says|said|saying|lie|lied|lying|pretend|pretends|pretended|pretending) ~6 (ate|eaten|eat|had (lunch|dinner|tea|breakfast)) ~3 (at (school|nans|a friends|a mates|my (mates|friends|nans)|work|hers|his)|already|before|earlier|on the way) ~8 (did not|have not|not|never|lie|lied|lying|empty|nothing|so i do not have to|so she|so he|so they|but)",
            r"(lie|lied|lying|lies) ~3 (about|that) ~3 (eating|eaten|having (lunch|dinner|tea|breakfast)|what i (eat|ate|have eaten)|ate|food|my meals)",
            r"(push|pushes|pushing|pushed|moves|move|moving|mush|mashing|spread|spreading) ~1 (my |her |his |the )?food (round|around|about) (my |the |her |his )?plate ~3 (so|looks? like|pretend\w{0,3}|until|every)",
            r"(crumbs|dirty plate|dirty bowl|empty wrapper|wrappers|mess up a plate|dirty a plate) ~4 (so|to make) ~2 (looks?|think|thinks|believe) ~3 (like i|i (ate|have|had|eaten)|she (ate|has)|he (ate|has))",
            r"(pretend|pretends|pretending|pretended|act|acting) ~2 (to eat|to chew|to be (full|eating|ill at (dinner|tea|lunch))|i am (full|not hungry|eating)|i have eaten|to have eaten)",
        ),
        unless=(r"(toy|tea party|teddy|doll|the baby|toddler|sims|panto|play food|aeroplane|dog|cat|veg(etables|gies)?|sprouts|broccoli|peas|the last (biscuit|slice|cake)|nan ?s cooking|cooking is|fast for ramadan|ramadan|sweets before|mcdonalds|maccies|greggs|kfc|spoil my)",),
    ),
    rule(
        id="eating.cover_story",
        urgency=SOON,
        words="a reason given so as not to eat",
        why=DISORDER,
        patterns=(
            r"(use|using|used|say|saying|said|tell|telling|told|pretend|pretending|went|going|turned|became|become) ~6 (ramadan|fasting|lent|vegan|veggie|vegetarian|gluten free|dairy free|intolerant|intolerance|allergic|coeliac|feel ill|feeling sick|stomach ache|tummy ache|period pains) ~3 (as an excuse|as a cover|so i (do not|dont|can avoid|get out|never) ~3 (eat|eating|dinner|food|meals)|to (hide|get out of (eating|meals|dinner|lunch)|avoid (eating|food|meals)|eat less|lose weight|not eat|skip)|but really|just so|because it means i|so (no one|nobody|they|mum) ~3 (asks?|notices?|knows?|questions?|makes? me))",
            r"(excuse|excuses|cover) (not to|to not|to avoid|to get out of|for not) (eat|eating|having (lunch|dinner)|dinner|lunch|meals|food)",
            r"(love|like|glad|good) (about |when it is |it is |that it is |having )?(ramadan|fasting|lent|exams) ~6 (no one|nobody|they) ~2 (notices?|asks?|questions?|knows?) ~3 (not eating|do not eat|eat|starv\w{0,3}|weight)",
            r"(go|went|going|stay|staying) ~3 (library|toilets?|for a walk|late|club|room|bed) ~3 (at|during|every|through|instead of|so i miss|to miss|to avoid|to get out of) ~1 (lunch|dinner|tea|meals?|eating|family meals?) ~6 (so i|not eat|avoid|no one|nobody|skip|eating|see me eat|weight|calories|miss it)",
        ),
        unless=(r"(revis\w{1,5}|homework|detention|bull\w{1,4}|queue|football|band|choir|chess|animals|climate|planet|diagnosed|hospital test|cough|nut allergy|loud|busy|fit in|sit with|alone|(no|any) friends)",),
    ),
    rule(
        id="eating.cheats_the_scales",
        urgency=SOON,
        words="hides their weight from those who treat them",
        why=DISORDER,
        patterns=(
            r"(cheat|cheats|cheated|cheating|trick|tricked|tricking|fake|faked|faking|fool|fooled|lie|lied|lying) ~4 (weigh ?ins?|weigh in|weighed|my weight|the scales|scales|weight checks?|weigh day)",
            r"(drink|drinking|drank|loads|litres|bottles) ~5 (before|at|for) ~2 (weigh ?ins?|weigh in|weighed|getting weighed|they weigh me|being weighed|weigh day|weight check)",
            r"(hide|hiding|hid|put|putting|sewed|sew|stuff|stuffed) ~6 (in|under|into) ~3 (pockets?|bra|hair|socks?|clothes|pants|hoodie|knickers) ~4 (weigh ?ins?|weigh in|weighed|when they weigh|scales|heavier|weigh day)",
            r"(layers|extra clothes|heavy (shoes|clothes|jumper)|hoodie) ~5 (weigh ?ins?|weigh in|weighed|when they weigh|scales|heavier|weigh day|nurse weighs)",
            r"(camhs|clinic|nurse|doctor|dietitian|eating disorder team|ed team|unit) ~4 (think|thinks|believe|believes) ~4 (gained|put on|weight is|healthy|eating|recovered|better|following) ~6 (but|lie|lied|really|not|trick\w{0,2}|fak\w{1,3}|hiding|water)",
        ),
        unless=(r"(suitcase|luggage|airport|ryanair|easyjet|boxing|boxer|jockey|horse|judo|wrestl\w{1,4}|ufc|dog|cat|vet|baby|rucksack|parcel|fish|lorry|pumpkin|bathroom scales broke|kitchen scales|tickets?)",),
    ),
    rule(
        id="eating.hidden_wrappers",
        urgency=SOON,
        words="eats in secret and hides it",
        why=DISORDER,
        patterns=(
            r"(hide|hides|hid|hiding|hidden|stash|stashing|stashed|found) ~3 (wrappers|packets|rubbish|food|biscuits|crisps|chocolate|cereal|bread) ~4 (in|under|behind|down) (my|her|his|the) (bed|room|wardrobe|drawer|drawers|mattress|bag|sock drawer|pillow) ~8 (ashamed|so (no one|nobody|mum|they) (can |can not |does not |do not |will not |will |never )*(knows?|sees?|finds?|find|see)|binge\w{0,3}|all eaten|eaten it all|how much|disgust\w{0,4}|guilty|embarrass\w{0,3}|eat (it|them) all|secret|at night|hate)",
            r"(eat|eating|ate|eats) (in secret|secretly|in the dark|behind everyones back|when everyone (is asleep|has gone)|in the (toilets?|bathroom)|out of the bin|from the bin|out the bin|raw|frozen) ~8 (ashamed|stop|control|hate|disgust\w{0,4}|guilty|cry|sick|hurts?|night|all|until|every|because|so much|loads)",
            r"(steal|stealing|stole|nick|nicking|nicked|shoplift\w{0,3}) (food|biscuits|crisps|chocolate|sweets|cake|ice cream|cereal|all the food) ~8 (binge\w{0,3}|eat it all|ate it all|eat (them|everything) all|in secret|throw up|be sick|stop myself|ashamed|so mum does not (know|notice)|at night and)",
            r"(spend|spent|spending) (all )?(my |all my )?(money|wages|lunch money|pocket money|savings|tenner|twenty|£\d{1,3}) on (food|takeaways?|junk|sweets|chocolate) ~8 (binge\w{0,3}|eat it all|ate it all|all in one|in secret|throw|threw|sick|ashamed|hide|disgust\w{0,4})",
        ),
        unless=(r"(easter egg\w{0,1}|christmas|halloween|trick or treat|advent|brother (keeps|steals|eats)|sister (keeps|steals|eats)|squirrel|hamster|dog|cat|mouse|mice|ants|midnight feast|sleepover|surprise|birthday|prank)",),
    ),
    rule(
        id="eating.food_rules",
        urgency=SOON,
        words="strict rules about food",
        why=DISORDER,
        patterns=(
            r"(safe|fear) foods?",
            r"(cut|cutting|chop|chopping|break|breaking) (my |her |his |all my |all her |the )?(food|everything|dinner|apple|toast|meals?) (up )?(into|in) (tiny|a hundred|really small|\d{1,2}|eight|ten|equal|minuscule) ~2 (bits|pieces|squares|bites|slices) ~3 (so|before|every|and (eat|chew)|last|takes|or|to make|slow\w{0,2})",
            r"(chew|chewing) (every|each|everything|all|it) ~3 (\d\d|thirty|forty|twenty|fifty) times",
            r"(not allowed|do not let myself|dont let myself|can not let myself|never let myself|will not let myself|only let myself|only allow myself|do not allow myself|only) (to )?(eat|eating|have (food|dinner|carbs|lunch)) ~4 (before|after|until|between) (\d{1,2}|\d{1,2}am|\d{1,2}pm|six|five|noon|midday|it is dark)( am| pm| oclock)? ~4 (or (i|else)|fat|weight|calories|rule|rules|fail\w{0,2}|punish\w{0,3}|guilty|bad|control)",
            r"(rules?) (about|for|around|with) (food|eating|what i (eat|can eat)|meals) ~8 (break|broke|punish\w{0,3}|guilty|panic|fat|control|must|every|strict|allowed|calories|get worse|more and more|cry)",
            r"(panic|panicked|meltdown|cry|cried|crying|freak\w{0,3} out|screamed|lost it) ~4 (because|when|cos|as|after) ~5 (oil|butter|wrong (plate|bowl|brand)|different (brand|plate|bowl|food)|weighed it|measure\w{0,1}|not weigh|touched my food|dressing|sauce|portion) ~6 (food|meal|calories|eat|dinner|cooked|cooking|used|put|on it|in it)",
        ),
        unless=(r"(baby|toddler|weaning|little (brother|sister)|dog|cat|hamster|guinea pig|recipe|kebabs?|stir fry|fruit salad|food tech|braces|choke|choking hazard|dentist|canteen|boarding|library|classroom|cinema|trains?|the bus|nut allergy|coeliac|diabet\w{0,3}|fast for ramadan|ramadan|tonsil\w{0,3}|mcdonalds)",),
    ),
    rule(
        id="eating.over_exercise",
        urgency=SOON,
        words="cannot stop exercising",
        why=DISORDER,
        patterns=(
            r"(exercise|exercising|run|running|ran|workout|working out|work out|sit ups|star jumps|squats|gym|training|steps|burpees|pacing|walk|walking) ~8 (even though|even when|even if|despite) ~4 (injur\w{0,3}|hurts?|broken|fracture\w{0,1}|ill|sick|dizzy|faint\w{0,3}|sprain\w{0,2}|exhausted|told not to|not allowed|feel awful|bleeding)",
            r"(can not|not allowed to|not let myself|never|will not) (let myself )?(sit|sit down|rest|eat|sleep|go to bed|have (dinner|tea|lunch)) (until|unless|till|without|before) ~4 (steps|run|running|ran|exercised|exercising|workout|worked out|burnt|burned|sit ups|miles|gym|squats|earned|star jumps|walked)",
            r"(exercise|exercising|sit ups|star jumps|squats|burpees|work out|working out|running up and down|workout|jog on the spot) ~4 (in secret|secretly|in the (bathroom|shower|night|middle of the night|toilets)|at (2|3|4|1|two|three|four|one)( ?am)?|in my room (at night|all night|so|when)|when everyone (is )?(asleep|in bed)|so mum (does not|can not|will not))",
            r"(earn|earned|earning|deserve|burn off|make up for|pay for|work off) (my |every |all my |the |that |everything )?(food|dinner|lunch|meals?|meal|calories|what i (ate|eat)|breakfast|tea|eating|right to eat)( ~6 (run|running|exercis\w{1,3}|steps|gym|sit ups|walk|squats|workout|have to|must|or))?",
            r"(feel|feeling|felt|get|am) (so |really |too |such |like )*(guilty|disgusting|fat|anxious|panicky|a failure|worthless|lazy) (if|when|unless) i (do not|dont|can not|miss|missed|skip|have not|stop|rest) (a |my |go |do |to |the |been |out )*(run|exercise|exercising|gym|workout|work ?out|steps|training|session|rest day|10 ?000|rest|running)",
            r"(addicted to|obsessed with|can not stop|cant stop|compulsive(ly)?) (exercise|exercising|running|working out|the gym|my steps|burning calories|burning off)",
        ),
        unless=(r"(marathon|couch to 5k|duke of edinburgh|dofe|charity|sponsored|football match|coach made|pe teacher|netball|rugby trials|army|cadets|dog|puppy|bank holiday|pocket money|wages|free school|vouchers?|cooking|washing up|chores|club card|points|pay for (my|the|our|that|lunch|dinner|food) (lunch|at|in|with|by|on)|job|part time|card)",),
    ),
)

BODY = (
    rule(
        id="eating.periods_stopped",
        urgency=SOON,
        words="periods stopped with weight loss",
        why=DISORDER,
        patterns=(
            rf"(periods?|time of the month) (have |has |had |just |also |has not |have not |did not |is |are )*(stopped|gone|not come|come|disappeared|vanished|not had|missing|lost) ~~14 (eat\w{{0,3}}|eaten|food|{WEIGHT}|restrict\w{{0,3}}|diet|exercis\w{{1,3}}|gym|bmi|running|starv\w{{0,3}})",
            rf"(lost|losing|missed|stopped (having|getting)|not had|have not had|no) (my |a |any )?(periods?) ~~14 (not eating|stopped eating|eat|eating|eaten|{WEIGHT}|restrict\w{{0,3}}|diet|exercis\w{{1,3}}|gym|bmi|starv\w{{0,3}})",
            r"(lost|losing|not eating|not eaten|stopped eating|restricting|underweight|starving|bmi|eat|eating) ~~14 (periods? (have |has |just |also |even )*(stopped|gone|disappeared|vanished)|(lost|no|not had|have not had|missed) (my |a |any )?periods?)",
        ),
        unless=(r"(pregnan\w{0,2}|the pill|contracept\w{0,4}|implant|coil|injection|menopause|period (one|two|three|four|five|six|1|2|3|4|5|6)|lesson|free period|maths|revision|history|victorian|ice age|chocolate|crav\w{0,4}|pads|tampons|first period)",),
    ),
    rule(
        id="eating.body_signs",
        urgency=SOON,
        words="the body shows the lack of food",
        why=DISORDER,
        patterns=(
            r"(hair|clumps of hair|nails) (is |are |keeps |has been |coming |started )*(falling out|thinning|coming out|fallen out|breaking|brittle|snapping off) ~~12 (not eat\w{0,3}|not eaten|do not eat|weight|restrict\w{0,3}|starv\w{0,3}|calories|skinny|thin|cold all|meals|anorexia|eating disorder|purg\w{0,4})",
            r"(not eat\w{0,3}|not eaten|do not eat|lost|losing|restrict\w{0,3}|starv\w{0,3}|calories|underweight|skipping meals|anorexia|eating disorder|purg\w{0,4}) ~~14 (hair (is |keeps )?(falling out|thinning|coming out)|(always|constantly|so) (cold|freezing)|cold all the time|fingers (go|are|turn|going) (blue|purple)|(fluffy|downy|fuzzy|soft) hair|fur on|bruise (so )?easily|heart (flutters|skips|beats (weird|slow))|teeth (are )?(rotting|wearing|going|hurt)|acid|swollen (cheeks|face|glands)|knuckles)",
            r"(always|constantly|so) (cold|freezing) ~~8 (not eat\w{0,3}|not eaten|weight|hair|bones|calories|skinny|meals|starv\w{0,3})",
            r"(marks|scars|sores|scabs|calluses|cuts) on (my |her |his )?(knuckles|fingers) ~6 (sick|throw\w{0,3}|vomit\w{0,3}|purg\w{0,4}|fingers down|teeth)",
            r"(dizzy|see stars|black spots|vision goes|head rush|light ?headed|legs give way|wobbly) ~5 (stand|stand up|get up|stairs|walk) ~~10 (not eat\w{0,3}|not eaten|calories|weight|restrict\w{0,3}|meals|starv\w{0,3}|skipp\w{0,3}|purg\w{0,4})",
        ),
        unless=(r"(chemo|alopecia|bleach\w{0,3}|hair dye|dye|extensions|straighten\w{0,3}|boiler|heating|heat(ing)? (is )?(off|broken)|radiator|snow|winter|outside|bus stop|boxing|punch bag|gloves|keys|dog|cat|hamster|sims|lego|marathon|the cat|lost (the|my|a|our|her|his) (match|game|keys|phone|card|coat|gloves|dog|hat|bag|way|tooth)|iron tablets)",),
    ),
    rule(
        id="eating.bloods_bad",
        urgency=VERY_SOON,
        words="doctors found danger from not eating or purging",
        why=DANGER,
        patterns=(
            r"(bloods?|blood tests?|potassium|heart rate|pulse|blood pressure|ecg|bmi|temperature|sodium|electrolytes) (is |are |was |were |came back |has |have |came |at |results |test |now |so |too |really |dangerously |very |quite |got |gone |dropped |went |all )*(low|bad|abnormal|dangerous|dangerously low|slow|dropping|under|wrong|messed up|below|critical|1[0-5]|not right) ~~14 (eat|eating|eaten|food|weight|purg\w{0,4}|sick|laxatives|restrict\w{0,3}|anorexia|bulimia|camhs|tube|calories|eating disorder|meal plan|refeed\w{0,3})",
            r"(eat|eating|eaten|weight|purg\w{0,4}|laxatives|restrict\w{0,3}|anorexia|bulimia|eating disorder|weigh) ~~12 (bloods?|blood tests?|potassium|heart rate|pulse|blood pressure|ecg|bmi) (is |are |was |were |came back |came |has |so |too |really |dangerously |very |got |dropped |keeps |gone |went )*(low|bad|abnormal|dangerous|slow|dropping|wrong|messed up|not right)",
            r"(if i|if she|if he|unless i|unless she) ~3 (lose|loses|lost|gain|gains|eat|eats|put on|drop|drops|do not eat|keep losing) ~8 (hospital|tube|admit\w{0,3}|section\w{0,2}|inpatient|the unit|ward|ng|sedat\w{1,3})",
            r"(threaten\w{0,3}|going to|want to|might|have to|talking about|will) ~3 (tube me|tube feed|admit me|section me|put me in (hospital|a unit|inpatient|the unit)|feed me through) ~~8 (eat|eating|weight|lose|bmi|food|meal plan|anorexia|eating disorder|calories|refus\w{1,3})",
            r"(feeding tube|ng tube|nasogastric|tube fed|refeeding|being tubed|got tubed)",
        ),
        unless=(r"(grandad|nan|baby|premature|cancer|chemo|stroke|operation|dog|cat|vet|guinea pig|hamster|marathon|fitbit|iron|anaemi\w{1,2}|diabet\w{0,3}|thyroid|dialysis|nurse job|course|biology|documentary|uncle|blood sports?|blood type|underground|you ?tube|london|tube (strike|station|map|line|stop|home|to)|tennis|wembley)",),
    ),
    rule(
        id="eating.insulin_skipped",
        urgency=VERY_SOON,
        words="leaves out insulin to lose weight",
        why=DANGER,
        patterns=(
            rf"(skip|skips|skipping|skipped|miss|missing|missed|stopped|not taking|not taken|leave out|leaving out|cut|cutting|less|take less|taking less|not doing|not injecting|under ?dos\w{{1,3}}|lower) (my |her |his |taking |on |down |down on |taking my |the |all my )*insulin ~~10 (lose|losing|{WEIGHT}|eat|sugars? high|ketones|drop\w{{0,4}}|size)",
            rf"(lose|losing|lost|drop|{WEIGHT}) ~~8 (skip|skipping|skipped|not taking|missing|stopped|without|leaving out|less) (my |her |his |taking |taking my |the )*insulin",
            r"diabulimia|diabulimic",
            r"insulin (makes|made|is making|has made) (me|her|him) (fat|put on|gain|bigger|huge|balloon)",
            r"(keep|keeping|kept|running|run|let|letting) (my |her |his )?(sugars?|blood sugars?|bloods|glucose|levels) (high|up|run high) (on purpose|so i|to lose|so that i|because i|deliberately)",
        ),
        unless=(r"(dog|cat|vet|hamster|pharmacy|ran out|run out|pump (broke|failed)|nurse (said|told)|doctor (said|told)|by (accident|mistake)|forgot|forget|bread|baking|cake|grandad|nan)",),
    ),
    rule(
        id="eating.weight_loss_drugs",
        urgency=SOON,
        words="buys or uses drugs to lose weight",
        why=DISORDER,
        patterns=(
            r"(ozempic|mounjaro|wegovy|saxenda|skinny (jab|jabs|pen|pens)|fat (jab|jabs)|weight loss (jab|jabs|injections?|pens?|pills|tablets)|clenbuterol|clen|dnp|fat burners?|slimming jabs?) ~~12 (snap|snapchat|insta|tiktok|telegram|online|plug|lied|lying|fake|mums|my mums|sisters|secret|without (telling|mum)|nicked|stole|stolen|friend sells|off (a|this|some) (girl|guy|woman|lad)|i am (1\d|under)|(1[1-7]) years|sick|throwing up|can not eat|not eaten|shaking|heart)",
            r"(bought|buy|buying|ordered|ordering|got|nicked|stole|taking|took|injecting|injected|using|used|pinch\w{0,3}|sharing|where (can|do) i (get|buy)) ~4 (ozempic|mounjaro|wegovy|saxenda|skinny (jab|jabs|pen|pens)|weight loss (jab|jabs|injections?|pens?|pills|tablets)|clenbuterol|clen|dnp|fat burners?|slimming jabs?)",
            r"(smoke|smoking|vape|vaping|vapes|speed|coke|cocaine|ritalin|concerta|elvanse|adhd meds|caffeine tablets|caffeine pills) ~5 (so i (do not|dont) (eat|get hungry|feel hungry)|to (stop|kill|suppress|get rid of) (my )?(appetite|hunger|eating|being hungry)|to lose weight|to stay (thin|skinny)|to get (thin|skinny)|to not eat|instead of (eating|food|meals|lunch|dinner))",
        ),
        unless=(r"((my )?(mum|nan|dad|aunt|auntie|uncle|teacher|neighbour) (is|s|got|takes|has|is on|started|lost|uses)|prescri\w{0,5}|doctor|gp (gave|put)|diabet\w{0,3}|celebrity|kardashian\w{0,1}|shares|news|article|documentary|advert|parody)",),
    ),
)

PUSHED = (
    rule(
        id="eating.remarks_about_weight",
        urgency=SOON,
        words="stopped eating after words about their body",
        why=DISORDER,
        patterns=(
            r"(called|calls|calling|told|tells|said|says|saying|comment\w{0,3}|jokes?|joked|laugh\w{0,3}|remarks?) ~6 (fat|chubby|chunky|big|bigger|whale|pig|podgy|weight|thighs|belly|stomach|size|porky|obese|lose weight|getting big) ~~10 (stopped eating|not (eaten|eating|eat|ate)|have not (eaten|been eating)|starv\w{0,3}|skip\w{0,4}|can not eat|cant eat|do not eat|diet|make myself sick|throw\w{0,3} up|hardly eat\w{0,2}|barely eat\w{0,2}|scared to eat|calories)",
            r"(stopped eating|not (eaten|eating)|starving myself|skipping (meals|lunch|dinner)|barely eat\w{0,2}|hardly eat\w{0,2}|scared to eat|making myself sick) ~~8 (since|because|ever since|cos|after) ~5 (called|said|told|comment\w{0,3}|laughed|joked|posted|rated|wrote) ~8 (fat|chubby|big|whale|pig|weight|thighs|belly|stomach|size|body|bigger|obese|ugly)",
            r"(mum|dad|nan|stepmum|stepdad|auntie|boyfriend|girlfriend|he|she|they) ~3 (puts?|putting|has|made|makes|making|keeps?|got) (me |us )?(on )?(a |on a |going on a |go on a |do a )*(diet|slimming world|weight watchers|juice cleanse|diets) ~~8 (fat|since i was|years old|1[0-4]|clothes|wedding|too big|ashamed|weigh\w{0,3}|hungry)",
            r"(mum|dad|nan|stepmum|stepdad|boyfriend|girlfriend|he|she) ~2 (weighs|weighed|weighing|checks my weight|counts my calories|watches what i eat|monitors what i eat|comments on (what|everything|how much) i eat|tells me not to eat|says i (do not|should not|dont) (need|eat) ~3 (that|seconds|pudding|dinner|more))( ~8 (every|fat|me|and|says|tells))?",
        ),
        unless=(r"(baby|dog|cat|puppy|parcel|suitcase|luggage|flour|fish|nurse|doctor|dietitian|camhs|because of (my|a) (nut|allergy)|chocolate (bar|cake)|school weigh|the bag|the veg|gold|jockey|lizard|school bag)",),
    ),
    rule(
        id="eating.sport_and_weight",
        urgency=SOON,
        words="a coach or a sport presses on weight",
        why=DISORDER,
        patterns=(
            r"(coach|ballet teacher|dance teacher|gym coach|trainer|instructor|agency|agent|club|scout|sensei) ~3 (told|tells|said|says|wants|make|makes|made|weighs|weighed|weigh|poked|pinched|called|keeps|commented) ~4 (lose (weight|\d{1,2}|\d{1,2}kg|\d{1,2}lbs|some weight|a few)|drop (a size|\d{1,2}|\d{1,2}kg|weight)|diet|eat less|lighter|(am|are|getting|look|looked) too (big|heavy|fat|chunky)|not eat|stop eating|leaner|slimmer|(too )?fat|us in front of|calories)",
            r"(make weight|making weight|cut weight|cutting weight|weight cut|weigh in|weigh ins|weigh ins) ~~10 (not (eat|eaten|eating|drinking|drunk)|starv\w{0,3}|sauna|sweat\w{0,3}|bin bags?|sick|laxatives|spit\w{0,4}|faint\w{0,2}|dizzy|no food|no water|only (eat|eaten|had))",
            r"(ballet|dance|dancing|gymnastics|gym|swimming|running|skating|cheer|modelling|boxing|judo|rowing|cycling|leotard|costume|tutu) ~~10 ((am|feel|look|looked) too (big|fat|heavy)|lose (weight|\d{1,2})|stopped eating|starv\w{0,3}|not eat\w{0,3}|skip\w{0,4} (meals|lunch|dinner)|smaller than me|skinnier than me|thinner than me|biggest one (here|there|and|so|in)|am the biggest|fattest)",
        ),
        unless=(r"(shoe|shoes|size (4|5|6|7|8)|kit size|bag|rackets?|gloves|bulk|eat more|carb load\w{0,3}|drop (the|me|him|her|us|out|it|shoulder|a (set|goal))|lose (the|a|this|every|by|our|to|on|against) ?\w{0,8}|healthy weight|weights (room|training|session)|weight (room|training|lifting|plates)|costume is too big|kit is too big|too big (a|for) (stage|hall|team|class|size)|lift)",),
    ),
    rule(
        id="eating.online_coach",
        urgency=VERY_SOON,
        words="somebody online controls their weight",
        why="U2: exploiter threat; somebody directs the harm",
        patterns=(
            rf"(coach|ana coach|buddy|guy|man|he|she|someone|person|account|admin|group|they) ~8 (wants?|makes?|made|asks?|asked|told|tells|have to|need to|sends?) ~3 (send|sends|show|post|report|weigh|picture|photos?|pictures?|pics|check in) ~8 ({WEIGHT}|scales|body|stomach|what i (eat|ate)|bones|ribs|progress|in my (bra|underwear)|measurements)",
            r"(punish|punishes|punished|punishment|shout\w{0,3}|block\w{0,3}|kick\w{0,3} (me )?out|leak\w{0,3}|threat\w{0,5}|fine\w{0,1}) ~4 (if|when|because|for) i (eat|ate|gain|gained|do not lose|dont lose|did not lose|go over|break|miss|miss a weigh|binge\w{0,1}|put on)",
            r"(online|on kik|on snap|on discord|on telegram|on twitter|on tiktok|on insta) ~6 (coach|coaches|coaching|mentor) ~8 (weight|skinny|thin|not eat|starv\w{0,3}|calories|lose|fast|ana|bones)",
            r"(ana|mia|thinspo|diet|skinny) (coach|coaches|mentor|mistress|master) ~8 (says?|told|tells|wants?|makes?|send|sent|photos?|pictures?|weight|punish\w{0,3}|strict|he|man|older|body)",
        ),
        together=(r"(online|kik|snap|snapchat|discord|telegram|twitter|tiktok|insta|instagram|whatsapp|group chat|the group|server|coach|ana|admin|mentor|reddit)",),
        unless=(r"(gymshark|pe teacher|school nurse|nurse|doctor|gp|dietitian|camhs|clinic|football|netball|rugby|swimming|running club|athletics|parcel|vinted|ebay|essay|homework|dog|puppy|garden|plants?|bus|driving|cooking|baking|recipe|build|minecraft|fantasy|hospital|physio|slimming world|mum and|kits?|shirts?|hoodies?|uniform|team)",),
        plain=True,
    ),
    rule(
        id="eating.eggs_on",
        urgency=SOON,
        words="pushes others not to eat",
        why="U3: eating disorder; words that push somebody to harm",
        patterns=(
            r"(do not|dont|stop|never|you should not|you must not|no) (you )?(dare )?(eat|eating|have) (that|it|anything|today|tonight|lunch|dinner|carbs|until|before|breakfast) ~6 (fat|skinny|thin|bones|pig|weak|calories|fast\w{0,3}|summer|stay strong|strong|discipline|worth it|proud|goal|fatty|regret)",
            r"(stay strong|be strong|you got this|keep going|so proud|proud of you|well done|queen|goals) ~6 (not eating|fasting|fast|starv\w{0,3}|skip\w{0,4}|hours (without|no) food|empty|hungry|restrict\w{0,3}|under \d{3})",
            r"(who|anyone|who else|lets|let us) (is |wants to |want to |wanna |up for |else |can )*(fast|fasting|starve|starving|restrict|restricting|skip (lunch|dinner|meals)|purge|not eat|lose \d{1,2} ?(kg|kilos|pounds|lbs|stone)) (with me|together|until|till|this week|for (\d\d|\d|two|three)|buddy|challenge|competition|race|first)",
            r"(whoever|first one|last one|loser|winner) (to )?(eats?|gains?|lose \d|weighs?) ~3 (loses|wins|is (weak|fat|out)|kicked)",
            r"(if you|when you) (eat|ate|binge|binged|give in) ~4 (weak|fat|failure|fail|disgusting|pathetic|pig|no self control|punish|have to (run|exercise|purge|burn))",
        ),
        unless=(r"(ramadan|lent|iftar|suhoor|yom kippur|hot dog|pie eating|chilli|chillies|dinosaur|snail|paint|sweets before|allerg\w{0,3}|poison\w{0,3}|raw|mould\w{0,1}|out of date|cat food|dog|baby|in (the )?(exam|library|class|lesson)|carpet|sofa|glue|candle|laxative chocolate|sumo|too much at christmas|said|says|told|tells|(my|the) (voice|head|brain|mum|dad))",),
    ),
    rule(
        id="eating.toilet_after_meals",
        urgency=SOON,
        words="somebody is sick after meals, others notice",
        why=DISORDER,
        patterns=(
            r"({friend}|mum|she|he|they|sis) ~3 (goes|runs?|disappears?|locks (herself|himself|themselves)|always goes|straight|rushes|keeps going|is always|spends ages) ~4 (toilet|toilets|bathroom|loo) ~3 (after (every|each|all)|straight after|right after|as soon as|every time) ~2 (meals?|eating|eats?|dinner|lunch|tea|eaten|food|we eat|finish)( ~8 (sick|tap|taps|shower|hear|smell|throw|puk\w{0,3}))?",
            r"(hear|heard|can hear|hearing) (my |the )?({friend}|her|him|them|mum|sis) (being sick|throwing up|retching|puking|gagging|be sick|vomiting) ~5 (after|every|at night|with the (tap|taps|shower|music)|when|again|meals?|dinner)",
            r"(runs?|turns?|puts?|leaves) (on )?(the )?(tap|taps|shower|music|hairdryer) (on )?~3 so (no one|nobody|we|they|mum) ~2 (hears?|hear|knows?) ~4 (sick|throw\w{0,3}|puk\w{0,3}|retch\w{0,3}|purg\w{0,4})",
            r"({friend}|she|he|sis) ~4 (chucks?|throws|bins?|gives|hides|feeds|flushes|never eats|does not eat|not eat|stopped eating|barely eats|hardly eats|picks at) ~4 (lunch|food|dinner|sandwich\w{0,2}|packed lunch|meals?) (away |out |in the bin |to (me|the dog|us|people|everyone) )?(every day|every lunch|every time|everyday|each day|most days|and (says|she|he)|anymore|all week|now)",
        ),
        unless=(r"(brush\w{0,3} (his|her|their) teeth|make ?up|pregnan\w{0,2}|morning sickness|bug|norovirus|food poisoning|car sick|travel sick|coach|chemo|ibs|crohn\w{0,1}s?|potty|toddler|baby|dog|cat|hangover|hungover|wash(es|ing)? up|dishes|on (his|her) phone|ducks?|pigeons?|hamster|vegetables|peas|crusts?|recycling)",),
    ),
    rule(
        id="eating.competes",
        urgency=SOON,
        words="measures themselves against who eats less",
        why=DISORDER,
        patterns=(
            r"(compete|competes|competing|competition|contest|race|bet) ~6 (eat less|eats less|eat the least|eats the least|who can (eat|go)|not eat|lose (the )?most|weigh less|skinniest|thinnest|lightest|smallest|lowest weight|least calories|longest without (eating|food)|longest fast)",
            r"(jealous|envious|angry|feel like a (failure|pig)|hate) ~5 (eats? less|ate less|eating less|weighs? less|is (thinner|skinnier|smaller|sicker) than|got (thinner|skinnier|sicker)|lost more|bones|thigh gap|anorexia|anorexic|collarbones)",
            r"(sister|friend|mate|girl|girls|friends|mum|twin|cousin|she|everyone) ~4 (eats?|ate|eating|ordered|had) (less|nothing|half|a salad|only) ~3 so i (had to|have to|did not|eat|can not|ate|will not|ordered|skip\w{0,3}) ~2 (less|nothing|eating|skip\w{0,3}|throw|anything|half of|even less)",
            r"(thinnest|skinniest|smallest|sickest|lightest|lowest weight) (one|girl|person|in|on|of|out of) ~6 (want|need|have to|must|ward|unit|group|class|friends|jealous|not|used to be|anymore)",
        ),
        unless=(r"(pie|hot dog|burger|pizza|hamster|dog|cat|phone|laptop|bike|rucksack|tent|suitcase|bowling ball|boxing|jockey|recycl\w{1,4}|carbon|meat|plastic|sugar|sloth|planet|screen time|history)",),
    ),
    rule(
        id="eating.relapse",
        urgency=SOON,
        words="an eating disorder comes back",
        why=DISORDER,
        patterns=(
            r"(relapse|relapsed|relapsing|slipping|slipped|sliding|spiral\w{0,4}) ~5 (with|into|back into|to) ~3 (food|eating|not eating|restricting|bingeing|purging|old (habits|ways)|my (meal plan|ed|eating)|counting calories|anorexia|bulimia|eating disorder)",
            r"(old (habits|thoughts|ways|behaviours) (about|around|with) (food|eating|my (body|weight)|meals)|(eating|food|ed|eating disorder|anorexia|bulimia) (voice|thoughts?)) ~2 (back|coming back|returning|come back|creeping|louder|loud|worse|screaming|strong|stronger)",
            r"(not|stopped|struggling to|struggling with|can not) (following|follow|do|doing|stick to|sticking to|keep to|keeping to|eating|finish) (my )?meal plan",
            r"(recovery|recovered|recovering|weight restored|got better|discharged from camhs|got out of (the )?unit) ~~12 (not eat\w{0,3}|not eaten|lost \d|losing weight|restrict\w{0,3}|skip\w{0,4} (meals|lunch|dinner)|purg\w{0,4}|counting calories|want to be sick again|want it back|miss being (thin|skinny|sick|ill|small)|want to be (thin|skinny|small) again|bingeing)",
            r"(miss|missing) (being|feeling|my|having) (so )?(anorexia|empty|skinny|hungry|thin|bones|old body|eating disorder|ed|bulimia|underweight)",
        ),
        unless=(r"(knee|ankle|injury|operation|flu|covid|cold|tonsil\w{0,3}|back to school|vaping|smoking|weed|drinking|self harm|cutting|nail biting|driver|breakdown|dog|lorry|phone|car|file|data|wifi|house|empty (house|nest)|small (class|school|talk|children)|sick (bay|day)|feeling sick from|hospital food)",),
    ),
)

RULES = SECRET + BODY + PUSHED
