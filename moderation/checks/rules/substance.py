"""Drink and drugs: somebody who may be dying, somebody given them, somebody who cannot stop."""

from __future__ import annotations

from functools import partial

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

rule = partial(Rule, category="substance")
NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

DYING = "U1: overdose"
BAD = "U2: physical danger from drink or drugs today"
USING = "U3: harmful use, or use to cope"

RULES = (
    rule(
        id="substance.collapsed",
        urgency=NOW,
        words="somebody has collapsed",
        why=DYING,
        patterns=(
            r"(friend|mate|bestie|sister|brother|cousin|boyfriend|girlfriend|she|he|someone|girl|boy|mum|dad|they|guy|lad|this (girl|boy|lad)) ~4 (not breathing|stopped breathing|isnt breathing|hardly breathing|barely breathing|breathing (weird|funny|really slow|slowly)|gone blue|going blue|turned blue|lips (are )?(blue|going blue)|having a (fit|seizure)|fitting|foaming|frothing|choking on (sick|vomit|her sick|his sick)|unconscious|unresponsive|not responding|collapsed and|passed out and)",
            r"(can not|cant|will not|wont|do not|is not|not|isnt) (wake|waking|get) (her|him|them|my (friend|mate|sister|brother|mum|dad|boyfriend|girlfriend)|up) ?(up|awake|to wake up|properly|and)?( ~6 (pills?|drank|drink|drunk|took|taken|ket\w{0,5}|vodka|blue|breath\w{0,3}|sick|party|help|xan\w{0,2}|overdose\w{0,1}|drugs|bottle|spiked|what do|balloons|spice|floor))",
            r"(friend|mate|bestie|sister|brother|cousin|boyfriend|girlfriend|she|he|someone|girl|boy|mum|dad) ~4 (will not|wont|is not|not|can not|wouldnt) (wake|waking|waken) up ~8 (pills?|drank|drink|drunk|took|taken|ket\w{0,5}|vodka|blue|breath\w{0,3}|sick|party|help|xan\w{0,2}|drugs|spiked|what do|floor|scared|cold|park)",
            r"(drank|drink|drunk|took|taken|had) ~10 (will not wake up|wont wake up|not waking up|unconscious|not breathing|passed out and|having a fit|seizure|lips are blue|can not wake (him|her)|cant wake (him|her))",
        ),
        unless=(r"(alarm|for school|for work|teenager|lazy|lie in|sunday|till (noon|12)|baby is finally|nap|hamster|phone|laptop|xbox|switch|hoover|kettle|in the film|in the episode|casualty|training|first aid course|dummy|in the game|holby|grey's|greys|choked laughing|laughing|snoring|volcano|sims)",),
    ),
    rule(
        id="substance.drug_overdose",
        urgency=NOW,
        words="too much taken",
        why=DYING,
        patterns=(
            r"(took|taken|had|done|did|dropped|smoked|sniffed|swallowed|necked|drank|railed) (way |far |so |a bit )?too (much|many) ~2 (ket\w{0,5}|mdma|md|mandy|coke|pills?|xans?|xanax|bars|acid|edibles?|spice|codeine|lean|ghb|weed|speed|drugs|tramadol|pingers|of it|shrooms|valium|valley|vallies|cocaine|heroin)",
            r"(took|taken|had|done|did|dropped|sniffed|smoked|swallowed|eaten|ate|drank|mixed) ~6 (ket\w{0,5}|mdma|md|mandy|coke|pills?|pinger|xans?|xanax|bars?|acid|edibles?|spice|codeine|lean|ghb|speed|tramadol|shrooms|cocaine|2cb|vape|drug|drugs|vodka) ~~12 (heart (is )?(racing|pounding|going (so |mad|really )?|beating (so |really |out)|about to|feels like)|can not (breathe|feel my|see|stop shaking|move)|cant (breathe|feel my|see|stop shaking|move)|chest (hurts|is tight|pain)|think i am (dying|going to die)|(going|turning) blue|throwing up (loads|blood)|seeing things|shaking (so|really|loads)|overheating|burning up|help me|fitting|passing out)",
            r"(mixed|mixing|mix|took|drank) ~4 (xans?|xanax|valium|codeine|tramadol|lean|ghb|heroin|benzos?|opioids?) (with|and|on top of|together with) ~3 (vodka|drink|alcohol|gin|booze|lean|codeine|ket\w{0,5}|drinks|wine|whisky|weed|each other)",
            r"(drank|drunk|downed|necked|had) (a |the |this |an |like a |nearly a |almost a |about a |two |2 )(whole|full|entire|litre|70cl|bottles?|straight bottle|big bottle)( bottle)?( of)? ?(straight |neat )?(vodka|gin|whisky|whiskey|rum|spirits|tequila|glens|absinthe)",
        ),
        unless=(r"(water|fanta|coke zero|diet coke|coca cola|can of coke|juice|in the film|sims|gta|breaking bad|euphoria|story|dad joke|last year|on holiday years|prescri\w{0,5}|non alcoholic)",),
    ),
    rule(
        id="substance.spiked",
        urgency=VERY_SOON,
        words="may have been spiked",
        why=BAD,
        patterns=(
            r"(been|got|was|were|get|getting|being|be|think i was|think i have been|think she was) (spiked|roofied|drugged|injected at|needle spiked)",
            r"(drink|drinks|vape|glass) (was|got|been|were|has been) (spiked|drugged|messed with)",
            r"(someone|he|they|guy|man|lad|boys) ~2 (spiked|drugged|roofied|put something in) (my|me|her|our|his)",
            r"(do not|dont|can not|cant) remember (anything|how i got|what happened|last night|getting|most of) ~10 (drink|drank|party|drunk|drugs|one drink|woke|spiked|clothes|bruises|vape)",
        ),
        unless=(r"(hair|hedgehog|punch bowl joke|interest|prices|temperature|fever|cactus|volleyball|blood sugar|in the film|assembly|lesson|lids|nan|vaccine|dentist|operation|vet|dog|exam|revision|the lesson)",),
    ),
    rule(
        id="substance.sniffing",
        urgency=VERY_SOON,
        words="sniffing gas or solvents",
        why=BAD,
        patterns=(
            r"(sniff|sniffing|sniffed|sniffs|huff|huffing|huffed|inhale|inhaling|inhaled|buzzing|buzz|doing) ~2 (gas|aerosols?|deodorant|glue|paint|paint thinner|lighter (gas|fluid|fuel)|butane|petrol|air freshener|solvents?|nail varnish remover|cans? of (deodorant|gas|lynx)|lynx|hairspray|tippex|poppers cans|cleaning spray)",
            r"(chroming|glue sniffing|gas sniffing|solvent abuse)",
        ),
        unless=(r"(changing rooms?|stinks?|smell|smells|new lynx|make up lesson|hate the|mum said it|allerg\w{0,3}|asthma|by accident|accidentally|science|chemistry|dt|art room|painting my|boiler|engineer|assembly|lesson|petrol station)",),
    ),
    rule(
        id="substance.given_by_others",
        urgency=VERY_SOON,
        words="given drugs or drink by somebody older",
        why="U2: exploiter threat; given drugs by an adult",
        patterns=(
            r"({harmer}|olders?|a man|this guy|men|older (boys|guys|lads|man|men)|some (guys|men|man)|my cousin|man) ~3 (gives?|gave|giving|makes?|made|making|forced|forces|got|gets|injected|injecting|offers?|spiked) (me|us|her|my (friend|sister|brother)) ~3 (weed|drugs|coke|cocaine|ketamine|pills?|mdma|crack|heroin|spice|xans?|alcohol|vodka|drunk|high|stoned|drink|drinks|something that|take (drugs|coke|pills|ketamine)|smoke (weed|it|crack)|addicted|do (lines|drugs|coke)|hooked|sniff|inject)",
            r"(hooked|addicted) ~4 (so (he|they)|by him|and now (he|they)|then (he|they))",
        ),
        unless=(r"(sip|champagne|new year|christmas|wedding|painkillers|prescri\w{0,5}|doctor|nurse|dentist|calpol|paracetamol|hot chocolate|water|coffee|tea|energy drink|squash|juice|ginger|diet coke|can of|a coke|bottle of|nan|communion|drink (more|some|loads of|my) (water|milk)|protein)",),
    ),
    rule(
        id="substance.cannot_stop",
        urgency=SOON,
        words="cannot stop using",
        why=USING,
        patterns=(
            r"(drink|drinking|drank|have|get through|getting through|downing) ~3 (bottles?|cans|litres?|pints) (of )?~1 ({drink}) ~1 (every|a|most|each) (night|nights|day|days|morning|week)",
            r"(i|she|he|we|friend|mate|brother|sister) ~2 (sniffed|did|took|taken|snorted|dropped|bumped|injected|been on|tried|smoked|doing|taking|sniffing|snorting) ~2 (coke|cocaine|ketamine|mdma|mandy|md|pingers?|xans?|xanax|heroin|crack|spice|meth|2cb|ghb|benzos?) ~3 (again|last|at|this|with|in|tonight|before|every|on|to|because|now|and|for)",
            r"(addicted|hooked|dependent) (to|on) ~1 ({drug}|{drink}|drinking|smoking weed|the (pills|weed|drink|codeine)|sniffing|smoking it|it all|drink|balloons|thc vapes?|painkillers|opiates|gear|crack|alcohol)",
            r"(can not|cant|do not know how to|struggling to|need help to|trying to|tried to|want to|need to) (stop|quit|give up|come off|get off|get clean from|function without|sleep without|cope without|go a day without|get through the day without) (smoking|taking|drinking|doing|using|sniffing|vaping|the |on )?(weed|ket\w{0,5}|coke|cocaine|pills?|xans?|xanax|codeine|lean|drugs|drinking|alcohol|vodka|spice|balloons|nos|mdma|heroin|crack|tramadol|drink|thc|painkillers|bars|getting (high|drunk)|being high|smoking weed|a joint|a drink|a zoot|a spliff)",
            r"({who}) ~3 (smoke|smokes|smoking|take|takes|taking|do|doing|does|use|using|uses|sniff|sniffing|drink|drinking|drinks|on|having|get|getting) ~2 (weed|ket\w{0,5}|coke|cocaine|pills?|xans?|xanax|codeine|lean|drugs|alcohol|vodka|spice|balloons|nos|mdma|heroin|crack|tramadol|acid|edibles|high|drunk|stoned|wasted|spliffs?|zoots?|joints?|lines) (every (day|night|single|morning|weekend|lunch)|all day|before school|at school|in school|daily|on my own|alone|most (days|nights)|in the morning|constantly|everyday|24 7|in my room|in the toilets)",
            r"(withdrawals?|cold turkey|clucking|rattling|comedown) ~6 (from|off|so bad|weed|pills|xan\w{0,2}|ket\w{0,5}|codeine|drugs|drink|sweating|shaking|benzos?)",
            r"(ketamine bladder|peeing blood|piss(ing)? blood|ketamine cramps|k cramps)",
        ),
        unless=(r"(cherry coke|with ice|cans? of coke)", r"(diet coke|coca cola|fanta|coke zero|cherry coke|can of coke|tiktok|chocolate|candy crush|sugar|caffeine|coffee|monster|energy drinks?|biting my nails|film|book|song|lyrics|euphoria|vitamin|prescri\w{0,5}|contraceptive|the pill|hay ?fever|my inhaler|iron tablets|in lines|bus lines|the balloons for|water|milk|balloons (up|at|for|and cake)|party balloons)",),
    ),
    rule(
        id="substance.to_cope",
        urgency=SOON,
        words="drinks or uses to cope",
        why=USING,
        patterns=(
            r"(drink|drinking|drank|get drunk|getting drunk|smoke|smoking|get high|getting high|take (pills|xans?|stuff|something|codeine|ket\w{0,5})|taking (pills|xans?|drugs|codeine|ket\w{0,5})|do (ket\w{0,5}|coke|drugs)|use|using drugs|got drunk|weed|vodka|alcohol|ket\w{0,5}|xans?|drugs|stoned|high|drunk) ~4 (to (forget|cope|sleep|feel (numb|nothing|better|something|normal|okay)|numb|block|stop (the |my |thinking|feeling)|get through|escape|calm|make it stop|shut)|so i (do not|dont|can) (feel|think|have to|sleep|remember|forget)|numbs?|helps me (forget|cope|sleep)|takes the pain|only thing that|is the only thing)",
            r"(only (time|way|thing)) ~6 (drunk|high|stoned|drinking|weed|smoking weed|ket\w{0,5}|vodka|xans?|pills)",
            r"(drinking|drunk|drank|smoking|high|getting drunk|getting high) (alone|on my own|by myself) ~4 (again|every|in my room|most|tonight|because|to|at night)",
            r"(steal|stealing|stole|sneak|sneaking|nick|nicking|hiding|hide|hid|buy|buying) ~2 (my |mums |dads |my mums |my dads |the |bottles of |some )*({drink}|alcohol|bottle|bottles|drink) ~4 (from|in|under|to|out|every|so|my room|school|water bottle|my bag|because)",
        ),
        unless=(r"(coffee|tea|water|milk|hot chocolate|squash|energy drink|smoothie|monster|herbal|horlicks|camomile|chamomile|juice|diet coke|coke zero|smoke alarm|smoked salmon|high five|high score|high notes|revision|the gym|bike|music|baking|use (my|a|the) (phone|weighted|fidget|app|stress|headphones|breathing)|in a recipe|cake|trifle|school play)",),
    ),
)
