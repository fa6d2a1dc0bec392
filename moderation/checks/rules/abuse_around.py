"""Around abuse: control, neglect, being kept quiet, what partners do, and what friends tell about friends."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="abuse", plain=True)
VERY_SOON, SOON = Urgency.VERY_SOON, Urgency.SOON

AFRAID_AT_HOME_HONOUR = "U3: afraid at home; honour"
LEFT_ALONE_ABUSE_TODAY = "U2: left alone; abuse today"
NEGLECT = "U3: neglect"
ABUSE_TODAY_DANGER_IN_THE_CAR = "U2: abuse today; danger in the car"
AFRAID_AT_HOME_CONTROL = "U3: afraid at home; control"
CONTROL_BY_A_PARTNER = "U3: control by a partner"
AFRAID_AT_HOME = "U3: afraid at home"
ABUSE_TODAY_KEPT_QUIET = "U2: abuse today; kept quiet"
ABUSE_TODAY_BELIEF_AND_SPIRITS = "U2: abuse today; belief and spirits"
HARM_BY_THOSE_WHO_SHOULD_CARE_CONVERSION = "U3: harm by those who should care; conversion"
SEXUAL_HARM = "U2: sexual harm"
HARM_AT_HOME = "U3: harm at home"
PAST_ABUSE_CONTACT = "U3: past abuse; contact"
ABUSE_TODAY = "U2: abuse today"
ABUSE_TODAY_TOLD_BY_A_FRIEND = "U2: abuse today; told by a friend"
AFRAID_AT_HOME_TOLD_BY_A_FRIEND = "U3: afraid at home; told by a friend"
NEGLECT_TOLD_BY_A_FRIEND = "U3: neglect; told by a friend"
SEXUAL_HARM_TOLD_BY_A_FRIEND = "U2: sexual harm; told by a friend"

RULES = (
    rule(
        id="abuse.honour_watched",
        urgency=SOON,
        words="watched and threatened over family honour",
        why=AFRAID_AT_HOME_HONOUR,
        patterns=(
            r"(bring|brings|bringing|brought) ~2 (shame|dishonour|disgrace) (on|to|upon) (the|my|our|his|their) (family|name|community|parents|house)",
            r"(my )?(brothers?|cousins?|uncles?|dad|family|aunties|community) ~4 (follow|follows|following|spy|spies|spying|watch|watches|watching|report|reports|check|checks) ~2 (me|on me|where i go|who i talk to) ~~10 (dad|shame|honour|izzat|talking to (boys|a boy|lads)|boyfriend|killed|community|gossip|reputation)",
            r"(family|familys|dads|our) (honour|izzat|name) ~~10 (kill|hurt|beat|send me|boy|boyfriend|married|locked|never let|found out)",
            r"(found out|find out|finds out|see|saw|seen) ~3 (i have|about|me with|i am seeing|i was with) ~2 (a|my) (boyfriend|boy|white boy|girlfriend) ~~6 (kill me|disown|send me (back|away)|honour|shame|take me out of school|lock me)",
        ),
        unless=(
            r"(film|book|play|romeo|essay|lesson|roll of honour|crying shame)",
        ),
    ),
    rule(
        id="abuse.left_alone_for_nights",
        urgency=VERY_SOON,
        words="children left alone at home overnight",
        why=LEFT_ALONE_ABUSE_TODAY,
        patterns=(
            r"({parent}) ~3 (left|leaves|leaving|goes|gone|went) ~3 (us|me and my|away|out|off|abroad) ~~10 (on our own|by ourselves|just me and my (little|baby)|look after (my|the) (little|baby|brother|sister)|for (days|a week|the whole weekend|two nights|three nights)) ~~6 (night|nights|days|week|weekend|back|scared|little|baby|food|months? old|four|five|six|three|two)",
            r"(home|house) alone ~4 (for (days|a week|two nights|three nights)|all night|every night|since (friday|thursday|saturday|sunday|yesterday)) ~~8 ({parent}|brother|sister|baby|scared|food|little)",
            r"(it is|its|been|was) (just|only) me and (my|the) (little|baby) ~2 (brother|sister|brothers|sisters|ones|one|kids) ~~8 (all night|for days|since (friday|thursday|saturday|sunday|yesterday)|overnight|not come (back|home)|never came (back|home))",
        ),
        unless=(
            r"(nan is (here|with|staying)|babysitter|sleepover|film|for an hour|to the shops?|holiday|dog|puppy)",
        ),
    ),
    rule(
        id="abuse.no_power_or_heat",
        urgency=SOON,
        words="no heating, power or water at home",
        why=NEGLECT,
        patterns=(
            r"(no|have not got (any|no)|not had|without|had no|got no) (hot water|heating|electric|electricity|gas|lights|running water|power) ~3 (for (days|weeks|a week|two|three|ages|months)|since|again|because|at home|in (the|our) (house|flat)|at mine) ~~8 ({parent}|meter|paid|pay|cold|dark|shower|wash|cook|coats?|week|weeks|days|blanket)",
            r"(meter|electric|gas|leccy) ~3 (ran|run|runs|runned|gone|went) out ~~10 (again|cold|dark|no money|can not afford|till|days|candles?|freezing|coat|coats|cook)",
            r"(sleep|sleeping|slept|sit|sitting) in (my|our|two) (coats?|coat and|hoodies|clothes) ~~8 (cold|heating|freezing|no|off)",
        ),
        unless=(
            r"(boiler man|plumber|engineer|power ?cut|storm|camping|tent|festival|school|fixed (it )?(today|tomorrow|now)|holiday|minecraft|caravan)",
        ),
    ),
    rule(
        id="abuse.driven_by_drunk",
        urgency=VERY_SOON,
        words="driven by an adult who is drunk or high",
        why=ABUSE_TODAY_DANGER_IN_THE_CAR,
        patterns=(
            r"({parent}|he|she) ~3 (drives?|driving|drove|driven) ~4 (drunk|pissed|off (his|her) (head|face)|high|stoned|after (drinking|a bottle|cans|smoking)|with a (can|bottle)) ~~8 (us|me|car|my (brother|sister|little)|scared|school|home)",
            r"({parent}) ~3 (drives?|driving|drove|picks?|picked|takes?|took) (us|me) ~4 (drunk|pissed|stoned|while drinking|off (his|her) (head|face)|when (he|she) (has|had) been (drinking|smoking))",
            r"(in the|get in the|got in the|in his|in her) (car|van) ~~6 ({parent}) ~3 (drunk|pissed|stoned|high|wasted|been drinking|had been drinking)",
        ),
        unless=(
            r"(film|designated|taxi|uber|gta|mario|awareness|assembly|fortnite|never drives)",
        ),
    ),
    rule(
        id="abuse.care_withheld",
        urgency=SOON,
        words="kept from a doctor or medicine",
        why=NEGLECT,
        patterns=(
            r"({parent}|they|he|she) ~2 (will not|would not|does not|refuses to|refused to|never|do not|did not) (take|takes|took|let|lets|phone|get|give|gives|book) ~3 (doctor|doctors|gp|hospital|dentist|optician|a and e|my (inhaler|insulin|epipen|meds|medicine|tablets)) ~~8",
            r"(hid|hides|takes|took|taken|threw|throws|stopped|binned) (away )?my (inhaler|inhalers|insulin|epipen|hearing aids?|glasses|wheelchair|medication|adhd meds|antidepressants) ~~8 (punish\w{0,4}|as a punishment|because|dad|mum|so i|away|off me|do not need)",
        ),
        unless=(
            r"(teacher|school|nurse|airport|security|monday|this week|need to|did not need|the dog|by (accident|mistake)|optician said|broken|lost|till (monday|tomorrow)|until (monday|tomorrow))",
        ),
    ),
    rule(
        id="abuse.food_as_punishment",
        urgency=SOON,
        words="food kept from them as a punishment",
        why=NEGLECT,
        patterns=(
            r"({parent}|they|he|she) ~2 (locks?|locked|padlock\w{0,3}|put a lock on|chained) (up )?(the|all the|our) (fridge|kitchen|cupboards?|freezer|food|larder)",
            r"(not allowed|will not let me|does not let me|do not let me|never lets me|not let me) (to )?(eat|any food|have (dinner|tea|food|breakfast)|dinner|tea|have any food) ~2 (till|until|unless|because|if|as a punishment|when|with (them|the family)) ~6 (good|behave\w{0,1}|clean\w{0,3}|jobs|chores|stepdad|mum|dad|family|naughty|cheeky|sorry|says so|finish\w{0,2}|bad|day)",
            r"(send|sends|sent|put|puts) (me|us) (to bed|to school|up) (with no|without any|without|hungry) (food|dinner|tea|anything|as)? ?~~6 (every|again|punish\w{0,4}|because|most|days|when|if)",
        ),
        unless=(
            r"(window|dog|cat|puppy|hamster|ramadan|fasting|blood test|operation|wash (my|your) hands|dentist|till (everyone|nan)|sleepwalk\w{0,3}|toddler|church)",
        ),
    ),
    rule(
        id="abuse.cut_off_at_home",
        urgency=SOON,
        words="kept from friends, phone and going out",
        why=AFRAID_AT_HOME_CONTROL,
        patterns=(
            r"(not allowed|never allowed|will not let me|does not let me|never lets? me) ~2 (any friends|to have friends|to see anyone|to see my friends|friends|see anyone|leave the house|a phone|go anywhere|out of the house|speak to anyone) ~~8 (except|only|apart from|ever|months|years|since|school and|straight home|dad|mum|stepdad|at all|anymore)",
            r"(school and (straight |right )?(back|home)|straight home from school|timed|times me|time me) ~~8 (not allowed|beat|trouble|hit|allowed out|friends|minutes late|late)",
            r"(takes?|took|taken|smashed) (my )?(phone|laptop|door) ~3 (months|so i (can not|could not)|so that i) ~6 (tell|talk|speak|contact|call|friends|anyone|social|help)",
        ),
        unless=(
            r"(grounded (for|till|because)|for a week|covid|lockdown|tag|detention|revision|exams|homework|16|netball|swimming|100m|laps|run|race)",
        ),
    ),
    rule(
        id="abuse.partner_controls",
        urgency=SOON,
        words="controlled by a boyfriend or girlfriend",
        why=CONTROL_BY_A_PARTNER,
        patterns=(
            r"(my )?(boyfriend|girlfriend|partner|fiance) ~3 (makes?|made|tells?|told|wants?|expects?) me (to )?~1 (delete|block|unadd|unfollow|drop|cut off|stop seeing|stop talking to|quit|share my location|keep my location|send (him|her) proof|cover up|facetime (him|her) all)",
            r"(my )?(boyfriend|girlfriend|partner) ~3 (goes through|checks|logs in to|logs into|has|knows|demands|wants) (all )?my (phone|messages|passwords?|snap|insta|dms|location|accounts?) ~~6 (every|all the time|so (he|she)|because (he|she)|if|or|does not trust|night|day|always|and)",
            r"(my )?(boyfriend|girlfriend|partner|he|she) (will not let me|does not let me|does not like me|hates me|not let me|hates it when i) (talk(ing)? to|see(ing)?|go(ing)? out with|hang(ing)? out with|wear(ing)?) ~3 (friends|mates|lads|boys|girls|anyone|other|family|skirts?|make ?up|crop tops?|leggings|shorts)",
        ),
        unless=(
            r"(film|song|nice|surprise|new jumper|dressing up|mum|my friends boyfriend|school rules?|uniform|locker|love island)",
        ),
    ),
    rule(
        id="abuse.partner_threatens_self",
        urgency=SOON,
        words="partner says they will hurt themselves if left",
        why=CONTROL_BY_A_PARTNER,
        patterns=(
            r"(if|when|every time|whenever) i ~3 (leave|leaving|left|break up|end it|finish with|dump|go out|say no|try to leave|try to break up|mention breaking up) ~4 (he|she|they) (says?|said|will|is going to|threatens?|would|told me|tells me) ~6 (kill (himself|herself|themselves)|end (his|her|their) life|overdose|hurt (himself|herself|themselves)|cut|self harm|jump|do something)",
            r"(boyfriend|girlfriend|ex|partner|he|she) ~2 (says?|said|threatens?|threatened|keeps saying|keeps threatening|threatening|told me) ~4 (kill|killing|hurt|cut|hang|harm) (himself|herself|themselves) ~2 (if|unless|because) i",
            r"(scared|afraid|can not|cant|want|trying) ~2 (to )?(leave|break up with|dump|finish with|end it with) ~4 (because|in case|or) (he|she|they) ~6 (kill|hurt|harm|cut|overdose|hang) ?(himself|herself|themselves)?",
        ),
        unless=(
            r"(film|soap|play|laugh\w{0,3})",
        ),
    ),
    rule(
        id="abuse.ex_will_not_leave_alone",
        urgency=SOON,
        words="an ex will not leave them alone",
        why=CONTROL_BY_A_PARTNER,
        patterns=(
            r"(my )?ex (boyfriend |girlfriend )?~2 (keeps?|kept|is|has been|still|will not stop|wont stop|made|makes|turns?|turned|waits?|waiting|shows?|showed|sits|drives?|follows?|followed) (on )?(turning up|showing up|coming to (my|the)|waiting (outside|for me)|making (new|fake) accounts|new accounts|fake accounts|following me|up (at|outside) (my|the|work)|outside (my|the)|ringing|calling me|messaging me|driving past|me (home|everywhere|around|from))",
            r"(blocked|block) (him|her|my ex) ~3 (everywhere|on everything|and|but|so) (he|she|now|they) ~3 (makes?|made|making|uses?|using|rings?|new|turns? up|comes?|got|gets|finds?|keeps) ~4 (accounts?|numbers?|friends|mates|house|school|work|withheld|message\w{0,2}|phones?)",
            r"(\d\d|hundred|hundreds of|fifty|sixty|a hundred|so many) missed calls ~3 (from|off) (him|my ex|her|my boyfriend|my girlfriend) ~~10 (ex|broke|left|scared|outside|stop|kill|angry|dump\w{0,2}|leave|split)",
        ),
        unless=(
            r"(driving (test|tests|past tests)|past (tests|papers)|get back with me i want|best friends|ex teacher|ex colleague|nice|football|in common|the film)",
        ),
    ),
    rule(
        id="abuse.pet_hurt_at_home",
        urgency=SOON,
        words="animals hurt or threatened at home",
        why=AFRAID_AT_HOME,
        patterns=(
            r"({parent}|he|she|boyfriend|brother) ~3 (kicks?|kicked|hits?|beats?|beat|hurts?|hurt|threw|throws|strangled|drowned|killed|kills|punched|shot|poisoned|burnt) (my|our|the|her|mums) (little |old |poor )?(dog|cat|puppy|kitten|rabbit|hamster|pet|pets|bird|guinea pigs?)",
            r"(going to|will|threatens? to|threatened to|says he will|said he would|said she would|says she will) (kill|hurt|drown|shoot|strangle|get rid of|dump) (my|our|the) (dog|cat|puppy|kitten|rabbit|hamster|pet|pets) ~3 (if|unless|because|when|so) (i|we|mum) ~4",
        ),
        unless=(
            r"(camera|camra|stick|ball|treats?|bone|hot dog|film|book|john wick|accident\w{0,4}|by mistake|vet|car|run over|the fox|the cat killed|minecraft|balls? for|allergic|allerg\w{1,4}|rent|landlord)",
        ),
    ),
    rule(
        id="abuse.told_to_lie",
        urgency=VERY_SOON,
        words="told to lie about injuries or home",
        why=ABUSE_TODAY_KEPT_QUIET,
        patterns=(
            r"(told|tell|tells|made|makes|telling|making|warned) (me|us) (to )?~3 (say|lie|pretend|tell (them|everyone|school|the (doctor|nurse|teacher|social worker))) ~5 (fell|fell over|tripped|walked into|accident|slipped|off my bike|down the stairs|everything is fine|nothing happened|happy at home|fine at home|play ?fight\w{0,3})",
            r"(keep|keeps|kept|keeping) (me|us|my (brother|sister)) (off|home|away) ~2 (from )?(school|college)? ~3 (till|until|because|so) ~4 (bruises?|marks?|black eye|cuts?|lip) ~5",
            r"(lie|lied|lying|cover|covering|covered) (to|about|it up|up) ~6 (social worker|teacher|school|doctor|nurse|police|hospital|everyone) ~6 (bruises?|marks?|home|what (he|she|they) (do|does|did)|arm|dad|mum|stepdad|happens)",
            r"(not allowed|never allowed|scared|dad said not|mum said not) ~2 (to )?(tell|talk to|say anything to) ~1 (social worker|social services|school|teachers?|the police) ~4 (what|about|or|because) ~5 (home|take us|taken away|hits?|happens|dad|mum|care|goes on|beat)",
        ),
        unless=(
            r"(surprise|birthday|party|film|play|sick note|bunk\w{0,3}|skiving|homework|present|vape)",
        ),
    ),
    rule(
        id="abuse.spirit_accused",
        urgency=VERY_SOON,
        words="said to be possessed; hurt or frightened over it",
        why=ABUSE_TODAY_BELIEF_AND_SPIRITS,
        patterns=(
            r"(say|says|said|think|thinks|believe|believes|told me|told everyone|saying|reckons) ~4 (possessed|a witch|got (a )?(demons?|devil|jinn|spirits?) in|demon inside|devil (is )?(in|inside) me|jinn (in|inside) me|demons? in me|cursed by|have a (demon|jinn|spirit)) ~~10",
            r"(beat|beating|burn|pray|cast|get|drive|scare|starve) (the )?(devil|demons?|jinn|spirits?|evil|witch) out of (me|her|him|us|my (brother|sister))",
            r"(pastor|priest|imam|raqi|elders?|church|healer|auntie|mum|dad) ~4 (exorcis\w{1,4}|deliverance) ~4 (me|on me|my (brother|sister)|us)",
        ),
        unless=(
            r"(salem|crucible|macbeth|film|game|halloween|costume|book|rpg|dnd|show|horror|joking|essay|history|harry potter)",
        ),
    ),
    rule(
        id="abuse.made_to_be_straight",
        urgency=SOON,
        words="pressed to change who they are",
        why=HARM_BY_THOSE_WHO_SHOULD_CARE_CONVERSION,
        patterns=(
            r"(pray|praying|prayed|beat|beating|scare|therapy|cure|cured|fix|fixing|fixed|knock|make) ~3 (the )?(gay|trans|gayness|lesbian|queer) (out|away) ?(of)? ?(me|him|her|us)?",
            r"({parent}|family|pastor|imam|priest|church|they) ~4 (cure|fix|heal|change|correct|make) me ~1 (straight|normal|from being (gay|trans|bi|lesbian)|of being (gay|trans|bi|lesbian)|a real (girl|boy)|back to normal)",
            r"(send|sending|sent|sends|made|make|making|take|taking) me (to|go to|away to|for|see) ~4 (conversion|a camp|therapy|healer|pastor|church|prayer\w{0,1}|counsell\w{2,4}) ~5 (gay|straight|trans|lesbian|normal|sins?|queer|bi)",
        ),
        unless=(
            r"(helped|film|book|documentary|banning|ban on|law|bill|petition|campaign|protest|lesson|essay|debate)",
        ),
    ),
    rule(
        id="abuse.no_privacy",
        urgency=VERY_SOON,
        words="an adult at home comes in while they wash or dress",
        why=SEXUAL_HARM,
        patterns=(
            r"({parent}|he|brother|stepbrother|lodger) ~3 (comes|came|walks|walked|barges|bursts|keeps coming|keeps walking|stands|watches|stood|peeks|looks) ~1 (in|me|in on me|at me|there|through|under|watching) ~6 (shower|showering|bath|bathroom|getting changed|getting dressed|undress\w{0,3}|on the (loo|toilet)|naked) ~~6",
            r"(took|takes|taken|removed|broke|broken|no) ~2 (lock|locks|door) (off|on|from) (my|the) (bathroom|bedroom|room|toilet) ~~8 (he|stepdad|dad|uncle|watch\w{0,3}|walks? in|come in|comes in|see me|changing|changed|shower)",
            r"(makes? me|made me|have to|told me to) (leave|keep) the (bathroom|bedroom|shower) door (open|unlocked) ~~6 (he|dad|stepdad|shower|watch\w{0,2}|bath|change\w{0,1}|uncle|wash)",
        ),
        unless=(
            r"(by accident|accidentally|knock\w{0,2}|needed the loo|sorry|swimming|toddler|locked (herself|himself)|cat|dog|baby brother|painting|diy|new door|fell|nurse)",
        ),
    ),
    rule(
        id="abuse.camera_at_home",
        urgency=VERY_SOON,
        words="a hidden camera at home",
        why=SEXUAL_HARM,
        patterns=(
            r"(found|find|there is|there was|seen|saw|hid|hidden|put|puts|hides|set up) (a |his |the |some )*(hidden |secret |spy |tiny )*(camera|phone|cam|nanny cam) ~3 (hidden|recording|in|filming|on|inside|under|behind) ~3 (my|the|our) (bathroom|shower|bedroom|room|toilet|vent|clothes|towels?)",
            r"({parent}|he|lodger|brother|landlord|uncle) ~3 (filming|films|filmed|recording|recorded|records|taking pictures of|took pictures of|takes pictures of) me ~6 (shower|bath|changing|changed|sleep|asleep|sleeping|dress\w{0,3}|bathroom|bed|toilet)",
        ),
        unless=(
            r"(baby monitor|ring doorbell|burglar\w{0,1}|wildlife|tiktok|zoom|for the dog|hamster|lost my|left my|snor\w{1,4}|on the camera roll|reptile|school play)",
        ),
    ),
    rule(
        id="abuse.sibling_hurts",
        urgency=SOON,
        words="hurt by a brother or sister and nobody stops it",
        why=HARM_AT_HOME,
        patterns=(
            r"my ({sibling}) ~3 (hits?|beats?|punch(es|ed)?|kicks?|strangles?|strangled|chokes?|choked|attacks?|attacked|threatens?|hurts?|batters?|pins?|pinned|burn[st]?) me ~~10 (do nothing|does nothing|will not (stop|do)|let (him|her|it)|not care|every (day|night)|scared|knife|bruises?|ignore\w{0,1}|not believe|blames? me|nobody|no one|do not (believe|stop))",
            r"({parent}|parents) ~3 (do nothing|does nothing|ignores?|let him|lets him|will not stop|laughs?|do not stop|blames? me) ~3 (when|about|if|while|as) my ({sibling}) ~3 (hits?|hurts?|beats?|attacks?|kicks?|strangles?|chokes?|threatens?|batters?)",
            r"(scared|afraid|terrified|frightened) of my ({sibling}) ~~6 (hits?|violent|hurts?|angry|attack\w{0,2}|kicks off|punch\w{0,2}|knife|temper|smashes?)",
        ),
        unless=(
            r"(fifa|wrestl\w{1,4}|mario|pillow|tickl\w{1,3}|play ?fight\w{0,3}|toddler|baby|two year old|hide and seek|sparring|karate|driving|cooking)",
        ),
    ),
    rule(
        id="abuse.made_to_see_them",
        urgency=SOON,
        words="made to spend time with somebody who hurt them",
        why=PAST_ABUSE_CONTACT,
        patterns=(
            r"(made|make|making|forced|forcing|force|have|got) (me |us )?(to )?(see|visit|stay with|go to|spend (time|weekends) with|live with|have contact with) ~1 (dad|mum|him|her|dads|uncle|grandad|stepdad) ~~10 (hurt me|hit me|hits me|abused|what he did|what she did|scared|touched|raped|do not feel safe|not safe|after what|beat me|hurt us)",
            r"(court|judge|cafcass|social worker|social services) ~4 (says?|said|make|makes|making|ordered|decided|sending|told) ~3 (i|me|us|we) ~3 (go|live|see|visit|stay|back) ~3 (dad|mum|him|her|dads|mums|them) ~~8 (hurt|hit|scared|abused|afraid|not safe|hits|drinks|do not want|beat|terrified)",
        ),
        unless=(
            r"(dentist|optician|moon|homework|want to see|film|boring|pe teacher)",
        ),
    ),
    rule(
        id="abuse.staff_or_carer_hurts",
        urgency=VERY_SOON,
        words="hurt by staff or a foster carer",
        why=ABUSE_TODAY,
        patterns=(
            r"(staff|foster (carer|mum|dad|brother|parents?)|support worker|night staff|key ?worker|carers?|care ?home staff|nurse|guard) ~4 (hits?|hit|slapped|slaps?|punched|pinned|pins|dragged|drags|restrained|restrains|choked|twisted|sat on|hurts?|threw|locks?|locked|swears at|grabbed|kicked) (me|us|my (arm|head|neck|brother|sister)|the (kids|younger ones)) ~~4",
            r"(restrained|pinned|held) (me )?(down|on the floor|face down|to the floor) ~4 (staff|unit|ward|them|carers?|five|four|three|bruises?|breathe|could not breathe|can not breathe)",
        ),
        unless=(
            r"(accident\w{0,4}|fell|plaster|football|playing|injection|jab|blood test|film|roller ?coaster|ride|seat belt|high five|compliment\w{0,1}|in the play|water ?fight|uno)",
        ),
    ),
    rule(
        id="abuse.friend_has_marks",
        urgency=VERY_SOON,
        words="a friend has injuries from home",
        why=ABUSE_TODAY_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~3 (has|have|had|got|comes in with|came in with|showed me|keeps having|came to school with|turned up with) ~4 (bruises?|black eye|burns?|handprint|belt marks?|marks|split lip|cut lip|broken arm) ~~14 (dad|mum|stepdad|home|fell|lying|parents|says? (he|she|they)|foster|hits?|not tell|swear|covers?|long sleeves)",
            r"({friend}) ~2 (gets|is getting|being|getting|is being|is) (hit|beaten|battered|slapped|hurt|abused|belted) (at home|by (his|her|their) (mum|dad|stepdad|stepmum|parents|uncle|brother|foster))",
            r"({friend})s? (mum|dad|stepdad|stepmum|parents|uncle|foster (mum|dad)) ~3 (hits?|beats?|slaps?|hurts?|punches|kicks?|strangles?|abuses?|batters?|locks?) (him|her|them|my (friend|mate)) ~~4",
        ),
        unless=(
            r"(football|rugby|skate\w{0,6}|bike|hockey|netball|boxing|karate|trampoline|gymnastics|make ?up|halloween|at (chess|fifa|mario|tennis|golf|cards)|sunburn)",
        ),
    ),
    rule(
        id="abuse.friend_afraid_to_go_home",
        urgency=SOON,
        words="a friend is afraid of home",
        why=AFRAID_AT_HOME_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~3 (scared|afraid|terrified|frightened|does not want|do not want|hates|refuses|begged|begs|cries|cried|crying|shaking) ~4 (to go|going|go|of going) ~1 (home|back home|back to (his|her|their)) ~~6",
            r"({friend}) ~3 (asks?|asked|begs?|begged|keeps asking|wants) ~3 (stay|sleep|sleep over|come) ~2 (at mine|with us|round mine|at ours|with me) ~4 (every|because|so (he|she|they)|scared|away from|not go) ~6 (home|dad|mum|stepdad|scared|night|parents|house)",
        ),
        unless=(
            r"(party|festival|sleepover|holiday|cinema|game|early|boring|spooky|film|dark|quiz|concert|bus fare|theme park|rain)",
        ),
    ),
    rule(
        id="abuse.friend_not_looked_after",
        urgency=SOON,
        words="a friend is not looked after",
        why=NEGLECT_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~3 (never has|has no|does not have|does not get|never gets|not got|has not got|has not eaten|never eats|comes to school with no|comes in with no) ~3 (food|lunch|dinner|breakfast|coat|clean clothes|uniform|money for lunch|anything|fed|washed|heating|electric|proper bed|bed) ~~10 (mum|dad|parents|home|hungry|smells?|cold|drinks?|house|days|never|steals?|share|week|weekend)",
            r"({friend}) ~2 (has not|not|have not|never) (eaten|been fed|had (food|dinner|anything to eat)) ~4 (days|weekend|week|since|at home|again) ~~8 (mum|dad|parents|home|house|drunk|high|out of it)",
            r"({friend})s? (mum|dad|parents|house) ~4 (never (there|feeds?|home|in)|does not (feed|look after|wash|care)|do not (feed|look after|care)|always (drunk|high|out of it|passed out)|no food|leaves? (him|her|them) alone|is filthy|has nothing) ~~4",
        ),
        unless=(
            r"(diet|forgot|dinner lady|phone|homework|dog|cat|salad|fussy|vegan|posh|late|at work|nan (makes|cooks)|skipping)",
        ),
    ),
    rule(
        id="abuse.friend_told_of_touching",
        urgency=VERY_SOON,
        words="a friend told of being touched by an adult",
        why=SEXUAL_HARM_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend}) ~3 (told|said|says|tells|confided|admitted|opened up) ~6 (dad|stepdad|uncle|grandad|brother|stepbrother|teacher|coach|tutor|man|neighbour|mums boyfriend|cousin) ~4 (touched (her|him|them)|touches (her|him|them)|touching (her|him|them)|raped|rapes|abused|abuses|molest\w{0,3}|kissed|gets in (her|his) bed|comes in (her|his)|makes (him|her) (touch|do|watch)|did (stuff|things)|does (stuff|things)|feels) ~~4",
            r"({friend}) ~2 (is being|was|got|has been|been|gets|is getting|being) (sexually )?(raped|molested|touched|abused|assaulted|groomed) ~2 (by|at|when|and|for)",
        ),
        unless=(
            r"(film|book|story|character|eastenders|hollyoaks|essay|heart|by the song|by how|by the|paint)",
        ),
    ),
    rule(
        id="abuse.friend_partner_hurts",
        urgency=VERY_SOON,
        words="a friend is hurt or controlled by a partner",
        why=ABUSE_TODAY_TOLD_BY_A_FRIEND,
        patterns=(
            r"({friend})s? (boyfriend|girlfriend|ex|partner) ~3 (hits?|hit|slaps?|slapped|beats?|strangled|strangles|punched|punches|pushes|pushed|controls?|threatens?|threatened|grabbed|chokes?|choked|will not let (her|him|them)|does not let (her|him|them)|forces|forced|hurts?) ~1 (her|him|them|my (friend|mate|sister)|up|out|talk|see)? ~~4",
            r"(her|his|their) (boyfriend|girlfriend|ex) ~2 (hits?|slaps?|beats?|strangled|strangles|punched|punches|chokes?|choked|hurts?|grabs|batters) (her|him|them) ~~4",
        ),
        unless=(
            r"(tennis|fifa|chess|mario|compliment|hugs|high five|film|soap|character|up (her|his) phone|on the swing|feelings|in goal|running|race)",
        ),
    ),
)
