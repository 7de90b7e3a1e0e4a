"""How a brand says that it acts: it opens the customer's account, calls somebody, has something
checked or will solve it. By language. Data only.

The heads and tails are those of `sign_words.py`.
"""

from shared.domain.intents.sign_words import Pair

ACTS: dict[str, tuple[Pair, ...]] = {
    "en": (
        (
            "pull up | pulling up | bring up | bringing up | open | opening | open up | load",
            "your account | your booking | your details | your order | your file | your profile",
        ),
        ("i'm | we're | i am | we are", "calling | ringing | phoning | on the phone | emailing"),
        (
            """getting it | getting this | getting that | having it | having this | i'll get it
            | i'll get this | we'll get it | we'll get this | we'll have it | i'll have it
            | i'll have this | we'll have this | let me get it | let me get this""",
            "checked | looked into | looked at | investigated | reviewed | seen to",
        ),
        (
            "i'll | we'll | i will | we will | let me | let us",
            """sort this | sort it | sort that | fix this | fix that | make enquiries
            | make some enquiries | see what | see who | find someone | call the | ring the
            | phone the | listen to | listen back | watch the | read through | go back over""",
        ),
        ("working on", "getting you | an answer | finding"),
        ("while i | while we", "check | look | read | pull | find | ask | open"),
        ("still trying", "to find | to reach | to get | to work out"),
        (
            """i've sent | we've sent | i have sent | we have sent | we've dropped
            | i've dropped | have dropped""",
            "~ note | ~ message | ~ line",
        ),
    ),
    "de": (
        (
            "hole | holen | öffne | öffnen | rufe | lade",
            "~ daten | ~ konto | ~ auftrag | ~ akte | ~ buchung | ~ kundenkonto | ~ vorgang",
        ),
        ("rufe | rufen", "beim | bei der | gerade beim | gerade bei der"),
        (
            "ich lasse | wir lassen | ich lass | lasse das | lassen das",
            "~ prüfen | ~ überprüfen | ~ nachsehen | ~ checken | ~ untersuchen | ~ klären",
        ),
        ("telefoniere | telefonieren | im gespräch | in kontakt", "mit"),
        ("mal | schaue | schauen | gucke", "sehen was | was ich | was wir"),
        ("höre | hören", "mich ~ um | uns ~ um | mich um | uns um | uns ~ anruf"),
        ("sichte | sichten | durchsehe", "die | das | den | deine | ihre"),
        ("lese | lesen | sehe | sehen", "~ durch"),
        ("warten leider | warte leider", "~ auf | noch"),
        ("ich | wir", "löse das | lösen das | regle das | regeln das | kläre das | klären das"),
    ),
    "fr": (
        (
            "j'ouvre | nous ouvrons | on ouvre | j'affiche | je sors | je reprends",
            """votre dossier | votre compte | ton dossier | ton compte | votre commande
            | vos données""",
        ),
        ("appelle | appelons | téléphone", "la boutique | le magasin | tout de suite"),
        ("en train", "d'appeler | de chercher | de regarder | de vérifier | de joindre"),
        (
            "je fais | nous faisons | on fait | je vais faire | nous allons faire | faisons",
            "vérifier | contrôler | regarder | le nécessaire | le point | ~ vérifier",
        ),
        ("je | on", "règle ça | règle cela | m'occupe de"),
        ("je | j' | nous | on", "écoute l | réécoute l | visionne les | réécoutons | visionnons"),
        ("je vois | voyons | on va voir | voir", "ce que | ce qu'on"),
        ("en ligne | au téléphone", "avec"),
        ("cherche | cherchons", "à savoir | à comprendre | encore"),
    ),
    "es": (
        (
            "abro | abrimos | estoy abriendo | estamos abriendo | reviso | revisamos",
            """tu ficha | su ficha | tu cuenta | su cuenta | tu caso | su caso | tu pedido
            | tu expediente""",
        ),
        ("reclamo | llamo | llamamos | reclamamos | escribo", "a la | al | a los | ahora"),
        ("lo mando | lo mandamos | lo hago | lo hacemos | mando | mandamos", "a revisar | revisar"),
        ("estamos | estoy | seguimos", "llamando | hablando | abriendo | leyendo | escuchando"),
        (
            "lo | la",
            """investigo | investigamos | soluciono | solucionamos | resuelvo | resolvemos
            | averiguo | indago | estudiamos | estudio""",
        ),
        ("voy a | vamos a", "indagar | averiguar | resolverlo | solucionarlo | resolver esto"),
        ("a ver", "qué puedo | qué podemos | qué ha | si puedo | qué encuentro"),
        ("escucharemos | veremos | revisaremos", "la | las | el | los | tu | su"),
        ("esperamos | espero | esperando", "noticias | respuesta | ~ noticias | ~ respuesta"),
    ),
    "pt": (
        (
            "abro | abrindo | a abrir | puxando | a consultar | consultando",
            "seu cadastro | sua conta | a sua conta | o seu processo | seu pedido | o seu pedido",
        ),
        ("ligo | estamos a ligar | a ligar | ligando | telefono", "para | ao | à | pra"),
        ("mando | mandamos | mandar | vou mandar", "verificar | checar | ver isso | rever"),
        (
            "vou | vamos",
            """resolver isso | resolver isto | resolver pessoalmente | saber | me informar
            | ouvir a | ver as | rever as | resolver a sua""",
        ),
        ("ainda | continuo | sigo", "procurando | a procurar | vendo | a ver | a tentar"),
        ("ver | vejo | vou ver", "o que consigo | o que posso | o que dá | o que conseguimos"),
        ("estamos | estou", "lendo | a ler | ligando | a ligar | tentando | ouvindo"),
        ("esperamos | espero | à espera", "notícias | resposta | de resposta | de notícias"),
    ),
    "it": (
        (
            "apro | apriamo | sto aprendo | consulto | consultiamo",
            """la tua scheda | la sua scheda | il tuo account | il suo account | la pratica
            | il suo ordine | il tuo ordine | la tua pratica | la sua pratica""",
        ),
        ("lo faccio | la faccio | faccio | facciamo", "controllare | verificare | vedere"),
        ("stiamo | sto", "chiamando | leggendo | parlando | telefonando | ascoltando"),
        ("al telefono", "con"),
        ("vedo | vediamo | guardo", "cosa riesco | cosa posso | cosa si può | che posso"),
        ("riascoltiamo | ascoltiamo | guardiamo | visioniamo", "la | le | il | i | l"),
        ("lo | la", "risolvo | risolviamo | sistemo | sistemiamo"),
        ("leggo | leggiamo", "~ messaggi | ~ messaggio | la sua | la tua"),
    ),
    "nl": (
        (
            "pak | open | haal | pakken",
            "~ gegevens | ~ account | ~ dossier | ~ bestelling | ~ boeking",
        ),
        ("bel | bellen", "nu met | nu de | nu het | meteen met | even met"),
        ("ik laat | we laten | wij laten", "~ nakijken | ~ checken | ~ controleren | ~ uitzoeken"),
        ("in gesprek | aan de telefoon", "met"),
        (
            "ik | we",
            """regel het persoonlijk | regel dit persoonlijk | los dit op | los het op
            | lossen dit op | lossen het op | ga het navragen | gaan het navragen | ga dit
            | lees je | lees uw | lees de""",
        ),
        ("tot op de bodem", "uitzoeken | uit"),
        ("kijk | kijken", "wat ik | wat we | wat er"),
        ("luisteren | bekijken", "~ terug | de beelden"),
    ),
    "pl": (
        (
            "otwieram | otwieramy | wchodzę na | wchodzę w",
            "twoje konto | pana konto | pani konto | państwa konto | sprawę | zamówienie",
        ),
        ("dzwonię | dzwonimy", "do"),
        ("rozmawiam | rozmawiamy", "z | właśnie z"),
        ("zlecę | zlecimy | zlecam", "sprawdzenie | kontrolę | weryfikację"),
        ("pogadam | pogadamy", "z"),
        ("zobaczę | zobaczymy", "co uda | co mogę | co możemy | co da"),
        ("czytam | czytamy", "wiadomości | wiadomość | twoją | pana | pani"),
        ("załatwię | załatwimy | rozwiążę | rozwiążemy", "to | tę | sprawę"),
        ("próbujemy | próbuję", "się | skontaktować | dodzwonić | ustalić | złapać"),
        ("odsłuchamy | odsłucham", "rozmowę | nagranie"),
        ("szukają | szukamy", "jeszcze | przyczyny | ~ przyczyny"),
    ),
}
"""The brand acts: "I'm pulling up your booking", "we'll have it checked"."""
