"""The most urgent things in Welsh, and a start in other languages spoken at home. The model is not trusted in these yet.

Letters lose their accents before matching, so patterns may be written with or without them.
"""

from __future__ import annotations

from chat.urgency import Urgency
from moderation.checks.rules.rule import Rule

NOW, VERY_SOON, SOON = Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON

CY_I_AM = r"(dw i|dwi|dw|rwyf|rydw i|rwy|dwin|dw in|wi|fi)( (n|yn|and|in))?"
CY_I_HAVE = r"(dw i|dwi|dw|rwyf|rydw i|rwy|wi|nes i|wnes i|mi wnes i|fi)( ?(wedi|di|newydd))?"
CY_THEY = r"(mae|ma)( (o|e|hi|nhw|dad|tad|fy nhad|nhad|mam|mum|fy mam|fy llystad|llystad|rhywun|fy ewythr|ewythr))?"

RULES = (
    Rule(
        id="self_harm.cy_wish_to_be_dead",
        category="self_harm",
        urgency=SOON,
        words="wish to be dead (Welsh)",
        why="U3: suicidal thoughts",
        patterns=(
            r"(pawb|nhw|mam|y teulu) ~3 (well|gwell) (heb|hebdda|off heb) ?(fi|i)?",
            rf"{CY_I_AM} (eisiau|isio|isho|ishe|isie|moyn|am) (marw|lladd fy hun|lladd fi fy hun|lladd fi hun|diweddu (popeth|fy mywyd|y cyfan)|bod yn farw)",
            r"(ddim|sai|dim) ?(yn )?(eisiau|isio|isho|isie|moyn|am) (byw|bod yma|deffro|bodoli)",
            r"(meddwl am|meddwl) (ladd|lladd) (fy hun|fi fy hun|fi hun)|(teimlon|teimlo n|teimlo|teimlo and|teimlo yn) hunanladdol|hunanladdiad",
            r"(hunan ?niweidio|hunan anafu|torri fy hun|brifo fy hun|anafu fy hun)",
        ),
        unless=(r"(gwers|poster|gwasanaeth|chwerthin|ffilm|cwrs|gwaith cartref)",),
    ),
    Rule(
        id="self_harm.cy_under_way",
        category="self_harm",
        urgency=NOW,
        words="medicine taken or dying now (Welsh)",
        why="U1: overdose; attempt under way",
        patterns=(
            rf"{CY_I_HAVE} (wedi |di |newydd )?(cymryd|gymryd|llyncu|lyncu|cymerais|cymryd llwyth o|bwyta) ~3 (tabledi|tabled|pils|moddion|paracetamol|gorddos|dos|cyffuriau|meddyginiaeth|ormod|gormod)",
            r"(gorddos|orddos|overdose) ~3 (wedi|heno|nawr|rwan|newydd)|wedi ~1 (gorddos|orddos)",
            rf"({CY_I_AM}|mynd) ~1 (mynd i |am )?(ladd|lladd) (fy hun|fi fy hun|fi hun) ~2 (heno|nawr|rwan|fory|yfory|heddiw)",
            r"(ar|ger) ~1 (bont|pont|dibyn|clogwyn|to|trac|traciau) ~6 (neidio|marw|lladd)",
        ),
        unless=(r"(i|at|ar gyfer|gyda) (fy |y |r |and )?(pen|ben|pen tost|ben tost|mhen tost|mhen|cur pen|nghur pen|gur pen|annwyd|alergedd|clefyd y gwair|asthma)|meddyg|doctor|presgripsiwn",),
    ),
    Rule(
        id="abuse.cy_hurt",
        category="abuse",
        urgency=VERY_SOON,
        words="being hurt (Welsh)",
        why="U2: abuse today",
        patterns=(
            rf"{CY_THEY} ?(n|yn|and|on|in|wedi)? ?(fy |fi |yn )?(mrifo|brifo|nharo|taro|bwrw|mwrw|nghuro|curo|ffustio|dyrnu|nghicio|cicio|cam-?drin|cam drin|ngham drin|ngham-drin|nhagu|tagu)",
            rf"{CY_THEY} ?(n|yn|and|on|in|wedi)? ?(fy |yn )?(nghyffwrdd|cyffwrdd|gyffwrdd|threisio|treisio|nhreisio|trais)",
            r"(ofn|ofni) (mynd adref|mynd adre|mynd gartref|mynd adra|fy nhad|dad|fy llystad|llystad|bod gartref|fy nhad)",
            r"(yn|n|dod|dod i|dod mewn i|dod fewn i) (fy|i fy|i n|yn|mewn i fy)? ?(stafell|ystafell|ngwely|gwely) (wely )?(i )?(yn y nos|yn nos|gyda r nos|bob nos|liw nos|gyda nos|bob nos)",
        ),
        unless=(r"(rygbi|pel droed|peldroed|gem|hoci|chwarae|damwain|dal y bws|fy nghalon|ysbrydion|pry cop)",),
        plain=True,
    ),
    Rule(
        id="self_harm.other_languages_wish",
        category="self_harm",
        urgency=SOON,
        words="wish to be dead (another language)",
        why="U3: suicidal thoughts",
        patterns=(
            # Polish
            r"(chce|chcialabym|chcialbym|wole) (juz |po prostu |tylko )?(umrzec|nie zyc|sie zabic|zabic sie|zniknac na zawsze|zdechnac)|nie (chce|chce mi sie) (juz |dalej )?zyc|mysle o (samobojstwie|smierci)|mysli samobojcze|tne sie|(lepiej|wolalabym|wolalbym) (by bylo )?(umrzec|nie zyc)",
            # Urdu and Punjabi, romanised
            r"(mein|main|mai|me|mujhe|muje|menu|mainu) ~2 (marna|mar jana|mar jaana|marr jana|jeena nahi|jina nahi|khudkushi|khud kushi|mar jawan|marjana) ?(chahti|chahta|chahiye|chata|chati|chahte|chahti hoon|chahta hoon|karna|karni|hai|hun|hoon)?|jeena nahi (chahti|chahta)|khudkushi|khud kushi",
            # Arabic
            r"(اريد|ابي|بدي|ابغي|ابغى|عايز|عايزه|عاوز|عاوزه|اتمني|اتمنى|نفسي) (ان )?(اموت|انتحر|اقتل نفسي|انهي حياتي)|لا (اريد|ابي|ابغى) (ان )?(اعيش|العيش)|(ما|مش) (بدي|عايز|عايزه|ابي) اعيش|(افكر|بفكر) (في |ب|بـ)?(ال)?(انتحار|بالانتحار|الموت)",
            # Romanian
            r"(vreau|as vrea|imi doresc|vreu) (doar )?sa (mor|nu mai (traiesc|fiu|exist)|ma (omor|sinucid))|nu mai vreau sa (traiesc|fiu aici)|(ma gandesc|gandesc) la (sinucidere|moarte)|sa ma sinucid|ganduri (de )?(sinucidere|suicidale)",
            # French
            r"(je|j) (veux|voudrais|ai envie de|vais|prefere|prefererais) (juste )?(mourir|crever|me tuer|me suicider|disparaitre pour toujours|en finir)|jai envie de (mourir|me tuer|me suicider|en finir)|(je )?ne? (veux|veut) plus (vivre|etre (la|ici))|(veux|envie de) plus vivre|je pense au suicide|pensees suicidaires|je me scarifie",
            # Spanish
            r"(me )?(quiero|quisiera|ojala|prefiero) (solo )?(morir|morirme|matarme|suicidarme|me muera|estar muert[oa])|(me )?quiero morir|no quiero (vivir|seguir viviendo|despertar|estar aqui)( mas)?|ganas de (morir|morirme|matarme|suicidarme)|pienso en (el suicidio|suicidarme|matarme)|me corto los brazos",
            # Ukrainian and Russian
            r"(хочу|хотила|хотела|хотел) (просто )?(померти|вмерти|умереть|сдохнуть|вбити себе|убить себя|покинчити з собою|покончить с собой)|не хочу (бильше |больше )?(жити|жить)|не хочу (більше )?жити",
        ),
        unless=(r"(ze smiechu|de risa|de rire|de ras|z nudow|de aburrimiento|de hambre|de vergonya|de verguenza|de honte|d ?ennui|de faim|de calor|de rusine|ze wstydu|hansi|hasi|с смеху|со смеху|من الضحك|الجوع|ضحك)",),
    ),
    Rule(
        id="self_harm.other_languages_under_way",
        category="self_harm",
        urgency=NOW,
        words="medicine taken or dying now (another language)",
        why="U1: overdose; attempt under way",
        patterns=(
            r"(wzielam|wzialem|polknelam|polknalem|lyknelam|lyknalem|zazylam|zazylem|najadlam sie|najadlem sie|przedawkowalam|przedawkowalem) ~3 (tabletki|tabletek|leki|lekow|pigulki|proszki|paracetamol|apap|opakowanie|garsc)|przedawkowal(am|em)|(zabije sie|skacze|koncze ze soba) (dzis|dzisiaj|teraz|jutro|w nocy)|podcielam (sobie )?zyly|podcialem (sobie )?zyly",
            r"(mein ne|main ne|maine|mene|mai ne|meine|me ne) ~3 (goliyan|goliya|golian|goli|tablets|dawai|dawa|zeher|zehar|neend ki goliyan) ~2 (kha|khali|khaa|pee|pi|peeli|pili|nigal|khayi|khai)( li| liya| lin| liye| gayi| hain| hai)?|(aaj|aj|abhi|kal) ~3 (khudkushi|khud ko (maar|khatam)|mar jaungi|mar jaunga|marr jaungi)",
            r"(اخذت|اكلت|بلعت|تناولت|شربت|خذيت|خدت) ~2 (حبوب|الحبوب|اقراص|الادويه|الادوية|ادويه|ادوية|دواء|علبه|علبة|برشام|سم|كلور|حبوبا|كل الحبوب)|(سا?انتحر|سوف انتحر|راح انتحر|حنتحر|ساقتل نفسي|راح اقتل نفسي|سأنتحر) (الليله|الليلة|اليوم|الان|غدا|بكره|بكرا)|قطعت (شراييني|وريدي|عروقي)",
            r"(am|mum) (luat|inghitit|baut|mancat) ~3 (pastile|pastilele|medicamente|medicamentele|somnifere|tablete|otrava|paracetamol|clor)|(ma omor|ma sinucid|ma arunc) (azi|acum|diseara|in seara asta|maine|la noapte)|mi am taiat venele",
            r"(j ?ai|je viens de|je vien de) (pris|avale|prendre|avaler|gobe|bu) ~4 (comprimes|cachets|medicaments|pilules|medocs|somniferes|doliprane|la boite|boite|javel)|je (vais )?(me tue|me tuer|me suicide|me suicider|sauter|me jeter) (ce soir|maintenant|demain|cette nuit)|je me suis (ouvert|coupe|taille|tranche) les veines",
            r"(me )?(tome|tomado|trague|tragado|he tomado|acabo de tomar|bebi|he tragado) ~4 (pastillas|pildoras|medicamentos|medicinas|comprimidos|lejia|somniferos|paracetamol|frasco|la caja)|(me voy a|voy a|me) (matar|suicidar|matarme|suicidarme|mato|tirar|tirarme) (hoy|esta noche|ahora|manana)|me (corte|he cortado|abri) las venas",
            r"(випила|випив|выпила|выпил|наковталась|наглоталась|наглотался|наковтався|проглотила|проковтнула) ~3 (таблетки|таблеток|таблетками|ліки|лекарства|пачку|пігулки|снотворне|снодійне)",
        ),
        unless=(
            r"(na (bol )?(glowy|glowe|gardlo|alergie|grype)|od lekarza|lekarz|pour (la |le |mon |ma )?(tete|mal de tete|allergie|rhume|migraine|gorge|fievre)|medecin|para (el |la |mi |mis )?(dolor|cabeza|alergia|gripe|fiebre)|medico|doctor\w{0,2}|pentru (durere|cap|alergie|raceala|dureri)|medic|sar dard|sir dard|doctor ne|bukhar|للصداع|للحساسيه|الطبيب|الدكتور|من الصداع|від голови|от головы|от аллергии|алергії|врач|лікар)",
        ),
    ),
    Rule(
        id="abuse.other_languages_hurt",
        category="abuse",
        urgency=VERY_SOON,
        words="being hurt at home (another language)",
        why="U2: abuse today",
        patterns=(
            r"(ojciec|tata|ojczym|mama|matka|on|ona|wujek|chlopak|moj tata|moj ojciec) ~2 (mnie|nas|mame) ~1 (bije|uderzyl|uderzyla|pobil|pobila|dusil|kopie|skrzywdzil|dotyka|zgwalcil|bil|bila|tlucze)|(bije|uderzyl|pobil|dotyka|zgwalcil|krzywdzi) (mnie|nas)|zostalam zgwalcona|boje sie (wracac|wrocic|isc) do domu",
            r"(abu|abbu|papa|baap|baba|ammi|ami|bhai|chacha|mamu|woh|wo|shohar|taya|uncle) ~3 (mujhe|mujhko|muje|mujh ko|humein|ammi ko|mainu) ~2 (marta|maarta|marte|maarte|marti|maarti|pitta|peetta|peette|chhuta|choota|chuta|maara|mara)|(zabardasti|jabardasti) ~3 (shaadi|shadi|rishta|nikah|nikkah)|(shaadi|shadi|nikah|nikkah) ~3 (zabardasti|jabardasti)",
            r"(ابي|ابوي|والدي|بابا|امي|زوج امي|اخي|عمي|خالي|اخوي|هو|بابا|جوز امي) (دائما |كل يوم |كان )?(يضربني|ضربني|بيضربني|تضربني|يلمسني|لمسني|اغتصبني|يتحرش بي|تحرش بي|بيلمسني|يضربنا|بيضربنا|يضرب امي|حبسني)|(يضربني|بيضربني|اغتصبني|يتحرش بي)|(زواج قسري|يزوجوني|بيجبروني على الزواج|يجبروني على الزواج|غصب عني)",
            r"(tata|tatal|tatal meu|mum|mama|tatal vitreg|el|ea|unchiul|iubitul|fratele|bunicul) ~1 (ma|ne|m ?a|mum a|mum) (bate|loveste|lovit|batut|atinge|atins|violat|ameninta|strange de gat)|(am fost|mum fost) (violata|violat|batuta|batut)|mi e frica (sa merg|sa ma duc|sa ajung) acasa",
            r"(mon pere|papa|ma mere|maman|mon beau pere|mon oncle|mon copain|mon mec|il|elle|mon frere) ~1 (me|m|nous) ?(bat|frappe|tape|frappe|touche|viole|a (frappe|battu|viole|touche|tape)|violee|etrangle|cogne)|(il|on) ma (frappee?|violee?|battue?|touchee?|tapee?)|(peur|flippe) de rentrer (chez moi|a la maison)|mariage force",
            r"(mi padre|mi papa|papa|mi madre|mi mama|mi padrastro|mi tio|mi novio|el|ella|mi hermano) ~1 (me|nos) (pega|pego|golpea|golpeo|toca|toco|violo|maltrata|abusa|ahorca|ha pegado|ha violado|ha tocado|amenaza)|me (violaron|violo|han violado)|miedo (de|a) (volver|ir|irme) a (mi )?casa",
            r"(батько|тато|вітчим|папа|отец|отчим|мама|він|он|дядько|дядя) ~2 (мене|меня|нас|маму) ~1 (б.є|бє|бьет|бьёт|вдарив|ударил|избил|побив|ґвалтує|насилует|чіпає|трогает)",
        ),
        unless=(r"(w (fife|szachy|karty|pilke)|en (el|al) (futbol|fifa|ajedrez|tenis)|au (foot|tennis|echecs|fifa)|la fotbal|la sah|la fifa|dans le film|en la pelicula|w filmie|in filmul|la atencion|touche beaucoup cette|cette chanson|esta cancion|el corazon|el sol|la chanson)",),
        plain=True,
    ),
)
