"""Signs that stand before or behind self-harm and suicide: endings set, courage drunk, wounds left, harm hidden from help."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="self_harm")
VERY_SOON, SOON = Urgency.VERY_SOON, Urgency.SOON

PLAN = "U2: plan or means"
HARM_NOW = "U2: self-harm now; the body may be in danger"
THOUGHTS = "U3: suicidal thoughts"
RECENT = "U3: recent self-harm"

ENDINGS = (
    rule(
        id="self_harm.deadline_set",
        urgency=VERY_SOON,
        words="gives life until a date",
        why=PLAN,
        patterns=(
            r"(if|unless) (nothing|things|it|stuff|my life) (is not |are not |has not |have not |does not |do not |will not |has |have |gets |get |is |are )*(got |get |gotten |any )?(changed?|changes|better|improved?|improves) (by|before|after) ~4 (i am|i will|then i am|then i will|going to) ~2 (done for good|done with (life|living|it all)|done forever|ending (it|things)|end it|end my life|kill myself|out|do it|gone|not be here)",
            r"(giving|give|gave) (it|life|myself|this) (one more|until|till|to the end of|another) (year|month|week|chance|christmas|my birthday|new year|summer|results day|exams|january|february|march|april|may|june|july|august|september|october|november|december|the end of ~2 (year|month|term)) ~~8 (end it|kill myself|done|do it|not be here|die|out of here for good|out forever)",
            r"(only|just) (have to|got to|need to) (make it|last|hold on|stay alive|get|survive) (to|until|till) ~3 (then|and|so) ~3 (end it|done|do it|die|kill myself|go for good)",
            r"(will|would|am|ill|going to) (stay|be here|stick around|wait|hold on) (until|till) ~6 (dies|gone|over|born|moves out|birthday|christmas|wedding) (then|and then|and after that) ~3 (end it|ending it|going to do it|do it|die|kill myself|going to go|free to go|can go)",
            r"(promised|told) myself (that )?(if|by) ~8 (i would|i will|i can|i could) ~1 (end it|kill myself|die|do it)",
            r"(once|when|as soon as) (the |my )?(dog|cat|nan|grandad|mum|dad) (dies|is gone|has gone|has died|passes) ~4 (i am|i will|i can|i) ~2 (end it|die|go too|kill myself|nothing (keeping|stopping) me|going too)",
        ),
        unless=(r"(job|course|saturday job|contract|shift|diet|dry january|guitar|piano|streak|gym|club|team|relationship|dump\w{0,3}|break(ing)? up|split up|end it with|leave (him|her|them)|quit|resign\w{0,3}|the app|insta|tiktok|dye|die my|perm|series|season)",),
        after_all=None,
    ),
    rule(
        id="self_harm.last_times",
        urgency=VERY_SOON,
        words="doing things for a last time",
        why=PLAN,
        patterns=(
            r"(one last|a last|for the last|the last) (time|day|nice day|good day|hug|cuddle|walk|dinner|tea|meal|christmas|birthday) ~~8 (before i (go|die|end|do it|am gone|kill)|then i (go|can go|will go|am going|die)|and then it is over|without them knowing|does not know|do not know it is|kill myself|end it|say goodbye forever)",
            r"(hugged|kissed|cuddled|rang|phoned|called|saw|seen|visited|messaged|sat with|held) ~4 (one last time|for the last time) ~~6 (goodbye|bye|sorry|no idea|not know|go|ready|done|die|end)",
            r"(want|wanted|wanting) (to have |to give (them|her|him|mum|everyone) |them to have )?(one|a) (last|final) (nice |good |normal |happy |perfect )?(day|christmas|birthday|weekend|night|meal|memory) (with|together|before i|for them|as a family) ~~8 (go|die|gone|end|before|remember me)",
            r"(knowing|know|knew) (it is|its|it was|that is|this is|it would be|it will be) (the |my )?last time (i|they|she|he|we) (will |would |will ever |would ever |am going to |get to )?(see|saw|hug|speak|hear|sit) ~3 (because|before|and|cos|as) ~3 (die|dead|gone|go|end|here|do it)",
            r"(took|taking|take|made|making|make) (a |some |one )?(last|final) (photos?|pictures?|selfies?|videos?|memories) ~2 so (they|mum|she|he|people|my family) ~2 (something|remember|after|when|have)",
        ),
        unless=(
            r"(moving|moves|move (away|house|out)|uni|university|school|leav(ing|ers?)|emigrat\w{0,4}|holiday|home time|coach (goes|leaves)|flight|airport|boarding|exam\w{0,1}|braces|operation|knee|season|team|club|spain|camp|vet|put (down|to sleep)|nursing home|hospice|passed away|funeral|(she|he|nan|grandad|dog|cat) (died|passed))",
        ),
        after_all=None,
    ),
    rule(
        id="self_harm.calm_after_deciding",
        urgency=VERY_SOON,
        words="calm because it is decided",
        why=PLAN,
        patterns=(
            r"(feel|feeling|felt|am|been) (so |really |weirdly |strangely |finally |just |kind of |a bit |actually |oddly )*(calm|peaceful|at peace|relieved|light|lighter|happy|free|okay) (now |about it )?(that |because |since |cos |knowing |ever since )+(i have |i am |i |it is |it will |it )(going to )?(just )?(made (my|up my|the) ~1 (mind|decision)|decided|have decided|picked (the|a) day|set a date|will be over|be over|ends|leaving all|not be here|planned it|stop hurting)",
            r"(now|since|because|ever since) (that )?(i have |i )?(decided|made (up )?my (mind|decision)|know when|know how) ~~6 (feel|feeling|am|been) (so |really |weirdly |strangely |finally |just |kind of )*(calm|peaceful|at peace|peace|relieved|lighter|free)",
            r"(made|at|found) (my )?peace with (dying|death|being dead|not being here|leaving (everyone|this world)|going|it all ending|ending it)",
            r"(decided|made (up )?my (mind|decision)) (to die|to end it|i am going to die|i am not going to be here|not to be here|i do not want to be here|about dying|that i am ending)",
            r"(not|no longer) (even )?(scared|afraid|frightened) (of dying|to die|of death|of doing it) (anymore|now|any more)",
        ),
        unless=(r"(uni|university|college|gcses?|a levels|course|options|sixth form|nan|nanna|grandad|old age|hospice|faith|heaven is|funeral|rollercoaster|dog|horror|spiders?|(she|he) (is|was|feels|felt)|(his|her) (death|dying|passing)|hair|job|moving|drop(ping)? (art|french|maths|pe))",),
    ),
    rule(
        id="self_harm.no_future_seen",
        urgency=SOON,
        words="sees no future for themselves",
        why=THOUGHTS,
        patterns=(
            r"(not|never|can not) (see|picture|imagine|saw|think|thought|expect|expected|planned|plan) (myself |on |to |i will |i would |that i will |that i would |i would even |i will even |i am going to )*(make it|making it|live|living|be alive|being alive|reach|reaching|get|getting|turn|turning|last|be here) (to |past |until |till |for |at )+(be )?((my |the age of )?(1[2-9]|2\d|30|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|twenty|thirty|\d\dth)|eighteenth|sixteenth|adulthood|my (next )?birthday|next (year|summer|christmas)|christmas|results day|prom)",
            r"(no point|what is the point|pointless|why bother|not worth) ~2 (revising|going to school|applying|studying|picking|saving|making plans|planning|doing my (gcses|exams|homework|options)) ~2 (if|when|because|cos|since|as) (i am|i will|i) (not |wont |never )?(going to )?(be )?(here|alive|around|dead|gone)",
            r"(will|wont|would|will not|not going to) (probably )?(not |never )?(be alive|be here|live) (for (that|it|prom|my exams|results day|sixth form|uni)|long enough|by then|by the time) ~2 (anyway|though|so|to|why)",
            r"(people|everyone|teachers|they|mum|friends) (keep|keeps|talk|talking|ask|asks|asking) ~5 (future|when i am older|what i want to be|careers?|uni|next year) ~~10 (not (be|going to be|planning|plan|see) ~3 (here|alive|living|around|one)|will be dead|not have one)",
            r"(can not|do not|cant) (see|picture|imagine) (a|any|my) future (for (me|myself)|with me in it|at all|where i am|anymore)",
        ),
        unless=(r"(at (this|that) (school|club|job|uni|company)|in (this|the) (team|job|club|band|flat|game|town)|year group|final|semi|playoffs?|bleep test|level|round|season|pass(ing)? (maths|french|the test)|dog|cat|hamster|fish|phone|trainers|with (him|her)|relationship|married)",),
    ),
    rule(
        id="self_harm.anniversary",
        urgency=SOON,
        words="the anniversary of an attempt or a suicide",
        why=THOUGHTS,
        patterns=(
            r"(anniversary|year|years|month) (of|since|to the day since|to the day|ago today|on from) ~3 (my attempt|i tried|i attempted|i took the|my overdose|i overdosed|(he|she|dad|mum|my (brother|sister|friend|mate|cousin|dad|mum|uncle)) (killed|took (his|her) (own )?life|ended|hung|hanged|jumped|died by suicide))",
            r"(today|tomorrow|friday|monday|this week|this weekend|saturday|sunday) (is|will be|marks|makes it) ~3 (anniversary|year|years) ~2 (since|of) ~2 (attempt|tried|suicide|overdose|killed|took (his|her) (own )?life)",
            r"(this|that|the) (date|day|time of year|month|week) ~4 (attempt|(my|the|her|his) overdose|attempted|tried to (die|kill myself|end)|killed (himself|herself)|suicide|took (his|her) (own )?life) ~6 (hard|worse|bad|cope|dread\w{0,3}|same|again|flashbacks?|back|scared|triggers?|feel)",
            r"(his|her|my (brothers?|sisters?|dads?|mums?|friends?|mates?|cousins?)) anniversary ~~10 (suicide|killed (himself|herself)|took (his|her) (own )?life|hung|hanged|join (him|her))",
        ),
        unless=(r"(wedding|together|going out|school record|world war|battle|history|queen|king|singer|band|rapper|actor|film|album|personal best|attempt at (the|a|baking|driving)|driving test|record attempt|kurt|robin)",),
        after_all=None,
    ),
    rule(
        id="self_harm.reckless",
        urgency=SOON,
        words="takes risks and does not care to live",
        why=THOUGHTS,
        patterns=(
            r"(cross|crossing|crossed|walk|walking|walked|step|stepping|run|running|ran|cycle|cycling|ride|riding|skate|skating) ~5 (without looking|with my eyes (shut|closed)|not looking|through red lights|no lights on|in the middle of the road) ~~8 (hope|hoping|do not care|not care|hit me|gets? hit|get hit|die|do not mind|if something happens|whatever happens|wish|see what happens|see if)",
            r"(do not|not|dont|stopped) (even )?(look|looking|bother looking|check|checking|caring) ~3 (when|before) i cross ~2 (road|roads|street|anymore|now)( ~~8 (hope|care|hit|die|bother|whatever|point))?",
            r"(drive|driving|drove|ride|riding|swim|swam|swimming|climb|climbing|balance|balancing) ~6 (hoping|hope|half hoping|wishing|praying) (i|something|it|a car|that i|to) ~2 (crash|fall|drown|slip|die|hit|happens to me|end|not make it|do not make it|come off)",
            r"(putting|put|puts) (myself|himself|herself) in (danger|dangerous (places|situations)|risky situations) ~2 (on purpose|because i|because he|because she|hoping|to see|and do not care|deliberately)",
            r"(not|do not|dont) care (what happens to me|if i get (hurt|killed|run over|stabbed|hit)|if something (bad )?happens to me|if i crash|whether i (live|get home|make it))",
        ),
        unless=(r"(lollipop|toddler|puppy|cat|squirrel|pigeon|fox|phone zombies?|headphones|careful|mum (tells|told)|road safety|cycle helmet|in (mario|gta|forza)|mario kart|for charity|level|bikeability|theory test|test passed)",),
    ),
)

BODY = (
    rule(
        id="self_harm.reopens_wounds",
        urgency=SOON,
        words="keeps wounds from healing",
        why=RECENT,
        patterns=(
            r"(picks?|picking|picked|scratch|scratches|scratching|rips?|ripping|pulls?|pulling|peels?|peeling|opens?|opening|opened|reopens?|reopening|reopened) (at )?(all )?(my |the |her |his |their )?(old |own )?(cuts|scabs|stitches|scars|wounds|burns) ~3 (open|out on purpose|so they|so it|again|off|out|until|till|on purpose|bleed|do not heal|when i am|to feel|because i)",
            r"(i|she|he|they)? ?(am |is |are )?(not|do not|does not|will not|never|wont) (let|letting) (my |the |her |his )?(cuts|wounds|burns|scabs|arms|arm|it|them) heal",
            r"(cut|cutting|burn|burning|scratch|scratching) (over|on top of|across|into) (the |my )?(old |same )*(cuts|scars|wounds|ones|place|burns)",
            r"(rub|rubbing|rubbed|put|putting|pour|pouring) ~4 (in|into|on|over) (my|the) (cuts|wounds|fresh cuts|burns) (to|so it|so that|because|until|till) ~3 (hurts?|sting\w{0,1}|burn\w{0,1}|scars?|worse|feel)",
            r"(want|wanted|hoping|hope|need) (my |the )?(cuts|scars|wounds|marks) to (stay|scar|show|be worse|not heal|never heal|get worse|be deeper)",
        ),
        unless=(r"(spots?|acne|eczema|psoriasis|chicken ?pox|mosquito|midges?|bites?|knee|knees|elbow|graze\w{0,1}|nurse|doctor|cream|cat|dog|football|blister\w{0,1}|tattoo|piercing|impetigo|skateboard|sunburn|harry potter|lion king)",),
    ),
    rule(
        id="self_harm.wound_untreated",
        urgency=VERY_SOON,
        words="a wound of self-harm needs a doctor",
        why=HARM_NOW,
        patterns=(
            r"(cuts?|burns?|self harm|where i (cut|burnt|burned|did it)) ~5 (infected|oozing|pus|green|yellow|red and hot|hot and red|swollen|smells?|weeping|gaping|stinks|not closing|will not close|wont close|spreading)",
            r"(need|needs|needed|might need|probably need|should get|should have) (stitches|stitching|stitched|glueing|a and e|to go to (hospital|a and e)) ~~8 (cut|cuts|self harm|did it (myself|to myself)|my arm|judge|mum (finds?|knows?)|they will (ask|see|know)|ask how|explain)",
            r"(cut|cuts|self harm|did it to myself|blade) ~~6 (need|needs|might need|probably need|should get) (stitches|a and e|stitched|to go to (a and e|hospital))",
            r"(can not|do not|not|too scared to|scared to|refuse to|will not|wont) (want to |go to |see |get |tell )+(hospital|a and e|a doctor|the doctor|stitches|the nurse|it looked at) ~6 (cuts?|self harm|did it myself|where i cut|scars)",
            r"((numb|tingly|tingling|can not feel|not feel|can not move) ~2 )?(my |her |his )(fingers|hand|thumb)( are| is| feels?| feel)?( all)?( numb| tingly| tingling| dead)? (since|after|where|because) ~2 (cut|cuts|cutting|self harm)",
        ),
        unless=(r"(knee|toe|finger on|tin|glass (at|in) (work|the kitchen)|cooking|chef|football|rugby|tackle|piercing|belly button|ear|ears|tattoo|tooth|gum|wisdom|dog|cat|bike|scooter|skateboard|fell|fence|paper|ingrown|budget|operation|shaving|blister\w{0,1}|brambles|oven|iron|straighteners|hob)",),
    ),
    rule(
        id="self_harm.overdose_feels_fine",
        urgency=VERY_SOON,
        words="took too much some time ago and feels fine",
        why="U1: overdose; late harm is likely although they feel well",
        patterns=(
            r"(took|taken|swallowed|overdosed|overdose|had) ~~14 (feel|feeling|felt|seem|am|been) (completely |totally |absolutely |actually |perfectly |mostly |alright and |a bit sick but )?(fine|okay|alright|normal|better) ~3 (now |so |but )*(do i|should i|is it|does that|guess|so it|did not work|have i|am i|it is too late|no need|still need)",
            r"(nothing (happened|has happened|is happening)|did not (work|do anything)|just threw up|slept it off|woke up (fine|anyway|and i am fine)) ~~8 (overdose|too many|all those|the tablets|the pills|all the paracetamol|(box|packet|bottle) of)",
            r"(overdose|overdosed|too many (tablets|pills)|all (the|those|my) (tablets|pills|paracetamol)|(box|packet|bottle|load|handful) of (tablets|pills|paracetamol|ibuprofen|meds)) ~~10 (nothing (happened|has happened|is happening)|did not (work|do anything)|slept it off|woke up (fine|anyway|okay|and i am fine)|just made me (sick|sleep))",
            r"(still|do i) (have to|need to|got to|supposed to) (go|see|get|tell|ring) ~5 (hospital|doctor|a and e|111|checked|checked out|anyone) ~~8 (overdose|took (loads|too many|all|them)|days ago|tablets|pills)",
        ),
        together=(r"({meds}|overdose|overdosed)",),
        unless=(r"(headache|head hurts|migraine|hay ?fever|dentist|prescri\w{0,5}|antibiotics?|vitamins?|sweets|gummies|doctor (said|told)|gp (said|told)|period|cramps|by accident as a (kid|baby)|dog|cat|repeat|refill|as normal|every day)",),
        after_all=SOON,
    ),
    rule(
        id="self_harm.drink_for_courage",
        urgency=VERY_SOON,
        words="drinks to have the courage to die",
        why=PLAN,
        patterns=(
            r"(drink|drinking|drank|drunk|vodka|gin|bottle|high|stoned|wasted|beers?|wine|pissed) ~6 (so i can|so i will|so that i can|to get the (courage|guts|balls|nerve)|for the (courage|guts)|for courage|courage|brave enough|guts|till i can|until i can|then i can|makes it easier|so it does not hurt|so it will not hurt) ~2 (to )?(do it$|end it|kill myself|jump|die|go through with it|end my life|cut myself)",
            r"(need|want|get|getting|have to be) (to be |to get |myself )?(drunk|wasted|high|out of it|pissed) (enough )?(before i|to|so i can|first then) (do it|end it|kill myself|jump|die|end my life|go through with it)",
            r"(drunk|high|wasted) enough (now )?to (do it|end it|kill myself|jump|go through with it|die|end my life)",
            r"(when|if|every time|whenever) i (drink|am drunk|get drunk|get high) ~4 (want to die|nearly (do it|kill myself|jump)|try to (die|kill|end)|almost (do it|end it|kill)|go to the bridge|more likely to)",
        ),
        unless=(r"(karaoke|coke|coffee|water|squash|redbull|monster|dance|dancing|ask (him|her|them) out|text (him|her)|talk to|speech|zip ?wire|diving board|bungee|kiss|tell (him|her) i (like|love)|sing|cut (a|the) (cake|rug)|rollercoaster|tattoo|piercing|hair)",),
    ),
    rule(
        id="self_harm.blackout_game",
        urgency=VERY_SOON,
        words="a game of passing out",
        why=HARM_NOW,
        patterns=(
            r"(choking|blackout|black out|pass ?out|passing out|fainting|space monkey|tap ?out|choke ?out|knock ?out) (game|challenge|trend|dare)",
            r"(choke|choking|choked|strangle|strangling|strangled|squeeze|squeezing) (each other|ourselves|me|him|her|our necks|my neck|their necks|people) ~2 (until|till) (we|i|you|they|he|she|someone) ~2 (pass|passed|passes|black|blacked|faint|fainted|go|went|see) (out|stars|unconscious|dizzy|blue)?",
            r"(hold|holding|held) (my|our|your|their|his) (breathe|breathing) ~2 (until|till) (we|i|you|they|he) (pass|passed|black|blacked|faint|fainted)( out)?",
            r"(make|making|made) (ourselves|themselves|each other|yourself|me) (pass out|faint|black out) ~2 (for|on|because|as|in|to|at|video|tiktok|the high|fun)",
            r"(kids|people|everyone|boys|girls|they|friends?|brother|sister|form|year \d{1,2}) ~4 (passing|pass|passed|blacking|choking|fainting) (out |themselves |each other )?(out )?(for (fun|a laugh|a buzz|tiktok|the high)|on purpose|as a (joke|dare|game))",
        ),
        unless=(r"(assembly|leaflet|letter home|school (email|emailed|warned|warns)|warning (from|about)|documentary|article|banned|heat|in pe|bleep test|swimming lesson|under ?water|diving club|free ?diving|boxing|knock ?out (game|tournament|cup|stage|round|in)|fortnite|world cup|euros|jiu jitsu|bjj|ufc|judo)",),
        plain=True,
    ),
)

HIDDEN = (
    rule(
        id="self_harm.hides_under_sleeves",
        urgency=SOON,
        words="covers up so that nobody sees",
        why=RECENT,
        patterns=(
            r"(wear|wearing|wore|keep|keeping) ~3 (long sleeves|hoodie|hoodies|jumper|jumpers|blazer|tights|leggings|trackies|sleeves down|bracelets|wristbands|plasters|bandages?) ~6 (so (no one|nobody|they|mum|dad|people|she|he|teachers) (can |can not |does not |do not |will not |will |could not |would |ever )*(see|sees|notices?|knows?|find|finds|ask|asks)|hide (my|it|them|what)|cover (my|them|it|what)|because of (my|the) (arms|legs|cuts|scars|wrists|marks)|what i (did|do|have done) to)",
            r"(not|refuse to|refuses to|avoid|avoids|avoiding|excuses?|bunk|bunking|skip|skipping|can not|never) ~3 (swimming|swim|pe|getting changed|get changed|changing rooms?|shorts|t shirts?|short sleeves|roll my sleeves up|sleeves) ~6 (because of (my|her|his|the|what) (arms|legs|cuts|scars|wrists|thighs|marks|i did)|(see|sees|seeing) (my|her|his) (arms|legs|cuts|scars|wrists|thighs|marks)|scars|cuts|what i (did|do|have done) to)",
            r"(boiling|so hot|roasting|summer|heatwave|30 degrees|sweating|melting) ~8 (long sleeves|hoodie|jumper|sleeves|blazer|tights) ~6 (my (arms|scars|cuts|wrists|legs)|can not let|see (my|the|what)|scars|cuts|hide|hiding|notice)",
            r"(told|tell|telling|said|say|saying|lied|lie) ~4 (it was|it is|its|they were|they are|the cat|my cat|i fell|cat did|cat scratched) ~4 (cat|fell|brambles|accident|football|bike|scratch\w{0,2}) ~8 (but (i|it) (did|was|do|it) ~2 (it|me|myself|to myself|to me)|really (i|me|it was me)|(i|it was) (cut|me|self harm))",
            r"(foundation|concealer|make ?up|tattoo|sleeves?|bandage) ~3 (to|over|on|that) ~2 (cover|hide|hiding|covers|hides) ~2 (cuts|scars|self harm|marks on my (arm|arms|wrist|wrists|legs))",
        ),
        unless=(r"(eczema|psoriasis|sun ?cream|sunburn|burns easily|birthmark|spots|acne|mosquito|midges?|hijab|modest\w{0,1}|religion|cold|freezing|chilly|love bite|hickey|tattoo (from|off|so mum)|fake tan|shave|shaved|hairy|verruca|period|operation|appendix|c ?section|surgery|henna)",),
    ),
    rule(
        id="self_harm.hid_it_from_help",
        urgency=SOON,
        words="told those who help that all is well",
        why=THOUGHTS,
        patterns=(
            r"(lied|lie|lying|lied to) ~6 (camhs|counsellor|therapist|crisis team|doctor|gp|psychiatrist|nurse|social worker|school counsellor|form|questionnaire|assessment|risk assessment) ~~10 (suicid\w{0,3}|self harm\w{0,3}|safe|fine|thoughts|kill|die|dying|cut\w{0,4}|plan|urges)",
            r"(told|tell|said to|telling) ~3 (camhs|counsellor|therapist|crisis team|doctor|gp|psychiatrist|nurse|social worker|mum|dad|teacher) ~5 (fine|safe|okay|better|stopped|not suicidal|no thoughts|clean) ~2 (but|and|when|even though|though) ~3 (not|lie|lied|lying|still (want|cutting|self|do|doing|think|feel)|was not|am not|never|cutting|just said)",
            r"(said|ticked|put|circled|answered) (no|never|zero|not at all|0|fine) ~8 (suicid\w{0,3}|self harm|kill|die|dead|harming|hurting myself) ~~6 (but|lied|lie|true|not true|really|actually|in hospital|sectioned|tell)",
            r"(can not|do not|will not|scared to|too scared to|afraid to|not) (want to )?(tell|be honest with|admit to) ~2 (camhs|counsellor|therapist|crisis team|doctor|gp|psychiatrist) ~6 (suicid\w{0,3}|want to die|self harm\w{0,3}|cutting|kill|section\w{0,2}|lock me up|hospital|take me away|how bad)",
            r"(know|learned|learnt) (exactly )?what to say ~3 (so (they|camhs|the doctor) ~3 (home|go|leave me|think|discharge)|to (camhs|the crisis team|get discharged|get out|make them think))",
        ),
        unless=(r"(dentist|interview|driving|homework|passport|job|visa|cv|opticians?|floss\w{0,3}|brushing|vegetables|height|age on|essay|survey for|customer|feedback form|food tech|speaking exam|presentation|allerg\w{0,3})",),
    ),
    rule(
        id="self_harm.stopped_medicine",
        urgency=SOON,
        words="stopped medicine for their mind without telling",
        why="U3: suicidal thoughts may come back",
        patterns=(
            r"(stopped|came off|come off|coming off|quit|not been|not taken|not taking|skipping|missed|refusing|flushing|binned|binning|hiding|spitting out|spat out) ~1 (taking )?(my |her |his |the )?(antidepressants|antidepressant|anti depressants|sertraline|fluoxetine|prozac|citalopram|mirtazapine|quetiapine|antipsychotics?|lithium|aripiprazole|olanzapine|mood stabilisers?|risperidone|mental health (meds|tablets)|depression (meds|tablets|pills)) ~~14 (without telling|not told|no one knows|nobody knows|mum (does not|thinks|do not)|worse|dark|low|suicid\w{0,3}|want to (die|cry)|head|angry|crying|thoughts|cold turkey|on my own|voices|point|numb|zombie|secret\w{0,2}|for (a |two |three |\d )?(days?|weeks?|months?))",
            r"(pretend|pretending|pretended) to (take|swallow) (my |the )?(antidepressants|sertraline|fluoxetine|prozac|citalopram|quetiapine|meds|medication|tablets|pills)",
            r"(hide|hiding|hid) (my |the )?(antidepressants|sertraline|fluoxetine|prozac|citalopram|quetiapine|meds|tablets|pills) (under my tongue|in my cheek|down the|so (mum|they|nan) (thinks|think))",
            r"(ran out|run out|can not get|could not get) ~2 (my |more )?(antidepressants|sertraline|fluoxetine|prozac|citalopram|quetiapine|mirtazapine) ~~8 (days|week|suicid\w{0,3}|worse|brain zaps|thoughts|crying|cope|dark)",
        ),
        unless=(r"(doctor|gp|psychiatrist|camhs|nurse|pharmacist) (said|says|told|agreed|helped|is|took|weaned|switched|changed|and i)|with (my|the) (doctor|gp|psychiatrist|nurse)s?|under (my|the) (doctor|gp)|dog|cat|hamster|vitamins?|hay ?fever",),
    ),
)

RULES = ENDINGS + BODY + HIDDEN
