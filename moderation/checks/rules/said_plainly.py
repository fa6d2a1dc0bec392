"""Danger said in a few plain words: pills in reach, about to take them or to jump, on a bridge, a goodbye."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="self_harm")
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

PLAN_TIME = "U1: plan, means and time within 48 hours"
UNDER_WAY = "U1: attempt under way"
PLAN = "U2: plan or means"

# What somebody says who means it. Makes `Now` of pills in reach, of a plan for tonight.
MEANT = (
    r"(going|about|bout|ready|need|want|wants) (to|2) (just )?({swallow}|do it|use (it|them)|drink (it|them)|end)|"
    r"want to (die|be dead|be over|sleep forever)|not want to (be (here|alive)|live|wake up|exist)|(want|wanting|need) (it|this|everything|the pain) to (just )?(stop|end|be over)|so scared|bye{end}|(it is|its) tonight|can not anymore|"
    r"(can not|cant) (do|take|cope|live|go on|carry on|handle)( with)?( (this|it|life|like this))?|have had enough|had enough of|no (point|reason)|"
    r"(goodbye|saying bye|say bye|bye (everyone|forever|mum|all))|i am sorry|sorry (mum|everyone|to everyone)|suicide|suicidal|kill {self}|end (it|my life)|ending it|ended|"
    r"(scared|frightened|worried) (that )?(i am|i will|i might|of what)|do something|(will|would) (take|swallow) (them|it|all)|not wake up|heaven|over (tonight|soon)|(be|is|all) over|"
    r"not safe|not feel safe|door is locked|locked the door|no one (can|will) (stop|find|know)|nobody (can|will) (stop|find|know)|not (be|going to be) here|(do|doing) it {soon}"
)

# Medicine that is carried, sorted, handed over or taken as it should be.
NOT_SWALLOWED = (
    r"for (my |a |the |this |her |his )?(bad |banging |sore |poorly )?(head|headache|migraine|hay ?fever|hay|allerg(y|ies)|cold|flu|period|cramps|tooth|toothache|throat|fever|back|"
    r"knee|adhd|acne|asthma|infection|diabetes|epilepsy|travel sickness|thyroid|ears?|tummy|cough|chest infection|anaemia|pain)",
    r"(like|as|what|when|how) (the |my )?(doctor|gp|nurse|dentist|pharmacist|label|box|packet)s? (said|says|told|prescribed|gave)|as prescribed|as normal|as usual|like normal|"
    r"every (morning|night|day|evening)|twice a day|three times a day|with (my )?(breakfast|dinner|food|lunch|a meal)|head hurts|travel sick\w{0,4}|antibiotics?|vitamins?",
    r"(back|round|over|down|in|pills|tablets|meds|them|all|packets?|boxes) to (the )?(chemist|pharmacy|doctors?|gp|surgery|hospital|shop|nurse|school|reception|vet|tip|office|staff|nan|mum|dad|him|her|grandad)",
    r"(out of|from|off) (the )?(bin|recycling|car|suitcase|dishwasher|floor|dog)|recycl\w{1,4}|to (sort|tidy|hand|throw|put|give|show|return|count (them )?for)|away from|(hand|give|giving|throw|flush|tidy|sort) (them|it|these)",
    r"(dog|cat|puppy|hamster|rabbit|vet|pac ?man|level|game|minecraft|roblox|fortnite|charger|charging|ipads?|samsung|screen|wifi|browser|chrome|home|with me to|on holiday|camp)",
    r"(is it|it is|are they|would it be) (okay|alright|safe) to (take|have)|should i take",
)  # fmt: skip

REACH = (
    r"next to (me|him|her|my bed|us)|beside (me|him|her|my bed)|in front of (me|him|her)|in (my|her|his) (hands?|lap|room|pocket|bag|drawer)|by my (side|bed)|"
    r"(here )?with me|on me|right here|on (my|the|her|his) bed( now)?|lined up|laid out|poured( them)?( all)? out|counted( them)?( all)? out|in a pile|all out"
)

TAKING = (
    rule(
        id="self_harm.about_to_take",
        urgency=NOW,
        words="about to take an overdose",
        why=PLAN_TIME,
        patterns=(
            r"({about_to}) ~2 ({swallow}) ~1 {many} ~4 ({meds})",
            r"({about_to}) ~1 (swallow|neck|down|munch|eat|pop|chug) ~1 (the lot|all of (it|them|em)|(them|it|these|those|em) all|the (whole|entire|full) (packet|pack|box|bottle|strip|thing|tub))",
            r"({about_to}) ~1 take (the lot|all of (them|em|it)|(them|these|those|em) all|the (whole|entire) (packet|pack|box|bottle|strip|tub))( ({soon}|so i|and (die|sleep|end|i|go)))?{end}",
            r"(am|is|are|he|she|they) (just )?({swallowing}) ~1 {many} ~4 ({meds})",
            r"({soon}) (i |we |she |he )(am |is |will |going to |be )*({swallow}|{swallowing}) ~2 ({many}|them|the|these|those) ~3 ({pills}|them|all)",
            r"({soon}) (i )?(am |will )(taking|swallowing|necking) (them all|all of (them|em)|the (tablets|pills|lot|paracetamol)|them)",
            r"({about_to}|want to|might|am|is) ~1 ({swallow}|{swallowing}) ~3 ({pills}) ({soon}) ~6 (die|end|bye|goodbye|sorry|not wake|over)",
            r"(want|wants|tempted|planning|might|wanting) (to )?(just )?({swallow}) ~1 {many} ~4 ({meds}) ({soon})",
            r"(i |she |he |we )will ~1 ({swallow}) ~1 {many} ~4 ({meds}) ({soon})|({soon}) (i |she |he )(will|am going to) (swallow|neck|down|take) (the lot|all of (them|em)|them all|everything in the (medicine|tablet|bathroom) (cupboard|cabinet|box))",
            r"(going to|about to|just want to|want to|will) (just )?({swallow}) (everything|all|whatever is|all the stuff) in the (medicine|tablet|tablets|meds|bathroom) (cupboard|cabinet|box|drawer)",
            r"(going|planning|plan|want|wants|ready|decided) to (take|have|do) (an|another|a) ((big|massive|proper) )?overdose ({soon})",
            r"(wait|waiting|waits) (for|until|till) ~6 (sleep|asleep|bed|out|leave|leaves|gone) ~5 ({swallow}|{swallowing}) ~2 ({pills}|them|it|all)",
            r"(when|once|after|as|soon as) ~3 ({parent}|everyone|family) (goes|go|is|are|gets|falls?) ~1 (to )?(bed|sleep|asleep|out|work) ~3 ({swallow}|{swallowing}) ~2 ({pills}|them|all)",
            r"({about_to}|just|could|am) ~1 (inject|injecting) (all|loads|too much|the whole|double|a load|extra) ~3 (insulin|pen)",
            r"({about_to}) ~1 (drink|swallow|neck|down|eat) ~3 (bleach|antifreeze|weed ?killer|white spirit|drain cleaner|disinfectant|toilet cleaner|rat poison|batteries|poison)",
        ),
        unless=(*NOT_SWALLOWED, r"(dare|prank|biscuits?|crisps|sweets|chocolates?|haribo|cookies|cake|pringles|squash|juice|tiktok|chores|bleach (my|her) hair)"),
        after_all=SOON,
    ),
    rule(
        id="self_harm.about_to_take_them",
        urgency=NOW,
        words="about to take them, after speaking of medicine",
        why=PLAN_TIME,
        patterns=(
            r"({about_to}|just|am|is) ~1 ({swallow}|{swallowing}) (them|em|it|these|those|the lot|loads)( all)?( ({soon}))?{end}",
            r"({swallow}|{swallowing}) (them|em|these|those) ~1 ({soon})",
        ),
        together=(
            rf"({{pills}}|antidepressants|sleepers|packets) ~4 ({REACH}|ready|saved up|saved|hidden)|({REACH}) ~3 ({{pills}})|(have|got|bought|found|stole|nicked|holding) ~2 (all|loads|enough|{{many}}|mums|dads|nans|my mums|my nans) ~3 ({{pills}})|"
            r"(die|suicide|suicidal|kill {self}|end (it|my life)|overdose|not wake up|(can not|cant) (do|take|cope) ~4 ({pills}))",
        ),
        unless=(*NOT_SWALLOWED, r"(photos?|pictures?|exams?|gcses?|mocks|bus|train|dog|walk|swimming|shopping)"),
    ),
    rule(
        id="self_harm.pills_ready_and_meant",
        urgency=NOW,
        words="pills or another means in reach, and means it",
        why=PLAN_TIME,
        patterns=(
            rf"({{pills}}|blades?|razors?|rope|noose|insulin) ~3 ({REACH}|ready|out)",
            rf"({REACH}) ~3 ({{pills}}|blade|razor|rope|noose)",
            r"(holding|looking at|staring at|sitting with|sat with) ~3 ({pills}|blade|razor|rope|noose)",
            r"({pills}) ~3 in (a|my|the) (glass|drink|cup|mouth)|(poured|tipped|crushed|counted|popped) (them|the (tablets|pills)|all the (tablets|pills)) (all )?(out|up|into)",
            r"(have|has|got) ~2 ({parent})s ({meds})( (here|out|with me|ready|upstairs|in my))?{end}",
            r"(have|has|got) (the |some |my |her |his |all the |a )?({pills}|rope|noose){end}",
            r"(rope|noose|belt|cord) (is )?(up|tied|hanging|ready)",
            r"(crushed|crushing|ground|grinding) (up )?(the|all|my|loads of|some) ~1 ({pills})|(have|has|got|holding) (a|the|my) (knife|blade|razor|noose|gun)",
            r"(has|have|got) (a|the) (rope|noose)",
            r"(tied it|it is tied|tied up) ~1 (to|on|round|around) ~1 (door|banister|beam|tree|bunk|wardrobe|ceiling|hook)",
        ),
        together=(MEANT,),
        unless=(*NOT_SWALLOWED, r"(swing|tug of war|climbing|scouts|dressing gown|skipping|boat|trainers|shaving|shave|swing|cooking|chef|butter|cake|bread)"),
    ),
    rule(
        id="self_harm.pills_counted_in_reach",
        urgency=NOW,
        words="a dangerous amount in reach",
        why=PLAN_TIME,
        patterns=(
            rf"([2-9]\d|1\d\d|hundred|twenty|thirty|forty|fifty|sixty) ~1 ({{pills}}) ~2 ({REACH})",
            r"(all|every|whole (box|packet|bottle|pack) of) ~2 ({pills}) ~2 (in front of me|in my (hands?|lap|mouth)|next to me|in a pile)",
            r"(bottles?|box|boxes|packets?|handful|bag|load|tub) of ~1 ({pills}) in (my|her|his) (hands?|mouth)",
        ),
        unless=NOT_SWALLOWED,
    ),
    rule(
        id="self_harm.pills_in_reach",
        urgency=VERY_SOON,
        words="pills or another means in reach",
        why=PLAN,
        patterns=(
            r"(have|has|got|with) ~2 ({pills}) ~2 (next to|in front of|beside) (me|him|her)",
            r"({pills}) (are |is |all |right |here )*(next to|in front of|beside) (me|him|her)",
            r"(next to|in front of|beside) (me|him|her) (are |is |there are |i have |i got )*(some |the |all |my |loads of |a load of |a bottle of )*({pills})",
            r"(holding|staring at|sitting with|sat with) (the |all the |these |all these |a bottle of |a load of |my |loads of )*({pills})( ~1 now)?$",
            r"(have|has|got) (the|my|all|all the|some) ?({pills}|rope|noose|blades?) ~1 ready",
            r"({pills}|rope|noose) (is |are )(all )?(ready|tied|up)( now)?$",
            r"(have|got|has) enough ({pills})( now| here)?$|enough ({pills}) to (die|do it|end|kill|finish)",
            r"(crushed|crushing|ground up|grinding up) (up )?(all|loads of|a load of|all of) ~2 ({pills})|(have|has|just|i) (tied|hung|made) (up )?(the|a) (rope|noose|ligature)( up)?$",
            r"(bought|buying|buy|got) ~2 ({pills}) ~1 from ~1 (two|three|four|five|2|3|4|5|different|several|lots of|loads of) ~1 (shops?|chemists?|places|supermarkets)",
            r"({about_to}) ~1 (take|swallow) (these|those|the|dem|dese) ~1 (pills|tablets|paracetamol|sleepers|sleeping (pills|tablets)|antidepressants)( now| tonight)?$",
            r"({about_to}) ~1 (take|swallow) (my |her |his |the )?({parent}|nanny)s ~1 ({meds})",
            r"(thinking|think|thought|thoughts|want|wants|tempted|urge|urges|feel|dreaming) ~3 ({swallow}|{swallowing}) ~1 {many} ~4 ({meds})",
            r"(poured|tipped|popped|counted) (them|the (tablets|pills)|all the (tablets|pills)) all out|({pills}) in a (glass|cup|pile)",
            r"^(am |i am )?(going to|about to) (just )?(take|swallow) them( all)? ({soon})( [.])?\Z",
        ),
        unless=(
            *NOT_SWALLOWED,
            r"(swing|tug of war|climbing|scouts|skipping|boat|shaving|for (the|nan|mum|dad|my nan|tomorrow|holiday|school|grandad|when)|lunch|photos?|pictures?|water)",
        ),
    ),
)

PLACES = (
    rule(
        id="self_harm.about_to_jump",
        urgency=NOW,
        words="about to jump",
        why=UNDER_WAY,
        patterns=(
            r"(i am|he is|she is|they are|bro is|mate is|friend is|sister is|brother is|i|he|she|am|is) (really |actually |just |literally )?(going (to|2)|about (to|2)|bout (to|2)) (just )?(jump|let go)( off| from here)?( now| right now| tonight| please ~2| soon| and ~2)?{end}",
            r"^(going (to|2)|about (to|2)|bout (to|2)) (just )?jump( off)? (now|right now|tonight){end}",
            r"({high}) ~~10 ((want|going|about|ready|need|might|will) (to )?(just )?(jump|let go|fall|step off|end it|die|do it)|no one can stop|nobody can stop|nobody knows|no one knows|looking down|can not come down|do not know what to do|not coming (back|down)|will not be coming back|goodbye|can not (do|take|cope)|not want to (be here|live))",
            r"((want|going|about|ready|need) (to )?(just )?(jump|fall|end it|do it|die)|goodbye|can not do this anymore|do not want to (be here|live)) ~~8 (am|is|are|stood|sat|standing|sitting) ~1 ({high})",
            r"(bridge|roof|ledge|cliff|platform|tracks|car park|multi ?storey|station) ~~10 (close to|near|at|on|over) the edge",
            r"(top of|up) (the|a) (car park|multi ?storey|tower block|flats|bridge|building) ~~6 (looking down|feel calm|jump|let go|bye|sorry|end it)",
            r"(platform|station|tracks|railway|bridge) ~~8 (in front of|under|waiting for) (the|a) (next )?(train|tube) ~~6 (end it|die|jump|hit me|be over)",
            r"({high}) ~~6 (thinking|thought) (about|of) (jumping|stepping|letting go|ending)|(stood|standing|sat|sitting|hanging|am|is) ~1 on (the|a) (window )?(ledge|railings?)|over the (side|edge|railings?|barrier|fence) of (the|a) (bridge|roof|building|car park|balcony)",
            r"^(i am |am )?(on|at) (the|a) (bridge|tracks|train tracks|roof|edge|cliff)( now)? (bye|goodbye|sorry|i am sorry)( ~3)?( [.])?\Z",
            r"(am|is|are) (over|the wrong side of|other side of) the (railings?|barrier|edge|side|fence)( now)?{end}",
            r"(going to|about to|will) (just )?(walk|step|jump|run|lie|lay) (out |down )?(in front of|under) (a|the|the next) ~1 (train|bus|lorry|car|traffic|tube|truck) ({soon})",
            r"(sat|sitting|lying|laying|stood|standing|lay) (down )?on (the|some) (train |railway )?(tracks|train line|railway line|rails)",
            r"(going|walking|heading|running|off|way|gone) ~1 to (the|a) (train tracks|bridge|tracks|railway|roof|cliffs?|multi ?storey|edge) ~~8 (bye|goodbye|not be coming back|not coming back|jump|end it|die|kill|do it|i am sorry)",
        ),
        unless=(
            r"(diving board|pool|trampoline|sofa|swing|pier|rocks|boat|bungee|skydiv\w{0,3}|sky ?dive|parachute|abseil\w{0,3}|zip ?wire|canal for|fortnite|minecraft|roblox|game|level|battle bus|warzone|skate|"
            r"cya|see (you|ya)|speak (later|soon|tomorrow)|talk later|ttyl|back later|for (my )?(tea|dinner)|cat|kitten|dog|ball|frisbee|drone|tiles|gutter|aerial|builders?|selfies?|photos?|film|picnic|ducks?|pigeons?|seagulls?|song|chorus|album|dare|says (do not|stand|keep)|said (do not|stand|keep)|to work|to college|to school|home)",
        ),
    ),
    rule(
        id="self_harm.at_a_high_place",
        urgency=VERY_SOON,
        words="says only where they are: a bridge, a roof, an edge",
        why=PLAN,
        patterns=(
            r"^(i am |am |we are |he is |she is |bro is |they are )?(here )?(up )?(stood |standing |sat |sitting |just |now |walking |walking up |going |heading |alone |back )*(on|at|to|up on|up) ~1 (bridge|roof|ledge|edge|cliff|cliffs|railway bridge|motorway bridge|train tracks|railway tracks|top of the (car park|multi ?storey|bridge|building|flats|tower block)|multi ?storey|rooftop)( now| again| alone| right now| by myself| on my own| tonight)*( [.])?\Z",
            r"(on|at) (the|a|this) (motorway |railway |road |foot)?bridge (over|above) (the )?(motorway|dual carriageway|railway|train (line|tracks)|tracks|a\d{1,3}|m\d{1,3})( now)?$",
            r"(have |i |just |has )(climbed|got|gone|went) over (the|a) (railings?|barrier)( now)?$",
            r"(going to|about to|want to|will) (just )?(walk|step|jump|run|lie|lay|throw myself) (out |down )?(in front of|under|into) (a|the|the next|some) ~1 (train|bus|lorry|car|cars|traffic|tube|truck)",
            r"^(going to|about to|ready to) (just )?jump( [.])?\Z",
            r"(by|at|on|near) (the )?(train )?(tracks|railway line|railway|level crossing) ~~4 waiting for (the|a) (next )?train{end}|(at|on|near|to) (beachy head|the (humber|clifton|suspension|erskine) bridge) ~~6 (alone|on my own|jump|not want|end|bye|die)",
            r"(train|motorway|railway) (tracks|bridge|line) ~~5 (alone|scared|crying|not safe|not going home)",
        ),
        unless=(
            r"(cat|kitten|dog|ball|frisbee|drone|tiles|dad|grandad|builders?|photos?|fortnite|minecraft|roblox|game|level|song|chorus|verse|club|cafe|with my|with mum|waiting for|meet me|met me|feed|ducks|prime minister|dentist|of my seat)",
        ),
    ),
)

TIMES_AND_GOODBYES = (
    rule(
        id="self_harm.plan_for_tonight",
        urgency=NOW,
        words="a plan for tonight, and means it",
        why=PLAN_TIME,
        patterns=(
            r"(have|has|got|made|had) (a|my|the) plan ~2 ({soon})",
            r"({soon}) ~3 (have|has|got) (a|my) plan",
            r"(it is|its) (happening|all happening|going to happen) ({soon})|everything is (ready|set|planned|sorted)( for)? ?({soon})?",
            r"(am|is|going to|will|be) (finally |just |really )?(doing|do) it ({soon})",
            r"({soon}) ~2 (am|will|going to|be) (finally |just |really )?(doing|do) it",
            r"know (how|where) (i am|i will|i) ~2 do it ~~4 ({soon})|(tonight|tonights|tonight is) (is )?the night",
            r"(have|got|made) a plan and ~~4 (what i need|everything i need|doing it|tablets|pills|rope)",
        ),
        together=(
            r"not want to (be (here|alive)|live|wake up|exist)|(can not|cant) (do|take|cope|live|go on|carry on|handle)|kill {self}|want to die|going to die|suicid\w{1,3}|end (it|my life|everything)|ending it|overdose|goodbye|({pills})|rope|noose|blade|bridge|"
            r"(want|wanting|need) (it|this|everything|the pain) to (just )?(be over|stop|end)|know (how|where) i am going to do it|no more pain|plan (and|for) ~3 doing it|what i need|not be here|not going to be here|do it and it|last (night|day|message)|note for (my )?(mum|dad|everyone|family)",
        ),
        unless=(
            r"(pizza|film|movie|essay|homework|coursework|revision|revise|party|birthday|concert|gig|sleepover|football|prom|netflix|takeaway|chips|bath|dye|shopping|cinema|game|stream|raid|project|interview|tell (her|him|them|my)|ask (her|him)|come out|exam|test|break up|excited|dance|show)",
        ),
    ),
    rule(
        id="self_harm.doing_it_tonight",
        urgency=VERY_SOON,
        words="says they will do it, and when",
        why=PLAN,
        patterns=(
            r"^(i )?am (finally |just |really )?(doing|going to do|ending) it ({soon})( [.])?\Z",
            r"(when|once|as soon as|after) ~5 (asleep|out|sleep|bed|leave|leaves|gone|goes|go out) ~2 (am|will) (finally |just )?(going to |be )?(do|doing|end|ending) it",
            r"(have|got) (a|my|the) plan and (i )?(have |got |i have )*(what|everything|all|the things) (i )?need",
            r"(i |we )(will|am|wont) (not )(be |going to be )(here|alive|around) (tomorrow|in the morning|this time tomorrow|tomoro)( [.])?\Z|this time tomorrow i (will|am) (not )(be|going to be) (here|alive|around)",
            r"i am not going to (be (here|alive|around)|wake up|make it|see) ~1 (tomorrow|the morning|in the morning)( [.])?\Z",
            r"(tonight|tomorrow|today) (will be|is|is going to be) my last( (night|day|one))?( ever| alive| here)?$",
            r"(tonight|tonights|today|tomorrow) (is )?the (night|day) (that )?i (die|end it|do it|kill myself|go|end)",
            r"(tonight|tonights|tonight is) the night ~~6 (not answering|phone (is )?off|worried|scared|sorry|bye|goodbye)",
            r"(happening|all happening) (tonight|tomorrow) everything is (ready|set)( for tonight)?( [.])?\Z|(happening|all happening) (tonight|tomorrow) [.] everything is (ready|set)",
            r"by (tomorrow|tonight|the morning|morning) (i |she |he )(will be|am) (gone|dead)|(i |she |he )will not wake up (tomorrow|in the morning)( [.])?\Z|(i |she |he )?(want|wants|wanna) to die (tonight|today)|plan and (i |she |he )?(have |has |is |got )*(the |all the |my )(stuff|things|tablets|pills|rope)",
            r"(go|going|be|want|getting) (to|in|up to) heaven ~2 ({soon})|going to (be with|see) (nan|nanny|mum|dad|grandad|my brother|my sister) in heaven",
        ),
        unless=(
            r"(dentist|doctors|appointment|flight|fly|train|holiday|trip|spain|airport|camp|off sick|at work|training|essay|homework|coursework|revision|party|prom|at (this|the|my) (school|club|college|job|uni)|of (the|term|school)|tell (her|him)|ask (her|him)|song|church)",
        ),
    ),
    rule(
        id="self_harm.goodbye_said",
        urgency=VERY_SOON,
        words="a goodbye that sounds final",
        why=PLAN,
        patterns=(
            r"^(so |well |okay |i am so done |sorry )?({goodbye}) (everyone|everybody|to everyone|to everybody|all|world|cruel world|forever|for ever|for good|all of you|my friends|mum and dad)( [.])?\Z",
            r"(bye|{goodbye}) (forever|for ever|for good)( [.])?\Z",
            r"({goodbye}|bye) (everyone|everybody|all|guys|world|mum|dad|mum and dad|my friends|forever) ~2 (so |very )?(sorry|i tried|forgive me|will not see you|will not be back|can not do this|done)",
            r"({goodbye}) (mum|dad|everyone|everybody|world|mum and dad|all|my friends) ~1 love (you|u)( all)?( so much| always)?( i am)? ?(sorry)?( [.])?\Z",
            r"love (you|u) (all|mum|dad|everyone|so much|guys) ({goodbye})( [.])?\Z|({goodbye}) ~3 sorry (i )?(could not|can not|for everything|tried|was not|was never)|(say|tell) sorry to (my )?(mum|dad|family|everyone|parents|sister|brother|nan) (for|from) me",
            r"my (goodbye )?note is (on|under|in) (my|the) (bed|desk|pillow|room)|(put|posted|made|wrote|left|sent|leaving|posting) (up )?(me |us |her |him )?a (goodbye|suicide|final) (post|story|status|video|voice ?note|voicemail|tiktok|message)|(voice ?note|voicemail|video|message|text) (saying|to say) (goodbye|bye forever)",
            r"(sorry|tried|so done|done|had enough|can not do this anymore|forgive me) ~~5 (bye|{goodbye})( (everyone|all|mum|world|forever))?( [.])?\Z",
            r"^(so )?(this is|this is my|its|i guess this is|this might be) (my )?(goodbye|final goodbye|the end for me)( then| everyone| for me| forever)*( [.])?\Z",
            r"^i (just )?(wanted|want|came|came on) (to|here to) say (goodbye|bye forever|bye to everyone|goodbye to everyone|my goodbyes)( [.])?\Z",
            r"(tell|let) (my |the )?(mum|dad|family|everyone|everybody|parents|sister|brother|nan|little brother|little sister|mum and dad) (know )?(that )?(i am|i|am) (really |so |always |just )*(sorry|love (her|him|them|you|everyone)|loved (her|him|them|everyone))( so much| okay| please| always)?( [.])?\Z",
            r"(left|leaving|put) (a|my|the|them a|mum a) (note|letter) (on|under|in) (my|the|mums|her|their) (bed|pillow|desk|room|bedroom)",
            r"(wrote|written|writing|done) (letters?|notes?|messages) (to|for) ~5 (saying|to say) (bye|goodbye|sorry)",
            r"(posted|put|posting|texted|messaged|sent|tweeted|saying|says|commented) ~3 ({goodbye}|bye forever|bye) (everyone|to everyone|to everybody|to us all|to all of us|forever|world)",
            r"(no one|nobody) will (ever )?(hear from|see) me again|^(you|u|they|no one|nobody) will (not|never) (hear from|see|hear of) me (again|ever again)( after (this|tonight))?( [.])?\Z",
            r"(i|she|he) (will|would|is|am) not (be )?coming back ~2 (goodbye|bye|tell|sorry)|way to the bridge",
        ),
        unless=(
            r"(school|to bed|off to bed|bed time|bedtime|for bed|tomorrow|later|summer|holidays?|see (you|ya)|cya|ttyl|talk soon|speak soon|next week|monday|tea|dinner|year (6|11|13)|leavers?|leaving (school|do|party)|moving|spain|camp|teacher|exams|gtg|got to go|have to go|thanks|thank you|nice (chat|talking)|feeling better|helped|for now|late|party|film|musical|song|concert|game|server|cleaner|pe|milk|homework|trip|fringe|lie in|weekend)",
        ),
    ),
    rule(
        id="self_harm.plan_for_a_time",
        urgency=SOON,
        words="a plan for tonight; no word of what",
        why="U3: may be a plan; somebody asks",
        patterns=(
            r"^(i |she |he |and |but |ive )?(have|has|got|have got) (a|my) plan (for|to do it) (tonight|later|later tonight|tomorrow|when (mum|dad|everyone) ~2 asleep)( [.])?\Z",
            r"^(it is|its) (happening|all happening) (tonight|tomorrow)( [.])?\Z",
            r"^(tonight|tonights) (is )?the night( [.])?\Z",
            r"^everything is ready( for tonight| now)?( [.])?\Z",
            r"(its|it is) time for me to go( ({goodbye}|bye))?( [.])?\Z|^my time is up( [.])?\Z|thank you for everything ({goodbye})( [.])?\Z",
            r"^(i |she |he )?(am|is) (going to|about to) take them (tonight|now)( [.])?\Z",
        ),
        unless=(r"(pizza|film|movie|homework|revision|party|birthday|concert|prom|tea|dinner|bed|school|bus|train|lesson|class)",),
    ),
)

RULES = TAKING + PLACES + TIMES_AND_GOODBYES
