"""The phrases of holding replies, by language: they promise an answer and give none. Data only.

The rules for a phrase are those of `lexicon.py`.
"""

HOLDING = {
    "en": """looking into it | looking into this | looking into that | look into it
        | look into this | looking into your ~ | look into your ~ | looking into the ~
        | look into the ~ | checking on this | checking on that | checking this | checking with
        | check with | we'll check | we will check | i'll check | i will check | let me check
        | let us check | get back to you | getting back to you | be in touch | in touch shortly
        | in touch soon | update you | keep you updated | keep you posted | keep you informed
        | let you know | come back to you | coming back to you | following up | follow up with
        | working on it | working on this | working on a | working to resolve | working to fix
        | investigating | investigate this | bear with us | bear with me | hang tight
        | one moment | just a moment | a moment please | passed this on | passed this to
        | passed it to | passed it on | passed your ~ | passing this to | passing this on
        | forwarded this | forwarded your ~ | forwarding this | escalated this
        | escalated your ~ | escalating this | has been passed to | has been forwarded
        | has been escalated | been passed on | asked the team | ask the team | asked our team
        | reply as soon as | respond as soon as | reply shortly | respond shortly
        | answer you soon | as soon as we know more | as soon as i know more
        | as soon as we have | once we know more | once we hear | on the case
        | sort this out for you | reviewing your ~ | reviewing this | leave it with me
        | leave it with us | leave this with me | leave this with us | chase this | chase that
        | chase it | chasing this | chasing it | working to get | are aware of | we're aware of
        | on it | look at this for you | look into that | find out | get to the bottom
        | taking a look | take a look | passing this over | raise this | raised this
        | flagged this | flagging this | digging into | get an update | ask for an update
        | opened a ticket | reach out to you | let me look | let us look | have been informed
        | has been informed | looking for the cause | trying to find out""",
    "de": """kümmern uns | kümmere mich | kümmern uns darum | schauen uns das an
        | schaue mir das an | schauen wir uns an | sehen uns das an | sehe mir das an
        | prüfen das | prüfe das | prüfen wir | wird geprüft | prüfen den ~ | prüfen deinen ~
        | prüfen ihren ~ | klären das | kläre das | klären wir | melden uns | melde mich
        | meldet sich | wir melden uns | geben dir bescheid | gebe dir bescheid
        | geben ihnen bescheid | geben bescheid | gebe bescheid | sagen dir bescheid
        | halten dich auf dem laufenden | halten sie auf dem laufenden | auf dem laufenden
        | weitergeleitet | leite das weiter | leiten das weiter | leiten es weiter
        | weitergegeben | geben das weiter | gebe das weiter | arbeiten daran
        | arbeiten bereits daran | sind dran | bin dran | sind schon dran | einen moment
        | moment bitte | kleinen moment | etwas geduld | um geduld | bitte um geduld
        | antworten dir so schnell | antworten ihnen so schnell | frage nach | fragen nach
        | hake nach | haken nach | sobald wir mehr wissen | sobald ich mehr weiß
        | kommen auf dich zu | kommen auf sie zu | gebe das gleich | sage dir dann bescheid
        | sage dir bescheid | sagen ihnen bescheid | schauen uns das sofort an
        | schauen uns das gleich an | schauen uns ~ an | sehen uns ~ an | schaue mir ~ an
        | frage kurz | frage mal | fragen mal | fragen kurz | derzeit ~ geprüft
        | gehen der sache nach | gehe der sache nach | gehen dem nach | gehe dem nach
        | wird bearbeitet | in bearbeitung | in prüfung | arbeitet ~ daran
        | arbeiten an einer lösung | arbeitet ~ lösung | hören von uns | hörst von uns
        | finden das heraus | finde das heraus | informieren dich | informieren sie
        | schaue nach | schauen nach | hake da nach | kümmern uns ~ darum | kümmere mich ~ darum
        | geben dir rückmeldung | geben ihnen rückmeldung | gebe dir rückmeldung
        | die ursache zu finden | suchen die ursache | suchen nach der ursache | liegt bei der ~
        | liegt beim ~ | erhalten ~ antwort | bekommst ~ antwort | halte rücksprache
        | rücksprache halten | kollegen informiert | technik informiert""",
    "fr": """nous regardons | on regarde | je regarde | nous vérifions | je vérifie | on vérifie
        | nous allons vérifier | je vais vérifier | nous nous en occupons | on s'en occupe
        | je m'en occupe | nous revenons vers vous | je reviens vers vous | on revient vers vous
        | revenons vers toi | reviens vers toi | reviendrons vers vous | reviendrai vers vous
        | reviendra vers vous | tenons au courant | tiens au courant | tiendrons informé
        | tiendrons informée | vous tenir informé | vous tenir informée | transmis à
        | transmis votre ~ | transmettons votre ~ | transmets votre ~ | transmis au ~
        | transmise à | faisons suivre | fais suivre | travaillons dessus | nous y travaillons
        | on y travaille | recherches sont en cours | en cours de traitement
        | en cours d'analyse | un instant | un moment s'il vous plaît | merci de patienter
        | patienter un instant | vous répondrons | vous répondrai | dès que possible
        | dès que nous en savons | dès que j'en sais | transmets ~ demande
        | transmettons ~ demande | je transmets | nous transmettons | vous tiens informé
        | vous tiens informée | tiens informée | tiens informé | tenons informé
        | tenons informée | menons l'enquête | menons une enquête | je me renseigne
        | nous nous renseignons | allons nous renseigner | vais me renseigner | on se renseigne
        | sont dessus | est dessus | on est dessus | nous sommes dessus | faisons le nécessaire
        | fais le nécessaire | en cours d'étude | à l'étude | nous recontactons
        | vous recontactons | vous recontacterons | vous recontacte | regarde ça | regardons ça
        | regardons cela | je vois ça | nous enquêtons | analysons | investiguons
        | cherchons l'origine | cherchons la cause | cherchons à comprendre | je vous redis
        | on vous redit | aurez une réponse | équipe ~ prévenue | équipe ~ informée
        | entre les mains de""",
    "es": """lo estamos revisando | estamos revisando | lo revisamos | lo reviso
        | vamos a revisar | voy a revisar | lo miramos | lo miro | estamos mirando
        | lo estamos mirando | lo comprobamos | lo compruebo | vamos a comprobar
        | voy a comprobar | estamos investigando | lo estamos investigando | nos ocupamos
        | me ocupo | estamos en ello | te avisamos | te aviso | le avisamos | le aviso
        | te avisaremos | le avisaremos | te informamos | le informaremos | te mantendremos
        | le mantendremos | te respondemos | te responderemos | le responderemos
        | le respondemos | te contestamos | le contestaremos | te decimos algo | te diremos algo
        | nos pondremos en contacto | nos ponemos en contacto | hemos pasado | hemos trasladado
        | lo trasladamos | lo paso al | lo pasamos al | lo hemos derivado | hemos derivado
        | trabajando en ello | estamos trabajando | un momento | un segundo | danos un momento
        | deme un momento | en cuanto sepamos | en cuanto tengamos | lo antes posible
        | lo consulte | lo consulto | lo consultamos | consulto con | consultamos con
        | déjame consultar | déjame ver | te digo | te decimos | te cuento | te contamos
        | te escribimos | le escribimos | seguimos investigando | averiguar | averiguamos
        | comprobándolo | revisándolo | mirándolo | te mantendremos al tanto
        | seguimos trabajando | lo elevamos | hemos elevado | abierto una incidencia
        | lo gestionamos | nos pondremos con ello | buscando el origen | buscando la causa
        | te diré algo | le diré algo | recibirá respuesta | recibirás respuesta
        | tendrás respuesta | en manos del | en manos de""",
    "pt": """estamos a verificar | estamos verificando | vamos verificar | vou verificar
        | estamos analisando | estamos a analisar | vamos analisar | vou analisar | já verifico
        | vou ver | vamos ver | estamos vendo | estamos a ver | estamos investigando
        | estamos a investigar | estamos tratando | estamos a tratar | vamos tratar
        | já retornamos | retornaremos | retorno em breve | voltamos a contactar
        | voltaremos a contactar | entraremos em contacto | entraremos em contato
        | entramos em contacto | te avisamos | avisamos você | avisaremos | aviso assim que
        | te aviso | informaremos | manteremos informado | mantê lo informado | damos notícias
        | daremos notícias | responderemos | encaminhei | encaminhamos | encaminhámos
        | reencaminhámos | passei para a equipa | passei para a equipe | passamos para a
        | trabalhando nisso | trabalhar nisso | estamos a trabalhar | um momento | só um momento
        | aguarde um momento | assim que possível | o mais breve possível | assim que soubermos
        | assim que tivermos | averiguar | averiguando | damos lhe notícias | vou checar
        | vamos checar | estamos checando | já te falo | já te digo | te falo | te retorno
        | foi encaminhada | foi encaminhado | foi reencaminhada | trabalhando para
        | a trabalhar para | vou confirmar com | vamos confirmar com | só um instante
        | um instante | um minutinho | vamos apurar | estamos apurando | vou apurar | em análise
        | dar uma olhada | dando uma olhada | a tratar do | a tratar da | tratando do
        | já estamos a | vamos investigar | vou investigar | a equipa está a | o time está
        | quanto antes | assim que tivermos novidades | procurando a origem | procurando a causa
        | à procura da causa | me dá um minuto | dá me um minuto | que eu vejo
        | terá uma resposta | está com o setor | está com a equipe | está com a equipa""",
    "it": """stiamo verificando | verifichiamo | verifico subito | sto verificando
        | stiamo controllando | controlliamo | controllo subito | sto controllando
        | stiamo esaminando | stiamo indagando | ce ne occupiamo | me ne occupo
        | ci stiamo lavorando | stiamo lavorando | le faremo sapere | ti faremo sapere
        | ti faccio sapere | le faccio sapere | vi faremo sapere | ti aggiorniamo
        | ti aggiorneremo | la aggiorneremo | la terremo informata | la terremo aggiornata
        | ti terremo aggiornato | ti terremo aggiornata | la ricontatteremo | ti ricontattiamo
        | ti ricontatteremo | la ricontattiamo | ti rispondiamo | le risponderemo
        | ti risponderemo | abbiamo inoltrato | ho inoltrato | abbiamo girato | ho girato
        | abbiamo passato | ho passato | segnalato al | un attimo | un momento | attenda un
        | appena possibile | appena sappiamo | appena ne sappiamo | non appena avremo
        | segnalato il caso | abbiamo segnalato | ho segnalato | abbiamo già segnalato
        | al lavoro per | siamo al lavoro | in lavorazione | ce ne stiamo occupando
        | me ne sto occupando | prendiamo in carico | presa in carico | preso in carico
        | facciamo una verifica | facendo delle verifiche | faremo le ~ verifiche
        | facciamo delle verifiche | controllo con | verifico con | chiedo ai colleghi
        | chiediamo ai colleghi | approfondiamo | approfondiremo | daremo riscontro | un istante
        | stiamo cercando di capire | stiamo valutando | vi aggiorniamo | cercando la causa
        | cercando il motivo | dammi un minuto | mi dia un minuto | avrai ~ risposta
        | avrà ~ risposta | riceverai ~ risposta | al reparto competente""",
    "nl": """we kijken ernaar | ik kijk ernaar | kijken we naar | we gaan kijken | ik ga kijken
        | we zoeken het uit | ik zoek het uit | zoeken we uit | zoeken dit uit | zoek dit uit
        | gaan het na | ga het na | we gaan na | ik ga na | we controleren | ik controleer
        | we onderzoeken | wordt onderzocht | komen erop terug | kom erop terug
        | komen we op terug | komen bij je terug | kom bij je terug | komen bij u terug
        | kom bij u terug | laten het je weten | laat het je weten | laten het u weten
        | laat het u weten | laten je weten | laten u weten | houden je op de hoogte
        | houden u op de hoogte | op de hoogte | nemen contact op | neem contact op met je
        | doorgestuurd | doorgezet | doorgegeven | sturen het door | stuur het door
        | zijn ermee bezig | ben ermee bezig | zijn er mee bezig | werken eraan | een moment
        | moment geduld | even geduld | reageren zo snel | antwoorden zo snel
        | zodra we meer weten | zodra ik meer weet | aan het uitzoeken | zijn het aan het
        | aan het onderzoeken | aan het nakijken | vraag het even na | vraag het na
        | vragen het na | vragen dit na | kom er ~ op terug | komen er ~ op terug
        | gaan dit ~ nakijken | gaan dit nakijken | ga dit nakijken | gaan het nakijken
        | gaan dit ~ uitzoeken | ga dit uitzoeken | momentje | ogenblikje | check het even
        | check het | checken het | checken dit | werken hard aan | werken aan een oplossing
        | in behandeling | erachteraan | er meteen achteraan | wordt aan gewerkt
        | wordt er aan gewerkt | hoort snel van ons | hoort van ons | bekend bij ons
        | pakken het op | pak het op | duiken erin | kijken dit na | kijk dit na | kijken het na
        | zoeken naar de oorzaak | zoeken de oorzaak | geef me een minuutje | geef me even
        | kijk ik even | kijken er meteen naar | kijken er even naar | kijk er even naar
        | krijgt snel antwoord | krijgt ~ antwoord | ligt bij de juiste""",
    "pl": """sprawdzamy | sprawdzam | sprawdzimy | sprawdzę | już sprawdzam | już sprawdzamy
        | przyjrzymy się | przyjrzę się | badamy sprawę | wyjaśniamy | wyjaśnimy | zajmiemy się
        | zajmujemy się | zajmę się | zajmuję się | damy znać | dam znać | damy ci znać
        | damy pani znać | damy panu znać | odezwiemy się | odezwę się | wrócimy do | wrócę do
        | wrócimy z | wrócę z | wracamy z | poinformujemy | będziemy informować
        | skontaktujemy się | odpowiemy | odpiszemy | przekazaliśmy | przekazałem | przekazałam
        | przekazujemy | przekażemy | pracujemy nad | już nad tym | chwileczkę | chwilę
        | momencik | proszę o cierpliwość | prosimy o cierpliwość | jak najszybciej | gdy tylko
        | jak tylko | wkrótce się odezwiemy | się odezwiemy | w trakcie rozpatrywania
        | w trakcie wyjaśniania | w trakcie realizacji zgłoszenia | wiemy o awarii
        | wiemy o problemie | już działają | dopytam | dopytamy | zapytam | zapytamy | ustalimy
        | ustalę | ustalamy | weryfikujemy | weryfikuję | zweryfikujemy | zweryfikuję
        | analizujemy | pochylimy się | zgłosiłam | zgłosiłem | zgłosiliśmy | trwają prace
        | szukamy przyczyny | trafiło do | trafiła do | otrzyma pani odpowiedź
        | otrzyma pan odpowiedź | otrzymasz odpowiedź | już się tym | się tym zajmujemy
        | się tym zajmiemy | się tym zajmę""",
}

SOLVED = {
    "en": """fixed | resolved | sorted now | now sorted | refunded | refund was | refund is
        | refund has | reinstated | arrives | will arrive | arriving | dispatched | on its way
        | is due | we found | found your | turns out | the reason | it was | was caused
        | back online | back up | working again | cancelled | credited | replaced
        | replacement is | is confirmed | confirmed that | good news | unfortunately
        | the answer | opens at | closes at | call us | dm us | send us | please send
        | please dm | could you | can you | may we | please share | please provide
        | please confirm | please try | try | kind words | kind message | lovely message
        | lovely words | so pleased | glad you | feedback to the team | your feedback | was paid
        | is paid | was found | has been found | sold out | is booked | can't change
        | cannot change | you can | is out of | has been fixed | been fixed | in stock""",
    "de": """behoben | gelöst | erledigt | erstattet | gutgeschrieben | storniert | ersetzt
        | unterwegs | kommt morgen | kommt heute | kommt am | wieder verfügbar
        | funktioniert wieder | wieder online | lag daran | grund dafür | gute nachrichten
        | leider | schick uns | schicken sie uns | schreib uns | schreiben sie uns | sende uns
        | kannst du uns | können sie uns | könntest du | könnten sie | bitte sende
        | bitte schick | versuch | versuche | versuchen sie | lob | nette worte | netten worte
        | lieben worte | schönes feedback | freut uns | freuen uns | vorbeischauen
        | schau gern vorbei | liegt in | abholen | abgeholt werden | nicht mehr ändern
        | läuft aus | werktage | haben ~ offen | auf dem konto | starte | geprüft dein""",
    "fr": """résolu | réglé | corrigé | remboursé | remboursée | annulé | annulée | en route
        | arrivera | arrive demain | expédié | expédiée | remplacé | c'était dû | la raison
        | bonne nouvelle | malheureusement | envoyez nous | pouvez vous | pourriez vous
        | peux tu | merci de nous | merci d'envoyer | essayez | écrivez nous | contactez nous
        | beau retour | gentil message | gentils mots | compliments | ravis que | plaisir à lire
        | effectué | est ouvert | plus disponible | jours ouvrés | est arrivé | il suffit
        | il faut | est correcte | relancer""",
    "es": """resuelto | solucionado | arreglado | reembolsado | reembolsamos | devuelto
        | anulado | cancelado | en camino | llegará | llega mañana | enviado | sustituido
        | se debía | el motivo | buenas noticias | lamentablemente | por desgracia | envíanos
        | envíenos | puedes | podrías | puede enviarnos | escríbenos | escríbanos | intenta
        | prueba | inténtelo | tus palabras | sus palabras | tus bonitas palabras | nos alegra
        | qué alegría | se hizo | abre los | ya no se | llega | puedes cambiar | días laborables""",
    "pt": """resolvido | corrigido | reembolsado | reembolsámos | devolvido | cancelado
        | a caminho | vai chegar | chega amanhã | enviado | substituído | deveu se | o motivo
        | boas notícias | infelizmente | envie nos | envia nos | pode enviar | poderia
        | pode nos | escreva nos | tente | experimente | elogio | que bom ler | ficamos felizes
        | palavras carinhosas | foi feito | abre aos | esgotou | basta | chega | dias úteis
        | você consegue | chama a gente""",
    "it": """risolto | sistemato | corretto | rimborsato | rimborsata | annullato | annullata
        | in arrivo | arriverà | arriva domani | spedito | spedita | sostituito | era dovuto
        | il motivo | buone notizie | purtroppo | inviaci | ci invii | può inviarci
        | puoi inviarci | potresti | potrebbe | scrivici | ci scriva | prova | provi
        | belle parole | bel messaggio | complimenti | ci fa piacere | siamo felici | è stato
        | basta | è aperto | non è più | arriva | giorni lavorativi | puoi""",
    "nl": """opgelost | verholpen | terugbetaald | gecrediteerd | geannuleerd | onderweg
        | komt morgen | komt vandaag | verzonden | vervangen | lag aan | kwam door | de reden
        | goed nieuws | helaas | stuur ons | stuur je | kun je | kunt u | kan je | wil je
        | zou je | probeer | schrijf ons | wat leuk | compliment | leuk om te horen
        | fijn om te horen | mooie woorden | is gisteren | uitverkocht | werkdagen
        | wordt morgen | zondag open | je kunt""",
    "pl": """rozwiązane | rozwiązany | naprawione | naprawiony | zwróciliśmy | zwrócone
        | anulowane | anulowaliśmy | w drodze | dotrze | dotrą | wysłane | wysłaliśmy
        | wymienione | spowodowane | powodem | dobra wiadomość | niestety | prześlij
        | proszę przesłać | prosimy o przesłanie | czy możesz | czy może | napisz do nas
        | spróbuj | proszę spróbować | miłe słowa | miłych słów | pochwałę | cieszymy się
        | dobre słowo | został wysłany | jest czynny | dni robocze | można to | została usunięta
        | wystarczy | wycofany""",
}
"""Phrases of an answer, of a request that the customer must answer first, or of thanks for praise,
which is passed on, too."""
