"""Self-harm and suicide around somebody: friends and parents in danger, losses, pushing from outside, help that did not hold."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="self_harm")
VERY_SOON, SOON = Urgency.VERY_SOON, Urgency.SOON

PLAN = "U2: plan or means"
HARM_NOW = "U2: self-harm now, pushed by others"
THOUGHTS = "U3: suicidal thoughts"
RECENT = "U3: recent self-harm"

DIE = r"die|be dead|kill (himself|herself|themselves|themself|myself)|end it|end (his|her|their) life|suicide|suicidal|not be here|overdose|jump"
DIED = r"killed (himself|herself|themselves)|took (his|her|their) (own )?life|died by suicide|hung (himself|herself)|hanged (himself|herself)|ended (his|her|their) life|jumped|overdosed|committed suicide"

OTHERS = (
    rule(
        id="self_harm.friend_went_quiet",
        urgency=VERY_SOON,
        words="a friend who spoke of dying does not answer",
        why=PLAN,
        patterns=(
            r"(phone|mobile|snap|snapmap|location|insta|account) (is |has |has been |went |gone |just went |got )*(off|turned off|switched off|dead|deleted|deactivated|straight to voicemail)",
            r"(she|he|they|friend|mate|bestie|brother|sister|boyfriend|girlfriend|cousin) (is |are |has |have |will |just |still )*(not|stopped|wont|isnt) (been )?(answer|answering|reply|replying|replied|answered|pick up|picking up|picked up|opening|opened|online|seen)",
            r"(messages|texts|calls) (are |is |have |keep |just |now )*(not )?(delivering|delivered|going through|going to voicemail|green|ignored)|(gone|went|goes) (completely |totally |really )?(quiet|silent|offline)",
            r"(can not|cant|could not) (get hold of|reach|get through to|find|contact) (her|him|them|my (friend|mate|bestie|boyfriend|girlfriend|brother|sister|cousin))",
        ),
        together=(
            rf"(she|he|they|friend|mate|bestie|brother|sister|boyfriend|girlfriend|cousin) ~3 (said|says|told|texted|messaged|posted|wrote|sent|been saying|keeps? saying|was saying|wants|wanted) ~6 ({DIE}|goodbye|bye forever|sorry for everything|thanks for everything|love you all|hates? (his|her|their) life)",
        ),
        unless=(r"(ran out of (charge|battery)|no (signal|charge|credit)|at work|in a lesson|in (the )?(shower|bath|cinema)|asleep|on (a|the) (plane|flight)|confiscated|grounded|wifi|xbox|game|exam)",),
    ),
    rule(
        id="self_harm.friend_swore_secrecy",
        urgency=SOON,
        words="carries a friend's secret about self-harm or suicide",
        why=RECENT,
        patterns=(
            r"(made me|making me|got me to|had to|i) (swear|promise|promised|swore) ~3 (not to|to not|i would not|i will not|never to) (tell|say|snitch|show)",
            r"(does not|do not|did not|doesnt) want (me|us|anyone|anybody) (to )?(to tell|tell|to know|knowing|to say|telling)",
            r"(said|says|told me|begged me|begging me|asked me) (not to tell|to not tell|not to say|to keep it (secret|quiet|between us)|do not tell|if i tell)",
            r"(only one|only person) (who|that|she|he|they) (knows?|told|has told|trusts)",
        ),
        together=(
            r"(she|he|they|{friend}|her|his|their) ~6 (self harm|self harms|self harming|self harmed|cut|cuts|cutting|suicidal|suicide|overdosed?|wants to die|kill (herself|himself|themselves)|hurts? (herself|himself|themselves)|hurting (herself|himself|themselves)|scars|tablets|end it)",
        ),
        unless=(r"(surprise|birthday|party|present|crush|fancies|fancy|pregnan\w{0,2}|haircut|hair cut|price|boss|shift|cuts? (the )?queue|cut (class|school)|cut (her|his|their|my|the) (hair|fringe|nails)|tattoo|piercing|moving|spoilers?|fringe)",),
    ),
    rule(
        id="self_harm.watches_over_parent",
        urgency=SOON,
        words="keeps watch over a parent who may end their life",
        why="U3: a parent's danger; a young person carries it",
        patterns=(
            rf"({{home_adult}}) ~3 (says|said|keeps? saying|told me|talks about|threatens|threatened|tried|wants|wanted|is going|attempted|has tried) ~6 ({DIE})",
            r"(found|finding|walked in on|came home (to|and found)) (my )?({home_adult}) ~6 (overdose|overdosed|tablets|pills|unconscious|passed out|hanging|cut|blood|tried to|note|not moving|attempt)",
            r"(hide|hiding|hid|count|counting|lock|locking|check|checking|take|taking) (away )?(all )?(my )?({home_adult})s? (tablets|pills|meds|medication|knives|bottles|razors) ~5 (so|in case|every|because|away|before|from)",
            r"(check|checking|checks) ~3 (mum|dad|nan|she|he|mums|dads) ~1 (still |is |was |are )*(breathing|alive|not dead)|(stay|stayed|staying) (up|awake|home|off school) ~4 (make sure|check|watch|keep an eye on|in case) ~1 (mum|dad|nan|she|he) ~3 (not |does |is )*(do anything|hurt herself|hurt himself|alive|breathing|try again|kill|die|okay|tries|safe)",
            r"(scared|worried|terrified|afraid) ~2 (leave|leaving|going to school and|to go to school|come home|coming home) ~4 (mum|dad|her|him|alone|find) ~4 (tries|do something|kill|dead|again|hurt|alive|die|in case)",
        ),
        unless=(r"(jump\w{0,3} (the|in the|off the|on the) (queue|pool|trampoline|sofa)|baby|puppy|kitten|end it with|jump (start|in)|of (laughter|laughing|embarrassment)|when (she|he) sees|my room|kill me|(not )?take (the )?pills out|recycling|bingo|diet|smok\w{0,3}|caravan|a career|job|at football|dying to)",),
    ),
    rule(
        id="self_harm.threat_if_left",
        urgency=VERY_SOON,
        words="somebody says they will die if left",
        why=PLAN,
        patterns=(
            r"(if|when|unless|every time) i (leave|left|break up|broke up|dump|dumped|finish|end it|go|stop talking|tell|do not (reply|answer|stay|come|call|send)|dont (reply|answer|stay|come)|try to (leave|break up|end it|go)|block|say no|stay) ~6 (he|she|they) ~4 (kill (himself|herself|themselves)|hurt (himself|herself|themselves)|cut (himself|herself|themselves)|die|end it|overdose|jump|self harm|do something stupid|end (his|her|their) life)",
            r"(he|she|they|boyfriend|girlfriend|ex|partner) ~4 (kill (himself|herself|themselves)|hurt (himself|herself|themselves)|cut (himself|herself|themselves)|die|end (his|her|their) life|overdose|jump|self harm|do something stupid) (if|unless|because) i (leave|left|break up|broke up|dump|do not|dont|go|stop|tell|block|end it|say no|ever|try|am not)",
            r"(sends?|sent|sending) me (pictures?|photos?|videos?|pics) of (his|her|their) (cuts|arms?|wrists?|blood|tablets|pills|noose) ~6 (if|when|every time|because|to make|so i|unless)",
        ),
        unless=(r"(hamster|dog|cat|puppy|rabbit|fish|plant|tamagotchi|laugh\w{0,3}|of embarrassment|wrestling|starv\w{0,3}|miss the bus|without (crisps|chocolate))",),
        after_all=SOON,
    ),
    rule(
        id="self_harm.survivor_guilt",
        urgency=SOON,
        words="guilt about somebody's death",
        why=THOUGHTS,
        patterns=(
            r"(should|shouldve|supposed to) (have )?(have been|been|be) (me|i) (that died|who died|that is dead|who is dead|in that car|in that coffin|not (him|her|them|my (brother|sister|mum|dad|mate|friend|cousin))|instead)",
            r"(wish|wished) it (was|were|had been) me (instead|and not|not (him|her|them)|that died|who died|in that)",
            rf"(my fault|because of me|i killed|i caused it|blame myself|i am to blame) ~~10 ({DIED}|is dead|died)",
            rf"({DIED}|is dead|died) ~~10 (my fault|because of me|blame myself|i am to blame|should have (answered|stopped|known|been there|picked up|gone|seen|noticed|told|replied)|could have (stopped|saved)|did not (answer|reply|pick up|stop|notice|see it))",
            r"(did not|never|should have) (answered?|reply|replied|pick up|picked up|gone round|told someone) ~~8 (now (he|she|they) (is|are) (dead|gone)|and (he|she|they) (died|killed)|(he|she|they) ({DIED}))".replace("{DIED}", DIED),
            r"(do not|not) deserve to be (alive|here|living) when (he|she|they|my) ~3 (not|dead|gone|isnt|died)",
        ),
        unless=(r"(hamster|goldfish|fish|rabbit|guinea pig|plants?|phone|battery|laptop|tamagotchi|level|game|picked for|captain|team|solo|lead|main part|prefect|won|winner|historical|titanic|war)",),
        after_all=None,
    ),
    rule(
        id="self_harm.join_the_dead",
        urgency=SOON,
        words="wants to be with somebody who has died",
        why=THOUGHTS,
        patterns=(
            r"(want|wants|wanted|need|ready|going|rather|wish i could|wish i was|would) (to )?(just )?(be|go|join|go and be|be back|be reunited|be up there|see) (with )?(him|her|them|my (mum|dad|nan|grandad|brother|sister|friend|mate|baby|cousin|boyfriend|girlfriend|dog)|nan|mum|dad|grandad) ~2 (wherever (he|she|they) (is|are)|up there|on the other side|in the sky|in the ground|in the next life|where (he|she|they) (is|are) now|again in heaven|in heaven|instead of here)",
            r"(join|joining) (him|her|them|nan|mum|dad|grandad|my (mum|dad|nan|grandad|brother|sister|friend|mate|baby|cousin)) (soon|up there|in heaven|one day soon|again|because|cos|if i|wherever|so i)",
            r"(died|dead|passed|passed away|funeral|buried|lost) ~~12 (want|going|ready|wish i could|need) (to )?(go with|join|follow|be with) (him|her|them)",
            r"(he|she|nan|mum|dad|grandad|my (brother|sister|friend|mate)) (is |are )?(calling|waiting for|wants) me ~3 (up there|other side|to (come|join|be with)|heaven|grave)",
            r"(bury|buried|put) me (next to|with|beside|near) (him|her|them|nan|mum|dad|grandad|my (mum|dad|nan|brother|sister|friend))",
        ),
        unless=(r"(church|one day when i am old|when i am old|in the sky (lanterns?|diving)|plane|balloon|team|club|call|zoom|party|gym|army|scouts|choir|queue|online|game|lobby|server|discord|at the (match|pub|park|beach|game)|in spain|in the photo|sand|bed)",),
    ),
)

PUSHED = (
    rule(
        id="self_harm.told_online_to_hurt",
        urgency=VERY_SOON,
        words="somebody tells them to hurt themselves and prove it",
        why=HARM_NOW,
        patterns=(
            r"({they}|group|server|challenge|admin|mod|this guy|person|game) ~6 (told|tells|telling|made|makes|making|dared|dares|daring|asked|asks|asking|wants|wanted|ordered|forced|pressured|says|said) (me |her |him |us |my \w{3,9} )(that )?(to |i have to |i had to |she has to |he has to )?(cut|carve|burn|hurt|scratch|harm|bleed|choke|write) ~5 (myself|herself|himself|(my|her|his) (arm|arms|leg|legs|skin|wrist|thigh|body|stomach)|into|in my skin|on camera|on cam|and send|name|proof|deeper|on call)",
            r"(send|sent|sending|show|showing|want|wants|wanted|asking for|asks for|asked for) (them |him |her |me |you |us )?(a |the |more )?(proof|pictures?|photos?|pics|videos?) (of|that|when|after) ~3 (cut|cuts|cutting|bleeding|burns?|carved|hurt|hurting|self harm|blood) ~~6 (or|otherwise|else|group|told|prove|he|she|they|server|leak|block|dare|online)",
            r"(carve|carved|carving|cut|cutting) (his|her|their|my|the|a) ~1 (name|names|initials|number|username|symbol|tag) (in|into|on|onto|in to) (my|her|his|the|their) (arm|leg|skin|thigh|stomach|chest|body|wrist|hand)",
            r"(next|first|last|daily|today) (task|level|stage|challenge|dare) (is|was) ~2 (to )?(cut|carve|hurt|burn|bleed|choke|jump|stand on|climb)",
        ),
        unless=(r"(tree|desk|bench|pumpkin|wood|leather|cake|turkey|lino|clay|tattoo artist|doctor|nurse|a and e|vet|fringe|hair|calories|carbs|rope|ribbon|paper|story|essay|vaccine|scout|dt|first aid|minecraft|parkour)",),
        plain=True,
    ),
    rule(
        id="self_harm.harm_group",
        urgency=SOON,
        words="a group that shares self-harm",
        why=RECENT,
        patterns=(
            r"(group|group chat|server|discord|chat|community|account|accounts|forum|subreddit|page|side of (tiktok|twitter|insta)) ~8 (share|shares|sharing|post|posts|posting|show|showing|send|sends|sending|compare|compares|comparing|compete) ~4 (cuts|self harm|scars|wounds|suicide|methods|burns)",
            r"(self harm|suicide|cutting|sh) ~1 (group|server|chat|discord|community|account|forum|twt|twitter|tumblr|buddy|buddies|side of|accounts|page|site|website)",
            r"(who|anyone|any one|someone) ~3 (cut|self harm|relapse|hurt) (with me|together|tonight with|at the same time|on call)",
            r"(compare|comparing|compared|competing|compete) ~3 (cuts|scars|self harm|whose cuts|who cuts|how deep)",
            r"(rate|post|drop|send|show) (me )?(your|ur|my|the) (cuts|scars|self harm|fresh cuts)( here| below| in the chat| for me| if| and i| to me| please)?",
        ),
        unless=(r"(support group|therapy|nhs|samaritans|childline|papyrus|charity|awareness|recovery|prevention|helpline|moderators? (took|remove\w{0,1}|banned)|haircuts?|budget|surgeon|lion king|tattoo cover|pay cuts|steak|clean cuts|leaflet|bone)",),
    ),
    rule(
        id="self_harm.dies_live",
        urgency=VERY_SOON,
        words="wants others to watch them die or hurt themselves",
        why=PLAN,
        patterns=(
            r"(go|going|gone|went|be|am|is) live (on \w{3,12} )?(and |when i |while i |to |so (everyone|they|you) (can )?(see|watch) )~3 (end it|end my life|kill myself|kill herself|kill himself|die|jump|cut|do it|overdose|take (them|the|my|all))",
            r"(livestream|live stream|stream|film|filming|record|recording|video|broadcast) (it |myself |me )?(when i |while i |me )?(dying|die|killing myself|kill myself|end it|ending it|jump|jumping off|cutting|overdosing|hanging|hang myself|my (death|suicide))",
            r"(stay|be|come|watch|keep me company) (on (the )?(call|phone|vc|facetime) )?(with me )?(while|when|until) i (die|do it|end it|kill myself|take them|fall asleep forever|go to sleep forever|bleed out|jump)",
            r"(who|anyone|does anyone|do you) (wants? to|want to|wanna) (watch|see) me (die|kill myself|cut|end it|jump off|overdose)",
        ),
        unless=(r"(on stage|in the (play|game|film|show)|diving board|trampoline|pool|skate|parkour|in (fortnite|minecraft|roblox|elden ring|cod)|cake|hair|fringe|dance|of (laughter|embarrassment)|concert|gig|speed ?run|boss|homework|zip ?wire|the grass)",),
    ),
    rule(
        id="self_harm.blade_passed_on",
        urgency=SOON,
        words="blades passed between young people",
        why=RECENT,
        patterns=(
            r"(gave|gives|give|lent|sold|sells|selling|passed|passing|swapped|shared|sharing|share) (me |us |her |him |out |round |each other |my friend )(her |his |a |an |my |their |some |the |one of (her|his) )*(old |spare |clean |sharpener )*(blades?|razors?|razor blades?)",
            r"(girls|boys|people|someone|kids|they) ~5 (sharing|passing|swapping|selling|sells|shares?|trading) ~2 (blades|razors|razor blades)",
            r"(taught|teaching|showed|shows|showing|teach|show) (me|her|him|us|my (sister|brother|friend)) (how|where) to (cut|self harm|hide (the |my |your )?(cuts|blades?))",
            r"(copy|copying|copied|copies|started because|does it because|learnt it from|learned it from|got it from) ~3 (me|her|him|friend|sister|them) ~4 (cutting|self harm|self harming|cut|cuts|scars)",
        ),
        unless=(r"(hair|hairdress\w{0,3}|shav\w{0,3}|fringe|grass|mower|skates?|fan|turbine|lightsaber|beyblade|windscreen|paper|fabric|pattern|cake|dad|barber|dovetail|wood|dt|veg|onions?|class|legs smooth)",),
    ),
)

HELP = (
    rule(
        id="self_harm.means_taken_away",
        urgency=SOON,
        words="means are locked away at home",
        why=THOUGHTS,
        patterns=(
            r"(locked|locks|locking|hid|hides|hidden|hiding|took|taken|takes|taking|removed|confiscated|put) (away )?(up )?(all )?(of )?(the |my |our )?(sharp things|sharps|sharp objects|knives|tablets|pills|medicine|meds|razors?|blades?|scissors|belts?|cords|medicine cabinet|medicine cupboard) ~3 (away|in a safe|in the safe|from me|since (i|my)|because of me|after (i|my|what)|so i (can not|do not|cant|dont)|in case i)",
            r"(all |the |every )?(knives|tablets|sharp things|sharps|medicine|razors|scissors|medicine cupboard) (is |are |have been |has been |all )*(locked (away|up)|hidden|in a safe|gone from the (kitchen|bathroom)) ~4 (because of me|since (i|my)|after (i|my)|from me|in case i|so i can not)",
            r"(not allowed|can not have|cant have|not allowed to have) (a |any |my )?(locked door|lock on|door (shut|closed)|razors?|scissors|belts?|sharps|my own (tablets|meds)|to be (alone|on my own)|to lock the (door|bathroom)) ~6 (since|because|after|in case) ~4 (attempt|tried|overdose|cut|self harm|hurt myself|what i did|do something|suicid\w{0,3})",
            r"(mum|dad|nan|parents|they|carers?) (sleeps?|sits?|checks|watch|watches|follows|check) ~5 (my room|me|on me|every (hour|ten minutes)|outside my door|the bathroom door) ~5 (since|because|after|in case) ~4 (attempt|tried|overdose|cut|hurt myself|what i did|suicid\w{0,3}|self harm\w{0,3})",
        ),
        unless=(r"(toddler|baby|little (brother|sister)|dog|puppy|cat|child ?proof|nursery|airport|suitcase|hand luggage|burglar|phone|xbox|chocolate|biscuits|food tech|dt|hairdress\w{0,3}|craft|kitten|grandad has dementia|dementia)",),
        after_all=None,
    ),
    rule(
        id="self_harm.discharged_unsafe",
        urgency=SOON,
        words="sent home from help and still not well",
        why=THOUGHTS,
        patterns=(
            r"(a and e|hospital|camhs|crisis team|they|the ward|the unit|doctors?|psych ward) (just )?(sent|send|discharged|let|kicked|turned) (me|us|her|him|my \w{3,9}) ((home|out|away|go|back) )+~~12 (still (want to (die|kill|cut|hurt|do it|end)|feel (the same|suicidal|like)|suicidal|cutting)|not safe|no (help|plan|support)|nothing (changed|has changed)|same thoughts|do it again|try again|want to die|feel worse|suicid\w{0,3}|a leaflet|waiting list|going to ring|kill)",
            r"((discharged|came out|got out|released|out) ~2 (from |of )(a and e|hospital|camhs|the ward|the unit|psych ward|inpatient|section)|(camhs|crisis team|hospital|the ward) discharged (me|us|her|him)) ~~10 (still (want to (die|kill|cut|hurt|do it|end)|feel|suicidal|cutting)|not safe|no (help|support)|nothing (has )?changed|same thoughts|try again|do it again|want to die|feel worse|suicid\w{0,3}|scared i will|urges)",
            r"(camhs|crisis team|crisis line|111|the nurse|a and e|they) (just |only )?(told|tell|said|say|says|tells) (me |us )?(to )?(have a (bath|cup of tea|warm bath)|hot chocolate|go for a walk|take a bath|distract (myself|yourself)|colouring|snap an? (elastic|band)) ~~8 (kill|die|suicid\w{0,3}|joke|self harm|useless|not help|want to|cut|urges)",
            r"(on|been on) (the |a )?(camhs )?waiting list ~~10 (can not (wait|cope|hold on|do this)|cant (wait|cope|hold)|will be dead|dead by then|suicid\w{0,3}|not (make it|be here)|kill myself|getting worse)",
        ),
        unless=(r"(broken|broke|ankle|wrist (bone|fracture)|tonsils?|appendix|sprain\w{0,2}|cast|stitches out|knee|x ?ray|concussion|antibiotics|baby|asthma|braces|stitches in my (knee|chin)|season ticket|concert|school place|driving|physio)",),
    ),
    rule(
        id="self_harm.not_bad_enough",
        urgency=SOON,
        words="feels they must do worse to be helped",
        why=THOUGHTS,
        patterns=(
            r"(not|isnt|am not|was not) (bad|ill|sick|suicidal|serious|unwell|deep) enough ~3 (for (help|camhs|them|anyone)|to (get|deserve|be|need|count)|so|until|apparently|unless)",
            r"(cuts|scars|self harm|attempt|thoughts|it) ~2 (not|isnt|are not|were not) (even )?(deep|bad|serious|real) enough",
            r"(have|need|got|going) to (do|try) (it |something )?(properly|worse|really bad|for real|more serious|bigger) ~2 (before|so|for|to|until|next time|or) ~3 (help|listen|believe|take me seriously|care|notice|see|anyone|camhs|they|people)",
            r"(only|no one|nobody) ~3 (listen|listens|cares?|helps?|believes?|notices?|take me serious|takes me seriously|take me seriously) ~2 (if|when|until|unless) (i |you )?(try|tried|actually|nearly|cut|overdose|attempt|am dead|are dead|die|do it|kill)",
            r"(what|how (bad|deep|much|far)) (do|does|would|will) (i|it|you|someone) (have|need|got) to ~3 (do|be|cut|go|get) ~2 (to get|before|for) ~2 (help|anyone|people|them|camhs|someone|taken seriously)",
        ),
        unless=(r"(team|squad|match|race|coach|sprain|ankle|cold|flu|day off|stay off|off school|exam|grade|broken|fever|temperature|bread|pool|water|snow|haircut|tyre|physio|injury|pothole|dentist|braces)",),
    ),
    rule(
        id="self_harm.refuses_rescue",
        urgency=VERY_SOON,
        words="does not want to be stopped",
        why=PLAN,
        patterns=(
            r"(do not|no point|please do not) (even )?(try and |try to |trying to |try |bother )?(stop|stopping|save|saving|talk|rescue|rescuing|change) (me|my mind|me out of it)( please| this time)?$",
            r"(do not|dont|not going to|will not|wont|not) (call|ring|phone|send|get|contact|involve) (an |the |any |me an )?(ambulance|999|police|anyone|crisis team|my mum|help) ~2 (i|because|it|please|just|or) ~3 (want (this|to go|to die|it)|not want (saving|to be saved|help)|too late|let me (go|die|do)|do it (now|before|quicker|faster)|made my|decided|jump|before they)",
            r"(not|never|wont|will not) (telling|tell|going to tell|say|saying|give|giving) (you |anyone )?(where i am|my (address|name|location|postcode)) ~2 (because|cos|or|so|you will|you would|in case|they will) ~3 (send|call|stop|police|ambulance|someone|come|find)",
            r"(no one|nobody|you) (can|could|is going to|will) ((stop|talk) me (out of it|this time|from (dying|doing it|ending))|save me( now| anymore)?)$",
            r"just let me (die|end it|go in peace|do it in peace)( now| please)?$",
            r"(turned|switched|turning|switching) (off )?(my )?(location|phone|snap ?map|find my) (off )?so (no one|nobody|they|mum|you|people) ~1 (can|finds?|find|stops?|track|will|comes?)",
            r"(locked|blocked|barricaded) (myself in|the (bathroom |bedroom )?door|my door) ~3 so (no one|nobody|they|mum|dad|you) (can |can not |will not |do not |does not |will )*(stops?|finds? me|get in|save|come in) ~4 (in time|me|until|till|it is over)",
        ),
        unless=(
            r"(ice cream|chocolate|shopping|buying|cake|dessert|dance|dancing|singing|karaoke|goal|tackle|strik\w{0,3}|catch me|fifa|game|sleepover|surprise|gym|vegan|vegetarian|haircut|tattoo|dye|crush|party|(fancy|like) (him|her)|piercing|pizza|go to (the )?(park|cinema|party|shops?|toilet)|roblox|snap ?streaks?|sneak out|revise|work|brother|sister|changing)",
        ),
    ),
)

RULES = OTHERS + PUSHED + HELP
