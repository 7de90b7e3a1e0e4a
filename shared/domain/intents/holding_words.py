"""The phrases of holding replies that are not heads and tails, by language. Data only.

The rules for a phrase are those of `lexicon.py`. `sign_words.py` says where the others are.
"""

SIGNS = {
    "en": """asked our | we're still waiting to hear | has been escalated | escalated your
        | escalated to | get it fixed | get this fixed | working to get it fixed
        | working to get this fixed | looking into it | looking into this | looking into that
        | look into it | look into this | looking into your | look into your | looking into the
        | look into the | checking on this | checking on that | working on it | working on this
        | working to resolve | working to fix | investigate this | passed this on
        | passing this to | passing this on | forwarded this | forwarding this | escalated this
        | escalating this | asked the team | asked our team | as soon as we know more
        | as soon as i know more | on the case | sort this out for you | reviewing your
        | reviewing this | leave it with me | leave it with us | leave this with me
        | leave this with us | chase this | chase that | chase it | chasing this | chasing it
        | look at this for you | look into that | passing this over | raise this | raised this
        | flagged this | flagging this | digging into | opened a ticket | have been informed
        | has been informed | looking for the cause | asking a colleague | ask a colleague
        | ask my colleague | asking my colleague | asking the team | asking our team
        | trying to get an update | asked the ~ update | working to get it | working on your
        | while we investigate | still on it | still looking | still working | still checking
        | waiting to hear back | being investigated | not forgotten | haven't forgotten
        | hasn't been forgotten | don't have an answer | opened an investigation
        | opened a case | logged your | don't have word | chasing the | speak to my manager
        | are aware of | we're aware of | check with | checking with | checking this
        | bear with us | bear with me | one moment | just a moment | a moment please | on it
        | take a look | taking a look | find out | ask for an update | as soon as we have
        | once we know more | once we hear | get to the bottom | following up | working on a
        | working to get | ask the team | few minutes | couple of minutes | as soon as possible
        | asap | checking now | having a look | have a look | hold on | hang on | on this now
        | all over it | got this covered | picking this up | chasing up | chasing them
        | get this sorted | get that sorted | getting this sorted | see what we can do
        | see what i can do | see what can be done | some digging | make enquiries
        | making enquiries | make some enquiries | aware of the problem | aware of this
        | trying to fix it | to fix it | having one of | getting someone to | asking someone
        | put that to our | put this to our | run that past | run this past | one sec
        | two secs | two ticks | give me a mo | one second | just a sec | a tick | bear with
        | making calls | on the phone to""",
    "de": """kümmern sich | kümmert sich | noch dran | ich frage ~ nach | an einer lösung
        | kümmern uns | kümmere mich | kümmern uns darum | schauen uns das an
        | schaue mir das an | schauen wir uns an | sehen uns das an | sehe mir das an
        | prüfen das | prüfe das | prüfen den | prüfen deinen | prüfen ihren | klären das
        | kläre das | leite das weiter | leiten das weiter | arbeiten daran
        | arbeiten bereits daran | hake nach | haken nach | sobald wir mehr wissen
        | sobald ich mehr weiß | gebe das gleich | schauen uns das sofort an
        | schauen uns das gleich an | frage kurz | frage mal | fragen mal | fragen kurz
        | derzeit ~ geprüft | gehen der sache nach | gehe der sache nach | gehen dem nach
        | gehe dem nach | arbeiten an einer lösung | finden das heraus | finde das heraus
        | hake da nach | kümmern uns ~ darum | kümmere mich ~ darum | die ursache zu finden
        | suchen die ursache | suchen nach der ursache | halte rücksprache | rücksprache halten
        | kollegen informiert | technik informiert | habe das weitergegeben
        | haben das weitergegeben | habe das weitergeleitet | haben das weitergeleitet
        | habe es weitergegeben | haben es weitergegeben | frage ~ team | frage ~ kollegen
        | frage ~ kollegin | fragen ~ kollegen | frage ~ nach | sehen wir uns das an
        | nicht vergessen | warten noch auf | warten ~ rückmeldung | warten ~ antwort
        | wird ~ geprüft | sind ~ spur | sobald es neues gibt | suchen weiter | prüfen weiter
        | recherchieren | noch keine neuigkeiten | einen moment | moment bitte | kleinen moment
        | etwas geduld | um geduld | bitte um geduld | sind dran | bin dran | sind schon dran
        | frage nach | fragen nach | schaue nach | schauen nach | arbeitet ~ daran
        | sehen uns ~ an | schauen uns ~ an | schaue mir ~ an | erhalten ~ antwort
        | bekommst ~ antwort | arbeitet ~ lösung | so bald wie möglich | so schnell wie möglich
        | ein paar minuten | schaue ~ nach | schauen ~ nach | kümmern wir uns
        | kümmere ich mich | schaue ich mir | schauen wir uns | gehen wir ~ nach
        | gehe ich ~ nach | gehen dem ~ nach | bringen wir in erfahrung | in erfahrung
        | bin schon dabei | sind schon dabei | ich bin dran | augenblick bitte
        | einen augenblick | kurzen moment | gib mir ~ moment | noch ein wenig geduld
        | ein wenig geduld | etwas gedulden | kurz gedulden | haken ~ nach | hake ~ nach
        | leite das ~ weiter | spiele das ~ weiter | mache mich ~ schlau | schlau machen
        | lasse das prüfen | lassen das prüfen | lasse es prüfen | sehe nach | sehen nach
        | prüfung läuft | prüfung dauert | tüfteln | rätseln | noch in klärung | in klärung
        | wird geklärt | wird noch geklärt | reiche das an | gebe das an | geben das an
        | sekunde | sekündchen | momentchen | eine sekunde | eine minute | augenblick
        | minütchen | ich erkundige mich""",
    "fr": """travaillent dessus | s'en occupent | nous allons vérifier | je vais vérifier
        | nous nous en occupons | je m'en occupe | nous revenons vers vous | travaillons dessus
        | recherches sont en cours | menons l'enquête | menons une enquête
        | nous nous renseignons | on se renseigne | on est dessus | nous sommes dessus
        | regardons ça | regardons cela | nous enquêtons | investiguons | cherchons l'origine
        | cherchons la cause | cherchons à comprendre | équipe ~ prévenue | je demande à
        | nous demandons à | on demande à | je me rapproche | nous nous rapprochons
        | je regarde cela | nous regardons cela | regarde ça tout de suite | oublions pas
        | oublie pas | pas oublié | attends encore | en cours d'examen
        | continuons nos recherches | poursuivons nos | faisons le point
        | toujours pas de retour | pas encore de retour | toujours pas de réponse
        | pas encore de réponse | nous regardons | nous vérifions | je vérifie | on vérifie
        | un instant | un moment s'il vous plaît | merci de patienter | patienter un instant
        | dès que possible | dès que nous en savons | dès que j'en sais | nous y travaillons
        | on y travaille | on s'en occupe | sont dessus | est dessus | regarde ça | je vois ça
        | analysons | faisons le nécessaire | fais le nécessaire | quelques minutes
        | laissez moi | sur le coup | on s'y met | nous nous y mettons | on creuse
        | nous creusons | je creuse | un petit instant | une petite minute | une minute
        | un moment | ne quittez pas | encore un peu de patience | un peu de patience
        | se penchent | penchons | se penche | je me penche | planchent | planchons
        | on planche | je m'en charge | on s'en charge | nous nous en chargeons
        | je prends le relais | prenons le relais | je fais le point | je fais remonter
        | nous faisons remonter | on fait remonter | fais remonter | faisons remonter
        | fait remonter | je me renseigne | m'en occupe tout de suite | à la recherche
        | recherches en cours | nous tirons ça au clair | tirer ça au clair
        | tirer cela au clair | je vous trouve ça | je te trouve ça | on vous trouve ça
        | voir ce que | voir ce qu | poser la question | pose la question | posons la question
        | jeter un œil | je la transmets à | je le transmets à | je la pose à | on regarde ça
        | on regarde cela | on regarde et | on regarde tout de suite | on regarde avec
        | une seconde | deux secondes | une petite seconde | deux minutes | je m'informe
        """,
    "es": """lo estamos revisando | vamos a revisar | voy a revisar | estamos mirando
        | lo estamos mirando | vamos a comprobar | voy a comprobar | lo estamos investigando
        | nos ocupamos | me ocupo | estamos en ello | trabajando en ello | estamos trabajando
        | en cuanto sepamos | comprobándolo | revisándolo | mirándolo | seguimos trabajando
        | abierto una incidencia | buscando el origen | buscando la causa | lo pregunto
        | en cuanto sepa | no nos olvidamos | no nos hemos olvidado | seguimos con ello
        | seguimos mirando | está siendo revisado | está siendo revisada | siendo investigado
        | siendo analizado | en cuanto haya novedades | en cuanto tengamos novedades
        | aún no tenemos respuesta | aún no tenemos noticias | todavía no tenemos respuesta
        | todavía no tenemos noticias | lo revisamos | lo reviso | lo miramos | lo miro
        | lo comprobamos | lo compruebo | un momento | un segundo | danos un momento
        | deme un momento | en cuanto tengamos | lo antes posible | lo consulto | lo consulte
        | lo consultamos | averiguar | averiguamos | lo gestionamos | déjame ver | unos minutos
        | lo vemos | lo estamos viendo | estamos viendo | echo un vistazo | echamos un vistazo
        | echarle un vistazo | echar un vistazo | echar un ojo | me pongo con ello
        | nos ponemos con ello | nos ponemos a ello | ya me pongo | me encargo | nos encargamos
        | déjame que | déjame mirar | un segundito | un momentito | un minuto | un ratito
        | un poco de paciencia | un poquito de paciencia | seguimos en ello | dando con el
        | dar con el fallo | dar con la causa | trabajando para | abrí un | he abierto
        | hemos abierto | lo comento con | lo hablo | lo hablamos | lo preguntamos | pregunto y
        | consulto y | qué se puede hacer | qué podemos hacer | le damos seguimiento
        | dando seguimiento | estamos al tanto | tomando cartas | estamos revisando
        | seguimos revisando | seguimos buscando | un segundín | un minutito | unos minutitos
        | un segundo por favor | voy a indagar | me pongo a ello | me pongo a buscar""",
    "pt": """dar uma olhada nisso | estamos a verificar | estamos verificando
        | estamos analisando | estamos a analisar | vamos analisar | vou analisar
        | estamos vendo | estamos a ver | vamos tratar | trabalhando nisso | trabalhar nisso
        | estamos a trabalhar | assim que soubermos | averiguando | estamos checando
        | vou confirmar com | vamos confirmar com | a tratar do | a tratar da | tratando do
        | assim que tivermos novidades | procurando a origem | procurando a causa
        | à procura da causa | me dá um minuto | dá me um minuto | vamos ver isso
        | vou ver isso | não nos esquecemos | ainda aguardamos | ainda esperamos
        | continuamos a | continuamos analisando | continuamos verificando
        | está a ser analisado | está a ser analisada | está sendo analisado
        | está sendo analisada | em breve damos | assim que houver novidades
        | ainda não temos resposta | ainda não temos novidades | ainda não temos notícias
        | estou a verificar | estou verificando | vou ver | vamos ver | um momento
        | só um momento | aguarde um momento | assim que possível | o mais breve possível
        | assim que tivermos | só um instante | um instante | um minutinho | dar uma olhada
        | dando uma olhada | quanto antes | vamos verificar | vou verificar | já verifico
        | trabalhando para | a trabalhar para | que eu vejo | a equipa está a | o time está
        | já estamos a | averiguar | uns minutos | em cima disso | já estou a ver
        | já estamos a ver | estamos em cima | cuidando disso | cuidar disso | cuida disso
        | tratamos disso | trato disso | vou tratar | tratando disso | deixa eu ver
        | deixe me ver | deixa me ver | deixa comigo | deixe comigo | vou descobrir
        | vamos descobrir | dar uma vista de olhos | só um minuto | só um minutinho | um minuto
        | um segundo | só um segundo | um pouquinho | peço só um pouco | um pouco de paciência
        | mais um pouco | vamos olhar | vou olhar | vamos apurar | vou apurar | vou cobrar
        | vamos cobrar | vou procurar saber | procurar saber | procurar quem
        | a perceber a causa | vou correr atrás | correndo atrás | correr atrás | vou atrás
        | vou me informar | vou informar me | informar me | vou perguntar | vamos perguntar
        | vou checar | vamos checar | abri o chamado | abri um chamado | abrimos um chamado
        | abri um ticket | abrimos um ticket | abrimos um processo | está sendo averiguado
        | a ser averiguada | a ser averiguado | a ser analisada | vou passar para
        | vou passar ao | passo para o | um segundinho | só um segundinho | um instantinho
        | uns minutinhos | me informo | vou me inteirar""",
    "it": """stiamo verificando | sto verificando | stiamo controllando | sto controllando
        | ce ne occupiamo | me ne occupo | ci stiamo lavorando | appena ne sappiamo
        | non appena avremo | segnalato il caso | abbiamo segnalato | ho segnalato
        | abbiamo già segnalato | ce ne stiamo occupando | me ne sto occupando
        | prendiamo in carico | facciamo una verifica | facendo delle verifiche
        | faremo le ~ verifiche | facciamo delle verifiche | chiedo ai colleghi
        | chiediamo ai colleghi | approfondiamo | approfondiremo | stiamo cercando di capire
        | stiamo valutando | cercando la causa | cercando il motivo | dammi un minuto
        | mi dia un minuto | sento un collega | sento una collega | chiedo a | chiediamo a
        | sento i colleghi | non ci siamo dimenticati | non ti abbiamo dimenticato
        | stiamo ancora | in fase di verifica | in fase di analisi | continuiamo le ricerche
        | continuiamo a cercare | non abbiamo ancora risposta | non abbiamo ancora notizie
        | non abbiamo ancora novità | diamo un'occhiata | verifichiamo | controlliamo
        | un attimo | un momento | attenda un | appena possibile | appena sappiamo | un istante
        | siamo al lavoro | al lavoro per | verifico subito | verifico | controllo subito
        | stiamo lavorando | controllo con | verifico con | qualche minuto | ci pensiamo noi
        | ci penso io | me ne occupo io | ce ne occupiamo noi | lo scopro | lo scopriamo
        | scopriamo | mi informo | ci informiamo | glielo domando | glielo chiedo
        | glielo chiediamo | lo chiedo | lo chiediamo | faccio una verifica | qualche controllo
        | qualche verifica | le verifiche del | facendo le verifiche | un attimo solo
        | un momento solo | solo un momento | solo un attimo | un secondo | un minuto
        | resti in linea | resta in linea | ancora un po di pazienza | abbia pazienza
        | stiamo indagando | indagando | ci mettiamo subito | mi metto subito | vediamo subito
        | vedo subito | vediamo cosa | guardiamo subito | do un'occhiata | dando un'occhiata
        | sono al lavoro | è al lavoro | al lavoro | aperto un ticket | aperto una segnalazione
        | aperto una pratica | lavorando per | sulle tracce | recupero il | recuperiamo il
        | recupero la | ne parlo | ne parliamo | domando | un secondino | un minutino
        | un attimino | un istantino | mi sto informando | ci stiamo informando | indaghiamo
        | indago""",
    "nl": """kijken ernaar | kijkt ernaar | ga het ~ uitzoeken | gaan het ~ uitzoeken
        | we kijken ernaar | ik kijk ernaar | kijken we naar | we zoeken het uit
        | ik zoek het uit | zoeken we uit | zoeken dit uit | zoek dit uit | gaan het na
        | ga het na | wordt onderzocht | zijn ermee bezig | ben ermee bezig | zijn er mee bezig
        | werken eraan | zodra ik meer weet | vraag het even na | vraag het na | vragen het na
        | vragen dit na | gaan dit ~ nakijken | gaan dit nakijken | ga dit nakijken
        | gaan het nakijken | gaan dit ~ uitzoeken | werken hard aan | werken aan een oplossing
        | er meteen achteraan | wordt aan gewerkt | wordt er aan gewerkt | pakken het op
        | pak het op | duiken erin | kijken dit na | kijk dit na | kijken het na
        | zoeken naar de oorzaak | zoeken de oorzaak | geef me een minuutje | geef me even
        | kijken er meteen naar | kijken er even naar | kijk er even naar
        | hebben dit doorgegeven | hebben dit doorgestuurd | hebben het doorgegeven
        | heb het doorgegeven | heb dit doorgegeven | heb dit doorgestuurd
        | vraag het een collega | vraag het aan | vragen het aan | vraag het een
        | niet vergeten | wachten nog op | wacht nog op | wordt bekeken | wordt nagekeken
        | zoeken door | zoeken ~ verder | zoeken het nog uit | zodra er nieuws is
        | nog aan het zoeken | nog geen bericht | nog geen antwoord | nog geen nieuws
        | we controleren | ik controleer | nemen contact op | een moment | moment geduld
        | even geduld | momentje | ogenblikje | check het even | check het | checken het
        | checken dit | erachteraan | aan het nakijken | zijn het aan het | bekend bij ons
        | we gaan na | ik ga na | we gaan kijken | ik ga kijken | kijk ik even
        | zo snel mogelijk | paar minuten | kijk ~ na | kijken ~ na | zoek ik uit
        | ga ik achteraan | gaan we achteraan | ga erachteraan | gaan erachteraan | kijk ernaar
        | kijken we ernaar | even uitzoeken | moet ik ~ uitzoeken | moet ik ~ navragen
        | even navragen | even checken | ga ik ~ na | gaan we ~ na | dat vraag ik
        | dat vragen we | een momentje | ogenblik | een ogenblik | een minuutje
        | eventjes geduld | nog even geduld | er mee bezig | bezig met | zijn bezig | ben bezig
        | we zitten erbovenop | zitten erbovenop | erbovenop | in behandeling genomen
        | nemen het op | neem het op | pakken dit op | pak dit op | pakt het ~ op
        | pakt dit ~ op | pakken we op | pak ik op | pak je ~ erbij | pak uw ~ erbij
        | gaan kijken | ga kijken | kijken wat | kijk wat | er achteraan
        | onderzoeken momenteel | onderzoeken dit | onderzoek loopt | kijken we samen
        | ticket aangemaakt | ticket voor je aangemaakt | melding gemaakt | storing gemeld
        | proberen te achterhalen | bel ze straks | bel ze weer | check het bij | hou vol
        | leg dat voor | leg dit voor | een secondje | een tel | momentje geduld
        | een ogenblikje | eventjes | ik zit erachteraan | zit er ~ achteraan | ga ik navragen""",
    "pl": """sprawdza tę sprawę | sprawdza sprawę | sprawdza to | zajmuje się | zajmują się
        | pracuje nad | pracują nad | sprawdzimy | sprawdzę | już sprawdzam | już sprawdzamy
        | przyjrzymy się | przyjrzę się | badamy sprawę | wyjaśnimy | zajmiemy się
        | zajmujemy się | zajmę się | zajmuję się | pracujemy nad | już nad tym
        | wiemy o awarii | wiemy o problemie | dopytam | dopytamy | zapytam | zapytamy | ustalę
        | zweryfikujemy | zweryfikuję | analizujemy | pochylimy się | zgłosiłam | zgłosiłem
        | zgłosiliśmy | trwają prace | już się tym | się tym zajmujemy | się tym zajmiemy
        | się tym zajmę | pytam kolegę | pytam koleżankę | nie zapomnieliśmy
        | czekamy jeszcze na | wciąż czekamy na | nadal czekamy na | jest rozpatrywana
        | jest rozpatrywane | jest rozpatrywany | jest wyjaśniana | wciąż wyjaśniamy
        | nadal wyjaśniamy | wciąż sprawdzamy | nadal sprawdzamy | szukamy dalej
        | nadal nie mamy odpowiedzi | wciąż nie mamy odpowiedzi | jeszcze nie mamy odpowiedzi
        | sprawdzamy | sprawdzam | wracamy z | chwileczkę | chwilę | momencik
        | proszę o cierpliwość | prosimy o cierpliwość | jak najszybciej | gdy tylko
        | jak tylko | już działają | ustalamy | ustalimy | wyjaśniamy | weryfikujemy
        | weryfikuję | kilka minut | już patrzę | patrzymy na to | rzucę okiem | rzucimy okiem
        | zaraz sprawdzę | zaraz się dowiem | dowiem się | dowiemy się | popytam | podpytam
        | podpytamy | podpytać | muszę dopytać | muszę sprawdzić | badamy | analizujemy to
        | trwa analiza | trwa wyjaśnianie | trwa weryfikacja | w toku | proszę o chwilę
        | moment | sekundkę | sekundę | minutkę | jeszcze chwilę | chwila cierpliwości
        | trochę cierpliwości | odrobinę cierpliwości | szukamy przyczyny | szukają przyczyny
        | szuka przyczyny | szukam | poszukamy | zajmą się | zajmie się | bierzemy się za
        | biorę się za | działamy | działamy już | interweniujemy | interweniuję | monitorujemy
        | jesteśmy w trakcie | robimy co w naszej mocy | ponagliłam | ponagliłem | ponagliliśmy
        | ponagliłyśmy | ponaglę | przypomnę | przypomnimy | porozmawiam | porozmawiamy
        | omówię | omówimy | skonsultuję | skonsultujemy | podzwonię | zobaczymy co
        | przekażę to | podam to dalej | sekundka | sekundeczka | minutka | minuteczka
        | momencik proszę | chwileczka | już dzwonię | ustalam""",
}
"""The brand looks, asks or waits, or asks for a moment: "on the case", "not forgotten"."""

TELLING = {
    "en": """get back to you | getting back to you | be in touch | in touch shortly
        | come back to you | coming back to you | follow up with | reply as soon as
        | respond as soon as | answer you soon | reach out to you | we'll let you know
        | i'll let you know | will let you know | more news soon | ring you back
        | call you back | reach out | come back with | be back with | back with an update
        | back with news | you'll hear from us | you will hear from us | let you know
        | in touch soon | reply shortly | respond shortly | update you""",
    "de": """wir melden uns | sagen dir bescheid | antworten dir so schnell
        | antworten ihnen so schnell | sage dir dann bescheid | sage dir bescheid
        | sagen ihnen bescheid | auf dem laufenden halten | hören ~ uns | hörst ~ uns
        | auf dem laufenden""",
    "fr": """je reviens vers vous | on revient vers vous | tenons au courant | tiens au courant
        | tiendrons informé | tiendrons informée | vous tenir informé | vous tenir informée
        | vous tiens informé | vous tiens informée | tiens informée | tiens informé
        | tenons informé | tenons informée | nous recontactons | vous recontactons
        | je vous redis | on vous redit | équipe ~ informée | vous répondons rapidement
        | on te redit | revenir vers vous | revenir vers toi | vous tiendrons au courant
        | te tiendrons au courant | de nos nouvelles | prendra contact avec vous""",
    "es": """te contestamos | te decimos algo | te diremos algo | te mantendremos al tanto
        | te diré algo | le diré algo | te aviso en cuanto | te avisamos en cuanto
        | le avisamos en cuanto | te llamamos | le llamamos | te informamos""",
    "pt": """retornaremos | te avisamos | avisaremos | aviso assim que | te aviso
        | informaremos | responderemos | te retorno | te aviso assim que | ligamos lhe
        | te ligo | já dizemos | já te falo | te falo""",
    "it": """facciamo sapere | la terremo informata | la terremo aggiornata
        | ti terremo aggiornato | ti terremo aggiornata | avrà ~ risposta
        | riceverai ~ risposta | ti scriviamo appena | appena abbiamo novità
        | appena ci sono novità | avrai ~ risposta""",
    "nl": """laten je ~ weten | laten u ~ weten | neem contact op met je | reageren zo snel
        | antwoorden zo snel | zodra we meer weten | kom er ~ terug | komen er ~ terug
        | laten ~ horen | op de hoogte | krijgt ~ antwoord | van ons horen | van me horen
        | iets horen""",
    "pl": """damy znać | dam znać | damy ci znać | damy pani znać | damy panu znać
        | poinformujemy | odpiszemy | wkrótce się odezwiemy | się odezwiemy | wrócimy do pani
        | wrócimy do pana | wrócimy do ciebie | wrócę do ciebie | oddzwonimy | oddzwonię
        | powiemy | powiem | wrócimy do | wrócę do | wrócimy z | wrócę z | odpowiemy""",
}
"""An answer will come: "get back to you"."""
