"""How a brand says what the customer will hear or get, by language. Data only.

The heads and tails are those of `sign_words.py`.
"""

from shared.domain.intents.sign_words import Pair

HEARS: dict[str, tuple[Pair, ...]] = {
    "en": (
        (
            "you'll | you will | you should | expect | hope to | hear | get",
            """~ answer | ~ reply | ~ response | ~ update | ~ news | ~ explanation | get one
            | be hearing | have something | from us | hear back | have more""",
        ),
        ("answer | reply | response | update | news | more", "will follow | to follow | follows"),
        ("back", "in a bit | in a minute | soon | shortly"),
        ("more", "when we | once we | as soon | shortly | soon"),
        ("expect | hope", "~ hear | to hear from"),
        ("news | answer | update", "will come | coming | is coming"),
        (
            "who'll | who will | they'll | they will",
            """contact you | be in touch | get back | respond | reply | answer | email you
            | call you | come back""",
        ),
    ),
    "de": (
        (
            "bekommen | bekommst | erhalten | erhältst | kriegst",
            "~ antwort | ~ rückmeldung | ~ bescheid | ~ auskunft | ~ neuigkeiten | ~ erklärung",
        ),
        ("hören | hörst | höre", "~ uns | ~ mir"),
        ("antwort | rückmeldung | update | info | infos", "folgt | folgen"),
        ("mehr", "dazu | sobald | folgt"),
        ("bis", "gleich"),
        ("haben wir", "~ für"),
        ("hörst | hören | lest | liest", "~ uns | von mir | von uns | ~ mir"),
        (
            "bekommst | bekommen | erhalten | erhältst | kriegst | kriegen",
            "~ info | ~ infos | ~ update",
        ),
        ("kommt | kommen | komme", "auf sie zu | auf dich zu"),
        ("bescheid | neuigkeiten | nachricht", "folgt | folgen"),
        ("gleich", "mehr | ~ mehr"),
        ("von dort | von ihnen | von ihr", "kommt ~ antwort"),
        ("antwort", "kommt ~ heute | kommt heute | kommt"),
        (
            "die antwortet | die antworten | sie antworten",
            "binnen | innerhalb | in | bald | schnellstmöglich",
        ),
    ),
    "fr": (
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
        ("aurez | auras | avez bientôt", "~ nouvelles | ~ réponse"),
        (
            "dès qu'on | dès que nous | dès que j",
            """en sait plus | en savons plus | en sais plus | ai du nouveau | avons du nouveau
            | a du nouveau""",
        ),
        ("réponse | infos | suite", "à suivre | bientôt | très vite"),
        ("aurez | auras | recevrez", "leur réponse | sa réponse | ~ réponse"),
        ("plus", "d'infos bientôt | d'infos très vite"),
        (
            "qui | il | elle",
            """répond sous | répondra sous | reviendra vers | vous rappelle | vous rappellera
            | répond dans""",
        ),
        ("vous sera | te sera", "apportée | donnée | envoyée | communiquée"),
    ),
    "es": (
        (
            "tendrás | tendrá | tendréis | tendrán | recibirás | recibirá | habrá | tendremos",
            "~ respuesta | ~ noticias | ~ novedades | ~ explicación",
        ),
        ("se le | se te", "informará | avisará | contestará | responderá"),
        ("será | serás", "informado | informada | contactado | contactada"),
        ("más", "en cuanto | en breve"),
        ("tendremos", "algo | más"),
        ("sabrás | sabrá", "de mí | de nosotros"),
        ("espera | esperamos | espero", "contestar | responder"),
        ("tendrás | recibirás | recibirá | tendrá", "noticias | ~ nuestras"),
        (
            "tendrás | tendrá | recibirás | recibirá",
            "su respuesta | ~ respuesta | nuestra respuesta",
        ),
        (
            "en breve | pronto",
            "más info | más noticias | ~ respuesta | habrá noticias | novedades",
        ),
        (
            "que | quien",
            "contesta en | responde en | contactará | te contactará | le contactará",
        ),
    ),
    "pt": (
        ("teremos", "algo | mais"),
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
            "será | serão | vai ser",
            "contactado | contactada | contatado | contatada | avisado | avisada",
        ),
        (
            "assim que | logo que",
            """houver novidades | tiver novidades | tivermos novidades | tenhamos novidades
            | soubermos""",
        ),
        ("terás | terá | receberá | receberás", "resposta | ~ resposta | ~ novidades"),
        ("em breve", "mais notícias | ~ resposta | ~ retorno | novidades"),
        (
            "que | eles | elas",
            "responde em | respondem em | entrará em contato | entram em contato | retornam em",
        ),
    ),
    "it": (
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
        (
            "notizie | novità | aggiornamenti | risposta",
            "in giornata | a breve | presto | entro | quanto prima | domani",
        ),
        ("a breve | presto", "altre info | ~ risposta | ~ notizie | aggiornamenti | novità"),
        (
            "avrai | avrà | avrete",
            "~ risposta | nostre notizie | sue notizie",
        ),
        (
            "che | chi",
            "risponde in | risponderà in | la contatterà | ti contatterà | risponde entro",
        ),
    ),
    "nl": (
        ("hoor | hoort", "~ mij | ~ me | ~ ons"),
        ("krijgt | krijg | ontvangt | ontvang", "~ antwoord | ~ reactie | ~ uitleg"),
        ("wordt | word", "~ geïnformeerd | ~ teruggebeld"),
        ("reactie | antwoord | update", "volgt"),
        ("volgt", "~ update | ~ antwoord | ~ reactie"),
        ("meer", "zodra"),
        ("zij | hij", "belt | mailt | schrijft | reageert"),
        ("tot", "zo"),
        ("hebben we", "iets"),
        (
            "je | u",
            """hoort van ons | hoort het | hoort snel | hoort nog | hoort ~ van | krijgt bericht
            | ontvangt bericht | hoort iets | wordt gebeld | wordt teruggebeld""",
        ),
        ("zo", "meer nieuws | meer"),
        ("nieuws | antwoord | bericht", "volgt"),
        ("krijgt | krijg", "snel antwoord | spoedig bericht | ~ bericht | bericht"),
        ("zij | ze | die", "reageren | mailen | bellen | antwoorden | nemen contact"),
    ),
    "pl": (
        (
            "otrzyma | otrzymasz | dostanie | dostaniesz",
            "~ odpowiedź | ~ informację | ~ wyjaśnienie",
        ),
        ("odpowiedź", "otrzyma | otrzymasz | dostanie | dostaniesz | wkrótce"),
        ("odpowie", "do | wkrótce | jutro"),
        ("będziemy", "coś mieć | mieli coś"),
        ("więcej", "gdy | wkrótce"),
        ("odpowiedź | wieści | informacja", "wkrótce | niebawem | będzie"),
        (
            "dostaniesz | dostanie | otrzymają | otrzymacie | dostaną",
            "~ odpowiedź | odpowiedź | ~ informację",
        ),
        ("zaraz", "więcej | ~ info | więcej info"),
        ("mieć | mamy", "~ wieści | wieści | dla ciebie wieści"),
        (
            "odpowiedzą | odpiszą | zadzwonią | oddzwonią",
            "w | do | wkrótce | państwu | pani | panu | niebawem",
        ),
        ("który | która", "odpowie | odpowiada | odezwie się | skontaktuje się"),
        ("dziś | jutro | ktoś", "oddzwoni | zadzwoni | odpisze | ~ oddzwoni"),
    ),
}
"""An answer will come: "you'll have news", "more soon", "update to follow"."""

MAILS = frozenset(
    {"mail", "email", "correo", "nachricht", "bericht", "message", "messaggio", "maila"}
)
"""The last words of phrases of a mail that will come, in all languages."""

WITH = frozenset({"with", "mit", "avec", "con", "com", "met", "z"})
"""After such a phrase, the mail brings something else than an answer: "a mail with the code"."""
