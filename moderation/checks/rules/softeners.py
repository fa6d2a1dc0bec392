"""Words that make strong words harmless: idioms, games, stories, laughter. They never touch a Now rule or a plain one.

An idiom over the same words takes the finding away. Fiction or a game in the same sentence too. Laughter only lowers
what is very soon to soon: young people laugh while they tell the worst.
"""

from __future__ import annotations

from moderation.checks.rules.pattern import compile_all

IDIOMS = (
    r"(homework|coursework|heels|shoes|feet|back|legs|head|maths|revision|school|exams?|heat|hay ?fever|suspense|period|cramps|stomach|teacher|wait|waiting|this|gym|training|commute|weather|dress|puns?|jokes?) (is|are|was|were)( literally| actually| lowkey| absolutely| proper)? killing (me|us|my vibe)",
    r"(killing|kill|killed) (it|time|some time|the (vibe|mood|lights|engine|power)|two birds|me with|an hour|off the)",
    r"(dying|die|died|dead|deceased) (of|from|with|at) (laughter|laughing|embarrassment|boredom|cringe|heat|hunger|shame|cuteness|jealousy|the (heat|cringe)|old age|happiness|excitement|joy|thirst|curiosity)",
    r"dying (to (know|see|hear|try|meet|go|tell|find out|get|watch|eat|ask|show)|for (a|some|this|that))|(to die for|die on (the|that|this) hill|die inside|die hard|die on the inside|(would|could) die for (a|some|this|that|her|him|them))",
    r"(could|would|can) (murder|kill for) (a|an|some|for a|that)",
    r"(going to|will|gonna|would|is going to|are going to) (kill|murder|strangle) (me|us) (when|if|for|because|cos|she|he|about|over|lol|haha)",
    r"(shoot|shot|shooting|shoots) (my|your|his|her|the) shot|shoot (me|you|him|her|them) (a|an) (text|message|dm|email|snap)",
    r"(kill|killed|killing|murder|murdered|stab|shoot|shot) (the|that|this|a|some|all the|every|him|her|them|it|me|you|everyone) ~3 (boss|level|zombie|zombies|enem(y|ies)|dragon|spider|wasp|fly|mosquito|creeper|player|npc|impostor|imposter|squad|bug|beat|vocals?|song|exam|interview|presentation|performance|audition)",
    r"(if looks could kill|kill (him|her|them|you|me) with kindness|over my dead body|dead (good|nice|tired|funny|cute|excited|easy|hard|on|line|lift|lifts|end)|dressed to kill|curiosity killed|would it kill you|wont kill you|will not kill you|does not kill you|killer (heels|outfit|whale|look))",
    r"(suicide|suicidal) (squad|sprints?|awareness|prevention|bomber|vest|mission|hotline episode)",
    r"(kill|killing) myself (laughing|with laughter|over (this|these) (homework|essay|maths)|at the gym|for this (essay|exam|deadline|grade)|trying to (get|fit|finish|open|parallel park))",
    r"(want to|could|going to|might|will|literally|about to) (just )?(die|kill myself) (of|from|with)? ?(embarrassment|cringe|cringing|laughing|laughter|boredom|secondhand embarrassment|shame|jealousy|cuteness|heat|so embarrassing|it was so (embarrassing|cringe|awkward))",
    r"(die|died|dying|dead|respawn) (in|on|at) (the )?(game|level|fortnite|minecraft|cod|warzone|roblox|boss|round|lobby|elden ring|mario|first (level|boss|wave)|bleep test)",
    r"(cut|cutting|cuts) (class|corners|my hair|her hair|his hair|the grass|a cake|down on|me some slack|me off|it out|it fine|to the chase|ties|in line|the queue|my nails|my fringe|sugar|carbs)",
    r"(hang|hanging|hangs) (out|with|on|around|about|in there|up|the washing)",
    r"(starving|starved) (lol|haha|whats for|what is for|for (lunch|tea|dinner)|after|can we|lets|get|need food|i could)",
    r"(hit|hitting|hits) (me|us) (up|different|that|hard (that|when)|with the|like)",
    r"(beat|beats|beating|battered|smashed|thrashed|destroyed|murdered|killed|killing) (me|us|him|her|them|you|u) (at|in|on|to (the|it)|by \d|with ease|again at)",
    r"(kill|killing|murder|murdering|strangle) (my|your|his|her) (brother|sister|cat|dog|phone|laptop|alarm|printer) ~4 (charger|crisps|hoodie|ate|eaten|chewed|food|loud|snor\w{0,3}|wont shut up|will not shut up|borrow\w{0,3}|nick\w{0,3}|last|remote|stole|mascara|make ?up|battery|keeps)",
)

# A story, a game, a song, a lesson, the news: not this young person's life.
FICTION = (
    r"(in|on|from|watching|watched|playing|played|reading|read|about|saw|seen|writing|wrote|for|finished|of) (the |a |this |that |my |our |an |some |this new |that new |school )*(film|movie|netflix|series|tv show|episode|eastenders|corrie|coronation street|hollyoaks|emmerdale|casualty|game|book|novel|story|fanfic|fan fiction|manga|anime|song|lyrics?|album|rap|poem|play|drama (class|lesson|piece|club)|musical|documentary|podcast|true crime|news|lesson|assembly|macbeth|romeo and juliet|hamlet|fortnite|minecraft|roblox|gta|cod|warzone|valorant|fifa|sims|d and d|dnd|among us|creative writing|english (essay|coursework|gcse)|history (lesson|essay)|character|script)",
    r"(the |my |this |her |his |main )(character|villain|protagonist|avatar|sim|npc|oc|minecraft (dog|character))",
    r"(lyrics|song) (go|goes|say|says|said|is called|called|by)|(rehearsing|rehearsal|audition|acting|scene|act (1|2|3|4|5|one|two|three)|gcse drama|school play|pretend(ing)? to be a|level \d{1,3}|respawn|final boss|boss fight|killed (10|11|12|\d\d) (people|players)|kd ratio|headshot)",
)

LAUGHTER = (
    r"(lol|lmao|lmfao|rofl|haha\w{0,20}|hehe\w{0,10}|ahaha\w{0,20}|jk|joking|jokes|kidding|im kidding|i am kidding|i am joking|only joking|just a joke|hahah\w{0,20}|xd|j k|jks)",
)

# It is over, they say. Only lowers what is not happening now.
OVER = (
    r"(but |and |so )?(i am|im|she is|he is|its|it is|things are|that is|all) (all |so much |much |a lot |totally |fully )?(okay|fine|good|better|safe|recovered|over it|past it|sorted|happy|clean|stopped) (now|these days|again now|with it now|nowadays)",
    r"(do not|have not|has not|not) ~2 (anymore|any more|since|in (months|years|ages)|for (months|years|ages))",
    r"(used to|in the past|recovered|recovery for|clean now)",
)

# However it was put: this is about now.
STILL = (
    r"(now|right now|tonight|today|just|again|still|an hour ago|minutes? ago|hours? ago|this (morning|evening|afternoon)|currently|every (night|day|week)|last night|yesterday|these days i|keeps?|lately|relapsed)",
)

PAST = (r"{past}",)

IDIOM_MATCHERS = compile_all(IDIOMS)
FICTION_MATCHERS = compile_all(FICTION)
LAUGHTER_MATCHERS = compile_all(LAUGHTER)
OVER_MATCHERS = compile_all(OVER)
STILL_MATCHERS = compile_all(STILL)
PAST_MATCHERS = compile_all(PAST)

SOURCES: tuple[str, ...] = IDIOMS + FICTION + LAUGHTER + OVER + STILL + PAST
