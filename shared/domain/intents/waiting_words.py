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
        (
            "give us | give me | allow us | allow me",
            """till | until | ~ till | ~ until
            | a sec | a second | a bit | a couple | a few | some""",
        ),
        ("give me | give us | need | allow me", "~ minutes | ~ minute | ~ min | ~ mins"),
        ("stay | please stay", "with me | on the line"),
        ("wait", "while we | while i"),
    ),
    "de": (
        ("nicht", "gemeldet | geantwortet | reagiert"),
        ("warten | warte", "auf | noch"),
        ("noch | bisher | bislang", "nichts | ~ antwort | ~ rückmeldung | ~ nachricht"),
        ("gib uns | geben sie uns", "~ tag | ~ tage | ~ zeit | ~ stunden"),
        ("brauchen | brauche | benötigen", "~ zeit | ~ moment"),
        (
            "gib mir | geben sie mir | gebt uns | gib uns | geben sie uns",
            """bis | ~ moment
            | ~ minuten | ~ tag | ~ zeit | ~ augenblick""",
        ),
        ("bleiben sie | bleib | bleibt", "dran | ~ dran"),
        ("gib mir | gebt mir | geben sie mir", "~ minütchen | ~ sekunden"),
        ("suchen | sucht", "noch | ~ ursache"),
    ),
    "fr": (
        ("pas", "répondu | encore répondu"),
        ("attendons | j'attends | on attend", "le | la | les | l | un | une | encore | toujours"),
        ("en attente | dans l'attente", "d | de | du | des"),
        ("rien | pas de | sans", "reçu | nouvelle | nouvelles | réponse | retour"),
        ("laissez nous | laisse nous | donnez nous", "~ jour | ~ jours | ~ temps | ~ heures"),
        ("besoin", "~ temps"),
        ("patientez", "un | encore | quelques"),
        (
            "attend | attendons | attends",
            """~ retour | ~ réponse | ~ nouvelles | sa réponse | leur réponse | son retour
            | leur retour | qu""",
        ),
        (
            "avons relancé | ai relancé | relance | relançons | rappelle | les rappelle",
            "le | la | les | l | cet | encore | notre | ce | demain | aujourd'hui | à nouveau",
        ),
        (
            "laissez moi | laisse moi | laissez nous | donnez moi",
            """jusqu'à | le temps
            | ~ temps | ~ instant | ~ minutes""",
        ),
        ("restez | reste", "en ligne"),
        (
            "deux | une | quelques | petite | trente",
            "secondes | seconde | minute | minutes | petites minutes",
        ),
    ),
    "es": (
        ("no ha | no han", "contestado | respondido"),
        ("a la espera", "del | de"),
        ("estamos | seguimos | estoy", "esperando"),
        ("sin", "respuesta | noticias | novedades"),
        ("danos | denos | dadnos", "~ día | ~ días | ~ tiempo | ~ horas"),
        ("necesitamos | necesito", "~ tiempo"),
        ("un poco de", "paciencia"),
        ("a la espera | seguimos a la espera | pendientes | pendiente", "de | de que | del"),
        (
            "aún | todavía",
            "no tenemos | no nos han | no nos ha | sin | no hay | no han | estamos | verificando",
        ),
        (
            "dame | deme | denos | dadme",
            """hasta | ~ minutos | ~ rato | ~ ratito | ~ momento
            | ~ tiempo""",
        ),
        ("quédese | quédate", "en línea"),
        ("dame | deme | denos | danos", "~ minutitos | ~ minutito | ~ segundos"),
        ("permítame | permíteme", "un momento | un segundo | unos minutos"),
        ("siguen | seguimos", "buscando"),
    ),
    "pt": (
        ("não", "respondeu | responderam"),
        ("aguardamos | aguardo | esperamos", "o | a | uma | retorno | resposta | notícias"),
        ("aguardando | a aguardar", "o | a | uma | retorno | resposta"),
        ("sem | nada", "resposta | notícias | novidades | do | da"),
        ("dê nos | dá nos | nos dê", "~ dia | ~ dias | ~ tempo | ~ horas"),
        ("precisamos | preciso", "~ tempo"),
        ("um pouco de", "paciência"),
        (
            "ainda não | ainda",
            """temos retorno | recebemos | nos responderam | tivemos | estamos à espera | à espera
            | a aguardar | aguardando | responderam""",
        ),
        (
            "estamos a | estamos | continuo a | continuamos a",
            "aguardar | aguardando | esperar | à espera",
        ),
        (
            "me dá | me dê | dá me | dê me | dá nos",
            """até | ~ minutos | ~ tempo
            | ~ minutinho | ~ instante""",
        ),
        ("fique | fica", "na linha"),
        ("me dá | me dê | dá me | dê me | dá nos", "~ minutinhos | ~ segundos | ~ segundinhos"),
        ("ainda | continuam", "procuram | a procurar | procurando"),
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
        ("siamo | sono | ancora | restiamo", "in attesa | senza risposta | senza notizie"),
        (
            "aspettiamo | attendiamo | stiamo aspettando",
            "~ risposta | ~ riscontro | che | ancora | di",
        ),
        (
            "dammi | mi dia | ci dia | dammi",
            """fino a | ~ minuti | ~ attimo | ~ tempo
            | ~ momento""",
        ),
        ("resti | resta", "in linea"),
        ("dammi | mi dia | dateci", "~ minutini | ~ secondi | ~ minutino"),
        ("cercano | stanno cercando", "ancora | ~ causa"),
    ),
    "nl": (
        ("niet", "gereageerd | geantwoord"),
        ("wachten | wacht | wachtend", "op | nog"),
        ("nog", "niets | geen"),
        ("geef ons | geeft u ons", "~ dag | ~ dagen | ~ tijd | ~ uur"),
        ("hebben | heb", "~ tijd"),
        ("wachten | wacht", "~ op | we op | ~ antwoord | ~ reactie"),
        (
            "nog geen | nog steeds geen | nog niets",
            "nieuws | bericht | antwoord | reactie | gehoord | terugkoppeling | van",
        ),
        (
            "geef ons | geef me | geef mij | gun ons",
            """eventjes | even | ~ om | ~ dagen
            | een momentje""",
        ),
        ("blijf | blijft", "~ lijn | ~ hangen"),
        ("geef me | geef ons | geeft u mij", "~ minuutjes | ~ minuten | ~ tellen"),
        ("zoeken | zoekt", "de oorzaak | ~ oorzaak | nog"),
    ),
    "pl": (
        ("nie", "odpisał | odpisała | odpowiedział | odpowiedziała | odpisali"),
        ("czekamy | czekam", "na | jeszcze | wciąż"),
        ("brak | na razie | jeszcze", "wieści | odpowiedzi | informacji | nic"),
        ("daj nam | proszę dać nam", "~ dzień | ~ dni | ~ czas | ~ godzin"),
        ("potrzebujemy | potrzebuję", "~ czasu"),
        ("trochę", "cierpliwości"),
        (
            "nadal | wciąż | ciągle | jeszcze",
            """czekamy | czekam | ustalamy | nie mamy | nie mam | brak | sprawdzamy | pracujemy
            | szukamy | nie odpowiedział""",
        ),
        (
            "daj mi | proszę mi dać | daj nam | proszę nam dać",
            """do | ~ chwilę | ~ moment
            | ~ minut | ~ czas""",
        ),
        ("daj mi | daj nam | proszę dać mi", "~ minutek | ~ minuty | ~ sekund"),
        ("proszę | nie rozłączaj", "się nie rozłączać | zostać na linii"),
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
        ("once | when | as soon as", "they | they've | she | he | word | news | there's"),
    ),
    "de": (
        (
            "habe | haben",
            """~ geschrieben | ~ gesprochen | ~ angefordert | ~ gefragt | ~ gebeten | ~ kontaktiert
            | ~ angeschrieben""",
        ),
        ("mehr", "infos | informationen"),
        ("sobald", "wir | ich | es | die | der | das | sie"),
        (
            "wenn | sobald",
            """~ weiß | ~ wissen
            | ~ antwort""",
        ),
    ),
    "fr": (
        ("plus", "d'infos | d'informations | de nouvelles"),
        ("dès", "que | qu | la fin | le retour"),
        ("avons | ai", "demandé | contacté | sollicité | relancé | écrit"),
        ("pour", "l'instant | le moment"),
        (
            "quand | lorsque",
            """j'ai ~ réponse | j'aurai | on aura | nous aurons | j'en sais | on en sait
            | ils répondent | ~ réponse""",
        ),
    ),
    "es": (
        ("he | hemos", "escrito | mandado | pedido | preguntado | contactado | solicitado"),
        ("más | nuevas", "información | noticias | novedades"),
        ("en cuanto | tan pronto", "sepamos | sepa | tengamos | respondan | acabe | como | haya"),
        ("por", "el momento | ahora"),
        (
            "cuando",
            """me contesten | nos contesten | me respondan | nos respondan | tenga | tengamos
            | sepa | sepamos | haya""",
        ),
        (
            "apenas",
            """sepa | sepamos | tenga | tengamos | haya | me contesten | nos contesten
            | respondan""",
        ),
        ("le pedí | les pedí | le pedimos", "a | que"),
    ),
    "pt": (
        ("escrevi | escrevemos", "à | ao | para | a"),
        ("mais", "informações | novidades | notícias"),
        ("assim que | logo que", "~ soubermos | ~ souber | ~ acabar | ~ responderem | ~ tivermos"),
        ("pedimos | perguntámos | perguntei | contactámos", "as | os | a | o | ao | à"),
        ("neste | por", "momento | agora"),
        (
            "quando",
            "me responderem | nos responderem | souber | soubermos | tiver | tivermos | houver",
        ),
        ("pedi | pedimos", "à | ao | para | que"),
    ),
    "it": (
        ("ho | abbiamo", "scritto | mandato | chiesto | contattato | sentito | richiesto"),
        ("maggiori | più | ulteriori", "informazioni | notizie"),
        ("appena", "~ sappiamo | ~ sapremo | ~ so | ~ finisce | ~ abbiamo | ~ avremo | ~ novità"),
        ("al | per il", "momento"),
        ("ora è | adesso è", "all | al | alla | in"),
        (
            "quando",
            "mi rispondono | ci rispondono | so | sappiamo | ho | abbiamo | avrò | avremo",
        ),
        ("appena", "mi rispondono | so | ci rispondono | ho novità"),
    ),
    "nl": (
        (
            "heb | hebben",
            "~ gestuurd | ~ gemaild | ~ gevraagd | ~ opgevraagd | ~ gecontacteerd | ~ benaderd",
        ),
        ("meer", "info | informatie | nieuws"),
        ("zodra", "we | ik | er | de | het | ze"),
        ("op dit | ligt", "moment | nu"),
        ("als | wanneer", "ik meer | we meer | er nieuws | ik antwoord | we antwoord"),
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
        (
            "jak | gdy | kiedy",
            """odpowiedzą | ~ odpowiedzą | będę wiedzieć | coś będzie | się dowiem | odpiszą
            | tylko""",
        ),
    ),
}
"""What often stands beside a promise, and promises nothing alone: "as soon as we know"."""
