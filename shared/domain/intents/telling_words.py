"""How a brand says that an answer will come, by language. Data only.

The heads and tails are those of `sign_words.py`.
"""

from shared.domain.intents.sign_words import Pair

TELLS: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("send", "~ news | ~ update | ~ email | ~ word | ~ answer | ~ reply"),
        (
            "we'll | we will | i'll | i will | they'll | she'll | he'll | will | and | then",
            """write | reply | respond | email you | mail you | tell you | let you | share | revert
            | report back | get back | come back | be back | update you | ring you | call you
            | message you | drop you | contact you | be in touch | get in touch | follow up
            | keep you | have more | have an answer | have news | have something | know more""",
        ),
        ("aim to | hope to | plan to", "answer | reply | respond"),
        ("keep you | keeping you", "~ loop | up to date | updated | posted | informed"),
        (
            "we'll | we will | i'll | i will | they'll | will | and | then",
            """post an update | post here | ping you | circle back | loop back | touch base
            | advise you | inform you | notify you | give you a shout | give you a ring
            | give you a call | give you an update | give you an answer | provide an update
            | share an update | report | reach you""",
        ),
        ("aim to | aims to | try to", "reply | respond | answer | get back"),
        ("shout | ping", "~ back | you back"),
        ("pop back", "here | with | to | once"),
        ("have | had", "word back"),
    ),
    "de": (
        ("schicken | schicke | senden", "~ mail | ~ nachricht | ~ antwort"),
        (
            "ruft | rufen | kontaktiert | kontaktieren | schreibt | schreiben",
            "sie | dich | ihnen | dir",
        ),
        ("melde | melden | meldet", "mich | uns | sich"),
        (
            "antworte | antworten | schreibe | schreiben | maile | mailt | sage | sagen | erzählen",
            "dir | ihnen | euch",
        ),
        ("teile | teilen", "~ mit"),
        ("informiere | informieren | benachrichtigen", "~ sobald | dich | sie | umgehend"),
        ("rufe | rufen | ruft", "~ zurück | dich an | sie an | sie morgen | dich morgen"),
        ("komme | kommen", "~ zu"),
        (
            "gebe | geben | gibt",
            """~ bescheid | ~ rückmeldung | ~ laut | ~ update | ~ zwischenstand | ~ info
            | ~ nachricht""",
        ),
        ("halte | halten", "~ laufenden"),
        ("will | werden | werde | möchte", "~ antworten | ~ melden"),
        (
            """schreibe | schreiben | antworte | antworten | informiere | informieren | kontaktiert
            | kontaktieren""",
            "wir | ich | ~ morgen | ~ heute | ~ zeitnah | ~ noch",
        ),
        ("bei ihnen | bei dir | bei euch", "melden | meldet | ~ melden"),
        ("in verbindung", "setzen | setzt | ~ setzen"),
        (
            "informieren | informiere | benachrichtigen",
            "dich ~ umgehend | sie ~ umgehend | dich wenn | sie wenn | euch",
        ),
        ("sage | sagen", "~ bescheid | dann was | was dazu"),
        (
            "kommen | komme | kommt",
            "danach auf | mit einer | danach zu",
        ),
        ("schreib | antworte | schreibe", "dir | ihnen | euch"),
    ),
    "fr": (
        ("envoie | envoyons | enverrons", "~ mail | ~ réponse | ~ message | ~ nouvelles"),
        ("vous | te", "contacte | contactera | contacterons | contactons"),
        (
            """répondrons | répondrai | reviendrons | reviendrai | recontacterons | recontacterai
            | rappellerons | rappellerai | informerons | informerai | tiendrons | tiendrai
            | reprendrons | reprendrai | écrirons | écrirai | dirons | dirai | donnerons""",
            "~ vous | ~ toi | dès | au | contact | rapidement | vite | ~ que | ce | si | des",
        ),
        (
            "vous | te | t",
            """répondrons | répondrai | recontacterons | recontacterai | rappellerons | rappellerai
            | informerons | informerai | tiendrons | tiendrai | écrirons | écrirai | dirons | dirai
            | donnerons | ferons signe | fais signe | faisons signe | redis | dis | dit | écris
            | écrivons | écrira | rappelle | rappelons | rappellera | répondra | recontacte
            | recontactera | tiens | tenons | fait signe | préviendrons | préviendrai | préviens
            | prévenons | prévient | tient | raconte | contacterons | contacterai | reviens
            | enverrons | donne des nouvelles | donnons des nouvelles""",
        ),
        ("reviens | revient | revenons | reviendra", "vers vous | vers toi"),
        ("compte | comptons | espère | espérons", "répondre | vous répondre"),
        ("prendra | prendront | prend | prendrons", "contact | ~ contact"),
        ("revenir | reviens | revenons | reviendrons", "vers | vers vous"),
        (
            "vous | te",
            """répondront | recontacteront | rappelleront | contacteront
            | informerons | aviserons | aviserai""",
        ),
        (
            "apporterons | apporterai | donnerons | apportons | donnons | ferons | fais | faisons",
            "une réponse | ~ réponse | ~ retour | un retour",
        ),
        ("je te | je vous", "dis | dis ça | redis | fais un retour | donne la réponse"),
    ),
    "es": (
        (
            "mandamos | mandaremos | enviamos | enviaremos | escribimos",
            "~ correo | ~ respuesta | ~ noticias",
        ),
        ("contactará | contactaremos | contactamos", "contigo | con usted"),
        (
            "te | le | os | les | la",
            """avisaré | avisaremos | contaré | contaremos | cuento | contamos | diré | diremos
            | escribiré | escribiremos | escribo | escribimos | escribirá | llamaré | llamaremos
            | llamo | llama | llamará | responderé | responderemos | contestaré | contestaremos
            | informaré | informaremos | mantendré | mantendremos | mantenemos | comento
            | comentamos | respondo | respondemos | digo | decimos | aviso | avisamos""",
        ),
        ("nos pondremos | nos ponemos | me pongo | me pondré", "~ contacto | con ello"),
        ("ahora | ya | enseguida", "vuelvo | te digo | le digo"),
        (
            "te | le | os | les | la | lo",
            """vamos contando | iremos informando | vamos informando | iremos contando | mantengo
            | escriben | van a responder | van a llamar | van a contactar | contactará
            | contactarán | contacta | notificaremos | decimos | hablan | diga | aviso""",
        ),
        (
            "vuelvo | volvemos | volveremos | volveré",
            """contigo | con usted | con novedades | con respuesta | con una | con noticias
            | a escribirte | a ti""",
        ),
        (
            "se comunicará | se comunicarán | se pondrá | se pondrán | se contactará",
            "contigo | con usted | con vos | en contacto | ~ contacto",
        ),
        (
            "y | luego | mañana",
            """te cuento | te digo | te decimos | te contamos | vuelvo | te aviso | te llamo
            | te escribo""",
        ),
        (
            "te | le | os | les",
            """responderán | contestarán | llamarán | escribirán | avisarán | contactarán
            | informarán | devuelve la llamada | devolverá la llamada | devolvemos la llamada
            | aviso apenas | avisamos apenas | escribo cuando""",
        ),
        (
            "daremos | damos | doy | daré",
            "respuesta | ~ respuesta | ~ noticias | una respuesta",
        ),
        ("ya les | ya te | ya le | luego te", "contamos | cuento | decimos | digo | diremos"),
        ("iremos | vamos", "informando | contando | avisando | contándote"),
    ),
    "pt": (
        ("mandamos | mandaremos | enviamos | enviaremos", "~ email | ~ resposta | ~ notícias"),
        ("entra | entrará | entram", "em contacto | em contato"),
        ("contamos | contaremos | diremos", "como | o que | tudo"),
        (
            "respondemos | respondo | retornamos | retorno | avisamos | aviso | escrevo | contamos",
            "assim | logo | em breve | lhe | você | o que | hoje",
        ),
        (
            "te | já te | lhe | vai | já",
            "conto | contamos | retornamos | atualizo | digo | escrever",
        ),
        (
            "volto | voltamos | voltarei | voltaremos",
            """com | em breve | a falar | a contactar | ao contato | ao contacto | com a | com uma
            | com novidades | com notícias | a dar""",
        ),
        ("já", "volto | voltamos | retorno"),
        ("conto | contamos | escreve | escrevo", "lhe | te"),
        ("entraremos | entramos | entro | entrarei", "em contato | em contacto"),
        (
            "manteremos | mantemos | mantê lo | mantê la",
            "~ informado | ~ par | ~ contacto | ~ contato",
        ),
        ("conta | espera | esperamos", "responder"),
        (
            "te | lhe | vos | já te | já lhe | a gente te | nós te",
            """aviso | avisamos | falo | falamos | dizemos | digo | respondo | respondemos
            | contamos | chamo | chamamos | mantemos | mantenho | retorno | ligo | ligamos
            | escrevo | escrevemos | chamar | respondem | avisam | dou notícias | direi | avisarei
            | avisaremos | informamos | informaremos | informo""",
        ),
        (
            "daremos | damos | dou | darei",
            """notícias | novidades | ~ notícias | ~ resposta | ~ feedback | um retorno | retorno
            | um feedback""",
        ),
        (
            "retorna | retornam | retornará | retornaremos | retornarei",
            "em | até | com | o | assim | logo | o contato | ~ breve",
        ),
        (
            "te | lhe | vos",
            """damos | dou | daremos | darei | dizemos | conto | retorna | retornam
            | responderão | contactarão | ligarão""",
        ),
        (
            "damos | daremos | dou | dar",
            "uma posição | uma resposta | um retorno | ~ retorno | ~ posição | resposta",
        ),
        ("digo | dizemos | conto | aviso", "te | lhe | vos"),
        ("vamos | iremos", "informando | avisando | dando notícias"),
        ("trago | trazemos | já trago", "notícias | novidades | ~ notícias | ~ novidades"),
        ("voltamos | volto", "ao contacto | ao contato | a falar | ~ contacto"),
    ),
    "it": (
        ("mandiamo | manderemo | inviamo | invieremo", "~ mail | ~ risposta | ~ notizie"),
        ("ti | la", "contatta | contatterà | contattiamo | contatteremo"),
        (
            "ti | le | la | vi",
            """dirò | diremo | diciamo | dico | avviserò | avviseremo | avviso | avvisiamo
            | aggiorno | aggiorniamo | aggiornerò | aggiorneremo | scriverò | scriveremo | scrivo
            | scriviamo | scriverà | rispondiamo | risponderò | risponderemo | faccio sapere
            | facciamo sapere | farò sapere | faremo sapere | ricontatto | ricontattiamo
            | ricontatterò | ricontatteremo | richiamo | richiamiamo | richiamerò | richiameremo
            | chiamerò | chiameremo | chiama | chiamerà | terrò | terremo | teniamo | informeremo
            | do notizie | diamo notizie | darò notizie | daremo notizie | do un | daremo riscontro
            | diamo riscontro | farò avere | faremo avere | contatta | contatterà | contatteranno
            | risponde | dirà | daremo | aggiornerà""",
        ),
        ("torno | torniamo", "subito | da te | da lei"),
        ("conta | contiamo | spera", "di rispondere | di risponderti | di risponderle"),
        (
            "e | poi | domani | ci",
            """ti dico | ti scrivo | ti aggiorno | le dico | risentiamo | sentiamo | aggiorniamo
            | torno da te | torno da lei | torniamo da te | ti aggiorniamo | le scrivo""",
        ),
        ("torno | torniamo | tornerò | torneremo", "da voi | con una | con la"),
        (
            "ti | le | vi",
            """risponderanno | contatteranno | richiameranno | scriveranno | diranno
            | avviseranno | aggiorniamo | richiama | diciamo | racconto | facciamo avere""",
        ),
        ("diamo | daremo | dò | darò", "risposta | una risposta | ~ risposta | riscontro"),
        ("poi | appena so", "ti dico | le dico | vi diciamo | vi dico | ti scrivo"),
        ("torniamo | torno", "da voi | da te | da lei"),
    ),
    "nl": (
        ("sturen | stuur", "~ mail | ~ bericht | ~ antwoord"),
        ("neemt", "~ contact | contact"),
        ("laat | laten", "~ weten | ~ horen"),
        ("geef | geven", "~ seintje | je ~ bericht | u ~ bericht | ~ update"),
        ("hou | houd | houden", "~ hoogte"),
        ("kom | komen", "~ terug"),
        ("schrijf | schrijven | mail | mailen | mailt | vertel | vertellen", "je | u"),
        ("bel | bellen | belt", "~ terug"),
        ("reageer | reageren", "zodra | snel | zo | spoedig"),
        ("schrijft | mailt", "je | u"),
        ("willen | wil", "~ antwoorden"),
        (
            "komen | kom | komt | kwamen",
            """erop terug | ~ terug | bij je terug | hier op terug | hierop terug | er op terug
            | op u terug""",
        ),
        (
            "laat | laten | dan",
            "~ weten | het je weten | het u weten | laat ik | laten we | iets weten",
        ),
        (
            "mail | mailen | appen | bellen | informeren | informeer | berichten",
            "je | u | jou | wij u | we je",
        ),
        ("koppelen | koppel", "~ terug | het ~ terug"),
        ("app | sein | seinen | bericht", "je | u | je in | u in"),
        ("geven | geef", "~ antwoord | snel antwoord"),
        ("dan | straks | later", "mail ik | app ik | bel ik | hoor je | laat ik"),
        ("belt | bel", "je vandaag | u vandaag | je terug | u terug"),
    ),
    "pl": (
        ("wyślemy | wyślę | prześlemy", "maila | odpowiedź | ~ maila | ~ odpowiedź"),
        ("skontaktuje | odezwie", "się"),
        ("odezwiemy | odezwę", "się"),
        (
            """odpowiemy | odpowiem | odpiszemy | odpiszę | poinformujemy | poinformuję | napiszemy
            | napiszę | powiemy | powiem""",
            """gdy | jak | kiedy | wkrótce | niezwłocznie | ~ pana | ~ panią | ~ pani | ~ ci
            | czego | najszybciej | dzisiaj | dziś | jutro""",
        ),
        ("i | zaraz | wkrótce | jutro", "odpiszę | odpiszemy | napisze | napiszę | napiszemy"),
        (
            "będziemy | będę",
            """~ informować | ~ kontakcie | informować | na bieżąco informować | w kontakcie
            | pisać | dzwonić | aktualizować""",
        ),
        ("wrócę | wrócimy | wracam | wracamy", "~ odpowiedzią | ~ informacją | ~ informacjami"),
        ("przekażę | przekażemy", "co | pani | panu | ci"),
        ("zaraz", "wracam | wracamy | odpiszę"),
        ("zadzwoni", "do"),
        ("do pana | do pani | do ciebie", "zadzwoni | napisze"),
        (
            "dam | damy | dajemy | da",
            """~ znać | znać | ci znać | pani znać | panu znać | ~ odpowiedź | odpowiedź
            | odpowiedzi""",
        ),
        (
            """napiszę | napiszemy | odpiszę | odpiszemy | odpowiem | odpowiemy | zadzwonię
            | zadzwonimy | poinformujemy | poinformuję | powiadomimy | powiadomię""",
            """~ ciebie | ~ pani | ~ pana | ~ wieczorem | ~ jutro | ~ dziś | mailowo | o wyniku
            | ~ państwa | telefonicznie | zaraz""",
        ),
        (
            """skontaktujemy się | skontaktuję się | odezwiemy się | odezwę się | odezwą się
            | skontaktują się""",
            """~ z | gdy | jak | wkrótce | jutro | dziś | ~ panem | ~ panią | ~ tobą | z państwem
            | niebawem""",
        ),
        ("udzielimy | udzielę | udzielą", "odpowiedzi | ~ odpowiedzi | informacji"),
        ("napiszemy | napiszę", "tutaj | tu | dziś | jutro | jak | gdy | od razu"),
        ("przekażemy | przekażę", "informację | ~ informację | odpowiedź | ~ odpowiedź"),
    ),
}
"""The brand will tell: "I'll write back today", "we'll keep you posted"."""
