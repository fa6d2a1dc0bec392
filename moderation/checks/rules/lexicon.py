"""Lists of words that rules share by name. Normalised spellings only; misspellings belong in `abbreviations.py`."""

from __future__ import annotations

LISTS: dict[str, str] = {
    # Who it is about. A friend's danger has the friend's severity.
    "friend": r"(my |a |our |his |her )?(best |close |other |online |little |big |older |younger |twin |old |ex )?"
    r"(friends?|mates?|bestie|bff|boyfriend|girlfriend|partner|sister|brother|cousin|ex|roommate|flatmate|classmate)",
    "other": r"he|she|they|someone|somebody|this (girl|boy|person|kid|guy)|(a|some) (girl|boy|person|kid|guy)|{friend}",
    "who": r"i|we|{other}",
    "self": r"myself|himself|herself|themselves|themself|ourselves",
    "aux": r"(am |is |are |was |were |have |has |had |will |would |might |could |just |already |really |literally |genuinely |"
    r"actually |still |so |now |going to |about to |about |been |keep |kept |started |trying to |want to )",
    "parent": r"mum|dad|stepdad|stepmum|parents?|nan|grandad|uncle|auntie|aunty|aunt|abu|abbu|ammi|baba|tad|guardian|carer|"
    r"foster (mum|dad|carer|parents?|mother|father)|(mums|mum|my mums|dads) (new )?(boyfriend|girlfriend|partner|fella|husband|bloke|man)",
    "home_adult": r"(my |our |the |me |her |his )?(real |old |new |own )?({parent})s?",
    "trusted": r"teacher|coach|tutor|imam|priest|vicar|pastor|scout leader|youth worker|instructor|trainer|manager|boss|"
    r"social worker|support worker|doctor|taxi driver|neighbour|lodger|family friend|dads (mate|friend)|mums (mate|friend)",
    "sibling": r"(big |older |step|half |little )?(brother|sister|stepbrother|cousin)",
    "harmer": r"(he|she|they|someone|somebody|(my )?(boyfriend|girlfriend|ex|partner)|{home_adult}|(my |the |a |our |this )?({trusted}))",
    # Held: what follows "he locked me in".
    "no_way_out": r"(can not|cant|could not|unable to|no way) ~1 (get|go|come|climb|let me) (out|away|downstairs|to the (toilet|loo))|can not leave|no way out|(took|has|have|got|hid|keeps|taken) (away )?(the|my|all the|our|a) ~2 keys?|will not (let|open|unlock|come back)|"
    r"would not (let|open|unlock)|not let (me|us) (out|go|leave)|in the dark|it is dark|no food|not eaten|so hungry|starving|for (hours|days|two days|three days|ages)|since (yesterday|last night|this morning|monday|friday)|all (day|night|weekend)|help me|please help|call the police|get me out|scared",
    "they": r"they|he|she|someone|somebody|people|everyone|the (girls|boys|lads|olders|others|whole class)|(some|these|them) "
    r"(girls|boys|lads|kids|people|guys|man|mandem|olders|men)|(this|a) (girl|boy|guy|man|lad|kid|person)|mandem|olders|my class|{friend}",
    # Medicine and other things swallowed.
    "took": r"took|taken|swallowed|downed|necked|popped|munched|ate|eaten",
    "meds": r"tablets?|pills?|tabs|meds|medication|medicines?|capsules|paracetamol|ibuprofen|nurofen|calpol|codeine|cocodamol|"
    r"co codamol|tramadol|antidepressants?|anti depressants?|sertraline|fluoxetine|prozac|citalopram|propranolol|painkillers?|aspirins?|"
    r"insulin|diazepam|valium|zopiclone|quetiapine|amitriptyline|mirtazapine|sleepers|anti ?histamines?|beta blockers?|"
    r"(sleeping|heart|blood pressure|diabetes|epilepsy) (tablets?|pills?|meds)|adhd meds|concerta|ritalin",
    # Medicine in numbers: never "my tablet", which is also a screen.
    "pills": r"tablets|pills|meds|medication|medicines|capsules|paracetamol|ibuprofen|nurofen|codeine|cocodamol|co codamol|tramadol|antidepressants?|"
    r"sertraline|fluoxetine|prozac|citalopram|propranolol|painkillers|aspirins?|insulin|diazepam|valium|zopiclone|quetiapine|amitriptyline|mirtazapine|sleepers",
    "about_to": r"going (to|2)|about (to|2)|bout (to|2)|ready (to|2)|fixing to|will just|decided to",
    "swallow": r"take|swallow|neck|down|munch|pop|eat|chug",
    "swallowing": r"taking|swallowing|necking|downing|munching|popping|eating",
    "many": r"(the |a |an |my |two |2 |three |3 |half the |half a |almost a |nearly a )?(whole |entire |full )?"
    r"(packs?|packets?|box|boxes|bottles?|strips?|tub|lot|pot|cupboard)|all( of)?|too many|so many|loads|a (load|ton|bunch|handful|fistful)|"
    r"lots|handfuls|every|the rest|bare|like (a )?(ten|twenty|thirty|hundred|[1-9]\d)|[1-9]\d|a hundred|eight|nine|ten|eleven|twelve|"
    r"fifteen|sixteen|twenty|thirty|forty|fifty|sixty|dozens",
    "ago": r"((about |like |around |maybe |only )?(a |an |half a?n? |1|2|3|4|5|6|one|two|three|four|couple|[1-5]\d|few|ten|twenty|thirty) ?"
    r"(of )?(couple |few )?(minutes?|hours?)( and a half)? ago|half an hour ago|just now|earlier( on)?( today| tonight)?|this (morning|afternoon|evening)|tonight|"
    r"right now|at (lunch|dinner|school|\d{1,2}( ?(am|pm))?)|(1|2|3|4|5|6|7|8|9|10|11|12)(am|pm))",
    "soon": r"tonight|today|tomorrow|tomorrow (morning|night)|right now|now|in (a|an|5|ten|10|the|half an|one|two) (minutes?|bit|hour|morning)|"
    r"this (evening|morning|afternoon|weekend)|after (school|tea|dinner|this)|later( on)?( today)?|(when|once|as soon as|after|before) ~1 "
    r"(mum|dad|parents|everyone|nan|family|she|he|they|house)s? ~1 (asleep|out|leaves?|gone|goes( to (bed|sleep|work))?|go( to (bed|sleep|work)| out)?|sleep|sleeping|bed|back|empty|home)|at midnight|before (school|morning)",
    # Where a fall or a train kills.
    "high": r"(on|at|over|off|up on|top of|near|by) (the|a|this|some) ~1 (bridge|roof|rooftop|ledge|edge|cliffs?|balcony|multi ?storey|car park|tower block|flats|train tracks|railway tracks|tracks|platform|railway line|railings?)",
    # The end of what is said; a laugh or a plea behind it changes nothing.
    "end": r"( (lol|haha|lmao|jk|xd|please|help|help me|bro|fam|xx?))?$",
    "goodbye": r"goodbye|good bye|goodby|gudbye|good byes?|byebye|bye bye|ta ra|adios|farewell",
    "past": r"used to|years? ago|when i was (younger|little|small|a kid|a child|like|in year|in primary|\d{1,2}|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)|"
    r"last (year|summer|christmas|term)|back in (year|20\d\d|primary|lockdown|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"in (year \d{1,2}|primary|lockdown|the past)|(a|couple of|few|\d{1,2}|two|three|four|five|six|several) months ago|ages ago|a long time ago|"
    r"in (2019|202\d)|(months|years|year) clean|clean for (a |\d|two|three|six|over|nearly|almost)",
    # Ways to say dying.
    "kill_self": r"(kill|killing|hang|hanging|drown|drowning|shoot|poison|poisoning|gas|electrocute) {self}|end (it all|it|my life|my own life|her life|his life|"
    r"their life|everything|my misery)|ending (it all|it|my life|his life|her life)|take my (own )?life|taking my (own )?life|take (his|her|their) own life|"
    r"commit(ing)? suicide|top {self}|do {self} in|off {self}|jump(ed)? (off|in front|from)|jumping (off|in front|from)|throw {self} (off|in front|under)|ctb|overdose|overdosing|slit (my|her|his) (wrists?|throat)",
    "dead": r"dead|gone|not here|six feet under",
    # Body, harm, weapons.
    "cut": r"cut|cutting|cuts|slit|slitting|slash|slashed|slashing|slice|sliced|slicing|scratch|scratching|scratched|carve|carving|carved|burn|burning|burnt|burned",
    "limb": r"wrists?|arms?|legs?|thighs?|hips?|stomach|ankles?|skin|forearms?|throat|neck",
    "hit": r"hits?|hitting|punch(es|ed|ing)?|slap(s|ped|ping)?|kick(s|ed|ing)?|beats?|beat up|beaten|beating|batter(s|ed|ing)?|strangl(es|ed|ing|e)|"
    r"chok(es|ed|ing|e)|chokeslammed|smack(s|ed|ing)?|whip(s|ped|ping)?|belt(s|ed|ing)|headbutt(s|ed|ing)?|bit(es|ten)?|burn(s|t|ed)|drag(s|ged|ging)|"
    r"throw(s|ing)?|threw|shov(es|ed|ing)|push(es|ed|ing)?|hurt(s|ing)?|leathers?|batters|attack(s|ed|ing)?|elbowed|stamped on",
    "weapon": r"knife|knives|blade|shank|machete|rambo|zombie knife|gun|strap|burner|shotgun|pistol|axe|hammer|screwdriver|cleaver|acid|bat|crowbar|kitchen knife|stanley knife|ching|chete|zombie|flick knife|sword|scissors",
    "blade_or_gun": r"knife|knives|blade|shank|machete|rambo|zombie knife|gun|strap|shotgun|pistol|axe|cleaver|acid|kitchen knife|stanley knife|crowbar|flick knife|sword|screwdriver|hammer",
    "stab": r"stab|shank|shoot|cheff|ching|murder|behead|strangle|wet up|splash",
    # Pictures and online places.
    "nudes": r"nudes?|dick ?(pic|picture|pics)s?|naked (picture|photo|video|selfie)s?|nude (picture|photo|video|selfie)s?|sexy (picture|photo|video)s?|dirty (picture|photo|video)s?|"
    r"topless (picture|photo|selfie)s?|(picture|photo|video)s? (of me |of myself )?(naked|topless|undressed|without my (top|clothes|shirt)|with no (clothes|top)|in my (bra|underwear|pants))|"
    r"(picture|photo|video)s? of my (body|boobs|tits|chest|bum|private parts|privates|fanny|dick|bra|underwear)|bra (picture|photo)s?|body (picture|photo)s?|feet (picture|photo)s?|explicit (picture|photo|video)s?",
    "online": r"online|snap|snapchat|insta|instagram|tiktok|tik tok|roblox|discord|fortnite|minecraft|omegle|yubo|wizz|wink|monkey|hoop|tinder|grindr|xbox|playstation|whatsapp|telegram|kik|the internet|a game|gaming|twitch|reddit|twitter|facebook|messenger|an app|vc",
    "stranger": r"(a |the |this |some |that |an )?(random |old |older |grown |weird |nice |strange |grown up )?(man|men|guy|bloke|lady|woman|stranger|adult|grown ?up|fella|dude|person|someone|somebody|lad)( (who|that))?",
    "secrecy": r"(do not|not to|not|can not|never|cant) (tell|telling) (any ?one|my (mum|dad|parents|family|friends)|your (mum|dad|parents|family)|mum|dad|no one|nobody|them|her|police|my carers?)|(our|a) (little )?secret|keep (it|this) (quiet|secret|low|low key|between us)|delete (the|our|all|my) ~1 (messages|chat|chats|texts)|(mum|dad|parents|nobody|no one) (does not|do not|can not|must not|knows?|will not) ?(know|find out|about)?|without (telling|my (mum|dad|parents) knowing)|sneak\w{0,3} out|come alone|(mum|dad) thinks",
    # Crime.
    "food": r"packs?|package|packages|parcels?|bags?|food|drugs|gear|coke|crack|heroin|weed|pills|wraps?|b and white|b n white|work|stash|bits|money|cash|powder|stuff",
    "olders": r"(the )?olders?|elders|the (boys|mandem|guys|men|gang|lads|line)|gang|some (guys|boys|men|olders|man)|this (guy|man|boy|older)|older (boys?|guys?|lads?|kids?|lot|man|men)|dealers?|a man|they|he|mandem|man dem|a guy|my cousins mates",
    # Drugs and drink.
    "drug": r"ketamine|mdma|mandy|md|ecstasy|pills?|xans?|xanax|coke|cocaine|crack|heroin|weed|spice|cannabis|lean|codeine|nos|balloons|nitrous|acid|lsd|shrooms|edibles?|speed|"
    r"meth|ghb|g|valium|vallies|drugs|molly|pingers|tramadol|magic|2cb|mcat|thc|a bar|bars",
    "drink": r"vodka|gin|whisky|whiskey|rum|wine|cider|alcohol|beers?|booze|tequila|lambrini|prosecco|dragon soop|buckfast|spirits|glens",
    # Hostile words.
    "insult": r"ugly|fat|stupid|dumb|thick|pathetic|disgusting|worthless|freak|weirdo|loser|rat|tramp|minger|minging|butters|pig|cow|whale|idiot|"
    r"bitch|slag|slut|sket|whore|hoe|cunt|twat|dickhead|prick|knobhead|wasteman|waste man|waste of space|waste of oxygen|nonce|retard|retarded|spaz|spastic|mong|"
    r"scum|scumbag|trash|vile|creep|attention seeker|snake|virgin|joke|nobody|embarrassing|embarrassment|ratty|smelly|hideous|skank|psycho",
    "slur": r"faggots?|fags?|dykes?|trannys?|trannies|tranny|pakis?|chinks?|niggers?|coons?|wogs?|gypp?os?|gyppos|pikeys?|kikes?|yids|ragheads?|"
    r"towelheads?|golliwogs?|sand niggers?|mongs?|spastics?|batty ?(boys?|man|men)|poofs?|poofters?|lezzers?|shemales?|retards?|terrorists?",
    "people": r"gays?|lesbians?|trans people|trans|muslims?|jews?|jewish people|blacks?|black people|asians?|immigrants?|refugees?|migrants|romany|roma|gypsies|travellers|"
    r"disabled people|autistic people|autistics|women|girls|christians|sikhs?|hindus?|poles|polish people|romanians|somalis|foreigners",
}
