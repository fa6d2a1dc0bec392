"""Text-speak, contractions and common misspellings, spelled out so that a rule is written once. One line per family."""

from __future__ import annotations

# What a word becomes. Words that also mean something harmless ("sh", "od", "2") are decided by their neighbours below.
_TABLE = """
i am: im ime|i have: ive|i would: i'd|i will: i'll|do not: dont dnt dont|can not: cant cannot carnt cnt|will not: wont
did not: didnt dint|does not: doesnt dosnt dsnt|is not: isnt aint int|are not: arent|was not: wasnt|were not: werent
have not: havent avent havnt|has not: hasnt|had not: hadnt|would not: wouldnt wudnt|could not: couldnt cudnt
should not: shouldnt shudnt|must not: mustnt|you are: youre ure ur'e|he is: hes|she is: shes|they are: theyre
we are: we're|that is: thats|there is: theres|what is: whats|who is: whos|they have: theyve|you have: youve
we have: weve|he will: he'll|she will: she'll|they would: they'd theyd|he would: he'd hed|she would: she'd|we would: we'd|you would: you'd youd|it would: it'd itd|they will: they'll theyll|you will: you'll youll ull|it is: it's
want to: wanna wana wnna|going to: gonna gunna gna gona goin2 finna|i am going to: imma ima imaa|trying to: tryna trina
got to: gotta|let me: lemme|give me: gimme|kind of: kinda|sort of: sorta|out of: outta|a lot: alot|a bit: abit
no one: noone|have to: hafta|used to: useta|would have: wouldve|could have: couldve|should have: shouldve
kill myself: kms|kill yourself: kys|kill: unalive kil unalove|killing: unaliving|killed: unalived|killing myself: kming
i want to die: iwtd|suicide: sewerslide suicde suiside sucide suicied suacide suiciide suizide sooicide toasterbath
suicidal: suicidle suicidel sucidal suisidal suicdal suicial|overdosed: overdozed overdossed overdoesd|overdose: overdoes overdoze overdosse|overdosed: od'd od'ed oded
overdosing: od'ing oding|self harm: selfharm selfharms|self harming: selfharming|self harmed: selfharmed
myself: myslf meself mysef mself myselfs myselves|yourself: urself yourslf yaself urslf yoself|himself: hisself himselfs
themselves: themselfs themself|herself: herselfs|dying: dieing dyin|died: dyed|rape: gr4pe|raped: graped
right now: rn rnn|tonight: 2nite tonite 2night tnite tn tonigh|tomorrow: tmrw tmr tmrww 2moro 2morrow 2mrw tomoro tomoz tmoz 2moz tomo tomorow tommorow tommorrow tmw
today: 2day tdy|before: b4|for ever: 4ever 4eva|wait: w8|late: l8|later: l8r l8er|mate: m8|mates: m8s|great: gr8|hate: h8
you: u yu yew|your: ur yr|are: r|be: b|and: n nd an'|with: wiv wid|that: dat|them: dem em|because: bc cuz cos coz bcos cus bcuz becuz becos
want: wnt wan|have: hav av hve|about: abt bout abowt|please: pls plz plse|what: wot wat wut|just: jus jst jsut
could: cud|would: wud|should: shud|was: wuz woz|school: skool skl schl sckool|something: smth smthn sumthin sumfin somefin somthing smthng
nothing: nothin nuffin nuthin nthn|everything: everyfin evrything everythin|anything: anyfin anythin|people: ppl peeps
every: evry evrey|never: nvr neva|over: ova|other: uvva|brother: bruv brudda bro|phone: fone|night: nite|know: kno knw|though: tho
boyfriend: bf boyf|girlfriend: gf|friend: frend freind|really: rly rlly realy|probably: prob probs|birthday: bday|message: msg|messages: msgs
messaged: msgd|parents: rents|picture: pic|pictures: pics pix piccies|photos: fotos|nudes: noods nud3s n00ds newds|nude: nood
yes: yh yeh yea yeah ye yep yup yeahh yhh yess yesh|okay: ok k kk oki okey|i do not know: idk idek dunno|i do not care: idc idgaf
shut up: stfu|i mean: imean|in real life: irl|home: hme|going: goin|doing: doin|taking: takin|thinking: thinkin
hurting: hurtin|killing: killin|coming: comin|sleeping: sleepin|hitting: hittin|touching: touchin|cutting: cuttin
feeling: feelin|trying: tryin|beating: beatin|making: makin|starving: starvin|sending: sendin|bleeding: bleedin
threatening: threatenin|drinking: drinkin|smoking: smokin|selling: sellin|carrying: carryin|holding: holdin|running: runnin
stabbing: stabbin|living: livin|talking: talkin|nicking: nickin|trapping: trappin|shotting: shottin
leaving: leavin|getting: gettin|calling: callin|telling: tellin|asking: askin|eating: eatin|hiding: hidin|bullying: bullyin
hurt: hert|knife: nife knif|bleach: bleech|paracetamol: parecetamol paracetomol paracetemol parcetamol paracetamols paracetmol paras
ibuprofen: ibroprofen ibuprofin ibrufen ibuprofens|tablets: tablits tabletts|packet: paket|swallowed: swalowed|ambulance: ambulence
breathe: breath|knives: knifes|mum: mom mam mummy mommy mother muma mumma|dad: daddy father
mums: moms mams mothers|dads: fathers|stepdad: stepfather|stepmum: stepmom stepmother|nan: nana nanna gran granny grandma
grandad: granddad grandpa grampa|sister: sis|gone: gne|worthless: worthles|bruises: bruses|bullied: bulied bullyed|tried: tryed
hungry: hungrey|scared: scard scaird|stabbed: stabed|eaten: eatn|laxatives: laxitives laxatifs lax|calories: cals kcal cal kcals
anorexia: annorexia anorexic anarexia|bulimia: bulemia bulimic|starve: starv|ketamine: ket keta|cannabis: canabis
half an hour: halfhour|minutes: mins min minuets|minute: minit|hours: hrs hr|weeks: wks|years: yrs|year: yr|months: mths
"""


def _read(table: str) -> dict[str, str]:
    pairs = [entry.partition(":") for entry in table.replace("\n", "|").split("|") if entry.strip()]
    return {short: long.strip() for long, _, shorts in pairs for short in shorts.split()}


EXPANSIONS: dict[str, str] = _read(_TABLE)

# Two words that are one, or mean something else together.
PAIRS: dict[tuple[str, str], str] = {
    ("my", "self"): "myself",
    ("me", "self"): "myself",
    ("your", "self"): "yourself",
    ("him", "self"): "himself",
    ("her", "self"): "herself",
    ("over", "dose"): "overdose",
    ("over", "dosed"): "overdosed",
    ("sui", "cide"): "suicide",
    ("sewer", "slide"): "suicide",
    ("step", "dad"): "stepdad",
    ("step", "father"): "stepdad",
    ("step", "mum"): "stepmum",
    ("step", "mom"): "stepmum",
    ("step", "brother"): "stepbrother",
    ("grand", "dad"): "grandad",
    ("no", "where"): "nowhere",
    ("any", "more"): "anymore",
    ("every", "one"): "everyone",
    ("some", "one"): "someone",
    ("pain", "killers"): "painkillers",
    ("to", "night"): "tonight",
    ("for", "ever"): "forever",
    ("a", "sleep"): "asleep",
    ("catching", "bus"): "killing myself",
}

# Short words that are only text-speak beside the right neighbour: (word, words before, words after, meaning).
# An empty set asks nothing of that side.
_DO = frozenset(
    "die kill hurt cut go tell talk end take be do see meet stab get leave run send jump hang b eat sleep stop live".split()
)
_THREATS = frozenset("post leak send share find come beat hit stab kick show come".split())
_SH_BEFORE = frozenset(
    "i to about with still started been did again my of and stop urge urges from keep relapsed hav have bad".split()
)
BY_NEIGHBOUR: tuple[tuple[str, frozenset[str], frozenset[str], str], ...] = (
    ("2", frozenset(), _DO, "to"),
    ("2", frozenset("want wanted going need used trying talk like listen".split()), frozenset(), "to"),
    ("4", frozenset("waiting looking sorry thanks reason here".split()), frozenset(), "for"),
    ("sh", _SH_BEFORE, frozenset(), "self harm"),
    ("sh", frozenset(), frozenset("again urges scars and thoughts daily".split()), "self harm"),
    ("od", frozenset("to i might could just an tried will trying gonna wanna going did".split()), frozenset(), "overdose"),
    ("ed", frozenset("my an have got having with of".split()), frozenset(), "eating disorder"),
    ("ill", frozenset(), _DO | frozenset("find show give never always just post leak".split()), "i will"),
    ("id", frozenset(), frozenset("rather be never do kill die".split()), "i would"),
    ("cause", frozenset(), frozenset("i he she they my im hes shes".split()), "because"),
    ("hell", frozenset(), _DO | _THREATS, "he will"),
    ("shell", frozenset(), _DO | _THREATS, "she will"),
    ("self", frozenset(), frozenset({"harm", "harmed", "harming"}), "self"),
)

# Emoji that carry the meaning of a word. The laughing ones only ever soften what is below very soon.
EMOJI: dict[str, str] = {
    "\U0001f52a": "knife", "\U0001f5e1": "knife", "\U0001f48a": "pills", "\U0001f52b": "gun", "\U0001fa78": "blood",
    "\U0001f602": "lol", "\U0001f923": "lol", "\U0001f639": "lol", "\U0001f480": "lol", "☠": "lol",
    "\U0001f606": "lol", "\U0001f44d": "yes", "\U0001f44e": "no", "\U0001f4a3": "bomb",
}  # fmt: skip
