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
            | keep you | have more | have an answer | have news | have something
            | know more""",
        ),
        (
            "you'll | you will | you should | expect | hope to | hear | get",
            """~ answer | ~ reply | ~ response | ~ update | ~ news | ~ explanation | get one
            | be hearing | have something | from us | hear back | have more""",
        ),
        ("answer | reply | response | update | news | more", "will follow | to follow | follows"),
        ("back", "in a bit | in a minute | soon | shortly"),
        ("more", "when we | once we | as soon | shortly | soon"),
        ("aim to | hope to | plan to", "answer | reply | respond"),
        ("keep you | keeping you", "~ loop | up to date | updated | posted | informed"),
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
        ("gebe | geben | gibt", "~ bescheid | ~ rückmeldung"),
        ("halte | halten", "~ laufenden"),
        (
            "bekommen | bekommst | erhalten | erhältst | kriegst",
            """~ antwort | ~ rückmeldung | ~ bescheid | ~ auskunft | ~ neuigkeiten | ~ erklärung""",
        ),
        ("hören | hörst | höre", "~ uns | ~ mir"),
        ("antwort | rückmeldung | update | info | infos", "folgt | folgen"),
        ("mehr", "dazu | sobald | folgt"),
        ("bis", "gleich"),
        ("haben wir", "~ für"),
        ("will | werden | werde | möchte", "~ antworten | ~ melden"),
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
            | recontactera | tiens | tenons""",
        ),
        ("reviens | revient | revenons | reviendra", "vers vous | vers toi"),
        (
            "aurez | auras | recevrez | recevras",
            "~ réponse | ~ retour | ~ nouvelles | ~ suite | ~ explication",
        ),
        ("serez | seras", "~ informé | ~ informée | ~ recontacté | ~ recontactée"),
        ("retour | réponse | jour | suite", "suit | suivra"),
        ("plus", "dès | très vite"),
        ("aurons", "~ pour"),
        ("quelqu'un | équipe", "~ écrit | ~ écrira"),
        ("à", "tout de suite | très vite"),
        ("compte | comptons | espère | espérons", "répondre | vous répondre"),
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
        (
            "tendrás | tendrá | tendréis | tendrán | recibirás | recibirá | habrá | tendremos",
            "~ respuesta | ~ noticias | ~ novedades | ~ explicación",
        ),
        ("se le | se te", "informará | avisará | contestará | responderá"),
        ("será | serás", "informado | informada | contactado | contactada"),
        ("más", "en cuanto | en breve"),
        ("nos pondremos | nos ponemos | me pongo | me pondré", "~ contacto | con ello"),
        ("tendremos", "algo | más"),
        ("sabrás | sabrá", "de mí | de nosotros"),
        ("ahora | ya | enseguida", "vuelvo | te digo | le digo"),
        ("espera | esperamos | espero", "contestar | responder"),
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
            "com | em breve | a falar | a contactar | ao contato",
        ),
        ("já", "volto | voltamos | retorno"),
        ("teremos", "algo | mais"),
        ("conto | contamos | escreve | escrevo", "lhe | te"),
        ("entraremos | entramos | entro | entrarei", "em contato | em contacto"),
        (
            "terá | terás | terão | receberá | receberás | vai ter | daremos | damos | dou",
            "~ resposta | ~ retorno | ~ notícias | ~ novidades | ~ feedback | ~ explicação",
        ),
        (
            "será | serás | vai ser",
            "~ informado | ~ informada | ~ contactado | ~ contactada | ~ contatado | ~ contatada",
        ),
        ("mais", "assim que | em breve"),
        ("ela | ele", "liga | ligará | responde | escreve"),
        (
            "manteremos | mantemos | mantê lo | mantê la",
            "~ informado | ~ par | ~ contacto | ~ contato",
        ),
        ("conta | espera | esperamos", "responder"),
    ),
    "it": (
        ("mandiamo | manderemo | inviamo | invieremo", "~ mail | ~ risposta | ~ notizie"),
        ("ti | la", "contatta | contatterà | contattiamo | contatteremo"),
        (
            "ti | le | la | vi",
            """dirò | diremo | diciamo | dico | avviserò | avviseremo | avviso | avvisiamo
            | aggiorno | aggiorniamo | aggiornerò | aggiorneremo | scriverò | scriveremo
            | scrivo | scriviamo | scriverà | rispondiamo | risponderò | risponderemo
            | faccio sapere | facciamo sapere | farò sapere | faremo sapere | ricontatto
            | ricontattiamo | ricontatterò | ricontatteremo | richiamo | richiamiamo
            | richiamerò | richiameremo | chiamerò | chiameremo | chiama | chiamerà | terrò
            | terremo | teniamo | informeremo""",
        ),
        (
            "avrà | avrai | avrete | riceverà | riceverai | daremo",
            "~ risposta | ~ riscontro | ~ notizie | ~ novità | ~ aggiornamenti | ~ spiegazione",
        ),
        (
            "sarà | sarai | verrà | verrai",
            "~ informato | ~ informata | ~ ricontattato | ~ ricontattata | ~ aggiornata",
        ),
        ("seguirà | seguiranno | a breve", "~ aggiornamenti | ~ aggiornamento | ~ riscontro"),
        ("di", "più appena"),
        ("avremo", "qualcosa | di più"),
        ("torno | torniamo", "subito | da te | da lei"),
        ("conta | contiamo | spera", "di rispondere | di risponderti | di risponderle"),
    ),
    "nl": (
        ("sturen | stuur", "~ mail | ~ bericht | ~ antwoord"),
        ("neemt", "~ contact | contact"),
        ("hoor | hoort", "~ mij | ~ me | ~ ons"),
        ("laat | laten", "~ weten | ~ horen"),
        ("geef | geven", "~ seintje | je ~ bericht | u ~ bericht | ~ update"),
        ("hou | houd | houden", "~ hoogte"),
        ("kom | komen", "~ terug"),
        ("schrijf | schrijven | mail | mailen | mailt | vertel | vertellen", "je | u"),
        ("bel | bellen | belt", "~ terug"),
        ("reageer | reageren", "zodra | snel | zo | spoedig"),
        ("krijgt | krijg | ontvangt | ontvang", "~ antwoord | ~ reactie | ~ uitleg"),
        ("wordt | word", "~ geïnformeerd | ~ teruggebeld"),
        ("reactie | antwoord | update", "volgt"),
        ("volgt", "~ update | ~ antwoord | ~ reactie"),
        ("meer", "zodra"),
        ("zij | hij", "belt | mailt | schrijft | reageert"),
        ("tot", "zo"),
        ("hebben we", "iets"),
        ("schrijft | mailt", "je | u"),
        ("willen | wil", "~ antwoorden"),
    ),
    "pl": (
        ("wyślemy | wyślę | prześlemy", "maila | odpowiedź | ~ maila | ~ odpowiedź"),
        ("skontaktuje | odezwie", "się"),
        ("odezwiemy | odezwę", "się"),
        (
            """odpowiemy | odpowiem | odpiszemy | odpiszę | poinformujemy | poinformuję | napiszemy
            | napiszę | powiemy | powiem""",
            """gdy | jak | kiedy | wkrótce | niezwłocznie | ~ pana | ~ panią | ~ pani | ~ ci | czego
            | najszybciej | dzisiaj | dziś | jutro""",
        ),
        ("i | zaraz | wkrótce | jutro", "odpiszę | odpiszemy | napisze | napiszę | napiszemy"),
        ("będziemy | będę", "~ informować | ~ kontakcie"),
        (
            "otrzyma | otrzymasz | dostanie | dostaniesz",
            "~ odpowiedź | ~ informację | ~ wyjaśnienie",
        ),
        ("odpowiedź", "otrzyma | otrzymasz | dostanie | dostaniesz | wkrótce"),
        ("odpowie", "do | wkrótce | jutro"),
        ("wrócę | wrócimy | wracam | wracamy", "~ odpowiedzią | ~ informacją | ~ informacjami"),
        ("będziemy", "coś mieć | mieli coś"),
        ("przekażę | przekażemy", "co | pani | panu | ci"),
        ("zaraz", "wracam | wracamy | odpiszę"),
        ("więcej", "gdy | wkrótce"),
        ("zadzwoni", "do"),
        ("do pana | do pani | do ciebie", "zadzwoni | napisze"),
    ),
}
"""An answer will come: "I'll write back today", "you'll have news", "more soon"."""
