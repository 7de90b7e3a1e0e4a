"""How a brand says that it asks or looks, by language. Data only.

The heads and tails are those of `sign_words.py`.
"""

from shared.domain.intents.sign_words import Pair

INQUIRES: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("find | run", "someone who | somebody who | tests | some tests | a test"),
        (
            "we're | we are | i'm | i am | we're still | i'm still",
            """asking | contacting | chasing | investigating | gathering | collecting | clarifying
            | speaking | talking to | liaising | finding out | getting in touch | reaching out
            | in touch with | in contact with | trying to | tracing | digging | escalating
            | looking for | going through | going over | pulling | reviewing | checking
            | following up | on to the | comparing | testing | inspecting | verifying | searching
            | consulting | pressing | pushing | requesting | retracing | discussing""",
        ),
        (
            """we'll | we will | i'll | i will | let me | let us | need to | have to | must
            | going to | like to | want to | trying to | try to""",
            """ask | contact | chase | nudge | remind | investigate | find out | find where
            | clarify | double check | check | speak | talk to | discuss | confirm with | raise
            | escalate | take this | take it up | look | go through | understand | see what
            | see where | work out | figure out | pull | trace | locate | review | examine
            | compare | test | inspect | verify | search | consult | press | push | request""",
        ),
        (
            "be | being",
            "asked | handled | dealt with | looked | reviewed | checked | examined | discussed",
        ),
        (
            """we'll | we will | i'll | i will | let me | let us | need to | have to | going to
            | like to | want to""",
            """dig | see if | see whether | see why | bring this | bring it | run this | run it
            | run that | put this to | put it to | take it to | show this | show these | show it
            | show them | forward | pass this | pass it | pass that | get it looked | get someone
            | get one of | have someone | have one of | have the team | have our | pick this up
            | pick it up | flag | make sure""",
        ),
        (
            "we've | we have | i've | i have | just",
            """raised this | raised it | raised ticket | raised your | logged this | logged it
            | nudged | chased | notified our | reported this | reported it | put in a
            | started looking""",
        ),
        (
            "we've | we have | i've | i have",
            """flagged this | flagged it | flagged that | alerted our | alerted the team
            | notified our | notified the team | escalated this | escalated it | raised a ticket
            | raised a case | opened a ticket | opened a case""",
        ),
    ),
    "de": (
        ("suche | suchen | finde", "~ jemanden"),
        ("in", "kontakt"),
        (
            "wir | ich | und",
            """frage | fragen | erkundige | erkundigen | kontaktiere | kontaktieren | kläre
            | klären | recherchiere | recherchieren | bespreche | besprechen | sammle | sammeln
            | hake | haken | untersuche | untersuchen | ermittle | ermitteln | rede | reden
            | spreche | sprechen | schaue | schauen | vergleiche | vergleichen | gleichen
            | drängen | testen | teste | verfolgen | verfolge | suche | suchen | versuche
            | versuchen | prüfe | prüfen | nehme ~ kontakt | nehmen ~ kontakt | stehen ~ kontakt
            | gehe ~ nach | gehen ~ nach | suchen ~ heraus | suche ~ heraus | schauen ~ rein
            | schaue ~ rein | schauen nach | forsche | forschen | fordern ~ an | rufe ~ an
            | rufen ~ an | bohre | bohren | bitte ~ kollegen | bitten ~ kollegen | stimme ~ ab
            | stimmen ~ ab | mache ~ druck | machen ~ druck | gucke | gucken | analysiere
            | analysieren | überprüfe | überprüfen | checke | checken | bringe ~ erfahrung
            | bringen ~ erfahrung""",
        ),
        (
            """frage | fragen | erkundige | kontaktiere | kontaktieren | kläre | klären | bespreche
            | besprechen | untersuchen | suche | suchen | prüfe | prüfen""",
            "ich | wir",
        ),
        (
            "muss | müssen | werde | werden | möchte | möchten | versuche | versuchen",
            """~ nachfragen | ~ klären | ~ abklären | ~ schlau | ~ erkundigen | ~ herausfinden
            | ~ herauszufinden | ~ kontaktieren | ~ besprechen | ~ verstehen | ~ prüfen""",
        ),
        (
            """überprüfe | überprüfen | checke | checken | gucke | gucken | analysieren | schaue
            | schauen | besprechen | hake | haken""",
            "ich | wir",
        ),
        (
            """muss | müssen | werde | werden | möchte | möchten | versuche | versuchen | kann
            | will | wollen""",
            """~ rückfragen | ~ nachhaken | ~ nachsehen | ~ nachschauen | ~ überprüfen
            | ~ herauszufinden | ~ aufzuklären | ~ klarheit | ~ weiterleiten | ~ weitergeben
            | ~ fragen""",
        ),
        ("den frage | die frage | ihn frage | sie frage | das frage", "ich"),
    ),
    "fr": (
        ("trouver | cherche", "quelqu'un"),
        (
            """contactons | relançons | interrogeons | rassemblons | recueillons | sollicitons
            | consultons | examinons | étudions | enquêtons | demandons | cherchons | essayons
            | comparons | insistons | testons | vérifions | discutons | recherchons""",
            """le | la | les | l | un | une | nos | notre | votre | vos | ça | cela | encore | à
            | toujours | actuellement | son | leur | des | de | d | où | comment | au | aux
            | auprès | avec""",
        ),
        ("les | le | la | l", "relançons | contactons | interrogeons | relance | contacte"),
        (
            "je",
            """~ contacte | ~ relance | ~ consulte | ~ rassemble | ~ sollicite | ~ renseigne
            | ~ demande | ~ cherche | ~ regarde | ~ vois | ~ parle | ~ essaie""",
        ),
        ("j", "en parle | interroge | enquête | essaie | étudie"),
        ("on", "contacte | relance | demande | enquête | essaie | cherche | regarde"),
        (
            """vais | allons | dois | devons | va | aimerais | voudrais | voulons | essaie
            | essayons | laissez moi""",
            """~ contacter | ~ demander | ~ vérifier | ~ enquêter | ~ consulter | ~ étudier
            | ~ examiner | ~ interroger | ~ relancer | ~ renseigner | ~ clarifier | ~ comprendre
            | ~ savoir | ~ trouver""",
        ),
        ("en", "contact avec | lien avec"),
        (
            "je | nous | on | j'",
            """~ soumets | ~ soumettons | ~ montre | ~ montrons | ~ rappelle | ~ appelons
            | ~ rappelons | ~ fouille | ~ fouillons | ~ vérifie | ~ signale | ~ signalons""",
        ),
        (
            """vais | allons | dois | devons | va | aimerais | voudrais | voulons | laissez moi
            | laisse moi | il faut que je""",
            """~ regarder | ~ voir | ~ poser | ~ creuser | ~ chercher | ~ tâcher | ~ rapprocher
            | ~ appeler | ~ rappeler | ~ transmettre | ~ parler | ~ soumettre | ~ demande
            | ~ vérifie | ~ analyser | ~ tirer | ~ renseigne""",
        ),
        ("on | je | nous", "cherche d'où | cherche où | cherche la | cherche à"),
        (
            """vois avec | voyons avec | voit avec""",
            """le | la | les | l' | mon | ma | mes
            | notre | nos | eux | elle | lui | un""",
        ),
    ),
    "es": (
        ("busco a | buscamos a | encontrar a", "alguien"),
        ("haremos | hacemos", "pruebas | unas pruebas"),
        (
            "estamos | estoy | seguimos | sigo",
            """contactando | consultando | preguntando | investigando | averiguando | reuniendo
            | recopilando | recabando | estudiando | reclamando | intentando | buscando | revisando
            | comparando | comprobando | insistiendo | probando | apretando | verificando
            | en contacto con | tratando | viendo | verificando los | mirando | gestionando
            | trabajando | esperando""",
        ),
        (
            """vamos a | voy a | tengo que | tenemos que | debo | déjame | déjeme | permíteme
            | quiero | queremos | necesito | necesitamos | volvemos a | intentamos | intento""",
            """contactar | consultar | consultarlo | preguntar | preguntarlo | investigar
            | averiguar | confirmar | confirmarlo | comprobarlo | comparar | verificar | hablar
            | reclamar | estudiar | insistir | entender | saber | localizar""",
        ),
        (
            """pregunto | preguntamos | consulto | consultamos | averiguo | averiguamos | hablo
            | hablamos | miro | miramos | contactamos | contacto | buscamos""",
            "en | al | a | con | por | qué | y | los | las | el | la | tu | su | una",
        ),
        ("les | lo | le | se lo", "insisto | insistimos | reclamo | reclamamos"),
        (
            """vamos a | voy a | tengo que | tenemos que | déjame | déjeme | permíteme | quiero
            | queremos | hay que | toca""",
            """echarle | echar | mirar | mirarlo | preguntarle | preguntarles | pedir | pedirle
            | ver qué | ver si | ver con | ver cómo | llamar | hablarlo | comentarlo | trasladarlo
            | pasarlo | enseñar | mostrar | revisarlo | buscar | escalarlo | insistirle
            | averiguarlo | descubrir | tratar""",
        ),
    ),
    "pt": (
        ("procurar | encontrar", "quem | alguém"),
        ("vamos | vou", "testar | rever | procurar"),
        ("deixa | deixe", "comigo | connosco | conosco"),
        (
            "estamos a | estou a | continuamos a",
            """contactar | consultar | perguntar | investigar | apurar | averiguar | reunir
            | tentar | estudar | falar | tratar | rever | procurar | comparar | insistir | testar
            | pedir""",
        ),
        (
            "estamos | estou | continuamos | seguimos",
            """contactando | contatando | consultando | perguntando | investigando | apurando
            | averiguando | reunindo | levantando | estudando | falando | entrando em | tentando
            | revendo | tratando | comparando | insistindo | testando | cobrando | em contacto
            | em contato | à procura""",
        ),
        (
            """vamos | vou | preciso | precisamos | tenho de | tenho que | temos de | deixa eu
            | deixe me | quero | queremos | voltamos a""",
            """contactar | contatar | consultar | perguntar | investigar | apurar | averiguar
            | confirmar | falar | insistir | cobrar | esclarecer | checar | estudar | entender
            | perceber | saber""",
        ),
        (
            "pergunto | perguntamos | consulto | consultamos | falo | falamos | vejo | procuramos",
            "ao | à | aos | na | no | com | os | as | o | a | isso | uma",
        ),
        (
            """vamos | vou | preciso | precisamos | tenho de | tenho que | temos de | terei de
            | vou ter de | vou ter que | deixa eu | deixe me | quero | queremos | tentar""",
            """ver | olhar | apurar | localizar | procurar | pedir | descobrir | levar | mostrar
            | passar isso | conversar | ligar ao | ligar para o | ligar pra | conferir | rever
            | tentar | analisar | validar | tentar perceber | perguntar ao | investigar
            | me informar | levantar""",
        ),
        (
            "continuamos a | continuamos | estamos a | estamos",
            """tentar | tentando | aguardar | aguardando | verificar | verificando | a perceber
            | procurar | trabalhar | esperando | cuidando | apurando""",
        ),
    ),
    "it": (
        ("cerco | cerchiamo | trovo", "qualcuno | chi"),
        ("facciamo", "~ test | ~ prove"),
        (
            "stiamo | sto",
            """contattando | chiedendo | indagando | raccogliendo | sollecitando | approfondendo
            | sentendo | cercando | provando | facendo | esaminando | confrontando | insistendo
            | parlando | testando | discutendo""",
        ),
        (
            """devo | dobbiamo | vado a | andiamo a | fammi | mi faccia | lasciami | mi lasci
            | vorrei | vogliamo | voglio""",
            """verificare | verificarlo | chiedere | sentire | contattare | confermare
            | confermarlo | indagare | capire | parlare | approfondire | consultare""",
        ),
        (
            """contattiamo | chiedo | chiediamo | sento | sentiamo | sollecito | sollecitiamo
            | parlo | parliamo | guardo | guardiamo | cerchiamo""",
            """il | la | lo | i | gli | le | l | un | una | al | alla | allo | ai | agli | alle
            | all | con | subito | loro | tua | sua""",
        ),
        ("li | lo | la", "sollecito | sollecitiamo | sento | sentiamo | risentiamo | risento"),
        ("in", "contatto con"),
        (
            """devo | dobbiamo | vado a | andiamo a | fammi | mi faccia | lasciami | mi lasci
            | vorrei | vogliamo | voglio | provo a | proviamo a | stiamo cercando di | cerco di
            | cerchiamo di""",
            """vedere | controllare | informarmi | domandare | informarci | scoprire | sentire
            | chiederlo | chiedere | capire | recuperare | guardare | risalire | trovare""",
        ),
        (
            "stiamo | sto | stanno",
            """verificando | controllando | indagando | vedendo | guardando | lavorando | valutando
            | analizzando | facendo | ricostruendo | aspettando""",
        ),
        (
            """sollecito | sollecitiamo | risollecito | contatto | contattiamo | domando | verifico
            | controllo | sento | chiamo | chiamiamo""",
            "~ il | ~ la | ~ l | di nuovo | ~ i | ~ con | subito | al | ai | alla",
        ),
    ),
    "nl": (
        ("zoek | zoeken | vind", "iemand"),
        ("doen", "~ tests | ~ test"),
        (
            "ik | we | wij | en",
            """vraag | vragen | zoek | zoeken | overleg | overleggen | bespreek | bespreken
            | informeer | informeren | verzamel | verzamelen | onderzoek | onderzoeken | praat
            | praten | vergelijk | vergelijken | dringen | bekijk | bekijken | proberen | probeer
            | neem contact | nemen contact | neem ~ contact | nemen ~ contact | staan ~ contact
            | check | checken | ga ~ na | gaan ~ na | kijk | kijken | bel ~ weer | bel ~ nog
            | bellen ~ weer | zet ~ uit | vraag ~ na | vragen ~ na | leg ~ voor | leggen ~ voor
            | duik | duiken | spreek | spreken | controleer | controleren | achterhaal
            | achterhalen | uitzoeken""",
        ),
        ("vraag | bespreek | onderzoek | vragen | bespreken | onderzoeken", "ik | we | wij"),
        (
            "aan het",
            "uitzoeken | onderzoeken | bekijken | navragen | verzamelen | analyseren | praten",
        ),
        (
            "ga | gaan | moet | moeten | zal | zullen | wil | willen",
            """~ navragen | ~ uitzoeken | ~ onderzoeken | ~ overleggen | ~ bespreken | ~ begrijpen
            | ~ achterhalen | ~ informeren | ~ achteraan | ~ slag | ~ weten""",
        ),
        (
            """ga | gaan | moet | moeten | zal | zullen | wil | willen | laat me | geef ons
            | geef me""",
            """~ kijken | ~ bekijken | ~ nakijken | ~ checken | ~ nagaan | ~ voorleggen
            | ~ overleggen | ~ vragen | ~ controleren | ~ doorzetten | ~ naartoe | ~ bellen
            | ~ zoeken | ~ opzoeken""",
        ),
    ),
    "pl": (
        ("znajdę | znajdziemy", "kogoś"),
        ("przetestujemy | przetestuję", "to | go | ją | u"),
        ("kontaktujemy | kontaktuję | skontaktujemy | skontaktuję | dowiemy | dowiem", "się"),
        (
            """pytamy | pytam | zapytamy | zapytam | dopytujemy | rozmawiamy | porozmawiam
            | porozmawiamy | skonsultuję | konsultujemy | potwierdzę | zajrzę | zajrzymy | ponaglę
            | ponaglimy | ponaglamy | ponowimy | zbieramy | gromadzimy | szukamy | szukam
            | próbujemy | próbuję | porównujemy | naciskamy | dzwonimy""",
            """na | w | z | ze | o | u | do | to | tę | ich | go | ją | kolegów | zespół | sklep
            | kuriera | sprawę | pytanie | dane | informacje | wszystkie | rozwiązania | przyczyny
            | ustalić | zrozumieć | twoją | pana | pani | nocną""",
        ),
        (
            "muszę | musimy | chcę | chcemy | próbujemy | próbuję",
            """~ potwierdzić | ~ sprawdzić | ~ zapytać | ~ ustalić | ~ wyjaśnić | ~ zrozumieć
            | ~ skonsultować | ~ dowiedzieć""",
        ),
        ("w", "kontakcie z"),
        (
            """muszę | musimy | chcę | chcemy | próbujemy | próbuję | pozwól | postaram się
            | postaramy się | proszę dać nam | daj mi | daj nam""",
            """~ dopytać | ~ podpytać | ~ porozmawiać | ~ dowiedzieć | ~ zweryfikować | ~ zajrzeć
            | ~ poszukać | ~ zbadać | ~ omówić | ~ moment | ~ chwilę | ~ zorientować | ~ znaleźć
            | ~ skontaktować""",
        ),
        (
            """pytam | zapytam | zapytamy | dopytam | dopytamy | podpytam | porozmawiam
            | porozmawiamy | sprawdzam | sprawdzę | sprawdzimy | ustalę | ustalimy | skonsultuję""",
            "~ kolegę | ~ kolegów | ~ koleżankę | z | ze | u | w | go | ich | ją | o to | co",
        ),
        (
            "pokażę | pokażemy",
            "je | to | ~ działowi | ~ zespołowi | ~ kolegom | ~ kierowniczce | ~ kierownikowi",
        ),
    ),
}
"""The brand asks or looks: "we're contacting the shop", "I'd like to understand"."""
