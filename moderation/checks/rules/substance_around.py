"""Drink and drugs beyond the first look: harm to the body, where they come from, who offers them, coming off them."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="substance")
NOW, VERY_SOON, SOON, ROUTINE = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON, Urgency.ROUTINE

DYING = "U1: overdose"
BAD = "U2: physical danger from drink or drugs today"
USING = "U3: harmful use, or use to cope"
SUPPLY = "U3: drugs offered to young people"

DRUG = r"ketamine|mdma|mandy|md|pills|xans?|xanax|coke|cocaine|crack|heroin|weed|spice|lean|codeine|balloons|acid|shrooms|edibles?|speed|meth|ghb|valium|vallies|drugs|pingers?|tramadol|2cb|thc|carts?|benzos?|gear|bars|stuff"
STRONG = r"ketamine|mdma|mandy|xans?|xanax|coke|cocaine|crack|heroin|weed|spice|lean|codeine|ghb|valium|vallies|drugs|pingers?|tramadol|2cb|thc|benzos?|meth|shrooms|edibles?"
SCENE = r"(in (the |a |this )?(film|show|series|book|game|song|lesson|assembly|documentary)|gta|sims|breaking bad|euphoria|netflix|leaflet|assembly|pshe|lesson|essay)"

BODY = (
    rule(
        id="substance.swallowed_drugs",
        urgency=NOW,
        words="drugs swallowed or hidden in the body",
        why=DYING,
        patterns=(
            r"(swallowed|swallow|swallowing|ate|necked|gulped) (the |a |my |his |her |all the |all my |some |two |three |whole )*(bag|bags|baggie|baggies|wrap|wraps|stash|packet|rocks?|package|packages) (of |full of )?(coke|crack|heroin|cocaine|weed|drugs|ketamine|mdma|pills|gear|brown|white)",
            r"(swallowed|swallow) (the |a |my |his |her |all the |all my |two |three )*(wraps?|baggies?|stash|drugs) ~4 (police|feds|stopped|search\w{0,2}|hospital|burst|split|open|stuck|before|when|so they|stomach)",
            r"(bag|baggie|wrap|wraps|package|drugs) ~3 (burst|split|broken|broke|leaking|come open|opened|stuck) ~1 (in|inside) (me|my stomach|him|her|his stomach|my belly|my body|us)",
        ),
        unless=(SCENE, r"(crisps|sweets|haribo|popcorn|skittles|dog|puppy|cat|hamster|chocolate|chicken wrap|wrap for|rice|sherbet|toddler|mcdonalds|greggs|falafel)"),
    ),
    rule(
        id="substance.injecting",
        urgency=VERY_SOON,
        words="injects drugs",
        why=BAD,
        patterns=(
            r"({who}|started|been|keeps?|tried|brother|sister|mum|dad) ~2 (inject|injects|injected|injecting|shoot up|shooting up|shot up|slam|slamming|slammed|skin ?pop\w{0,4}|bang up|banging up) ~2 (heroin|gear|crack|ketamine|speed|meth|coke|cocaine|it into|myself with|drugs|steroids|brown|smack|snowballs?|in my (arm|leg|groin|neck|foot))",
            r"(shared|sharing|share|used|using|borrowed|borrow) ~2 (his|her|their|the same|a|an old|dirty|someones|each others) ~1 (needle|needles|syringe|works|pins?)( ~4 (heroin|hiv|hep|scared|inject\w{0,3}|drugs|gear|mate|friend))?",
            r"(track marks|needle marks|injection site|abscess) ~6 (arm|arms|inject\w{0,3}|heroin|hide|hiding|brother|mum|leg|groin|infected|drugs)",
        ),
        unless=(SCENE, r"(insulin|diabet\w{0,3}|epipen|epi pen|vaccine|jab|nurse|doctor|hospital|steroid injection (for|in my)|knitting|sewing|compass|pine|fortnite|hoop|shot up (in|two|three|\d) (height|inches)|growth|tall\w{0,2}|blood test|ivf|record player|pin number|piercing|dentist|vet|botox)"),
    ),
    rule(
        id="substance.withdrawal_danger",
        urgency=VERY_SOON,
        words="ill from stopping drink or tablets",
        why=BAD,
        patterns=(
            r"(stopped|quit|came off|come off|coming off|gone|ran out of|run out of|not had|without|cut out|cold turkey|no more) ~2 (drinking|alcohol|vodka|drink|xans?|xanax|valium|vallies|benzos?|diazepam|codeine|tramadol|heroin|methadone|ghb|pregabalin|subutex|a drink|bars) ~~12 (shak\w{1,3}|sweat\w{0,3}|fit|fits|seizure\w{0,1}|seeing things|hearing things|hallucinat\w{1,4}|throwing up|cramps|heart racing|twitch\w{0,3}|can not stop (shaking|being sick)|really ill|burning up|cold turkey|bugs)",
            r"(shak\w{1,3}|sweat\w{0,3}|fits?|seizures?|seeing things|hallucinat\w{1,4}|hands shake) ~6 (until|till|unless|if|when|without) ~4 (drink|vodka|alcohol|xans?|xanax|valium|codeine|benzos?|heroin|fix|a bar)",
            r"(need|needs|have to have|has to have) (a |some |my |his |her )*(drink|vodka|xans?|valium|codeine|alcohol|fix|can) ~2 (to stop|in the morning to stop|to get rid of|so i stop|or i|so my hands) ~2 (shak\w{1,3}|the shakes|sweat\w{0,3}|sick|fit|have a fit|stop shaking)",
        ),
        unless=(SCENE, r"(flu|covid|fever|coffee|caffeine|energy drinks?|monster|red ?bull|sugar|chocolate|squash|water|milk ?shake|protein shake|shakes|dry january|gym|keep fit|fit in|outfit|fit bird|get fit|dog|cat|vaping|nicotine)"),
    ),
    rule(
        id="substance.vape_collapse",
        urgency=VERY_SOON,
        words="ill after a vape or something smoked",
        why=BAD,
        patterns=(
            r"(vape|vaped|vaping|pen|cart|joint|spliff|zoot|edible|gummy|gummies|brownie) ~~10 (passed out|pass out|collapsed|fainted|blacked out|had a fit|seizure|could not (move|breathe|stand|feel)|can not (move|breathe|stand|feel|see)|heart (is |was )?(racing|pounding|going mad)|throwing up|threw up everywhere|white ?y|whitey|whitied|whiteying|green out|greened out|hallucinat\w{1,4}|zombie|spice)",
            r"(spice|k2|mamba|fake thc|spiked|laced) ~1 (vape|vapes|cart|carts|pen|liquid)",
            r"(vape|vapes|cart|pen) ~2 (had|has|was|with|full of|got|been) ~2 (spice|laced|spiked|something (else )?in it|drugs in it)",
            r"(pulling|pulled|having|having a|had|throwing|pulled a) (a )?(whitey|whitie|green ?out)",
        ),
        unless=(SCENE, r"(lights?|stage|ink|pencil|paint|bleep test|in pe|heat|heatwave|laughing|bug|norovirus|car sick|rollercoaster|pumpkin spice|spice (girls|rack|bag|mix)|latte|shopping cart|mario|kart|golf cart|cart ?wheels?|play ?pen|tooth|elbow|the dog|zombie film)"),
    ),
    rule(
        id="substance.balloons_numb",
        urgency=VERY_SOON,
        words="nerves hurt by gas",
        why=BAD,
        patterns=(
            r"(balloons|nos|noz|nitrous|laughing gas|whippits?|canisters?|smart ?whip|cannis\w{1,5}|gas) ~~12 (numb|tingl\w{1,3}|pins and needles|can not (feel|walk|move)|could not (feel|walk|move)|legs (are |went |have |gone )*(weak|dead|wobbly|numb|gone|give way)|falling over|fall over|balance|wheelchair|burnt (my )?(lips|mouth|hand|thigh)|wobbly|electric shocks?)",
            r"(numb|tingl\w{1,3}|pins and needles|can not (feel|walk|move)|legs (are |went |have |gone )*(weak|dead|numb|wobbly|gone)) ~~10 (balloons|nos|noz|nitrous|laughing gas|canisters?|smart ?whip)",
            r"(\d\d|\d\d\d|hundred|hundreds of|fifty|loads of|so many|bare) (balloons|canisters?|nos|noz) (a|every|last|in one|in a|each|per|tonight|in) ?(day|night|weekend|go|sitting|week)?",
        ),
        unless=(SCENE, r"(party|birthday|decorat\w{1,4}|arch|helium|hot air|water balloons?|dentist|labour|giving birth|filling|tooth|prom|wedding|baby shower|blow(ing|n)? (them )?up|pump|boiler|gas (bill|man|meter|engineer)|camping|bbq|whipped cream|cake|sat on my (leg|foot)|minecraft)"),
    ),
    rule(
        id="substance.laced",
        urgency=VERY_SOON,
        words="drugs that were not what they seemed",
        why=BAD,
        patterns=(
            rf"(laced|cut with|contaminated|mixed with|dodgy|bad batch|fake|not what|not real) ~4 ({DRUG}|fentanyl|nitazenes?|batch|something)",
            rf"({STRONG}|pill|pills|vape|spliff|powder|tablets|batch) ~4 (was|were|is|must (be|have been)|had|been|are|got) ~1 (laced|cut with|spiked|dodgy|fake|mixed with|contaminated|fentanyl|nitazenes?|something else)",
            r"(thought|told|said|sold as|meant to be|supposed to be) ~3 (it was|they were|valium|xanax|coke|mdma|weed|ketamine|oxy|diazepam) ~5 (but|turned out|was actually|actually) ~3 (fentanyl|something else|stronger|spice|nitazenes?|ketamine|heroin|fake|not)",
            r"(nitazenes?|fentanyl) ~3 (in|going round|around|warning|test|took|killed|friend|mate|scared)",
        ),
        unless=(SCENE, r"(trainers|shoes|boots|corset|nails?|tan|lashes|id|eyelash\w{0,2}|dress|bleach|flowers|mixed with (milk|water|juice|ice|sprite)|cement|mortar|salad|fruit|cake|dog|grass|news|water (was|is)|email|link|text|followers|accounts?|vibe|batch of (cookies|brownies|flapjack))"),
    ),
    rule(
        id="substance.mixes_with_medicine",
        urgency=SOON,
        words="drinks or uses on top of medicine",
        why=USING,
        patterns=(
            rf"(drink|drinking|drank|drunk|smoke|smoking|smoked|taking|took|take|do|doing|get drunk|getting drunk|{STRONG}) ~4 (while on|on top of|when i am on|with|even though i am on|on|alongside|and) (my |the |all my )?(antidepressants|sertraline|fluoxetine|citalopram|mirtazapine|quetiapine|lithium|antipsychotics?|adhd meds|concerta|elvanse|epilepsy (meds|tablets)|propranolol|methotrexate|roaccutane|risperidone|aripiprazole)",
            rf"(on|take|taking) (my |the )?(antidepressants|sertraline|fluoxetine|citalopram|mirtazapine|quetiapine|lithium|antipsychotics?|concerta|elvanse|epilepsy (meds|tablets)|propranolol|roaccutane|risperidone|aripiprazole) ~~6 (and|but|still) ~3 (drink|drinking|drank|drunk|smoke weed|smoking weed|weed|taking (mdma|ketamine|coke|pills)|get drunk|getting drunk|sniff\w{{0,3}}|{STRONG})",
        ),
        unless=(SCENE, r"(with (water|milk|food|breakfast|juice|squash)|drink (water|more water|plenty|milk|squash)|hot chocolate|orange juice|glass of water|gp|doctor|pharmacist|leaflet|stopped drinking|do not drink|never drink|not drink|can you|is it okay to|coffee|tea)"),
    ),
    rule(
        id="substance.blackouts",
        urgency=SOON,
        words="drinks until memory is gone",
        why=USING,
        patterns=(
            r"(blackout|black ?out|blacked out|blacking out|blackouts|blank out|blank) ~4 (drunk|drinking|from drink|from drinking|when i drink|every time i (drink|go out)|every weekend|again last night|vodka|pissed|on a night out|after (drinking|vodka))",
            r"(drink|drinking|drank|drunk|get drunk|got drunk) ~4 (until|till|so much|so much that|to the point) ~3 (black out|blackout|blacked out|pass out|passed out|can not remember|do not remember|remember nothing|throw up|wet (myself|the bed)|can not (stand|walk)|in hospital|a and e)",
            r"(never|can not|do not|cant|not) remember ~6 (when|after|because|from) ~3 (i drink|i am drunk|i was drunk|i got drunk|drinking|i drank|getting drunk|i was so drunk|every weekend)",
            r"(woke up|waking up|wake up|came round|came to) ~6 (in (a|the) (park|field|hedge|street|bush|hospital|strangers?|random)|with no (shoes|phone|clothes|idea)|covered in|not knowing|somewhere|at someones) ~~8 (drunk|drinking|drank|vodka|hangover|hungover|pissed|wasted|drink)",
            r"(stomach pumped|alcohol poisoning|pumped my stomach|put on a drip)",
        ),
        unless=(SCENE, r"(power cut|electric\w{0,3}|exam|test|in my (speech|exam)|blackout (blinds|curtains)|blank (page|canvas|screen)|paint|concert|nan|grandad|dementia|faint\w{0,2}|blood test|heat|water|milk|pool|dress|the second world war|blitz|dog)"),
    ),
    rule(
        id="substance.drug_paranoia",
        urgency=SOON,
        words="mind troubled since using",
        why=USING,
        patterns=(
            rf"({STRONG}|acid|lsd|edible|smoking|smoke|pills|trip|high|stoned|vape) ~~10 (paranoid|paranoia|hearing (things|voices)|seeing things|hear voices|psychosis|psychotic|not (feel|felt|feeling) real|unreal|derealis\w{{1,6}}|depersonal\w{{1,8}}|flashbacks?|panic attacks?|everyone is (watching|after|talking)|people are (watching|after|following)|not felt (right|normal|the same)|lost my mind|going mad|losing my mind)",
            rf"(paranoid|paranoia|hearing (things|voices)|seeing things|psychosis|(people|everyone) (are|is) (watching|after|following) (him|her|me|them)|do not feel real|not felt (right|normal|the same)|flashbacks|panic attacks?) ~~6 (since|after|from|because|when|every time) ~5 ({STRONG}|acid|lsd|edible|(smoking|smoke|smoked) (weed|spice|it|that)|tripped|the trip|got (high|stoned)|pills)",
            r"bad trip ~~8 (still|since|again|scared|not|never|help|months|weeks|ago|can not|feel|happened|mind)",
        ),
        unless=(SCENE, r"(acid reflux|trip to|school trip|coach trip|road trip|high school|high (up|heels|street|five|score|grades)|room|holiday|fire|smoke alarm|vape shop|heights|lemons?|batter\w{1,4} acid|bus trip|sats|sixth form|dungeons|tripped over|city trip|day trip)"),
    ),
)

LIVES = (
    rule(
        id="substance.driven_by_drunk",
        urgency=VERY_SOON,
        words="driven by somebody who has been drinking or using",
        why=BAD,
        patterns=(
            r"({home_adult}|boyfriend|girlfriend|mate|friend|brother|cousin|he|she|lad|driver|my lift) ~4 (drunk|drinking|pissed|high|stoned|wasted|had loads to drink|off (his|her) face|over the limit|coked up|on (coke|ketamine|weed|balloons|nos)) ~4 (driving|drives|drove|drive|behind the wheel|picked (me|us) up|picks (me|us) up|drive me|in the car|wants to drive|taking us home|gave me a lift)",
            r"({home_adult}|boyfriend|girlfriend|mate|friend|brother|cousin|he|she|lads?) ~3 (drives?|drove|driving|picked (me|us) up|picks (me|us) up|pick me up|took us|taking us) ~6 (drunk|after (drinking|a bottle|the pub|loads)|pissed|high|stoned|wasted|over the limit|off (his|her) face|on (coke|ketamine|weed|balloons|nos)|been drinking|smoking weed|drink driv\w{1,3})",
            r"(in|get in|got in|getting in|gets in) (the|a|his|her|their) (car|van|moped|motorbike) ~5 (drunk|been drinking|pissed|high|stoned|wasted|off (his|her) face|over the limit|doing balloons|on (coke|ketamine|nos))",
            r"(drink driving|drunk driving|drug driving|drives drunk) ~6 (me|us|with|mum|dad|again|he|she|boyfriend|in the|scared|every)",
        ),
        unless=(SCENE, r"(news|arrested on tv|advert|campaign|charity|theory test|driving lesson|bowling|mario|kart|forza|hungry|tired|taxi driver said|uber because|got a taxi|got an uber|so (mum|nan|i|she|he|dad) drove|because (mum|dad|he|she|they) (was|were|is|had been) (drunk|drinking)|coffee|water|squash|milk|high (five|street|up|viz)|train)"),
    ),
    rule(
        id="substance.drunk_and_alone",
        urgency=VERY_SOON,
        words="drunk or high, alone and outside",
        why=BAD,
        patterns=(
            r"(i am|am|i|me and my mate are|she is|he is|friend is|mate is) ~3 (drunk|so drunk|wasted|pissed|off my face|high|stoned|steaming|smashed|out of it|tripping) ~5 (on my own|alone|by myself|on her own|on his own|by herself|by himself|lost|in (the|a|some) (park|woods|field|street|alley|car park|strangers?)|outside|at the (station|bus stop|beach|canal)|do not know where) ~~8 (can not|lost|scared|home|cold|where|left me|help|phone|dying|freezing|sick|stranger|man|no money|last bus|walk)",
            r"(left me|left her|left him|ditched me|mates have gone|friends left|everyone has gone|lost my (mates|friends)|they have all gone) ~~8 (drunk|wasted|pissed|off my face|high|can not (walk|stand)|out of it|steaming|tripping)",
            r"(drunk|wasted|pissed|off my face|high|steaming|tripping) ~~8 (left me|left her|lost my (mates|friends)|do not know where i am|can not (get|find my way) home|missed the last (bus|train)|no way (home|of getting home)|they have all gone|my phone is (dying|on))",
        ),
        unless=(SCENE, r"(high (street|school|wycombe)|high up|high wire|sims|dad is (coming|picking)|mum is (coming|picking)|got a taxi|home safe|got home|in bed now|he is drunk again at home|last (year|summer))"),
    ),
    rule(
        id="substance.pregnant_and_using",
        urgency=SOON,
        words="pregnant and drinking or using",
        why=USING,
        patterns=(
            rf"(pregnant|expecting|up the duff|having a baby|(weeks|months) gone|preggers) ~~10 (still )?(drinking|drink|drank|smok\w{{1,4}} (weed|it|zoots?|spliffs?)|weed|vodka|taking|using|sniffing|sniff|{STRONG}|getting (high|drunk|stoned)|alcohol)",
            rf"(drinking|drank|drunk|smok\w{{1,4}} weed|weed|taking ({STRONG})|took ({STRONG})|getting (high|drunk)|vodka|{STRONG}) ~~8 (pregnant|found out i am (pregnant|expecting)|having a baby|hurt the baby|harm the baby|the baby inside)",
        ),
        unless=(SCENE, r"(dog|cat|hamster|guinea pig|horse|hen party|drink(ing)? (water|milk|tea|loads of water|squash|smoothies|through a straw)|do not drink|not drinking|can not drink|stopped (drinking|smoking)|given up|quit|aunt(ie)? (is|cant)|teacher|tiktok|no alcohol|alcohol free|craving)"),
    ),
    rule(
        id="substance.needles_at_home",
        urgency=SOON,
        words="drugs or their things found at home",
        why="U3: neglect; a parent uses",
        patterns=(
            r"(found|find|finding|seen|saw|there is|there are|walked in on|caught) (a |some |the |my |loads of |used |dirty |his |her |little |bags of |bag of )*(needles?|syringes?|crack pipe|pipe|foil|burnt (foil|spoons?)|white powder|powder|baggies|wraps?|drugs|coke|heroin|crack|gear|weed|bongs?) ~4 (in|under|at|on|round|around) (my |the |mums |dads |our |his |her |mum and dads |stepdads |parents )+(room|bedroom|house|bathroom|car|bag|drawer|coat|home|kitchen|flat|sofa|side|table|toilet|loft|shed|bed)?",
            r"({home_adult}) ~3 (smokes?|smoking|does|do|doing|takes?|taking|sniffs?|sniffing|injects?|injecting|uses|using|on|addicted to|back on|relapsed on|deals?|dealing|sells?|selling|high on) ~2 (crack|heroin|coke|cocaine|ketamine|speed|meth|drugs|spice|gear|methadone|weed all|smack|brown|pills again|xans?|benzos?)",
            r"({home_adult}) (is |are |was |always |constantly |just |been |gets |so |comes home |came home |passed out |back )+(drunk|pissed|wasted|high|stoned|off (his|her|their) (head|face)|drinking (again|every|all|from|in)|drinks every|hungover|an alcoholic|on a bender)( ~6 (again|every|night|all|tonight|scared|fight|shout\w{0,3}|passed|floor|sofa|school))?",
            r"(pour|poured|pouring|hide|hiding|hid|water|watering) (away |down )?(all )?(mums|dads|his|her|my mums|my dads|stepdads) ~1 (vodka|wine|drink|drinks|bottles|alcohol|beers?|drugs|weed|pills) (away|down|so|from|because|out)",
        ),
        unless=(SCENE, r"(knitting|sewing|pine|christmas|tin ?foil|turkey|foil (blanket|in the|for)|talc|baby powder|washing powder|protein powder|icing sugar|diet coke|cherry coke|can of coke|coke zero|bottle of coke|wedding|new year|once at|insulin|diabet\w{0,3}|paracetamol|blood pressure|chicken wrap|bag ?pipes?|drain|pipe burst|water pipe|high (up|viz|score)|grandads pipe|on the ceilidh|weed(s|ing|killer)? (in|the) (garden|drive)|(love|laugh|coffee) drunk|police officer|drug dealer on tv)"),
    ),
    rule(
        id="substance.steals_to_buy",
        urgency=SOON,
        words="money for drink or drugs by stealing or selling",
        why=USING,
        patterns=(
            rf"(steal|stealing|stole|stolen|nick|nicking|nicked|take|taking|took|robbed|robbing|shoplift\w{{0,3}}|sold|selling|sell|pawned|spent|spend|spending|borrow\w{{0,3}}) ~8 (to buy|to pay for|to get|for|on) (my |more |some |a |bits of |his |the |her )*(weed|{STRONG}|pills|vapes?|carts?|drink|vodka|gear|drugs|habit|zoots?|a fix|a bag|an eighth|baggies?|booze|alcohol)",
            rf"(all|every penny of|whole) (my |of my |his |her )?(money|wages|savings|ema|bursary|student loan|pocket money|benefits|uc) ~2 (goes|went|gone|is going|is|spent) ~1 (on|to) (weed|{STRONG}|vapes?|carts?|drink|drugs|gear|booze|alcohol|vodka)",
            rf"(owe|owes|owing|in debt to|tick|on tick|laid on) ~5 (dealer|plug|shotter|guy|man|him|them|olders|someone) ~4 (for|because|from|over|weed|{STRONG}|drugs|money) ?(weed|{STRONG}|drugs|pills|vapes?|carts?)?",
        ),
        unless=(SCENE, r"(charity|school fair|cake sale|lemonade|sponsor\w{0,3}|train ticket|(soft|fizzy) drinks?|drink (at|from|in) (the|costa|starbucks|lunch)|water|hot chocolate|diet coke|can of coke|bubble tea|coffee|tea|garden|weed (killer|the garden)|gear (lever|box|for (football|camping|pe|the gym|climbing))|hiking gear|fishing gear|new gear|sims|monopoly|owe (him|them|her) (a |an )?(tenner|fiver|coffee|lunch|favour|drink|apology))"),
    ),
    rule(
        id="substance.others_medicine",
        urgency=SOON,
        words="takes medicine that is somebody else's",
        why=USING,
        patterns=(
            r"(taking|take|takes|took|nick|nicking|nicked|steal|stealing|stole|using|use|pinch\w{0,3}|borrow\w{0,3}|been on|sneak\w{0,3}|buy|buying|bought|sharing) ~2 (mums|dads|nans|grandads|brothers|sisters|mates|friends|stepdads|someones|someone elses|her|his) ~2 (codeine|tramadol|diazepam|valium|zopiclone|sleeping (tablets|pills)|sleepers|ritalin|concerta|elvanse|adhd meds|morphine|oramorph|pregabalin|gabapentin|painkillers|cocodamol|co codamol|patches|antidepressants|medikinet|modafinil|beta blockers?|propranolol|oxycodone|oxy) ~6 (to|so|every|for|when|because|again|help\w{0,2}|sleep|focus|exam\w{0,1}|calm|high|buzz|feel|numb|revise|study|most|at)",
            r"(people|kids|everyone|mates?|friends?|boy|girl|he|she|they|someone) ~4 (sell|sells|selling|swap|swapping|gives?|giving|sharing|trade|trading) ~2 (his|her|their|out|me|us|some|the)? ?(ritalin|concerta|elvanse|adhd meds|diazepam|valium|codeine|tramadol|pregabalin|study drugs|modafinil|zopiclone|medikinet|xanax) ~3 (at|in|for|to|before|round|around|so|school|exams?|uni|college|each|me)",
            r"(take|taking|took|need|using|tried|get|getting|buying|buy|bought) ~2 (study drugs|smart drugs|modafinil|noopept|nootropics)",
        ),
        unless=(SCENE, r"(to (him|her|them|nan|grandad|mum|dad|the chemist|the pharmacy|hospital)|upstairs|(chemist|pharmacy|prescription)|collect\w{0,3}|pick(ed|ing)? up|away (from|so)|reminds? (him|her)|give (him|her|nan|grandad)|make sure (he|she|nan|mum)|dog|eye patches|nicotine patches|iron on|(doctor|nurse) (said|told|gave)|pumpkin|knee patches)"),
    ),
    rule(
        id="substance.steroids",
        urgency=SOON,
        words="takes steroids or the like",
        why=USING,
        patterns=(
            r"({who}|started|been|thinking of|want to|lads|boys|everyone) ~3 (take|takes|taking|took|on|inject|injecting|injects|use|using|buy|buying|bought|start|starting|running|do|doing|cycle|cycling|pinning) ~2 (steroids|roids|sarms|test|tren|trenbolone|testosterone|anavar|dianabol|dbol|deca|hgh|growth hormone|melanotan|peptides|juice) ~4 (to|off|from|for|and|so|because|gym|bigger|bulk\w{0,3}|cycle|weeks|muscle|online|snap|coach|mate|every|at|get|online|my|in|since|acne|angry|balls|hide)",
            r"(first|second|on a|on my|next|my) (steroid |tren |test |sarms? |sarm )(cycle|course)|(on|first|second|next) (a )?cycle of (test|tren|steroids|sarms|anavar|dbol)",
            r"(coach|gym|trainer|pt|man at the gym|guy at the gym|older (lad|guy)s?) ~5 (gave|sold|sells|offered|offers|got|gets|injects?|told) ~3 (me|us|him|to take) ~2 (steroids|roids|sarms|tren|test|testosterone|anavar|juice|gear|hgh)",
        ),
        unless=(SCENE, r"(cream|inhaler|asthma|eczema|doctor|prescri\w{0,5}|hospital|injection (for|in) (my|his|her) (knee|back|shoulder|joint)|arthritis|crohns?|orange juice|apple juice|juice (carton|box|bar|cleanse)|transition\w{0,3}|clinic|gender|endocrin\w{1,7}|hrt|maths test|test (on|in|for|tomorrow|papers?|results|to|and)|driving test|eye test|blood test|hay ?fever|spelling|(take|took|taking|do|doing) (a|the|my|our) test|bleep|lateral flow|covid|pregnancy|olympics|athlete on|peptides? (serum|cream))"),
    ),
    rule(
        id="substance.relapsed",
        urgency=SOON,
        words="back on drink or drugs",
        why=USING,
        patterns=(
            rf"(relapsed|relapse|relapsing|slipped up|slipped|fell off the wagon|back on|back using|gone back to|went back to|started again|using again) ~3 ({STRONG}|drinking|drink|vodka|gear|the (drink|weed|pills|bottle)|smoking weed|pills|alcohol|sniff)( ~6 (after|again|clean|sober|months|weeks|and|last|because|ashamed))?",
            rf"((clean|sober|off (weed|{STRONG}|the drink)) ~3 (days?|weeks?|months?|year)|(days?|weeks?|months?|year) (clean|sober|off (weed|{STRONG}|the drink))) ~~8 (relapsed|relapse|slipped|used|smoked|drank|sniffed|did it again|gave in|messed up|threw it away|back to day one|ruined it|want to use|cravings?|so hard)",
            rf"(cravings?|craving|urge to (use|drink|smoke|sniff)|tempted to (use|drink|smoke|sniff)) ~4 (for|weed|{STRONG}|drink|drugs|vodka|are|is|so|really|bad|back|again|killing)",
        ),
        unless=(SCENE, r"(chocolate|crisps|pizza|sugar|mcdonalds|maccies|nandos|salt\w{0,1}|carbs|sweets?|pickles|ice cream|biting|nail biting|cutting|self harm\w{0,3}|calories|purg\w{0,4}|candy crush|tiktok|fizzy|coffee|caffeine|(like|look like|same as|clean) (the|my|his|her|a|your) (room|kitchen|car|house)|water|ms|cancer|ice|kerb|stairs|back on (it )?(tomorrow|monday|friday|tiktok|track|my feet|the bus))"),
        after_all=None,
    ),
    rule(
        id="substance.about_to_try",
        urgency=SOON,
        words="about to try a drug, or asks how",
        why=USING,
        patterns=(
            rf"(is it|would it be|how) (safe|dangerous|bad|risky|strong) (to|if i|for me to) ~2 (take|try|do|smoke|sniff|snort|mix|drop|drink|eat|use) ~3 ({STRONG}|pills?|acid|lsd|an edible|half a|a pill|a bar|poppers|gas|balloons|a line)",
            rf"(first time|going to try|want to try|thinking of (trying|taking|doing)|about to (try|take|do|drop|sniff)|never (tried|done|taken) it|might try|trying) ~4 ({STRONG}|a pill|pills|acid|lsd|a pinger|balloons|a line|half a pill|a bar) ~4 (tonight|tomorrow|weekend|saturday|friday|party|festival|safe|scared|how|first|mates|should i|reading|leeds|nervous|what|now|with|at|prom|rave)",
            rf"how (much|many) ~2 ({STRONG}|pills?|acid|of a pill|edibles?|lines?|tabs?|balloons) ~2 (should|do|can|is|to|would|for) ~2 (i|you|take|first|safe|someone|beginner|a|get|do)",
            rf"(what (does|do|is)|what is it) ~1 ({STRONG}|acid|a pill|pills|balloons) (feel|like|do to|feels)",
        ),
        unless=(SCENE, r"(doctor|gp|dentist|nurse|operation|prescri\w{0,5}|homework|coursework|project|my (dog|cat)|garden|weed killer|weeds?( out)?$|weeding|lean (on|over|against|meat|to|in)|tooth|headache|diet coke|can of coke|coke (zero|float|and|with)|cake|coffee|hay ?fever|balloons (for|at|up)|balloon (arch|animal)|acid (test|rain|reaction)|chemistry|biology|science)"),
    ),
)

SUPPLIED = (
    rule(
        id="substance.bought_online",
        urgency=SOON,
        words="buys drugs through an app",
        why=SUPPLY,
        patterns=(
            rf"(buy|buys|bought|buying|order|ordered|ordering|get|gets|getting|got|pick up|picked up) ~4 ({STRONG}|pills?|vapes?|carts?|edibles?|drugs|tabs|gear|gummies|bars|acid|lsd) ~3 (off|on|from|through|over) ~2 (telegram|snap|snapchat|insta|instagram|the dark ?web|dark web|discord|online|whatsapp|a plug|my plug|the plug|tiktok|wickr|signal|a guy online|a menu)",
            r"(my |a |the |got a |found a |new )(plug|dealer|shotter) (on|off|from|through) (telegram|snap|snapchat|insta|instagram|whatsapp|discord|signal|tiktok)",
            r"(plug|dealer|shotter|menu) ~4 (adds?|added|messag\w{1,3}|sends?|sent|posts?|popped up|delivers?|drops? (it )?off|meets?) ~5 (me|menu|prices|school|door|to my|emoji\w{0,1}|story|outside|every|snap|after)",
            r"(telegram|snap|snapchat|dark web|insta|discord) ~4 (full of|group|channel|account|menu|story|stories) ~4 (drugs|dealers?|plugs?|weed|pills|carts?|xanax|ketamine|coke|selling (it|drugs|weed))",
        ),
        unless=(SCENE, r"(charger|phone case|headphones|hoodie|contact lenses|vitamins?|creatine|protein|shopping carts?|mario kart|spark|ear ?plug|plug socket|extension lead|card dealer|car dealer|takeaway menu|pizza|food menu|antique|golf|hair gear|lego|nandos)"),
    ),
    rule(
        id="substance.pressed_to_take",
        urgency=SOON,
        words="pressed to drink or take drugs",
        why=SUPPLY,
        patterns=(
            rf"({{they}}|mates|friends|boyfriend|girlfriend|everyone|group|boys) ~3 (pressur\w{{1,4}}|forcing|force|forced|making|made|make|dared|dare|daring|peer pressur\w{{1,4}}|kept telling|keeps telling|keep telling|trying to get|trying to make|egging|begging|want|wants|wanted) (me|us|my (friend|sister|brother)|him|her) (on )?(to |into )?(drink\w{{0,3}}|take|taking|try|trying|smoke|smoking|do|doing|sniff|snort|vape|vaping|have|neck|down|get (drunk|high)|swallow) ~3 ({STRONG}|pills?|vodka|it|drugs|weed|some|a (line|pill|shot|drink|vape|balloon|bar|joint|spliff)|shots?|acid|balloons|alcohol|something|the whole|drunk|more)",
            rf"(call|calls|called|calling|laugh\w{{0,3}}|say|says|said|think|thinks) ~2 (me )?(boring|a wimp|a pussy|a baby|a waste\w{{0,3}}|frigid|lame|a snitch|a lightweight|a neek|no fun|a bore|square|at me) ~4 (if|because|for|when|unless) ~3 (not|do not|dont|will not|wont|say no|said no|refuse|never) ~4 (smok\w{{1,4}}|drink|take|try|do|sniff|vape|{STRONG}|drugs|weed|it|have)",
            r"(do not|dont|did not|not) (really |even |actually )?(want|like|wanna) (to )?(drink|drinking|smok\w{1,4}|take|taking|try|do|doing|sniff|vape) ~3 (but|everyone|because everyone|and) ~5 (everyone|mates|friends|boyfriend|girlfriend|group|fit in|left out|they|lose|pressur\w{1,4}|laugh|will|does)",
            r"(drinking|neck ?it|neknominate|vodka|drink|chug|chugging|drug|shots?) (challenge|dare|dares|game|forfeit|initiation) ~8 (hospital|sick|passed|pass|made|make|whole|litre|pint|scared|have to|forced|uni|team|team|too|could not|straight)",
        ),
        unless=(SCENE, r"(water|milk|tea|coffee|squash|smoothie|juice|vegetable\w{0,1}|photos?|pictures?|homework|exam|test|notes|a break|maths|revis\w{1,5}|part in|it (seriously|easy|slow)|the (bus|train|dog)|pe|swimming|meat|the blame|turns|care|chores|dishes|pop|fizzy|medicine|calpol|diet coke|fanta|dance|sing|pizza|sushi|snails|olives|curry|yoga|try (it|some|the) (on|again)|hot sauce|chilli)"),
    ),
    rule(
        id="substance.offers_drugs",
        urgency=SOON,
        words="offers drugs to others",
        why=SUPPLY,
        patterns=(
            rf"^(got|have got|i have|i got|we got|selling|shotting|bagging|doing deals on|deals on|who wants|who needs|anyone want|anyone need|anyone after|any one want|need any|want any|fresh|back in stock|restock on) (some |any |loads of |bare |fire |cheap |good |your |bits of |top )*({STRONG}|pills|vapes?|carts?|edibles?|tabs|bars|gear|gummies|balloons|acid|lsd|gas|zoots?|bud|loud|cali) ~6 (hit|hmu|dm|message|pop|snap|for|link|today|tonight|tonight|delivery|deliver|cheap|in|stock|menu|me|school|at|going|a gram|each|\d{{1,3}}|£\d{{1,3}}|on|drop|local|if|or)",
            rf"(hit me up|hmu|dm me|dm|message me|snap me|pop up|link me|add me) (for|if you (want|need)|to buy|for any) (some |any |cheap |your |fire |the |good )*({STRONG}|pills|carts?|edibles?|tabs|bars|gear|thc|gummies|balloons|acid|zoots?|bud|loud|cali|menu|bits)",
            rf"(i|we|man) (can |will )?(sell|shot|serve|sort|get|deliver) (you |u |anyone |out )?~1 ({STRONG}|pills|carts?|edibles?|bud|loud|cali|gear|bars) (to|at|for|in|out|on|round|cheap|delivered|local|same day) ~2",
            r"(try|have|take|hit|smoke|sniff) (some|this|one|a bit|it|a line|a pill) ~4 (it will|you will|makes?|will make|help\w{0,1} you|trust me) ~3 (relax|forget|feel (better|amazing|good|nothing|less)|calm|chill|numb|stop (thinking|worrying)|love it|not hurt)",
        ),
        together=(rf"({STRONG}|pills|carts?|edibles?|tabs|bars|gear|gummies|balloons|acid|zoots?|bud|loud|menu|line|sniff|smoke|pill)",),
        unless=(SCENE, r"(water|tea|camomile|chamomile|yoga|a bath|breath\w{0,3}|meditat\w{1,4}|helpline|charity|chocolate|candy|gold ?bars|monkey bars|snack bars|chocolate bars|cereal bars|guitar tabs|browser tabs|bumper|smoke alarm|phone|gear (lever|stick|box)|camping gear|football gear|music|loud (music|speaker)|party balloons|birthday|arch|rose ?bud|ear ?buds?|fizzy|cherry coke|diet coke|can of coke|coke (zero|float)|pick ?n ?mix|haribo|the pill|herbal)"),
        plain=True,
    ),
    rule(
        id="substance.cannot_stop_vaping",
        urgency=ROUTINE,
        words="cannot stop vaping or smoking",
        why="U4: a habit they want help with",
        patterns=(
            r"(addicted|hooked) (to|on) (my |the |a |these |elf )*(vapes?|vaping|nicotine|elf ?bars?|lost marys?|snus|cigs|cigarettes|smoking|fags|smokes|nic|puff bars?|nicotine pouches|velos?)",
            r"(can not|cant|struggling to|trying to|want to|need help to|help me|how do i|how to|tried to|need to) (stop|quit|give up|get off|cut down) (on )?(my |the )?(vapes?|vaping|nicotine|elf ?bars?|lost marys?|snus|cigs|cigarettes|smoking|fags|smokes|nicotine pouches)$",
            r"(wake up|waking up|woke up) ~4 (night|night to|just to|and) ~3 (vape|hit my vape|puff|smoke a cig|have a fag|for my vape)|(go|going|goes|last|get through) ~3 (lesson|hour|class|ten minutes|film|day|night|shift) ~2 (without|not having) ~2 (my vape|a vape|vaping|vape|nicotine|a fag|a cig|a smoke|snus)",
            r"(chest|lungs?|cough|coughing|throat|breathing) ~5 (hurts?|bad|tight|sore|wheez\w{1,3}|weird|up|burns?) ~4 (from|because of|since|when i|off|due to) ~2 (vape|vapes|vaping|smoking|my vape|elf ?bars?|smoke)",
            r"(hiding|hide|hid|spend\w{0,3}|spent|found) ~3 (vape|vapes|snus|cigs|fags|elf ?bars?) ~2 (from|in|under|every|a week|my) ~2 (mum|dad|parents|room|bed|teachers?|week|drawer|money|nan|sock)",
        ),
        unless=(SCENE, r"(teacher|mum is|dad is|nan is|grandad|uncle|(mum|dad|nan|brother) (is|needs|has|wants|tried|is trying)|toilets smell|campaign|poster|survey|adverts?|ban|asthma (lesson|talk)|salmon|smoking hot|gun|fire ?place|bbq)"),
    ),
)

RULES = BODY + LIVES + SUPPLIED
