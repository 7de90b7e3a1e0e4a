"""The phrases of holding replies, by language: they promise an answer and give none. Data only.

The rules for a phrase are those of `lexicon.py`.
"""

HOLDING = {
    "en": """asked our | we're still waiting to hear | has been escalated | escalated your
        | escalated to | get it fixed | get this fixed
        | working to get it fixed | working to get this fixed | looking into it
        | looking into this | looking into that | look into it
        | look into this | looking into your | look into your | looking into the | look into the
        | checking on this | checking on that | we'll check | we will check | i'll check
        | i will check | get back to you | getting back to you
        | be in touch | in touch shortly | keep you updated | keep you posted
        | keep you informed | come back to you | coming back to you | follow up with
        | working on it | working on this | working to resolve | working to fix | investigating
        | investigate this | passed this on | passing this to | passing this on | forwarded this
        | forwarding this | escalated this | escalating this | asked the team | asked our team
        | reply as soon as | respond as soon as | answer you soon | as soon as we know more
        | as soon as i know more | on the case | sort this out for you | reviewing your
        | reviewing this | leave it with me | leave it with us | leave this with me
        | leave this with us | chase this | chase that | chase it | chasing this | chasing it
        | look at this for you | look into that
        | passing this over | raise this | raised this | flagged this | flagging this
        | digging into | opened a ticket | reach out to you | let me look | let us look
        | have been informed | has been informed | looking for the cause | trying to find out
        | asking a colleague | ask a colleague | ask my colleague | asking my colleague
        | asking the team | asking our team | i'm asking | we're asking | we'll let you know
        | i'll let you know | will let you know | we'll update you | i'll update you
        | will update you | we'll find out | i'll find out | let me find out
        | trying to get an update | asked the ~ update | working to get it | working on your
        | we'll ask | i'll ask | let me ask | while we investigate | still on it | still looking
        | still working | still checking | still waiting on | still waiting for
        | waiting to hear back | more soon | more news soon | ring you back | call you back
        | reach out | being looked at | looked into | being reviewed | being investigated
        | looked at | not forgotten | forgotten you | forgotten about you | don't have an answer
        | don't have word | no word yet | come back with | be back with | back with an update
        | back with news | you'll hear from us | you will hear from us | chasing the
        | speak to my manager""",
    "de": """kümmern sich | kümmert sich | noch dran | ich frage ~ nach | an einer lösung
        | kümmern uns | kümmere mich | kümmern uns darum | schauen uns das an
        | schaue mir das an | schauen wir uns an | sehen uns das an | sehe mir das an
        | prüfen das | prüfe das | prüfen wir | prüfen den | prüfen deinen | prüfen ihren
        | klären das | kläre das | klären wir | melden uns | melde mich | meldet sich
        | wir melden uns | geben dir bescheid | gebe dir bescheid | geben ihnen bescheid
        | geben bescheid | gebe bescheid | sagen dir bescheid | halten dich auf dem laufenden
        | halten sie auf dem laufenden | leite das weiter | leiten das weiter | arbeiten daran
        | arbeiten bereits daran | antworten dir so schnell | antworten ihnen so schnell
        | hake nach | haken nach | sobald wir mehr wissen | sobald ich mehr weiß
        | kommen auf dich zu | kommen auf sie zu | gebe das gleich | sage dir dann bescheid
        | sage dir bescheid | sagen ihnen bescheid | schauen uns das sofort an
        | schauen uns das gleich an | frage kurz | frage mal | fragen mal | fragen kurz
        | derzeit ~ geprüft | gehen der sache nach | gehe der sache nach | gehen dem nach
        | gehe dem nach | arbeiten an einer lösung | hören von uns | hörst von uns
        | finden das heraus | finde das heraus | informieren dich | informieren sie
        | hake da nach | kümmern uns ~ darum | kümmere mich ~ darum | geben dir rückmeldung
        | geben ihnen rückmeldung | gebe dir rückmeldung | die ursache zu finden
        | suchen die ursache | suchen nach der ursache | halte rücksprache | rücksprache halten
        | kollegen informiert | technik informiert | habe das weitergegeben
        | haben das weitergegeben | habe das weitergeleitet | haben das weitergeleitet
        | habe es weitergegeben | haben es weitergegeben | frage ~ team | frage ~ kollegen
        | frage ~ kollegin | fragen ~ kollegen | frage ~ nach
        | auf dem laufenden halten | halte dich auf dem laufenden | halte sie auf dem laufenden
        | geben wir dir bescheid | sehen wir uns das an | nicht vergessen | warten noch auf
        | warten ~ rückmeldung | warten ~ antwort | rufen dich zurück | rufen sie zurück
        | rufe dich zurück | rufe sie zurück | wird ~ geprüft | sind ~ spur
        | sobald es neues gibt | suchen weiter | prüfen weiter | recherchieren
        | noch keine rückmeldung | noch keine antwort | noch keine neuigkeiten
        | hören morgen von uns | hörst morgen von uns | hören ~ uns | hörst ~ uns""",
    "fr": """revenons vers vous | travaillent dessus | s'en occupent | vous recontactera
        | nous allons vérifier | je vais vérifier | nous nous en occupons | je m'en occupe
        | nous revenons vers vous | je reviens vers vous | on revient vers vous
        | revenons vers toi | reviens vers toi | reviendrons vers vous | reviendrai vers vous
        | reviendra vers vous | tenons au courant | tiens au courant | tiendrons informé
        | tiendrons informée | vous tenir informé | vous tenir informée | travaillons dessus
        | recherches sont en cours | vous répondrons | vous répondrai | vous tiens informé
        | vous tiens informée | tiens informée | tiens informé | tenons informé
        | tenons informée | menons l'enquête | menons une enquête | je me renseigne
        | nous nous renseignons | allons nous renseigner | vais me renseigner | on se renseigne
        | on est dessus | nous sommes dessus | nous recontactons | vous recontactons
        | vous recontacterons | vous recontacte | regardons ça | regardons cela | nous enquêtons
        | investiguons | cherchons l'origine | cherchons la cause | cherchons à comprendre
        | je vous redis | on vous redit | aurez une réponse | équipe ~ prévenue
        | équipe ~ informée | je demande à | nous demandons à | on demande à | je me rapproche
        | nous nous rapprochons | je regarde cela | nous regardons cela
        | regarde ça tout de suite | oublions pas | oublie pas | oublié | attendons encore
        | attendons toujours | attends encore | en cours d'examen | continuons nos recherches
        | poursuivons nos | cherchons encore | cherchons toujours | vous rappelle | vous rappelons
        | vous rappellerai | faisons le point | vous répondons rapidement | on te redit
        | revenir vers vous | revenir vers toi | toujours pas de retour | pas encore de retour
        | toujours pas de réponse | pas encore de réponse | aurez des nouvelles
        | auras des nouvelles | vous tiendrons au courant | te tiendrons au courant""",
    "es": """está investigando | están investigando | está revisando | están revisando
        | lo estamos revisando | estamos revisando | vamos a revisar | voy a revisar
        | estamos mirando | lo estamos mirando | vamos a comprobar | voy a comprobar
        | estamos investigando | lo estamos investigando | nos ocupamos | me ocupo
        | estamos en ello | te aviso | le aviso | te avisaremos | le avisaremos
        | le informaremos | te mantendremos | le mantendremos | te respondemos
        | te responderemos | le responderemos | le respondemos | te contestamos
        | le contestaremos | te decimos algo | te diremos algo | nos pondremos en contacto
        | nos ponemos en contacto | trabajando en ello | estamos trabajando | en cuanto sepamos
        | consulto con | consultamos con | déjame consultar | seguimos investigando
        | comprobándolo | revisándolo | mirándolo | te mantendremos al tanto
        | seguimos trabajando | abierto una incidencia | nos pondremos con ello
        | buscando el origen | buscando la causa | te diré algo | le diré algo
        | recibirá respuesta | recibirás respuesta | tendrás respuesta | pregunto a
        | preguntamos a | lo pregunto | te aviso en cuanto | te avisamos en cuanto
        | le avisamos en cuanto | en cuanto sepa | no nos olvidamos | no nos hemos olvidado
        | seguimos esperando | seguimos con ello | seguimos mirando | seguimos buscando
        | seguimos revisando | está siendo revisado | está siendo revisada | siendo investigado
        | siendo analizado | te llamamos | le llamamos | te llamaré | le llamaré
        | en cuanto haya novedades | en cuanto tengamos novedades | aún no tenemos respuesta
        | aún no tenemos noticias | todavía no tenemos respuesta | todavía no tenemos noticias
        | tendrás noticias | tendrá noticias""",
    "pt": """está a analisar | estão a analisar | está analisando | estão analisando
        | está a verificar | está verificando | dar uma olhada nisso | estamos a verificar
        | estamos verificando | estamos analisando | estamos a analisar
        | vamos analisar | vou analisar | estamos vendo | estamos a ver | estamos investigando
        | estamos a investigar | estamos tratando | estamos a tratar | vamos tratar
        | já retornamos | retornaremos | retorno em breve | voltamos a contactar
        | voltaremos a contactar | entraremos em contacto | entraremos em contato
        | entramos em contacto | te avisamos | avisamos você | avisaremos | aviso assim que
        | te aviso | informaremos | manteremos informado | mantê lo informado | damos notícias
        | daremos notícias | responderemos | trabalhando nisso | trabalhar nisso
        | estamos a trabalhar | assim que soubermos | averiguando | damos lhe notícias
        | vou checar | vamos checar | estamos checando | te retorno | vou confirmar com
        | vamos confirmar com | vamos apurar | estamos apurando | vou apurar | a tratar do
        | a tratar da | tratando do | vamos investigar | vou investigar
        | assim que tivermos novidades | procurando a origem | procurando a causa
        | à procura da causa | me dá um minuto | dá me um minuto | terá uma resposta
        | vou perguntar | vamos perguntar | pergunto a | vamos ver isso | vou ver isso
        | te aviso assim que | não nos esquecemos | ainda aguardamos | ainda esperamos
        | continuamos a | continuamos analisando | continuamos verificando | está a ser analisado
        | está a ser analisada | está sendo analisado | está sendo analisada | ligamos lhe
        | te ligo | voltamos a falar | damos feedback | em breve damos
        | assim que houver novidades | ainda não temos resposta | ainda não temos novidades
        | ainda não temos notícias | terá notícias | terás notícias | volto a contactar
        | já dizemos | estou a verificar | estou verificando""",
    "it": """facciamo sapere | sta verificando | stanno verificando | se ne sta occupando
        | se ne stanno occupando | stiamo verificando | sto verificando | stiamo controllando
        | sto controllando
        | stiamo esaminando | stiamo indagando | ce ne occupiamo | me ne occupo
        | ci stiamo lavorando | le faremo sapere | ti faremo sapere | ti faccio sapere
        | le faccio sapere | vi faremo sapere | ti aggiorniamo | ti aggiorneremo
        | la aggiorneremo | la terremo informata | la terremo aggiornata | ti terremo aggiornato
        | ti terremo aggiornata | la ricontatteremo | ti ricontattiamo | ti ricontatteremo
        | la ricontattiamo | ti rispondiamo | le risponderemo | ti risponderemo
        | appena ne sappiamo | non appena avremo | segnalato il caso | abbiamo segnalato
        | ho segnalato | abbiamo già segnalato | ce ne stiamo occupando | me ne sto occupando
        | prendiamo in carico | facciamo una verifica | facendo delle verifiche
        | faremo le ~ verifiche | facciamo delle verifiche | chiedo ai colleghi
        | chiediamo ai colleghi | approfondiamo | approfondiremo | daremo riscontro
        | stiamo cercando di capire | stiamo valutando | vi aggiorniamo | cercando la causa
        | cercando il motivo | dammi un minuto | mi dia un minuto | avrà ~ risposta
        | riceverai ~ risposta | sento un collega | sento una collega | chiedo a | chiediamo a
        | sento i colleghi | non ci siamo dimenticati | non ti abbiamo dimenticato
        | aspettiamo ancora | attendiamo ancora | stiamo ancora | in fase di verifica
        | in fase di analisi | continuiamo le ricerche | continuiamo a cercare | la richiamiamo
        | ti richiamiamo | ti richiamo | la richiamo | ti scriviamo appena | appena abbiamo novità
        | appena ci sono novità | non abbiamo ancora risposta | non abbiamo ancora notizie
        | non abbiamo ancora novità | avrai notizie | avrà notizie | avrai novità | ti diciamo
        | diamo un'occhiata""",
    "nl": """laten je ~ weten | laten u ~ weten | kijken ernaar | kijkt ernaar
        | ga het ~ uitzoeken | gaan het ~ uitzoeken | we kijken ernaar | ik kijk ernaar
        | kijken we naar | we zoeken het uit
        | ik zoek het uit | zoeken we uit | zoeken dit uit | zoek dit uit | gaan het na
        | ga het na | we onderzoeken | wordt onderzocht | komen erop terug | kom erop terug
        | komen we op terug | komen bij je terug | kom bij je terug | komen bij u terug
        | kom bij u terug | laten het je weten | laat het je weten | laten het u weten
        | laat het u weten | houden je op de hoogte | houden u op de hoogte
        | neem contact op met je | zijn ermee bezig | ben ermee bezig | zijn er mee bezig
        | werken eraan | reageren zo snel | antwoorden zo snel | zodra we meer weten
        | zodra ik meer weet | aan het uitzoeken | aan het onderzoeken | vraag het even na
        | vraag het na | vragen het na | vragen dit na | kom er ~ terug | komen er ~ terug
        | gaan dit ~ nakijken | gaan dit nakijken | ga dit nakijken | gaan het nakijken
        | gaan dit ~ uitzoeken | ga dit uitzoeken | werken hard aan | werken aan een oplossing
        | er meteen achteraan | wordt aan gewerkt | wordt er aan gewerkt | hoort snel van ons
        | pakken het op | pak het op | duiken erin | kijken dit na | kijk dit na | kijken het na
        | zoeken naar de oorzaak | zoeken de oorzaak | geef me een minuutje | geef me even
        | kijken er meteen naar | kijken er even naar | kijk er even naar | krijgt snel antwoord
        | hebben dit doorgegeven | hebben dit doorgestuurd | hebben het doorgegeven
        | heb het doorgegeven | heb dit doorgegeven | heb dit doorgestuurd
        | vraag het een collega | vraag het aan | vragen het aan | vraag het een
        | houd je op de hoogte | niet vergeten | wachten nog op | wacht nog op | wordt bekeken
        | wordt nagekeken | zoeken door | zoeken ~ verder | zoeken het nog uit
        | laten ~ horen | laten snel iets horen | bellen je terug | bel je terug
        | bellen u terug | bel u terug | zodra er nieuws is | nog aan het zoeken
        | nog geen bericht | nog geen antwoord | nog geen nieuws | hoor je van ons
        | hoort u van ons""",
    "pl": """sprawdza tę sprawę | sprawdza sprawę | sprawdza to | zajmuje się | zajmują się
        | pracuje nad | pracują nad | sprawdzimy | sprawdzę | już sprawdzam | już sprawdzamy
        | przyjrzymy się
        | przyjrzę się | badamy sprawę | wyjaśnimy | zajmiemy się | zajmujemy się | zajmę się
        | zajmuję się | damy znać | dam znać | damy ci znać | damy pani znać | damy panu znać
        | odezwiemy się | odezwę się | poinformujemy | będziemy informować | skontaktujemy się
        | odpiszemy | pracujemy nad | już nad tym | wkrótce się odezwiemy | się odezwiemy
        | wiemy o awarii | wiemy o problemie | dopytam | dopytamy | zapytam | zapytamy | ustalę
        | zweryfikujemy | zweryfikuję | analizujemy | pochylimy się | zgłosiłam | zgłosiłem
        | zgłosiliśmy | trwają prace | szukamy przyczyny | otrzyma pani odpowiedź
        | otrzyma pan odpowiedź | otrzymasz odpowiedź | już się tym | się tym zajmujemy
        | się tym zajmiemy | się tym zajmę | pytam kolegę | pytam koleżankę | zapytam kolegów
        | pytamy kolegów | wrócimy z odpowiedzią | wrócę z odpowiedzią | wrócimy z informacją
        | wrócę z informacją | wrócimy do pani | wrócimy do pana | wrócimy do ciebie
        | wrócę do ciebie | nie zapomnieliśmy | czekamy jeszcze na | wciąż czekamy na
        | nadal czekamy na | jest rozpatrywana | jest rozpatrywane | jest rozpatrywany
        | jest wyjaśniana | wciąż wyjaśniamy | nadal wyjaśniamy | wciąż sprawdzamy
        | nadal sprawdzamy | szukamy dalej | wkrótce odpiszemy | oddzwonimy | oddzwonię
        | nadal nie mamy odpowiedzi | wciąż nie mamy odpowiedzi | jeszcze nie mamy odpowiedzi
        | dostanie pan odpowiedź | dostanie pani odpowiedź | dostaniesz odpowiedź""",
}
"""Phrases that promise, whatever else the reply says."""

PASSED_ON = {
    "en": """passed this to | passed it to | passed it on | passed your | has been passed to
        | has been forwarded | forwarded your
        | been passed on | passed to | passed on to | passing your | forwarded to
        | forwarding your | sent over to | handed to | handed over to | have passed | ve passed
        | have forwarded | ve forwarded | was passed to | was forwarded to | been handed to
        | is with our | is now with | raised with""",
    "de": """weitergeleitet | weitergegeben | leiten es weiter | liegt bei der | liegt beim
        | in bearbeitung | wird bearbeitet | in prüfung | wird geprüft | geben das weiter
        | gebe das weiter | weitergereicht | übergeben | leite ~ weiter | leiten ~ weiter
        | gebe ~ weiter | geben ~ weiter | liegt jetzt bei | bei den kollegen""",
    "fr": """transmis à | transmis votre | transmettons votre | transmets votre | transmis au
        | transmise à | faisons suivre | fais suivre | entre les mains de
        | en cours de traitement | en cours d'étude | à l'étude | en cours d'analyse
        | je transmets | nous transmettons | transmets ~ demande | transmettons ~ demande
        | transmis | transmise | transmets | transmettons | fait suivre | remonté | remontée
        | remontons""",
    "es": """hemos pasado | hemos trasladado | lo hemos derivado | hemos derivado
        | lo paso al equipo | lo paso al departamento | lo paso a un compañero
        | lo pasamos al equipo | lo pasamos al departamento | en manos del | en manos de
        | lo elevamos | hemos elevado
        | lo trasladamos | he pasado | he trasladado | he derivado | he enviado | trasladado
        | derivado | remitido | ha sido trasladada | ha sido trasladado""",
    "pt": """encaminhei | encaminhamos | encaminhámos | reencaminhámos | foi encaminhada
        | foi encaminhado | foi reencaminhada | passei para a equipa | passei para a equipe
        | passamos para a | em análise | está com o setor | está com a equipe
        | está com a equipa | passei | passamos | passámos | encaminhado | encaminhada
        | reencaminhei | reencaminhamos""",
    "it": """abbiamo inoltrato | ho inoltrato | abbiamo girato | ho girato | abbiamo passato
        | ho passato | in lavorazione | presa in carico | preso in carico
        | al reparto competente | segnalato al | inoltrato | inoltrata | girata | trasmesso
        | trasmessa | passata""",
    "nl": """doorgestuurd | doorgezet | doorgegeven | sturen het door | stuur het door
        | in behandeling | ligt bij de juiste | doorgespeeld | stuur ~ door | sturen ~ door
        | geef ~ door | geven ~ door | ligt bij | ligt nu bij""",
    "pl": """przekazaliśmy | przekazałem | przekazałam | przekazujemy | przekażemy
        | w trakcie rozpatrywania | w trakcie wyjaśniania | w trakcie realizacji zgłoszenia
        | trafiło do | trafiła do | przekazano | przekazany | przekazana | przekazane
        | została przekazana | zostało przekazane | trafił do""",
}
"""Phrases that pass something on, or say where it lies: a promise where that is what the customer
asked (MATTERS), or where somebody of the brand has it (INSIDE) and it is nothing that is shipped or
paid (GOODS)."""

BRIEF = {
    "en": """let me check | let us check | are aware of | we're aware of | check with
        | checking with | checking this | bear with us | bear with me
        | hang tight | one moment | just a moment | a moment please | on it | take a look
        | taking a look | find out | get an update | ask for an update | as soon as we have
        | once we know more | once we hear | let you know | in touch soon | reply shortly
        | respond shortly | get to the bottom | update you | following up | working on a
        | working to get | ask the team | few minutes | couple of minutes | as soon as possible
        | asap | checking now | having a look | have a look""",
    "de": """einen moment | moment bitte | kleinen moment | etwas geduld | um geduld
        | bitte um geduld | sind dran | bin dran | sind schon dran | frage nach | fragen nach
        | auf dem laufenden | schaue nach | schauen nach | arbeitet ~ daran | sehen uns ~ an
        | schauen uns ~ an | schaue mir ~ an | erhalten ~ antwort | bekommst ~ antwort
        | arbeitet ~ lösung | so bald wie möglich | so schnell wie möglich | ein paar minuten
        | schaue ~ nach | schauen ~ nach""",
    "fr": """nous regardons | on regarde | je regarde | nous vérifions | je vérifie | on vérifie
        | un instant | un moment s'il vous plaît | merci de patienter | patienter un instant
        | dès que possible | dès que nous en savons | dès que j'en sais | nous y travaillons
        | on y travaille | on s'en occupe | sont dessus | est dessus | regarde ça | je vois ça
        | analysons | faisons le nécessaire | fais le nécessaire | quelques minutes
        | laissez moi""",
    "es": """lo revisamos | lo reviso | lo miramos | lo miro | lo comprobamos | lo compruebo
        | un momento | un segundo | danos un momento | deme un momento | en cuanto tengamos
        | lo antes posible | te digo | te decimos | te cuento | te contamos | te informamos
        | te avisamos | le avisamos | lo consulto | lo consulte | lo consultamos | te escribimos
        | le escribimos | averiguar | averiguamos | lo gestionamos | déjame ver | unos minutos""",
    "pt": """vou ver | vamos ver | um momento | só um momento | aguarde um momento
        | assim que possível | o mais breve possível | assim que tivermos | já te digo
        | já te falo | te falo | só um instante | um instante | um minutinho | dar uma olhada
        | dando uma olhada | quanto antes | vamos verificar | vou verificar | já verifico
        | trabalhando para | a trabalhar para | que eu vejo | a equipa está a | o time está
        | já estamos a | averiguar | uns minutos""",
    "it": """verifichiamo | controlliamo | un attimo | un momento | attenda un
        | appena possibile | appena sappiamo | un istante | siamo al lavoro | al lavoro per
        | verifico subito | controllo subito | stiamo lavorando | avrai ~ risposta
        | controllo con | verifico con | qualche minuto""",
    "nl": """we controleren | ik controleer | op de hoogte | nemen contact op | een moment
        | moment geduld | even geduld | momentje | ogenblikje | check het even | check het
        | checken het | checken dit | erachteraan | aan het nakijken | zijn het aan het
        | hoort van ons | bekend bij ons | krijgt ~ antwoord | we gaan na | ik ga na
        | we gaan kijken | ik ga kijken | laten je weten | laten u weten | kijk ik even
        | zo snel mogelijk | paar minuten | kijk ~ na | kijken ~ na""",
    "pl": """sprawdzamy | sprawdzam | wrócimy do | wrócę do | wrócimy z | wrócę z | wracamy z
        | chwileczkę | chwilę | momencik | proszę o cierpliwość | prosimy o cierpliwość
        | jak najszybciej | gdy tylko | jak tylko | już działają | ustalamy | ustalimy
        | odpowiemy | wyjaśniamy | weryfikujemy | weryfikuję | kilka minut""",
}
"""Phrases that promise only in a reply that says nothing else: "one moment", "I am checking"."""
