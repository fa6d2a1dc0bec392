"""Suicide and self-harm: what is under way, what is planned, what is thought."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="self_harm")
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

OVERDOSE = "U1: overdose"
UNDER_WAY = "U1: attempt under way"
PLAN_TIME = "U1: plan, means and time within 48 hours"
PLAN = "U2: plan or means"
HARM_NOW = "U2: self-harm now"
THOUGHTS = "U3: suicidal thoughts"
RECENT = "U3: recent self-harm"

# Somebody in a story. Part of what a rule means, not a softener: the words name a person who does not exist.
STORY = (
    r"(film|movie|show|series|episode|book|programme|documentary|novel|story|scene|game|play|song) (where|when|in which|about) ~2 (a|the|she|he|this|her|his|someone|they|girl|boy|people|man|woman)",
    r"(the|my|her|main|his) (character|protagonist|villain)",
)

# What medicine is honestly taken for, or done with, in the same sentence.
ORDINARY_MEDICINE = (
    r"for (my |a |the |this )?(bad |banging |killer )?(head|headache|migraine|hay ?fever|hayfever|hay|allerg(y|ies)|cold|flu|period|cramps|tooth|toothache|"
    r"throat|fever|back|knee|exam nerves|adhd|acne|asthma|infection|diabetes|epilepsy|travel sickness|thyroid)",
    r"(like|as|what|when|how) (the |my )?(doctor|gp|nurse|dentist|pharmacist|label|box|packet)s? (said|says|told|prescribed|gave)|as prescribed|prescribed|as normal|"
    r"as usual|like normal|every (morning|night|day) (with|before|after|for|at)|before (breakfast|bed) like|over (the|two|three|four) (days|week|month)",
    r"(back|round|over) to (the |my )?(chemist|pharmacy|doctors?|hospital|shop|nan|mum)|off (him|her|them|my brother|my sister)|away|upstairs|to (school|the nurse|reception|nan|the office)",
    *STORY,
    r"(tablets|pills|them|box|packet|medicine|meds) (out of|from) (the )?(shop|cupboard) (to|for|so) (him|her|nan|mum|dad)",
)  # fmt: skip

MEDICINE = (
    rule(
        id="self_harm.medicine_taken",
        urgency=NOW,
        words="medicine taken",
        why=OVERDOSE,
        patterns=(
            r"(i|she|he|have|has) ~2 (done|did) something (really |so |very |a bit )?(stupid|bad|silly|dumb|terrible|awful) ~~6 (took|taken|swallowed|tablets|pills|cut|drank|loads|overdose|bleach)",
            r"(i|she|he|just|have|has) ~1 ({took}) (loads|too many|so many|a load|lots|way too many|the lot|a whole load|a ton)$",
            r"{took} ~2 {many} ~4 ({meds}|sleeping tablets)",
            r"had (a |the |two |three )(whole|full|entire) (packet|pack|box|bottle|strip) (of )?~1 {meds}".replace("~1 ", "(my |her |his |the )?"),
            r"{took} ~2 (my |his |her |their |the )?({parent})s ~2 {meds}",
            r"{took} ~1 (some|a few|a couple|loads|lots|one|two|\d{1,5}) (of )?(my |his |her |the )?({parent}|someone|somebody)s? (elses )?~1 {meds}".replace("~1 ", "(old |strong |heart )?"),
            r"{took} (them|it|em|my tablets|my pills|the tablets|the pills|my meds|the meds|everything) ~~3 (all|the lot|the whole (thing|packet|pack|box|bottle|lot|strip))( of (them|it|em))?",
            r"{took} (all|the whole|the rest|every one|every single one)( of)? (them|it|em|packet|pack|box|bottle|strip|lot|thing)",
            r"{took} (some|the|a load of|something|loads of|lots of|my|all my)? ?({meds}|something|stuff|loads) (to|so i|cos i wanted to|because i wanted to|because i want to|hoping i|hoping to|and hope i|and i hope i) (die|end it|kill {self}|can die|do not wake up|will not wake up|would not wake up|not wake up|never wake up|wont wake up)",
            r"{took} {many} (of )?(them|em)",
            r"had (about |like |around |nearly |over )?([1-9]\d|a hundred|fifteen|twenty|thirty|forty|fifty) ~1 {meds}",
            r"(hands? full|handful|mouth full|fistful) of {meds}",
            r"(i|she|he|we|have|has) ~1 (taken|took|swallowed) something ~~6 (die|dying|regret|hospital|ambulance|999|kill|not wake up|stupid)",
            r"{took} ~2 (more|way more|double|triple|much more) (than|what|the) ~4 (supposed|should|meant|allowed|told|dose|limit|packet says|prescribed)",
            r"(washed|washing) ~3 ({meds}) down with",
        ),
        unless=ORDINARY_MEDICINE,
        after_all=SOON,
    ),
    rule(
        id="self_harm.medicine_and_time",
        urgency=NOW,
        words="medicine taken a short time ago",
        why=OVERDOSE,
        patterns=(
            r"{took} ~1 (some|a few|several|those|these|the|a couple more|more|a bunch of|my|\d{1,5}|two|three|four|five|six|seven) ~3 {meds} ~~8 {ago}",
            r"{ago} ~~4 (i|she|he|they) ~1 {took} ~1 (some|a few|several|those|these|more|a bunch of) ~3 {meds}",
            r"(been|was|about|like|maybe) ~2 (hour|hours|minutes) since i {took} ~3 ({meds}|them)",
        ),
        unless=(
            *ORDINARY_MEDICINE,
            r"(head|headache|migraine|hay ?fever|hayfever|period|cramps|tooth|throat|temperature|doctor|gp|dentist|nurse|chemist|prescription|physio|allergic|pain is|vitamins?|antibiotics?)",
            r"my (tablets|pills|meds|medication|medicine|tablet|pill|insulin|adhd meds|capsules|antihistamines?|antihistamine|antidepressants?|sertraline|fluoxetine|concerta|citalopram|ritalin)",
        ),
    ),
    rule(
        id="self_harm.overdosed",
        urgency=NOW,
        words="overdose",
        why=OVERDOSE,
        patterns=(
            r"({who}) ~2 (overdosed|(took|taken|take|had) (an|a|another) (big |massive |small |little )?overdose)",
            r"^(overdosed|took an overdose|taken an overdose)",
            r"(am|is|are) overdosing|think (i|she|he) (have |has |am |is |might have )?(overdosed|overdosing)",
            r"going to overdose ({soon})",
        ),
        unless=(*STORY, r"on (chocolate|sugar|sweets|cake|pizza|tiktok|netflix|haribo|coffee|caffeine|revision|cuteness|memes|pasta|food|crisps|vitamin c)",),
    ),
    rule(
        id="self_harm.poison_drunk",
        urgency=NOW,
        words="poison swallowed",
        why=OVERDOSE,
        patterns=(
            r"(drank|drunk|drinking|swallowed|swallowing|downed|necked|sipping|had) ~4 (bleach|antifreeze|anti freeze|weed ?killer|weedkiller|white spirit|"
            r"drain cleaner|disinfectant|toilet cleaner|paint stripper|rat poison|dettol|screen ?wash|battery acid|nail polish remover|petrol|hand sanitiser|batteries|poison)",
        ),
        unless=(r"(dog|cat|hamster|toddler|puppy|plants?)", r"(like|tastes?|as if) ~2 (bleach|petrol|poison|battery acid)"),
    ),
)

UNDER_WAY_RULES = (
    rule(
        id="self_harm.attempt_under_way",
        urgency=NOW,
        words="attempt under way",
        why=UNDER_WAY,
        patterns=(
            r"(picture|photo|video|snap|selfie)s? of ~3 with (a |the |her |his )?(noose|rope|blade|pills|tablets|razor) ~2",
            r"(bath|bathroom|bathtub|toilets?|bedroom|woods|garage) with (a |my |the |some )*(razor|blades?|rope|noose|toaster|pills|tablets)",
            r"(platform edge|edge of the platform|on the (tracks|train line|railway line|rails))",
            r"(am|is|are|i|he|she|they|{friend}) ~2 (on|at|by|up on|over) (the|a|this) (edge of (the|a) (bridge|roof|building|cliff|car park|platform|balcony)|ledge|railway tracks?|train tracks?|tracks|"
            r"wrong side of (the )?(railings?|barrier|bridge|fence)|roof of ~4 (building|park|school|block|flats))",
            r"(standing|sat|sitting|stood|am|is|gone up|climbed) ~3 (on|up on|over|off) (the|a|this) ~2 (bridge|ledge|multi ?storey|motorway bridge|rooftop|cliff|car park roof|railings) ~~10 (jump|end it|die|do it|let go|goodbye|fall|over|scared)",
            r"(rope|noose|belt|cord|scarf|cable|ligature|wire|lead) ~3 (around|round|on|tied to) (my|her|his|their) neck",
            r"(bag|plastic) over (my|her|his|their) head",
            r"(tied|tying|put) (a |the |my )?(noose|rope|ligature|belt|cord|scarf)( is)?( tied)?( up)? (to|on|from|round|around) (the|my) (door|beam|tree|banister|neck|ceiling|wardrobe|rail)",
            r"(i am|im|she is|he is|they are) (hanging|drowning|killing|suffocating|poisoning|gassing) {self}",
            r"(i am|im|she is|he is|they are) (about to|going to) (jump|let go|do it|step off|step out) (right now|now|in a (minute|sec|second|bit)|any (minute|second)|off)",
            r"(gone|going|went|go|run|ran) (upstairs|out|off|to (the|her|his|my) \w{3,9}|there) to (die|kill {self}|jump|hang {self}|end it)",
            r"(jumping|jump) (off|in front of|from) ~4 (in|within) (\d{1,2}|five|ten|two|a few|a) (minutes?|seconds?|sec)",
            r"(on|up on|high up on) (the|a|this|my) ~1 (roof|bridge|ledge|cliff|multi ?storey|car park) ~~6 (stop me|goodbye|bye|let go|end it|jump|alone|sorry|tell (my )?mum)",
            r"(already )?(done|did|doing|started) it ~2 (it is too late|too late now|no going back|cant be undone|its too late)|too late ~3 (already|i have) (took|taken|done|did|cut)",
            r"(pills|tablets|meds|rope|noose) (are |is )?(in|round) my (hands?|mouth|lap|neck)",
            r"(blade|knife|razor) ~2 in my hands? ~~8 (end it|end my life|kill myself|die|wrists?|throat|finish it)",
            r"(knife|blade|razor|gun) (is )?(to|at|against|on) my (throat|neck|wrists?|chest|head)",
        ),
        unless=(
            *STORY,
            r"(selfie|view|photo|fishing|train to|spotting|abseil\w{0,3}|bungee|bowling|skating|climbing wall|parkour video|diving board|high board|trampoline|pier|swing|tyre|hammock|tent|washing line|album|playlist|"
            r"(live|lives|lived|living|house) (right |just |near )?(by|at|near)|noisy|nearly (there|at|home)|at yours|over to (nans?|grandads?|my nans?|the (shop|park))|cya|cu|see (you|ya)|ttyl|back later)",
        ),
    ),
    rule(
        id="self_harm.time_set",
        urgency=NOW,
        words="says when they will die",
        why=PLAN_TIME,
        patterns=(
            r"(going to|will|want to|planning to|ready to|decided to|need to|about to|am|is|are|plan is to|plan to|might|just) ~1 {kill_self} ~4 {soon}",
            r"{soon} ~2 (i am|im|i will|she is|he is|i|going to) ~3 {kill_self}",
            r"(this is|its|tonight is|today is|tomorrow is) (going to be )?my last (night|day|message|text|sunset|few hours|goodbye|ever)",
            r"(will|am|wont|is|are going to|going to) (not )?(be )?(here|alive|around|dead|gone) (tomorrow|by (tomorrow|tonight|morning|the morning|midnight|monday|friday|the weekend)|in the morning|this time tomorrow|tonight|after tonight|much longer tonight)",
            r"(tonight|today|tomorrow) (is|will be) the (night|day) (i |that i )?(die|do it|end it|go|am going to|finally)",
            r"by the time you (read|see|get) this",
            r"(doing|do|ending|end) it (tonight|today|tomorrow|now|right now|after school) ~~8 (die|dead|tablets|pills|rope|bridge|goodbye|sorry|note|everyone)",
            r"(have|got|made) (a|my|the) plan ~~6 (doing it|do it|going to|happening) ~1 {soon}",
            r"(going to die|will die|be dead|i die) (tonight|tomorrow|today|by tomorrow|by morning)",
            r"(do|see) not (expect|think) i will (be here|see|wake up|make it) ~2 (tomorrow|morning|the night|monday)",
            r"(will|would) not (make it|last|survive|get) (through|past|to) (the night|tonight|tomorrow|morning|the morning)",
        ),
        unless=(
            *STORY,
            r"(dentist|doctors|orthodontist|appointment|bus|flight|train|holiday|trip|leaving for|spain|camp|off sick|in school|at school|(going to|to do|have|got|at|in|for|off|from|my|new|late) work|practice|training|netball|rehearsal|exam|test|boredom|shift|"
            r"to collect|to help|of boredom|homework|party|heat|so hot|hangover|leg day|phone battery)",
            r"my last (day|night) (of|at|in|on|with|here at|as)|last (message|text) (before|until|till|for (now|today))|(cya|see (you|ya)) tomorrow",
        ),
    ),
    rule(
        id="self_harm.plan_means_time",
        urgency=NOW,
        words="means ready and a time",
        why=PLAN_TIME,
        patterns=(
            r"(got|have|has|saved|bought|hidden|hid|stashed|found|counted|counting|laid out|lined up|ready with|sitting with|holding|looking at) ~3 (tablets|pills|paracetamol|meds|rope|noose|blades?|razors?|insulin|a knife|helium|enough) ~~12 {soon}",
            r"{soon} ~~10 (got|have|saved|bought|counted) ~2 (tablets|pills|paracetamol|rope|noose|blades?|insulin|enough)",
        ),
        together=(
            r"(kill {self}|kill {self}|die|dead|end it|end it all|end my life|ending it|suicide|suicidal|take them all|taking them|taking them all|overdose|not wake up|hang {self}|do it|all be over|say goodbye|goodbye|finally be over|no more pain)",
        ),
        unless=(*ORDINARY_MEDICINE, r"(do it later|do it tomorrow) (when|with|for) (the|my) (homework|dentist|shop|hoover)"),
    ),
    rule(
        id="self_harm.wound_serious",
        urgency=NOW,
        words="serious wound",
        why=UNDER_WAY,
        patterns=(
            r"(i am|she is|he is|we are|i keep|friend is|my (arm|arms|leg|legs|wrist|wrists) (is|are|keeps?)) ~1 bleeding ~1 (loads|a lot|so much|everywhere|badly|bad|heavily|out|really bad|too much)",
            r"(cut|cuts|cutting) (myself |herself |himself |my (arm|leg|wrist|thigh) |her (arm|wrist) |his (arm|wrist) )?(way |far |really |too |so |a bit )+deep",
            r"(bleeding|bleed) ~2 (really |so |very |quite )?(badly|bad|heavily|loads|a lot|so much|everywhere) ~~6 (cut|cuts|wrist|wrists|myself|blade|razor)",
            r"(i|she|he|they|have|has|is|am|just|friend) ~1 (slit|slashed|sliced|slitting|opened) (open )?(my|her|his|their) (wrists?|throat|neck|artery|veins?)",
            r"^(just )?(slit|slashed|sliced) (my|her|his) (wrists?|throat)",
            r"(i|she|he|have|has|just) ~1 cut (my|her|his|their) (throat|artery|veins?)",
            r"(will|does|would|can) not (stop|get it to stop) (the )?(bleeding|the blood|blood)",
            r"(blood|bleeding) ~2 (everywhere|all over|pouring|gushing|soaking|through the towel|through my sleeve|wont stop|will not stop|loads|so much|a lot|quite bad|heavily) ~~8 (cut|cuts|arm|arms|wrist|leg|blade|razor|myself|dizzy|did it|deep)",
            r"(cut|arm|wrist|thigh) ~4 (can see|see) (the )?(fat|bone|muscle|white)",
            r"lost (loads|a lot|so much|too much) (of )?blood",
        ),
        unless=(
            r"(nose|nosebleed|finger|thumb|toe|knee|gum|tooth|gums|shaving|cooking|cheese|onions?|carrots?|football|tackle|rugby|fell off|bike|skateboard|scooter|biopsy|operation|period|dog|cat|chin|paper cut|hair|budget|grass|tree|cloth|wood)",
        ),
    ),
    rule(
        id="self_harm.attempt_today",
        urgency=NOW,
        words="attempt today",
        why=UNDER_WAY,
        patterns=(
            r"(tried|attempted|try|trying|nearly|almost) ~1 (to )?{kill_self} ~4 (today|tonight|just now|this morning|this evening|this afternoon|earlier|an hour ago|right now|again tonight|again today)",
            r"(today|tonight|just now|this morning|earlier|an hour ago) ~3 (tried|attempted) (to )?{kill_self}",
        ),
    ),
)

PLAN_RULES = (
    rule(
        id="self_harm.intent",
        urgency=VERY_SOON,
        words="says they will end their life",
        why=PLAN,
        patterns=(
            r"({who}) ~3 (going to|will|am about to|have decided to|decided to|planning to|plan to|ready to|am gonna|intend to|have to|promised to) (just |actually |really |properly )?({kill_self})",
            r"(going to|about to) (take|have|do) (an|another|a) ((big|massive|small|little|proper) )?overdose",
            r"(going to|will|planning to|decided to) (just |actually |finally )?(kill myself|end my life|hang myself|end it all|commit suicide|take my own life)",
            r"(says|said|told me|texted|saying|messaged|threatening|threatened|keeps saying|promised|swears) ~4 (going to|will|wants to|want to|plans to|planning to) (kill {self}|die|end it all|end it|end (his|her|their) life|hang {self}|commit suicide|take (his|her|their) life|overdose|jump off)",
            r"(threatening|threatened|threatens|plans|promised|swore) to (kill {self}|end it all|end (his|her|their) life|hang {self}|overdose|jump off)",
            r"(i am|im|am|is|she is|he is) (ready to die|done with (life|living)|ready to go now|checking out for good)",
            r"(let|want) (us|to) die together|suicide pact|(made|make|have|got) a pact ~6 (die|kill|end|together|suicide)",
            r"i (could|can|will|would|might) (just )?(kill|hang) myself and (no one|nobody|they)",
        ),
        unless=(
            r"(cya|see (you|ya)|ttyl|if i (have|get|see|hear|fail|lose|get asked)|if (she|he|they|this|that|he) (asks?|plays?|says?|sings?|does not|wins?)|homework|queue|boring|netflix|wifi|wi fi|maths|spoilers?|this song again|one more (essay|email|advert))",
            r"jump(ing)? (off|in front|from) (the )?(diving board|sofa|wall|bed|pier|rocks|swing|trampoline|boat|high board)",
        ),
    ),
    rule(
        id="self_harm.method_question",
        urgency=VERY_SOON,
        words="asks about a way to die",
        why=PLAN,
        patterns=(
            r"(quickest|fastest|easiest|painless|least painful|best|quick|easy|surest) (ways?|method|methods) (to|of) (not exist|stop existing|disappear forever|not be here|not wake up|be dead|make it stop forever|bleed out|od|overdose)",
            r"how (many|much) ~5 (does|do|would|will|can|to|it take|you need|i need|should i take|kill) ~5 (die|kill|overdose|fatal|lethal|not wake up|dead|pass away|be enough)",
            r"how (many|much) ({meds}) (is|are|would be|counts as) (too many|too much|fatal|lethal|an overdose|enough|dangerous)",
            r"(quickest|fastest|easiest|painless|least painful|best|quick|easy|surest|quietest) (ways?|method|methods) (to|of) (die|dying|kill {self}|killing {self}|end it|end it all|end my life|go|suicide|commit suicide|do it without)",
            r"(does|will|would|do) (it )?(hanging|drowning|overdosing|bleeding out|jumping|it) ~2 hurt ~6 (hang|drown|die|overdose|jump|bleed|dying|dead|kill)",
            r"how long (does|would|will|until|before) ~6 (to die|you die|i die|die from|bleed out|to bleed out|pass out and die|until i die|kill me|kill you)",
            r"(if|what (would )?happens? if) (i|you|someone|you just|i just) (take|took|swallow|swallowed|drink|drank|mix|mixed) ~8 (die|kill me|be enough|hurt|wake up|painless|fatal)",
            r"(looking up|googling|googled|searching|searched|looked up|reading about|researching|researched) ~4 (ways to (die|kill|end)|how to (die|kill {self}|hang|overdose|end)|methods|painless|suicide)",
            r"(can|could|would|will) (you )?(die|dying|be dead) (from|of|off|by) (taking|drinking|\d{1,5}|too many|a load of|paracetamol|ibuprofen|tablets|pills|swallowing|cutting)",
            r"how (do|would|can|could|to) (i|you|people)? ?(tie a noose|hang myself|kill myself|make a noose|od|overdose)",
        ),
        unless=(r"(character|villain|zombie|boss|level|dragon|plant|fly|flies|mosquito|wasp|spider|weeds?|slugs?|minecraft|essay|coursework|biology|chemistry|science|exam question|documentary|dog|cat|hamster|chocolate)",),
    ),
    rule(
        id="self_harm.means_kept",
        urgency=VERY_SOON,
        words="has the means ready",
        why=PLAN,
        patterns=(
            r"(got|bought|ordered|have|has|found|nicked|stole|hid|hiding|hidden) ~2 (blades?|razors?|razor blades?|scalpels?|rope|noose|stanley blades?) ~~4 (for it|to do it|amazon|online|from (the )?(dt|art)|from school|under|pencil sharpener|in my (phone case|room|drawer|bag|sock)|so i can)",
            r"(saved|saving|been saving|hidden|hiding|hid|stashed|stashing|stockpil(ed|ing)|collecting|collected|keeping|kept|hoarding|buying) ~3 ({meds})",
            r"(saved|saving|been saving|save|stashed|stashing) (them|em|all of them|every one) (all )?(up|for)",
            r"(stash|stockpile|bag|drawer full|load|box|jar) of ({meds}|blades|razors) ~4 (under|in my|hidden|ready|hid|saved|waiting|just in case|for when)",
            r"(have|got|bought|ordered|found|made|tied) ~2 (a |the |some |my )?(rope|noose|suicide kit|helium|razor ?blades?|sharpener blades?) ~~8 (ready|hidden|in my|under|bed|wardrobe|bag|waiting|die|end|hang|myself|just in case|online)",
            r"(have|got) (enough|loads of|so many) ({meds}) (here|to|in|saved|with me|ready|next to me|by my bed|at home)",
            r"(made|tied|bought|practised|practising|practiced|learnt to tie|tying) (a |the )?noose",
            r"(know where|found where|found) ~2 (mum|dad|he|she|they|nan|parents) (keeps?|hides?|kept) ~2 ({meds}|gun|shotgun|insulin)",
        ),
        unless=(
            *ORDINARY_MEDICINE,
            r"(for (camp|holiday|the trip|school|climbing|my project)|(brother|sister|dad|mum|nan)s? tablet|ipad|roblox|first aid|rope swing|climbing|tie up the|boat|hamster|dog|fidget|dishwasher|washing machine|laundry|browser|chrome|guitar|boots|sewing|tug of war)",
        ),
    ),
    rule(
        id="self_harm.plan_made",
        urgency=VERY_SOON,
        words="has a plan",
        why=PLAN,
        patterns=(
            r"(i|have|she|he|has) ~1 planned it( all| out| all out)?( ~1 (already|now|and|for|when|how))?",
            r"(everyone|they|you|she|he|people) ~3 be sorry (when|once|after) i am (gone|dead)",
            r"(have|got|made|have got) (a|my|the) (suicide )?plan ~~8 (die|kill|end|suicide|myself|life|how|do it|goodbye|bridge|tablets|hang|do not want to be here)",
            r"(suicide|suicidal) plan",
            r"(it is|have it|got it|its|is) all planned( out)?( how| when| for| so)?",
            r"know (exactly )?(how|where|when|what day) (i am|i will|i would|im|i want|i) ~2 (do it|die|end it|kill myself|jump|end my life)",
            r"(picked|chosen|set|got|decided on|decided) (a|the|my) (day|date|time|place|spot|bridge|method|way) (to|i will|for|and) ~3 (die|do it|kill|end it|jump|suicide|hang)",
            r"(date|day|time|place|spot|way|method) in mind ~4 (end|die|do it|kill|jump|go)",
            r"planned (my|how to|how i|everything for my) (suicide|death|end|die|kill|own death|will die)",
            r"(been )?planning ((my|her|his|their) (own )?(suicide|death)|to (die|end it)|how (i|to) ~2 (die|kill|end))",
        ),
        unless=(r"(party|holiday|trip|wedding|character|novel|story|dnd|game|sims|revision|birthday|outfit|weekend away|mums birthday|film|movie)",),
    ),
    rule(
        id="self_harm.note_written",
        urgency=VERY_SOON,
        words="goodbye note",
        why=PLAN,
        patterns=(
            r"(written|wrote|writing|write|done|finished|typed|left) (a |the |my |out my |all my |out the )?(suicide |goodbye )(notes?|letters?|messages?)",
            r"(written|wrote|writing|finished|left|done) (the |my |a |all the |all my )(notes?|letters?|goodbyes?) (already|for (my )?(mum|dad|family|everyone|parents|sister|brother|when|after)|to (my )?(mum|dad|family|everyone|parents)|and|so they|now)",
            r"(written|wrote) (the|my) note",
            r"(written|wrote|writing|done|left) (notes?|letters?|a letter|videos?) (for|to) ~6 (for after|when i am gone|for when|once i am gone|after i die|goodbye)",
            r"(sent|sending|send|got|left) (me |us |her |him |everyone |them )?(a |his |her |their )?goodbye (text|message|note|letter)s?",
            r"(said|saying|sent|sending) (my|all my) (final |last )?(goodbyes?|final messages?)",
            r"suicide (note|letter)",
            r"(found|read|left) (a|her|his|their) (goodbye )?(note|letter) ~4 (saying|says) ~4 (sorry|goodbye|die|gone|cant do this|could not)",
            r"goodbye (everyone|forever|world|all)( i am| im)? ~3 (sorry|love|miss|thank|done|cant)",
        ),
        unless=(
            r"(school trip|absence|dentist|leaving school|year 11|leavers?|teacher|shopping|milkman|thank you|pe|sick note|holiday|moving (house|away)|camp|work colleagues|in the film|in the book|essay|musical|drama)",
        ),
    ),
    rule(
        id="self_harm.putting_in_order",
        urgency=VERY_SOON,
        words="getting ready to be gone",
        why=PLAN,
        patterns=(
            r"(giving|given|gave|give) (away )?(all )?(my|her|his) (stuff|things|clothes|games|pokemon cards|xbox|belongings|favourite|jewellery|guitar) (away|to my|to her|to people)( ~6 (need|gone|soon|not be|wont|will not|when i am))?",
            r"(look after|looks after|take care of|feed|mind) (my |the )?(dog|cat|sister|brother|mum|hamster|rabbit|little brother|little sister|pet|bunny) (for me )?(when|after|once|if) (i am|im|i) (gone|dead|not here|die|go for good|no longer here)",
            r"(who|someone) (will|would|is going to|needs to) (look after|take care of|feed) ~4 (when|if|after|once) (i am|im|i) (gone|dead|die|not here)",
            r"(when|after|once) (i am|im) (gone|dead) (tell|make sure|please|you can have|they can|she can|he can|give|everyone|my mum|mum|do not)",
            r"(want|wants) (you|her|him|them) to have (my|it) ~4 (when i am gone|after i die|when i die|where i am going|wont need|will not need)",
            r"(will|would) not (be )?(need|needing) (it|them|my) ~2 (where i am going|anymore|soon|after tonight|much longer)",
        ),
        unless=(r"(charity|jumble|declutter|moving|vinted|ebay|depop|uni|university|holiday|tenerife|spain|camp|weekend|shops?|grown out|too small|carboot|car boot|trip|away for|half term|marie kondo)",),
    ),
    rule(
        id="self_harm.cutting_now",
        urgency=VERY_SOON,
        words="hurting themselves now",
        why=HARM_NOW,
        patterns=(
            r"(i am|im|she is|he is|they are|am) (cutting|burning|hurting|scratching|choking|punching|starting to cut|self harming) ({self}|my {limb}|her {limb}|his {limb})",
            r"(i am|am|is) self harming (now|right now|again|tonight|as we speak|every)",
            r"(blade|razor|knife|scissors|lighter|sharpener|glass) (is )?(in|next to|beside|right) (my hand|me|here) ~~8 (cut|hurt|use it|do it|urge|want|myself|arm|bleeding)",
            r"(about|going|need|trying not) to (cut|hurt|burn|self harm|cut myself|hurt myself) (myself )?(now|right now|tonight|again tonight|again right now|so bad right now|in a minute|myself again)",
            r"(i|she|he|have|has|ive) (just )?(cut|burned|burnt|hurt|self harmed|relapsed|slipped) ~3 (just now|tonight|right now|this evening|a minute ago|an hour ago|minutes ago|today)",
            r"(i|she|he) (have |has )?just (cut|burnt|burned|hurt) ({self}|my {limb}|her {limb}|his {limb})",
            r"(i|she|he) (have |has )?just (self harmed|relapsed|cut again|did it again and)",
            r"(strangling|choking|suffocating) myself|(tie|tied|tying|wrap|wrapped|wrapping|put) (something|a (lace|belt|scarf|cord|rope|tie|jumper)|stuff|things) (around|round) my neck|(choke|strangle|strangled|choked|suffocate) myself",
        ),
        unless=(
            r"(finger|thumb|toe|cooking|onions?|cheese|carrots?|shaving|paper|oven|toaster|iron|kettle|hair|straighteners|sun|football|rugby|gym|ankle|leg day|pe|netball|the grass|fringe|knee|sunburn|tea|pizza|toast|laughing)",
        ),
    ),
    rule(
        id="self_harm.voices",
        urgency=VERY_SOON,
        words="voices telling them to hurt",
        why="U2: plan or means; cannot keep themselves safe",
        patterns=(
            r"(voices?|the man|a voice|something|my head|the demon|it) (in my head |inside my head |inside me )?(is |are |keeps? |kept |was |started )?(tells?|telling|told|says?|saying|screaming at|wants?|ordering) (me )?(that i (need|have|should) )?(to )?~2 (kill|hurt|cut|jump|die|end it|stab|hang|burn)( myself| me| my| off| people| them)?",
            r"(hear|hearing|heard) (a |the )?voices? ~6 (kill|hurt|die|jump|cut|stab)",
        ),
        unless=(r"(song|lyrics|satnav|game|film|movie|alexa|siri|podcast)",),
    ),
    rule(
        id="self_harm.not_safe",
        urgency=VERY_SOON,
        words="cannot keep themselves safe",
        why="U2: plan or means; cannot keep themselves safe",
        patterns=(
            r"(i have|i|have|just) (done|did) something (really |so |very )?(stupid|bad|silly|terrible) ~2 (to myself|help|and i am scared|i am scared|and i do not know|please|i regret)?",
            r"(can not|do not think i can|do not know if i can|not sure i can|cant|can no longer|struggling to) (trust myself|keep myself safe|keep safe|stay safe|stop myself)( tonight| now| right now| from| anymore| if| much longer| on my own| not to)?",
            r"(do not|does not) (trust myself|feel safe (with|by|on) (myself|my own))( tonight| right now| to be alone| alone| anymore)?",
            r"(scared|worried|afraid|frightened|terrified) (of what )?i (might|will|am going to|could) (do something|do something stupid|hurt myself|kill myself|do to myself|do it|not be able to stop)",
            r"(going to|might|about to) do something (stupid|bad|really bad|i will regret|drastic) (to myself|tonight|soon|and i|if)",
            r"not safe (from|with|around) myself",
            r"(do not|does not) feel safe ~~6 (hurt|kill|harm|cut) (myself|herself|himself)",
            r"(going to|will|need to|have to|am about to) ~1 (hurt|harm|cut) myself (tonight|now|again|today|badly|if|soon|later|so)?",
            r"do not feel safe (with|from) myself",
        ),
        unless=(r"(laugh\w{0,3}|smil\w{0,3}|giggl\w{0,3}|chocolate|biscuits?|cake|pizza|eating (the )?(whole|crisps)|spending|texting (him|her|my ex)|shopping|amazon|asos|vinted|buying|haribo|netflix)",),
    ),
    rule(
        id="self_harm.recent_attempt",
        urgency=VERY_SOON,
        words="attempt a short time ago",
        why="U2: plan or means; attempt in the last days",
        patterns=(
            r"(tried|attempted|nearly|almost) (to )?({kill_self}|kill {self}) ~4 (last night|yesterday|the other (day|night)|(on )?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)|last week|this week|days ago|again)",
            r"(last night|yesterday|the other (day|night)|this week|last week|at the weekend|on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)) ~3 (tried|attempted) (to )?{kill_self}",
            r"(last night|yesterday) ~2 {took} ~2 (a load|loads|all|a whole|too many|lots|\d\d) ~4 {meds}",
        ),
    ),
)

THOUGHT_RULES = (
    rule(
        id="self_harm.wish_to_be_dead",
        urgency=SOON,
        words="wish to be dead",
        why=THOUGHTS,
        patterns=(
            r"(i am|feel like|feel|be|being|i am just|such|just) (just |such )?a burden",
            r"(living|life|being alive|being here|existing|carrying on) (feels|seems|is|just feels|has become) (so |just |completely |totally )?(pointless|not worth it|meaningless|too hard|impossible|unbearable)",
            r"(want|wants|wanting|wanted|need|like|rather|just) (to )?(just |be )?(die|dead|not exist|not be here|not be alive|not wake up|not live|stop existing|stop living|sleep forever|sleep and never wake up|go to sleep and (not|never) wake up|disappear forever|be gone forever|be with ~3 in heaven)",
            r"(wish|wished|wishes|wishing|hope|hoping|hoped|praying|pray) (i |she |he |that i |they |to )(was dead|were dead|is dead|was not (here|alive|born)|were not (here|alive|born)|am dead|be dead|could die|could just die|would die|would just die|just die|die|died|was never born|(had|would) never been born|had died|could (just )?(not|never) wake up|would not wake up|(do|did|will|would|does) not wake up|never woke up|never wake up|had not woken up|could disappear forever|did not exist|could stop existing|could go to sleep and not wake up)",
            r"(do|does|did) not (really |even |actually )?(want|wanna|wish) to (be (here|alive|on this (earth|planet)|around|living)|live|exist|wake up|carry on living|keep living|go on living|see tomorrow|make it to|do life|grow up to|be a person)( anymore| any longer| tomorrow| like this)?",
            r"(better|happier) off (dead|without me|if i (was|were) (dead|gone|not here)|with me gone)|rather (be dead|die) than (live|be here|go (back|home|through)|do this|carry on|face)",
            r"(no|not any|cant see (a|any)|see no|see (a|any|the)|what is the|whats the|any|not see (a|any|the)|without a) (point|reason|purpose) (in |of |to |for )?(living|being alive|being here|live|carry on|carrying on|going on|go on|stay alive|staying alive|me being here|existing|life anymore|exist)",
            r"(everyone|everybody|the world|my family|my mum|mum|they|people|you|it|things|all of you) (will|would|d|is|are|be) ?(all |just )?(be )?(so much |much |way |a lot )?(better|happier|easier|glad)( off)? (without (me|him|her)|if (i|she|he) (was|were) (not here|dead|gone)|if (i|she|he) (died|disappeared|went|did not exist|wasnt here|am gone)|with me gone|when i am gone|once i am gone)",
            r"(nobody|no one|noone|wonder if anyone|anyone) (will|would|will even|would even|d) (even )?(notice|care|miss me|cry|be sad|come) (if|when|once) i (died|die|was dead|am dead|was gone|am gone|disappeared|killed myself|was not here)",
            r"(want|wish|need) (it|everything|the pain|all of it|this pain|life) to (just )?(end|be over|stop) (forever|for good|i want to die|permanently)",
            r"(tired|sick|done|exhausted|finished|had enough) (of|with) (living|being alive|life|existing|breathing|being here)",
            r"(would not|wouldnt) (mind|care) (if i )?(dying|died|die|got hit by|did not wake|getting hit by|not waking up|being dead|if i was dead|never woke)",
            r"(do|does) not deserve to (live|be alive|be here|exist)|should (just |not )(be alive|be here|die|be dead|have been born|exist)|(i|she) should (just )?(die|be dead|not be here|not exist)",
            r"life (is|isnt) ?(not )?(worth (living|it)|pointless)|(is|isnt|not) ?(life|it) worth living",
            r"not (going to|be) (here|around) (much longer|for much longer|for long|for christmas|for my birthday|next (year|week|month))",
            r"^(want|wanting) (to )?die$",
            r"(can not be (asked|bothered|arsed)|cba|cannot be bothered|bored of|hate|hating) (with )?(being alive|living|to live|life anymore|to be alive|existing)",
            r"(want|wish|need) (it|everything) (all )?to (just )?(stop|end|be over)( forever| for good)?$",
        ),
        unless=(
            r"(so embarrass\w{0,8}|embarrass\w{0,8}|my pjs|my pyjamas|in front of (my crush|the whole class|him|everyone)|cringe\w{0,4}|of (laughter|laughing|embarrassment|boredom|shame|cold|heat|hunger|cuteness)|in (this|that|the) (game|level|round|match|film|series)|hangover|hungover|so hot today|early|monday|too cosy|for (maths|pe|school|training|work)|at 6|my alarm|in london|boring|in this town|at this school|"
            r"in (spain|hogwarts)|off sick|at this party|vip|jealous of|in it|bleep test|cross country|leg day)",
        ),
    ),
    rule(
        id="self_harm.suicidal_thoughts",
        urgency=SOON,
        words="suicidal thoughts",
        why=THOUGHTS,
        patterns=(
            r"({who}) ~4 (suicidal|having suicidal)( thoughts)?",
            r"(feel|feeling|felt|been|get|getting|got|am|is|so|really|quite|bit|kind of) suicidal",
            r"suicidal (thoughts?|feelings?|ideation|again|rn|urges)",
            r"(think|thinking|thought|thoughts|dreaming|dream|daydream|fantasise|fantasising|fantasize|obsessed|considering|considered|imagine|imagining|picture|picturing|talking|talks|talked|joking|jokes|joked|tempted|urge|urges) ~3 (about|of|with|to|on|dying) ?(just )?~2 (suicide|dying|death|my death|{kill_self}|being dead|my own death|my funeral|everyone at my funeral|not being here anymore|not existing|ending things)",
            r"(want|wants|wanting|wanted|feel like|feels like|need|tempted|rather|could|can|wanna) (to )?(just |actually |literally |really |genuinely )?({kill_self})",
            r"(going to|might|may) (just )?kill myself (one day|soon|eventually|at some point)",
            r"(think|thinking|thought) (of|about) (dying|death|suicide|ending)",
            r"(crossed|enters|gone through|comes into) my (mind|head) ~4 (die|suicide|kill|end it|dying)",
            r"(imagine|wonder|wondering|think about|thinking about) (what would happen|who would come|what it would be like|how it would feel|what would it be like|who would cry|what would happen) ~2 if i (died|was dead|were dead|just died|jumped|killed myself|stepped out|walked in front|was gone)",
            r"(what it would be like|how it would feel|what happens) to (be dead|die|not exist|just stop)",
            r"(feel|felt|think|thinking|thought|want|urge|urges|tempted) ~3 (stepping|walking|step|walk|walk out|stepping out|running out|jump|jumping|crash|swerving) (out )?(in front of|into|under) (a |the )?(train|traffic|car|cars|lorry|bus|road|truck|tube)",
            r"cant do (this|it|life) anymore ~4 (die|end|dead|goodbye|kill)",
            r"(i|she|he) (can not|cant) (do|take|cope with) (this|it|life) (anymore|any longer) ~~6 (want it to end|die|end it|over|goodbye|kill|bye)",
        ),
        unless=(
            r"(squad|hamster|lemming|jump in fortnite|suicide squad|suicide sprints?|suicides in (pe|basketball|training)|business studies|history|essay|rs lesson|re lesson|ethics|in (english|psychology|assembly)|prevention (day|week|charity|walk)|awareness)",
            r"jump(ing)? (off|in front|from) (the )?(diving board|sofa|wall|bed|pier|rocks|swing|trampoline|boat|high board)",
            r"(end|ending) it (with|between) (him|her|them|us|my (boyfriend|girlfriend|ex))|(if (he|she|they) (sings?|plays?|says?))|homework|boring",
        ),
    ),
    rule(
        id="self_harm.kill_myself_said",
        urgency=SOON,
        words="speaks of killing themselves",
        why=THOUGHTS,
        patterns=(r"(kill|killing) myself", r"(kill|killing) (herself|himself|themselves|themself)", r"end my life|ending my life|take my own life|hang myself"),
        unless=(
            r"(lol|lmao|haha\w{0,10}|homework|coursework|exams?|revision|maths|spoilers?|boring|bored|queue|wifi|monday|mondays|school|embarrass\w{0,5}|cringe|lost again|loss|fifa|level|boss|dps|with (a )?nade|laughing|work tomorrow|shift|gym|training|essay|uni|deadline|leg day|if i have to|if i hear|if (he|she|they|it) (sings?|plays?|wins?|rains?)|"
            r"spent|hair ?cut|fringe|autocorrect|sims?|running|revising)",
        ),
    ),
    rule(
        id="self_harm.self_harm_told",
        urgency=SOON,
        words="self-harm",
        why=RECENT,
        patterns=(
            r"(my|her|his) (arms?|legs?|wrists?|thighs?|stomach) (is|are) ~2 (covered in (cuts|scars|marks|scratches|burns)|full of (cuts|scars)|cut up|shredded|all cut|scarred|ruined|covered)",
            r"({who}) ~3 (self harm|self harms|self harmed|self harming)",
            r"(self harm|self harming|self harmed) (again|every|last|since|to cope|a lot|sometimes|most|for|yesterday|because)",
            r"(started|been|back to|keep|keeps|can not stop|cant stop|relapsed into|relapsed with|addicted to|struggling with|want to stop|stop|into|restarted|still) (self harming|self harm|hurting myself|cutting|cutting myself|burning myself|harming myself|hurting herself|hurting himself|cutting herself|cutting himself|scratching myself)",
            r"({who}) ~2 (cuts?|cut|cutting|burns?|burned|burnt|scratch(es|ed)?|hurts?|hurt|harm(s|ed)?|punch(es|ed)?|bites?|starving|hits?) ({self})",
            r"({who}) ~2 ({cut}) (my|her|his|their) ({limb})",
            r"^(have |has |just |i have |i |i have just |she |he )*(relapsed|cut again|self harmed|self harmed again|did it again and cut)$",
            r"({who}) ~1 (cut|cuts|relapsed) (again|last night|yesterday|most nights|every (night|day)|this week|when i|because|to feel|to cope|on purpose)",
            r"(cuts|scars|marks|scratches|burns|burn marks) (on|all over|up|down|along) (my|her|his|their) ({limb}) ~~6 (hide|hid|hiding|show|pe|sleeves|seen|saw|did it|self|found|ashamed|fresh|new|mum|see)",
            r"(hide|hiding|hid|cover|covering) (my|the|her|his) (cuts|scars|self harm|arms (so|because|in))",
            r"(fresh|new) (cuts|self harm)",
            r"(hit|punch|bang|smash|banging|hitting|punching) (my head|myself|walls?) ~4 (until|till|on purpose|to feel|hurts?|bleed|bleeds?|bruis\w{0,3}|against|calm|cope|when i am)",
            r"(hurt|hurting|harm|harming|harmed) myself",
        ),
        unless=(
            r"(finger|thumb|toe|cooking|onions?|cheese|carrots?|shaving|shaved|paper|oven|toaster|iron|kettle|hair|straighteners|sun|sunburn|football|rugby|gym|pe lesson|netball|cat|dog|kitten|eczema|itchy|mosquito|midges?|hockey|trampoline|skateboard|by accident|accidentally|on the swings?|lesson|assembly|leaflet|off instagram|some slack|out of|"
            r"laughing|from the team|barbed wire|fence|brambles|nettles|training|rollerblades|marathon|dance|gymnastics|ballet|falling|fell)",
        ),
    ),
    rule(
        id="self_harm.urge",
        urgency=SOON,
        words="urge to hurt themselves",
        why=RECENT,
        patterns=(
            r"(want|miss|need|missing|wish i had) my (old |own )?(blades?|razors?)( back)?",
            r"(urge|urges|want|wants|wanting|wanna|need|feel like|feeling like|tempted|craving|itching|temptation|thinking about|thoughts of|thoughts about|thinking of) (to |is |are )?(really |just |so bad |just to )?(to )?(cut|cutting|hurt|hurting|harm|harming|burn|burning|self harm|self harming|relapse|relapsing|scratch|punish) (myself|again|my (arm|arms|legs|wrists?|thighs?)|so bad|so badly|rn|tonight)?",
            r"(self harm|cutting|sh) urges|urges (to|are|is|have|keep) (cut|so|really|bad|getting|coming|hurt|self)",
            r"(urges|urge) ~2 (bad|strong|back|worse|unbearable|coming back)",
            r"(miss|missing) (cutting|self harm|self harming|my blades?|hurting myself)|want my blades? back",
        ),
        unless=(
            r"(hair|fringe|grass|cake|ribbon|cloth|paper|lesson|pe|assembly|calories off|ties|burn (the|some|off)|anyone|people|someone|him|her|them|an itch|carbs|down on|sugar|school|class|the queue|queue|back on|you|his|their)",
        ),
    ),
    rule(
        id="self_harm.past_attempt",
        urgency=SOON,
        words="attempt in the past",
        why=THOUGHTS,
        patterns=(
            r"({who}) ~3 (tried|attempted|try|attempt) (to )?({kill_self}|kill {self}|die|suicide)",
            r"(my|her|his|their|first|last|second|another|since the|previous) (suicide )?(attempt) (they|i|to|was|last|in|on|and|at|when|failed|again|number)|suicide attempts?|attempted suicide",
            r"(in|from|out of) (the )?(hospital|a and e|camhs|a and|psych ward|unit) ~4 (overdose|overdosing|od|tried to kill|tablets i took|cutting|suicide)",
            r"({who}) ~2 (killed {self}|died by suicide|took (his|her|their) own life|committed suicide|hung {self}|hanged {self})",
        ),
        unless=(r"(free kick|penalty|shot|personal best|attempt at (the|baking|making)|driving test|history|character|netflix|in the film|world record|soldier|hitler|romeo|juliet|ophelia|famous|singer|actor|celebrity|kurt)",),
        after_all=None,
    ),
)

RULES = MEDICINE + UNDER_WAY_RULES + PLAN_RULES + THOUGHT_RULES
