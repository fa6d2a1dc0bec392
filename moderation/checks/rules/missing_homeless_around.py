"""Around being away from home: care, hostels, notices, somebody else's floor, and what friends tell about friends."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="missing_homeless", plain=True)
VERY_SOON, SOON = Urgency.VERY_SOON, Urgency.SOON

A_CHILD_WITH_NOWHERE_SAFE_TONIGHT = "U2: a child with nowhere safe tonight"
MISSING = "U2: missing"
NEGLECT = "U3: neglect"
NO_SETTLED_PLACE = "U3: no settled place"
MAY_LOSE_HOME = "U3: may lose home"
NOT_SAFE_WHERE_THEY_LIVE = "U3: not safe where they live"
NOBODY_RESPONSIBLE_FOR_THEM = "U3: nobody responsible for them"
MAY_GO_MISSING = "U3: may go missing"
A_CHILD_WITH_NOWHERE_SAFE = "U2: a child with nowhere safe"
LEFT_ALONE_NOBODY_RESPONSIBLE = "U2: left alone; nobody responsible"
NEGLECT_MAY_GO_MISSING = "U3: neglect; may go missing"
MISSING_TOLD_BY_A_FRIEND = "U2: missing; told by a friend"
A_CHILD_WITH_NOWHERE_SAFE_TOLD_BY_A_FRIEND = "U2: a child with nowhere safe; told by a friend"
MAY_GO_MISSING_TOLD_BY_A_FRIEND = "U3: may go missing; told by a friend"

RULES = (
    rule(
        id="missing_homeless.left_placement",
        urgency=VERY_SOON,
        words="has left care or a placement",
        why=A_CHILD_WITH_NOWHERE_SAFE_TONIGHT,
        patterns=(
            r"({who}) ~3 (left|leaving|legged it from|ran from|run from|walked out of|absconded from|sneaked out of|climbed out of|bunked off from|not at|not going back to|am not going back to|am out of) ~2 (placement|care home|childrens home|kids home|foster (home|carers?|placement|family|mums?|dads?)|unit|hostel|supported (living|accommodation)|semi|respite) ~~6",
            r"(not|never) (going|want to go) back to ~2 (placement|care home|childrens home|kids home|foster (home|carers?|placement|family)|the unit|semi) ~~6",
        ),
        unless=(
            r"(judge|old placement|assembly|work experience|volunteer\w{0,3}|nan works|visiting|job|dog|hamster|turning 18|court|film|tracy beaker|cat)",
        ),
    ),
    rule(
        id="missing_homeless.reported_missing",
        urgency=VERY_SOON,
        words="reported missing, police looking",
        why=MISSING,
        patterns=(
            r"(reported|reporting|put|putting) (me|us) (as )?(missing|a misper|missper) ~6",
            r"(police|feds|carers?|staff|social worker) ~3 (looking for|searching for|trying to find|hunting for|out looking for) me ~6",
            r"(i am|i have been|been|am|have been) ~1 (a )?(missing person|reported missing|on the missing|misper|listed as missing) ~6",
        ),
        unless=(
            r"(hide and seek|manhunt|register|attendance|game|marked|homework|library|book|for the award|to sign|work form|christmas)",
        ),
    ),
    rule(
        id="missing_homeless.no_way_in",
        urgency=SOON,
        words="shut out of the house with nobody home",
        why=NEGLECT,
        patterns=(
            r"(sat|sitting|waiting|been|stuck|stood|standing) ~2 (on|outside|by|at) ~1 (doorstep|front step|front door|house|garden|drive) ~8 (no key|locked|will not (let|answer|open)|wont (let|answer)|not (answering|home|back|let)|hours|since school|dark|cold|freezing|mum|dad)",
            r"({parent}|they|he|she) ~2 (will not|would not|does not|refuses to|not) (open|answer|unlock|give me|let me have) ~1 (the |a |my )?(front )?(door|key|keys|door key) ~8 (outside|cold|dark|hours|night|punish\w{0,4}|late|freezing|rain|garden|school)",
            r"(come|came|get|got) home ~4 (locked|bolted|locks? (have been )?changed|changed the locks|no one in|nobody in) ~8 (cold|dark|hours|every|wait|sit|stuck|outside|neighbour|rain|freezing|again)",
        ),
        unless=(
            r"(parcel|postman|delivery|trick|carol|forgot my key|lost my key|taxi|bus|concert|queue|tickets|dog|cat|escape room|nan let me)",
        ),
    ),
    rule(
        id="missing_homeless.sofa_running_out",
        urgency=SOON,
        words="somebody else's sofa runs out",
        why=NO_SETTLED_PLACE,
        patterns=(
            r"({friend}s?|mates|friends|nans|aunties|their|his|her) (mum|parents|dad|family|landlord)? ?~3 (says?|said|told me|wants me|need me|needs me) ~4 (can not stay|can not keep me|have to (go|leave|move on)|has to be out|only stay (till|until)|out by|find somewhere else|got to go|leave by|go by) ~~6 (friday|saturday|sunday|monday|tuesday|wednesday|thursday|tomorrow|weekend|anymore|longer|now|sofa|nowhere|tonight|live|week)",
            r"(sofa|sofas|floor|couch) (surfing|to sofa|hopping) ~8",
            r"(different|another|someone elses|mates|friends) (sofa|floor|couch|spare room|house) (every|each|most) (night|few (days|nights)|week) ~6",
            r"(run|running|ran) out of (people|mates|friends|places|sofas|floors) ~4 (stay|sleep|ask|crash|live|to go) ~4",
        ),
        unless=(
            r"(cinema|party|sleepover|holiday|detention|dog|cat|ikea|dfs|hoover|pain|cushions?|uni halls|gaming|homework)",
        ),
    ),
    rule(
        id="missing_homeless.notice_to_leave",
        urgency=SOON,
        words="the family is about to lose their home",
        why=MAY_LOSE_HOME,
        patterns=(
            r"(eviction|section 21|bailiffs?|evicted|evicting|repossess\w{2,4}|notice to quit) ~~8",
            r"(landlord|council|housing) ~4 (wants us out|kicking us out|chucking us out|throwing us out|selling|sold|given us|gave us|get out by|out by) ~6 (notice|house|flat|weeks?|months?|nowhere|go|friday|out|home)",
            r"(mum|mums|dad|dads|we|parents) ~3 (behind|can not pay|not paid|cant pay|missed|owes?) ~2 (on )?(the |our )?(rent|mortgage) ~~8 (lose|losing|out|house|flat|home|landlord|evict\w{0,3}|homeless|worried|scared|letters?)",
        ),
        unless=(
            r"(game|monopoly|big brother|love island|film|essay|history|vote|celebrity|lesson|sims|highland clearances|parcel)",
        ),
    ),
    rule(
        id="missing_homeless.temporary_place",
        urgency=SOON,
        words="living in temporary housing",
        why=NO_SETTLED_PLACE,
        patterns=(
            r"(living|live|staying|put us|placed us|moved us|stuck|been|are|we are) ~3 (in|into) ~2 (temporary accommodation|temp accommodation|b and b|bnb|one room|be and be|refuge|family hostel|homeless hostel|travelodge|premier inn|homeless unit) ~~8 (mum|dad|us|family|council|months|weeks|brother|sister|since|all of us|share|bed|school|kitchen|left|evicted)",
            r"(all (of us|four of us|five of us|three of us)|me and my (mum|sister|brother|family|siblings)|(four|five|three|six) of us) ~4 (in|share|sharing) ~1 (one|a single|the same) (room|bed|hotel room) ~6 (council|hostel|mould|kitchen|months|weeks|since|bnb|homeless|temporary|mice|damp|cook)",
        ),
        unless=(
            r"(holiday|seaside|wedding|trip|weekend away|tent|festival|concert|match|business|airport|lake district|center parcs)",
        ),
    ),
    rule(
        id="missing_homeless.unsafe_hostel",
        urgency=SOON,
        words="unsafe where they have been placed",
        why=NOT_SAFE_WHERE_THEY_LIVE,
        patterns=(
            r"(hostel|supported (living|accommodation)|semi independent|semi|shared house|temporary accommodation|b and b|unit|ypsa|foyer) ~~10 (scared|not safe|do not feel safe|unsafe|drugs|dealing|dealers|fights?|needles|crack|spice|men (in|on|next)|threatened|banging on my door|no lock|lock does not|broken into|robbed|knife|smack\w{0,2}|police every)",
            r"(man|men|people|someone|guy|resident|lad) ~5 (hostel|shared house|supported (living|accommodation)|semi|foyer|unit) ~6 (banging|threat\w{0,6}|comes? in my room|try\w{0,3}|tried|follow\w{0,2}|kick\w{0,3}|drugs|hit|attacked|wants me|scare\w{0,1})",
            r"(do not|never) feel safe (in|at) (the |my |this )?(hostel|supported (living|accommodation)|semi independent|semi|shared house|temporary accommodation|unit|foyer) ~4",
        ),
        unless=(
            r"(youth hostel trip|school trip|yha|ski|semi (final|finals|detached|skimmed|circle|colon)|maths|football|film|backpack\w{0,3}|travelling|business unit|unit (test|2|3|one|two)|ghost)",
        ),
    ),
    rule(
        id="missing_homeless.council_said_no",
        urgency=SOON,
        words="turned away by housing",
        why=NO_SETTLED_PLACE,
        patterns=(
            r"(council|housing|housing officer|homeless (team|service)|social services|shelter) ~4 (will not|wont|would not|can not|cant|refused|not|turned me|turned us|sent me|said no|says no|said (i am|im|we are)|says (i am|im|we are)) ~4 (help|house|rehouse|sent me (back|away|home)|priority|intentionally|away|place|room|duty|local connection|take me|find me|homeless enough|space)",
            r"(not|no) (a )?(priority need|local connection|priority) ~8 (council|housing|homeless|nowhere|young|kicked|street|flat|room)",
            r"(too (young|old)|not old enough) ~3 (for|to get) ~2 (hostel|housing|tenancy|flat|housing benefit|universal credit|shelter) ~~6",
        ),
        unless=(
            r"(student council|school council|bins?|potholes?|skate ?park|planning|extension|loft|greenhouse|tree|bus shelter|pet|dog|rescue)",
        ),
    ),
    rule(
        id="missing_homeless.leaving_care",
        urgency=SOON,
        words="about to age out of care with nothing ready",
        why=NO_SETTLED_PLACE,
        patterns=(
            r"(turn|turning|i am|when i am|nearly|almost|soon as i am) (18|17|16|eighteen) ~~10 (leave (care|my placement|foster)|move out of (care|my placement|foster)|out of (care|my placement|foster care)|kicked out of care|my placement (ends|stops|finishes)|carers? (will not|wont|can not) keep|no plan|nowhere to live)",
            r"(leaving care|aging out|ageing out|care leaver|pathway plan) ~~10 (scared|no (one|where|plan|flat)|nowhere|alone|18|not ready|worried|homeless|nothing|pa never|cry|do not know)",
            r"(placement|foster carers?|foster mum) ~3 (ends|ending|breaking down|broken down|given notice|gave notice|serving notice|28 days|giving me up|does not want me|do not want me) ~~6",
        ),
        unless=(
            r"(work (experience )?placement|uni placement|nursing placement|birthday (party|present)|driving|careful|take care|skincare|holiday|work placement|puppy|dog|dont care|do not care)",
        ),
    ),
    rule(
        id="missing_homeless.moved_again",
        urgency=SOON,
        words="moved again, far away, at short notice",
        why=NO_SETTLED_PLACE,
        patterns=(
            r"(moved|moving|move|being moved|shifted|sent) (me |us )?~2 (placement|placements|foster (home|family|carers?)|care homes?|childrens home|unit|semi|accommodation|hostels?) ~6 (again|third|fourth|fifth|sixth|tenth|miles|far|tomorrow|today|time|other end|different|this year|bin bags?|no notice)",
            r"(bin bags?|black bags?|black bin bags?) ~6 (my (stuff|things|clothes)|packed|placement|foster|moved|car|social worker) ~4",
            r"(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|another|third|fourth|fifth|sixth|tenth) (different )?(placements?|foster (homes?|families|carers|placements?)|care homes) ~6 (now|year|years|since|already|in|this|and|again|month|months|weeks)",
        ),
        unless=(
            r"(work placements?|uni|nurs\w{1,4}|student (teacher|nurse)|rubbish|litter|recycling|tip|charity shop|leaves|halloween|dogs?|cats?|puppies|foster home for)",
        ),
    ),
    rule(
        id="missing_homeless.no_papers",
        urgency=SOON,
        words="young asylum seeker without papers or believed age",
        why=NOBODY_RESPONSIBLE_FOR_THEM,
        patterns=(
            r"(home office|they|social worker|council|age assessment|social services) ~4 (do not|does not|not|will not|did not|think|say|says|said|disput\w{1,3}) ~2 (believe|that i am|i am|my|me) ~3 (1[4-8]|age|a child|under 18|an adult|over 18|twenty|25) ~~4",
            r"(asylum|refugee|no recourse|leave to remain|no papers|undocumented|visa (ran out|expired)|deported|deport|deportation) ~~10 (alone|scared|sleep|hotel|nowhere|no (money|family)|send me back|send us back|sent back|refused)",
            r"(deport|deporting|send|sending) (me|us|my (mum|family)) back ~2 (to|they|because|alone) ~6",
            r"(came|crossed|come|got here|arrived) ~4 (boat|lorry|dinghy|small boat|on my own|alone|by myself) ~~8 (hotel|no family|england|uk|my brother|channel|calais|lost|home office|asylum|family)",
        ),
        unless=(
            r"(pub|quiz|essay|lesson|debate|assembly|news|geography|documentary|charity|boy at the back|novel|book|poem|cruise|cross ?channel swim|ferry|pedalo|poster|netball)",
        ),
    ),
    rule(
        id="missing_homeless.bag_packed",
        urgency=SOON,
        words="a bag is packed to leave home",
        why=MAY_GO_MISSING,
        patterns=(
            r"(packed|packing|got|pack|hidden|hid) (a |my |me |the )?(bag|bags|rucksack|backpack|stuff|things|suitcase|case) ~4 (and|to|ready|under|by|for|so|in case|because) ~6 (leave|leaving|run|running|go tonight|get out|escape|away from (here|home|him|her|them|mum|dad)|disappear|my bed|not coming back|never come back|out the window)",
            r"(saving|saved|hiding|got|taken|took|nicked) ~3 (money|cash|£ ?\d{1,4}) ~4 (to (run|leave|get away|get out|escape)|for (a|the|my) (train|coach|bus) (ticket )?(to (leave|get away|run)|out of here|away)) ~4",
            r"(climb|climbing|sneak|sneaking|going) out (of )?(the |my )?window ~4 (tonight|when|and|for good|leave|not coming back|run|never) ~4",
        ),
        unless=(
            r"(holiday|camp|sleepover|school trip|trip|hospital|festival|dofe|d of e|scouts|nans|airport|pe kit|party|uni|retreat|weekend|spain|interrail\w{0,3}|stargaz\w{0,3})",
        ),
    ),
    rule(
        id="missing_homeless.stranded_at_night",
        urgency=VERY_SOON,
        words="stranded at night with no way back",
        why=A_CHILD_WITH_NOWHERE_SAFE_TONIGHT,
        patterns=(
            r"(missed|miss) ~2 last (train|bus|tube|metro|tram|coach) ~~10 (no money|alone|scared|dark|stuck|no way|nobody|no one|phone|battery|stranded|can not get|cold|on my own)",
            r"(stranded|stuck) ~1 (in|at) ~3 (town|city|station|london|manchester|birmingham|leeds|glasgow|bus (station|stop)|train station|airport|middle of nowhere|services|car park) ~~8 (no (money|phone|way|one|battery|signal|charge)|alone|dark|night|scared|on my own|can not get home|nobody|cold|1%|2%|3%|4%|5%)",
            r"(left|dumped|abandoned|ditched|dropped) me ~3 (in|at|on|by) ~3 (town|middle of nowhere|side of the road|roadside|motorway|services|station|club|field|car park|london|streets?) ~~8 (night|dark|alone|no (money|phone|way)|scared|drunk|miles|home|do not know|cold|crying)",
        ),
        unless=(
            r"(mum is coming|dad is coming|dad came|mum came|taxi came|uber|last week|last year|film|traffic|game|minecraft|gta|delay\w{0,3}|group chat|read)",
        ),
    ),
    rule(
        id="missing_homeless.living_on_scraps",
        urgency=VERY_SOON,
        words="living hand to mouth away from home",
        why=A_CHILD_WITH_NOWHERE_SAFE,
        patterns=(
            r"(wash|washing|shower|showering|brush my teeth|get washed|getting washed|clean myself) ~3 (in|at) ~2 (maccies|mcdonalds|public toilets?|station toilets?|library|services|gym toilets|petrol station|school because|sink at|costa|leisure centre) ~~8 (no (home|where|house|shower)|homeless|sleep\w{0,3}|street|nowhere|out|run|live|kicked|car|van|weeks|days)",
            r"(eat|eating|ate|food|get food|living|live) ~3 (out of|from|off) (the )?(bins?|skips?|leftovers|begging|what people leave|samples|food ?banks? and) ~4",
            r"(begging|beg|begged|busking|asking strangers) ~4 (for (money|change|food)|outside|in town|on the street|at the station) ~6 (food|eat|sleep|hostel|homeless|street|night|hungry|nowhere|because|tonight|kicked)",
        ),
        unless=(
            r"(raccoons?|fox|foxes|seagulls?|cat|dog|begging mum|begged (mum|dad)|charity busk|band|festival|camping|pizza|bake|rats?)",
        ),
    ),
    rule(
        id="missing_homeless.parent_gone",
        urgency=VERY_SOON,
        words="a parent has gone and has not come back",
        why=LEFT_ALONE_NOBODY_RESPONSIBLE,
        patterns=(
            r"({parent}) ~2 (has |have )?(gone missing|disappeared|vanished|walked out|gone off|left|went out|went|not been (home|back)|has not been (home|back)|not come (home|back)|never came (home|back)|not (home|back)) ~6 (days|since (yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|last (week|night))|all night|a week|weeks|two nights|three nights|not come back|not back|no idea where|do not know where) ~~4",
            r"({parent}) ~6 (has not|not|never) been (home|back|seen) since ~3 (yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|last (week|night)) ~4",
            r"(do not|not|no idea|have no idea) (know )?where my (mum|dad|stepdad|carer|nan|parents) (is|are|has gone|went|have gone) ~~6",
        ),
        unless=(
            r"(work|holiday|spain|airport|shops?|hospital|oil rig|army|navy|business|texted|rang|years ago|when i was|divorce\w{0,1}|in tesco|at the match|hidden my|in the supermarket|festival car park)",
        ),
    ),
    rule(
        id="missing_homeless.goes_missing_often",
        urgency=SOON,
        words="often away for days and nobody asks",
        why=NEGLECT_MAY_GO_MISSING,
        patterns=(
            r"(i |ive |i have |i just )?(go|goes|gone|been|keep going|keep) missing (for|all|most|every|a lot|loads|again|overnight) ~6 (days|nights?|weekend|time|week|carers?|police|nobody|no one|home|lot)",
            r"(nobody|no one|they|mum|dad|carers?) ~3 (notice|notices|noticed|cares?|asks?|asked|bothers?|look|looks|looked) ~3 (if|when|that|where|whether) i ~3 (am out|go|was|been|am not|do not|did not|stay|come|came|went|disappear|am gone|have been) ~4 (all night|home|for days|nights?|back|missing|overnight|days)",
            r"(stay|stayed|staying|out|been out) (out )?(all night|for days|nights on end) ~6 (nobody|no one|mum|dad|parents|carers?) (did not |does not |do not )?~3 (notice\w{0,1}|care\w{0,1}|ask\w{0,2}|even|rang|looked|bother\w{0,2})",
        ),
        unless=(
            r"(dinner|hoodie|sock|socks|homework|birthday|hair|haircut|sleepover|camp|xbox|party|goes missing (from|in)|pens?)",
        ),
    ),
    rule(
        id="missing_homeless.friend_missing",
        urgency=VERY_SOON,
        words="a friend has gone missing",
        why=MISSING_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~3 (gone missing|went missing|is missing|been missing|disappeared|vanished|not come home|did not come home|never came home|has not come home|not been seen|has not been home|reported missing|ran off|run away|ran away|runs away|is a missing person) ~~8",
            r"(nobody|no one|we|i|her mum|his mum) ~3 (seen|heard from|find|knows where|know where|reach|get hold of) (my )?(friend|best friend|mate|cousin|sister|brother|her|him) ~1 (is|are|went)? ?~6 (since|days|night|phone (is )?off|all day|missing|worried|police|run|ran)",
        ),
        unless=(
            r"(homework|library|dog|cat|hamster|minecraft|game|hide and seek|film|class register|netball|maths|party last year|from (the|my) (list|team|photo))",
        ),
    ),
    rule(
        id="missing_homeless.friend_sleeping_out",
        urgency=VERY_SOON,
        words="a friend has nowhere to sleep",
        why=A_CHILD_WITH_NOWHERE_SAFE_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~4 (sleeping|slept|sleeps|living|staying|stays|is) ~2 (rough|outside|on the streets?|in (a |the |his |her )?(car|van|tent|park|stairwell|shed|garage|bus (stop|station|shelter)|doorway|woods|car park)|on (night ?buses|buses|benches|park benches)|homeless) ~~6",
            r"({friend}) ~4 (has|have|got|with) ~1 nowhere ~1 to (go|stay|sleep|live) ~~6",
            r"({friend}) ~2 (has been |got |was |is being |been |being |is getting )+(kicked|thrown|chucked|booted|locked) out ~4 (of|by|home|because|and|tonight|last night|parents|mum|dad|for)? ~~4",
        ),
        unless=(
            r"(camping|festival|glastonbury|scouts|holiday|dofe|d of e|garden for fun|trampoline|charity|sponsored|sleepout|class|lesson|club|team|group ?chat|pub|gc|assembly|band|cinema|road trip)",
        ),
    ),
    rule(
        id="missing_homeless.friend_plans_to_run",
        urgency=SOON,
        words="a friend means to run away",
        why=MAY_GO_MISSING_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~4 (wants to|is going to|going to|planning to|plans to|says (she|he|they) (will|is going to|wants to)|talking about|thinking of|keeps saying) ~3 (run away|running away|run off|leave home|leaving home|disappear|runaway|sneak out for good) ~~6",
            r"({friend}) ~4 (hiding|hidden|hides|stays|staying|living) ~2 (in|at) (my|our|mine|ours)( (room|bedroom|house|shed|garage|loft|wardrobe|garden))? ~6 (parents|mum|dad|nobody|no one|secret|police|do not know|does not know|looking|ran|run|tell|scared|home)",
        ),
        unless=(
            r"(uni|university|job|circus|marathon|film|book|hide and seek|sleepover|summer|sixth form|magic|race|prom|moving out|for australia|gap year|present|hamster)",
        ),
    ),
)
