"""How a brand says that it waits, or that somebody has the question, by language. Data only.

The heads and tails are those of `sign_words.py`.
"""

from shared.domain.intents.sign_words import Pair

WAITS: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("hasn't | haven't | has not | have not", "replied | answered | got back | responded"),
        ("waiting | still waiting", "for | on | to hear"),
        ("awaiting", "a | an | the | their | his | news | word"),
        ("nothing | no reply | no answer | no news | no word", "back | yet | so far | from"),
        ("haven't | have not", "heard back | had"),
        ("give us | give me | allow us | need", "~ day | ~ days | ~ time | ~ hour | ~ hours"),
        ("sit | hang", "tight | on"),
    ),
    "de": (
        ("nicht", "gemeldet | geantwortet | reagiert"),
        ("warten | warte", "auf | noch"),
        ("noch | bisher | bislang", "nichts | ~ antwort | ~ rückmeldung | ~ nachricht"),
        ("gib uns | geben sie uns", "~ tag | ~ tage | ~ zeit | ~ stunden"),
        ("brauchen | brauche | benötigen", "~ zeit | ~ moment"),
    ),
    "fr": (
        ("pas", "répondu | encore répondu"),
        ("attendons | j'attends | on attend", "le | la | les | l | un | une | encore | toujours"),
        ("en attente | dans l'attente", "d | de | du | des"),
        ("rien | pas de | sans", "reçu | nouvelle | nouvelles | réponse | retour"),
        ("laissez nous | laisse nous | donnez nous", "~ jour | ~ jours | ~ temps | ~ heures"),
        ("besoin", "~ temps"),
        ("patientez", "un | encore | quelques"),
    ),
    "es": (
        ("no ha | no han", "contestado | respondido"),
        ("a la espera", "del | de"),
        ("estamos | seguimos | estoy", "esperando"),
        ("sin", "respuesta | noticias | novedades"),
        ("danos | denos | dadnos", "~ día | ~ días | ~ tiempo | ~ horas"),
        ("necesitamos | necesito", "~ tiempo"),
        ("un poco de", "paciencia"),
    ),
    "pt": (
        ("não", "respondeu | responderam"),
        ("aguardamos | aguardo | esperamos", "o | a | uma | retorno | resposta | notícias"),
        ("aguardando | a aguardar", "o | a | uma | retorno | resposta"),
        ("sem | nada", "resposta | notícias | novidades | do | da"),
        ("dê nos | dá nos | nos dê", "~ dia | ~ dias | ~ tempo | ~ horas"),
        ("precisamos | preciso", "~ tempo"),
        ("um pouco de", "paciência"),
    ),
    "it": (
        ("non ha | non hanno", "risposto | ancora risposto"),
        ("in attesa", "di | del | della | dello | dei"),
        ("attendiamo | aspettiamo", "il | la | lo | un | una | ancora | risposta | notizie"),
        ("stiamo | sto", "aspettando | attendendo"),
        ("nessuna | finora", "notizia | risposta | novità | niente | nulla"),
        ("dacci | ci dia | dateci", "~ giorno | ~ giorni | ~ tempo | ~ ore"),
        ("serve | occorre", "~ tempo"),
        ("un po di", "pazienza"),
    ),
    "nl": (
        ("niet", "gereageerd | geantwoord"),
        ("wachten | wacht | wachtend", "op | nog"),
        ("nog", "niets | geen"),
        ("geef ons | geeft u ons", "~ dag | ~ dagen | ~ tijd | ~ uur"),
        ("hebben | heb", "~ tijd"),
    ),
    "pl": (
        ("nie", "odpisał | odpisała | odpowiedział | odpowiedziała | odpisali"),
        ("czekamy | czekam", "na | jeszcze | wciąż"),
        ("brak | na razie | jeszcze", "wieści | odpowiedzi | informacji | nic"),
        ("daj nam | proszę dać nam", "~ dzień | ~ dni | ~ czas | ~ godzin"),
        ("potrzebujemy | potrzebuję", "~ czasu"),
        ("trochę", "cierpliwości"),
    ),
}
"""The brand waits for somebody, or asks for time: "nothing back so far", "give us a day"."""

HINTS: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("sent | written", "a message | to | her | them | an email"),
        ("more", "info | information | details | news"),
        ("as soon as | once | when | until", "we | i | they | the review | it is | there"),
        ("we've | we have | i've | i have | we", "asked | requested | contacted | written"),
        ("at the | for the", "moment"),
    ),
    "de": (
        ("habe | haben", "~ geschrieben | ~ gesprochen"),
        ("mehr", "infos | informationen"),
        ("sobald", "wir | ich | es | die | der | das | sie"),
        ("haben | habe", "~ angefordert | ~ gefragt | ~ gebeten | ~ kontaktiert | ~ angeschrieben"),
    ),
    "fr": (
        ("plus", "d'infos | d'informations | de nouvelles"),
        ("dès", "que | qu | la fin | le retour"),
        ("avons | ai", "demandé | contacté | sollicité | relancé | écrit"),
        ("pour", "l'instant | le moment"),
    ),
    "es": (
        ("he | hemos", "escrito | mandado"),
        ("más | nuevas", "información | noticias | novedades"),
        ("en cuanto | tan pronto", "sepamos | sepa | tengamos | respondan | acabe | como | haya"),
        ("hemos | he", "pedido | preguntado | contactado | solicitado | escrito"),
        ("por", "el momento | ahora"),
    ),
    "pt": (
        ("escrevi | escrevemos", "à | ao | para | a"),
        ("mais", "informações | novidades | notícias"),
        ("assim que | logo que", "~ soubermos | ~ souber | ~ acabar | ~ responderem | ~ tivermos"),
        ("pedimos | perguntámos | perguntei | contactámos", "as | os | a | o | ao | à"),
        ("neste | por", "momento | agora"),
    ),
    "it": (
        ("ho | abbiamo", "scritto | mandato"),
        ("maggiori | più | ulteriori", "informazioni | notizie"),
        ("appena", "~ sappiamo | ~ sapremo | ~ so | ~ finisce | ~ abbiamo | ~ avremo | ~ novità"),
        ("abbiamo | ho", "chiesto | contattato | sentito | richiesto"),
        ("al | per il", "momento"),
        ("ora è | adesso è", "all | al | alla | in"),
    ),
    "nl": (
        ("heb | hebben", "~ gestuurd | ~ gemaild"),
        ("meer", "info | informatie | nieuws"),
        ("zodra", "we | ik | er | de | het | ze"),
        ("hebben | heb", "~ gevraagd | ~ opgevraagd | ~ gecontacteerd | ~ benaderd"),
        ("op dit | ligt", "moment | nu"),
    ),
    "pl": (
        ("napisałam | napisałem | napisaliśmy", "do"),
        ("więcej", "informacji | szczegółów"),
        (
            "gdy tylko | jak tylko | kiedy tylko | gdy",
            "się | będziemy | otrzymamy | kontrola | coś",
        ),
        ("poprosiliśmy | zapytaliśmy | poprosiłam | zapytałam", "o | w | kuriera | sklep"),
        ("jest | na", "teraz | razie"),
    ),
}
"""What often stands beside a promise, and promises nothing alone: "as soon as we know"."""


HANDLES: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("will", "review | look at | look into | go through | examine | check"),
        ("gone", "to | straight to"),
        (
            "is | are | currently",
            """going through | going over | looking at | handling | dealing with | reviewing
            | investigating""",
        ),
        ("being | now being", "handled | reviewed | examined | looked at"),
    ),
    "de": (
        ("sieht | schaut | schauen | sehen", "sich"),
        ("ging | gingen", "an | direkt an"),
        (
            "bearbeitet | bearbeiten | sieht | prüft | prüfen | übernimmt | kümmert",
            "es | das | den | die | deine | deinen | ihre | ihren | sich",
        ),
        ("liegt", "~ bei"),
    ),
    "fr": (
        ("va", "~ lire | ~ examiner | ~ regarder | ~ étudier"),
        ("parti | partie", "chez | au | à"),
        ("s'en", "charge | chargent | occupe | occupent"),
        ("relit | examine | étudie | traite | analyse", "le | la | les | votre | l | vos"),
    ),
    "es": (
        ("revisará | verá | mirará | estudiará", "el | la | los | las | tu | su"),
        ("ha ido", "al | a | ~ a"),
        ("está | están", "revisando | tramitando | estudiando | gestionando | viendo"),
        ("repasa | revisa | tramita | gestiona | lo tiene", "el | la | tu | su | ahora | los"),
    ),
    "pt": (
        ("vai", "rever | ver | analisar | verificar"),
        ("seguiu", "para | ~ para"),
        ("está a | estão a", "tratar | rever | estudar | ver"),
        ("está | estão", "revendo | tratando | estudando | vendo | agora com"),
    ),
    "it": (
        ("leggerà | guarderà | esaminerà | guarda", "il | la | i | le"),
        ("è andato | è andata", "al | alla | ~ alla | ~ al"),
        ("se ne", "occupa | occupano"),
        ("rilegge | esamina | valuta | gestisce", "il | la | lo | tua | sua | le | i"),
        ("ora è | adesso è", "all | al | alla | in"),
    ),
    "nl": (
        ("is", "~ gegaan"),
        ("loopt | behandelt | bekijkt | behandelen | bekijken", "het | dit | je | uw | de"),
    ),
    "pl": (
        ("przejrzy | obejrzy | sprawdzi | zbada", "to | logi | film | dane | zdjęcia"),
        ("trafiło | trafiła", "~ do"),
        ("to | sprawę", "rozpatruje | wyjaśnia | sprawdza"),
        ("rozpatruje | przegląda | wyjaśnia", "to | twoją | pana | pani | sprawę"),
        ("jest", "to teraz | teraz w | w dziale"),
    ),
}
"""Somebody has it: a promise as in `holding_words.PASSED_ON`, if it is somebody of the brand."""
