"""How customers complain that they wait and that nobody helps, in each language.

Such complaints name no fault ("nobody tells me why", "third time I ask"), so they are built from
parts instead of being listed: a subject such as "nobody" up to three words before a verb such as
"tells". Data only, in the form that `lexicon` explains.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """The parts of one language."""

    nobody: str
    """Who does not help: "nobody"."""
    helps: str
    """What a helper does: "tells", "answers"."""
    again: str
    """How often it was: "third time"."""
    asks: str
    """What the customer did again: "ask", "write"."""
    said: str
    """Complete: a broken promise, waiting, silence, a demand, a question how much longer."""
    verdict: str
    """A judgement or damage, unless negated: "unacceptable", "crushed"."""
    calm: str
    """No complaint, although it begins like one: "third time I buy here"."""

    def gripes(self) -> list[str]:
        """The phrases that complain even after a negation, in several lists."""
        return [*_pairs(self.nobody, self.helps), *_pairs(self.again, self.asks), self.said]


def _pairs(heads: str, tails: str) -> Iterator[str]:
    for head in heads.split("|"):
        yield " | ".join(f"{head.strip()} ~ {tail.strip()}" for tail in tails.split("|"))


BY_LANGUAGE: dict[str, Complaints] = {
    "en": Complaints(
        nobody="nobody | no one | noone | not one | no human | none of you",
        helps="""tells | tell | told | says | say | said | answers | answer | answered | replies
            | replied | responds | responded | helps | helped | knows | knew | explains
            | explained | reacts | listens | reads | calls | called | cares | bothers | gets
            | got | comes | came""",
        again="""second time | third time | 3rd time | fourth time | fifth time | sixth time
            | times now""",
        asks="""ask | asked | asking | write | wrote | writing | call | called | calling
            | contact | contacted | complain | complained | report | reported | message
            | messaged""",
        said="""how you ignore | you ignore | ignoring me | ignore me | ignored me | being ignored
            | hours on hold | hour on hold | minutes on hold | mins on hold | on hold for
            | another outage | another delay | yet another problem | down again | nothing happens
            | nothing happened | nothing is happening | nothing changes | nothing has happened
            | heard nothing | hear nothing | not heard | haven't heard | never heard | heard back
            | you promised | you had promised | they promised | promised me | promised us
            | you said you would | you said you'd | how many times | how much longer | how many more
            | how often do i have | asked twice | asked several | asked ~ times | written ~ times
            | wrote ~ times | called ~ times | emailed ~ times | waiting since | waiting for ~ days
            | waiting for ~ weeks | waiting for ~ months | waiting for ~ hours | waited ~ hours
            | no reaction | no feedback | no explanation | passed around | sent around
            | from one department | from pillar to post | back and forth | my money back
            | give me my money | want my money | give me back | pay me back | does not respond
            | doesn't respond | don't respond | does not reply | doesn't reply | does not answer
            | doesn't answer | don't answer | never answers | never answer | not anymore
            | not any more | until today | used to love | used to like | used to be
            | was a happy customer | was a loyal customer | delivered but nothing
            | half of it missing | double charged | waited all day | waiting all day
            | waited in all day | never showed | never came | never turned up | was missing
            | were missing | parts missing | account ~ blocked | account ~ suspended
            | account ~ banned | blocked my account | suspended my account | suspended our account
            | banned my account | closed my account | locked my account | for no reason
            | without warning | without any warning | took money | took my money | taken twice
            | money was taken | money ~ taken | billed after | charged after | billed twice
            | billed me | double charge | where is my money | where's my money | box was empty
            | parcel was empty | package was empty | arrived empty | fraud | fraudulent | fraudsters
            | thieves | you stole | robbed me | robbery | don't buy from | do not buy from
            | don't order from | will report you | reporting you | report you to | sue you
            | suing you | legal action | my lawyer | small claims | speak to a manager
            | talk to a manager | speak to your manager | it's been days | it's been weeks
            | it has been days | it has been weeks""",
        verdict="""unacceptable | inacceptable | ridiculous | outrageous | disgraceful
            | laughable | shameful | absurd | appalling | shocking | intolerable | scandalous
            | a disgrace | a scandal | insulting | crushed | squashed | soaked | dented
            | rude | fuming | livid | furious | cracked | fell apart | came apart
            | leaking""",
        calm="""third time ~ buy | third time ~ order | third time ~ visit | third time ~ shop
            | nobody ~ better | no one ~ better | only the best | only good | only positive
            | only praise""",
    ),
    "de": Complaints(
        nobody="niemand | keiner | kein mensch | keine person | keine sau | nicht einer",
        helps="""sagt | sagen | gesagt | antwortet | antworten | hilft | helfen | weiß | wissen
            | erklärt | erklären | reagiert | reagieren | meldet | melden | gemeldet | ruft
            | kümmert | interessiert | interessierts | hört | liest | kommt | schreibt
            | zuständig""",
        again="""zweites mal | drittes mal | zweiten mal | dritten mal | vierten mal
            | fünften mal | mehrfach | mehrmals | zweimal | dreimal | viermal | vier mal
            | drei mal | zwei mal""",
        asks="""frage | gefragt | nachgefragt | schreibe | geschrieben | angeschrieben | rufe
            | angerufen | melde | gemeldet | kontaktiert | beschwere | angemahnt | nachfrage""",
        said="""schon wieder eine störung | schon wieder eine panne | schon wieder ein ausfall
            | stunden in der warteschleife | stunde in der warteschleife
            | minuten in der warteschleife | ihr mich ignoriert | ignoriert mich | ignoriert ihr
            | werde ignoriert | frage ~ dritten | frage ~ zweiten | frage ~ vierten
            | schreibe ~ dritten | schreibe ~ zweiten | rufe ~ dritten | melde ~ dritten
            | passiert nichts | es passiert nichts | tut sich nichts | nichts passiert
            | nichts gehört | höre nichts | nichts von euch | nichts von ihnen
            | hattet ~ versprochen | habt ~ versprochen | haben ~ versprochen | wurde ~ versprochen
            | wurde ~ zugesagt | wie oft muss | wie oft soll | wie lange muss | wie lange noch
            | wie lange soll | wie viele male | warte nun | warte jetzt | keine erklärung
            | keine auskunft | geld zurück | mein geld | hin und her | von einem zum anderen
            | von einer abteilung | weitergereicht | antwortet nicht | antwortet einfach
            | reagiert nicht | meldet sich nicht | ruft nicht zurück | meldet euch nicht
            | jetzt nicht mehr | früher ~ besser | mal abgebucht | zweimal ~ abgebucht
            | doppelt ~ abgebucht | zweimal berechnet | doppelt berechnet | tagen kein | tagen keine
            | wochen kein | wochen keine | ganzen tag gewartet | kam nie | kam niemand | fehlte
            | fehlten | antwortet ihr nicht | antwortet ihr nie | ihr antwortet nie | antwortet nie
            | meldet euch nie | meldet ihr euch nicht | meldet ihr euch nie | meldet sich nie
            | stinksauer | katastrophal | katastrophaler | katastrophale | katastrophales
            | wo bleibt mein geld | wo ist mein geld | mein anwalt | meinem anwalt
            | rechtliche schritte | verbraucherzentrale | karton war leer | paket war leer""",
        verdict="""inakzeptabel | unakzeptabel | nicht akzeptabel | lächerlich | unmöglich
            | unerhört | skandalös | skandal | untragbar | eine zumutung | zumutung | absurd
            | beschämend | unfassbar | peinlich | zerdrückt | zerquetscht | zerrissen | kaputte
            | kaputter | kaputtes | kaputten | verbeult | eingedrückt | durchnässt | abgerissen
            | unverschämt | abgelöst""",
        calm="""niemand ~ besser | keiner ~ besser | dritten mal hier | zum dritten mal hier
            | zum zweiten mal hier | zum dritten mal da | nur das beste | nur gute | nur positive
            | nur lob | nur zu empfehlen | nur empfehlen | nur weiter so | doch sehr | doch echt
            | doch wirklich""",
    ),
    "fr": Complaints(
        nobody="personne | aucune personne | pas une personne | aucun conseiller",
        helps="""dit | dire | répond | répondu | répondre | aide | sait | explique | expliquer
            | réagit | rappelle | rappelé | écoute | lit | occupe | vient | écrit | contacte
            | donne""",
        again="""deuxième fois | troisième fois | quatrième fois | cinquième fois | 3e fois
            | 2e fois | plusieurs fois | deux fois | trois fois | quatre fois""",
        asks="""demande | demandé | écris | écrit | appelle | appelé | contacte | contacté
            | relance | relancé | signale | signalé | réclame""",
        said="""encore une panne | encore un retard | encore une erreur | encore un bug
            | encore en panne | encore en retard | encore une coupure | m'ignorez | vous m'ignorez
            | heures d'attente | heures au téléphone | minutes d'attente | rien ne se passe
            | il ne se passe rien | rien ne bouge | rien ne change | aviez promis | avez promis
            | avait promis | m'a promis | m'aviez dit | combien de fois | combien de temps encore
            | jusqu'à quand | demandé ~ fois | écrit ~ fois | appelé ~ fois | relancé ~ fois
            | sans réponse | sans nouvelles | sans retour | aucun retour | aucune nouvelle
            | aucune explication | aucune réaction | veux mon argent | rendez moi | remboursez moi
            | remboursez | mon argent | d'un service à | ne répond pas | ne répondez pas
            | ne répondent pas | ne rappelle pas | attente depuis | plus maintenant
            | c'était mieux avant | était mieux avant | dans quel état | jours sans internet
            | jours sans réponse | jours sans nouvelles | attendu toute la journée | jamais venu
            | jamais venue | manquait | manquaient | n'est jamais venu | compte ~ bloqué
            | compte ~ suspendu | compte ~ fermé | bloqué mon compte | suspendu mon compte
            | sans raison | sans motif | sans prévenir | où est mon argent | débité deux fois
            | prélevé deux fois | colis ~ vide | mon avocat""",
        verdict="""inacceptable | inadmissible | ridicule | scandaleux | scandale | honteux
            | lamentable | intolérable | absurde | une honte | aberrant | insupportable | écrasé
            | écrasée | décollé | décollée | déchiré | déchirée | cabossé | cabossée | désagréable
            | cassé | cassée | trempé""",
        calm="""personne ne ~ mieux | troisième fois ~ achète | troisième fois ~ commande
            | troisième fois ~ viens""",
    ),
    "es": Complaints(
        nobody="nadie | ninguna persona | ni una persona | ninguno",
        helps="""dice | dicen | decir | dijo | responde | respondió | contesta | contestó
            | ayuda | sabe | explica | explicar | reacciona | llama | llamó | escucha | lee
            | atiende | viene | escribe | importa | informa""",
        again="""segunda vez | tercera vez | cuarta vez | quinta vez | varias veces | dos veces
            | tres veces | cuatro veces""",
        asks="""pregunto | preguntado | pregunté | escribo | escrito | escribí | llamo | llamado
            | llamé | contacto | contactado | reclamo | reclamado | pido | pedido""",
        said="""otra avería | otra caída | otro retraso | otra vez caído | otra vez sin
            | me ignoráis | me ignoran | me ignoras | horas en espera | horas al teléfono
            | minutos en espera | no pasa nada | nadie hace | nada cambia | prometieron
            | prometisteis | me prometió | me habían dicho | cuántas veces | cuánto más
            | hasta cuándo | preguntado ~ veces | escrito ~ veces | llamado ~ veces | llamé ~ veces
            | sin respuesta | sin noticias | sin solución | sin explicación | ninguna explicación
            | ninguna respuesta | quiero mi dinero | mi dinero | devuélvanme | devolvedme
            | de un departamento | de un lado a otro | no responden | no contestan | no contestáis
            | no respondéis | no responde | no contesta | no me llaman | llevo ~ días
            | llevo ~ semanas | llevo ~ meses | llevo ~ horas | antes era mejor | era mejor antes
            | ahora ya no | cliente fiel ya no | días sin internet | días sin respuesta
            | semanas sin respuesta | esperando todo el día | esperé todo el día | nunca vino
            | no vino nadie | faltaba | faltaban | cuenta ~ bloqueada | cuenta ~ suspendida
            | bloquearon mi cuenta | bloqueado mi cuenta | bloqueado la cuenta
            | suspendieron mi cuenta | sin motivo | sin razón | dónde está mi dinero
            | cobraron dos veces | caja ~ vacía | mi abogado""",
        verdict="""inaceptable | inadmisible | ridículo | ridícula | escandaloso | escándalo
            | vergonzoso | una vergüenza | vergüenza | lamentable | intolerable | indignante
            | absurdo | aplastado | aplastada | despegado | despegada | se despegó | roto | rota
            | abollado | maleducado | maleducada | empapado""",
        calm="""nadie ~ mejor | tercera vez ~ compro | tercera vez ~ pido | tercera vez ~ vengo""",
    ),
    "pt": Complaints(
        nobody="ninguém | nenhuma pessoa | nem uma pessoa",
        helps="""diz | dizem | dizer | disse | responde | respondeu | ajuda | sabe | explica
           | explicar | reage | liga | ligou | escuta | lê | atende | vem | escreve
           | importa | informa""",
        again="""segunda vez | terceira vez | quarta vez | quinta vez | várias vezes
            | duas vezes | três vezes | quatro vezes""",
        asks="""pergunto | perguntei | escrevo | escrevi | ligo | liguei | contacto | contactei
            | reclamo | reclamei | peço | pedi""",
        said="""outra avaria | outra falha | mais uma falha | mais um atraso | mais uma avaria
            | me ignoram | ignoram me | me ignora | horas em espera | horas na linha
            | minutos em espera | horas ao telefone | não acontece nada | nada acontece | nada muda
            | prometeram | ninguém faz nada | me prometeu | tinham prometido | quantas vezes
            | até quando | quanto tempo mais | perguntei ~ vezes | escrevi ~ vezes | liguei ~ vezes
            | pedi ~ vezes | sem resposta | sem notícias | sem solução | nenhuma explicação
            | nenhuma resposta | meu dinheiro | devolvam me | devolvam o | de um departamento
            | de um lado para | não respondem | não responde | não atendem | não me ligam
            | continuo à espera | estou à espera há | à espera há | semanas à espera | dias à espera
            | meses à espera | horas à espera | continuo esperando | esperando há | antes era melhor
            | era melhor antes | agora já não | dias sem internet | dias sem resposta
            | há ~ esperando | semanas esperando | semanas à espera | cobraram ~ duas
            | esperei o dia todo | esperando o dia todo | nunca veio | faltava | faltavam
            | conta ~ bloqueada | conta ~ suspensa | bloquearam minha conta
            | bloquearam a minha conta | sem motivo | sem aviso | cadê meu dinheiro
            | onde está meu dinheiro | onde está o meu dinheiro | cobrado duas vezes | caixa ~ vazia
            | meu advogado""",
        verdict="""inaceitável | inadmissível | ridículo | ridícula | escandaloso | escândalo
            | vergonhoso | uma vergonha | vergonha | lamentável | intolerável | absurdo
            | amassado | amassada | descolou | descolada | rasgou | mal educada
            | mal educado | encharcado""",
        calm="""ninguém ~ melhor | terceira vez ~ compro | terceira vez ~ venho""",
    ),
    "it": Complaints(
        nobody="nessuno | nessuna persona | neanche uno | nemmeno uno",
        helps="""dice | dicono | dirmi | detto | risponde | risposto | aiuta | sa | spiega
            | spiegato | reagisce | chiama | richiama | ascolta | legge | viene | scrive
            | interessa | informa""",
        again="""seconda volta | terza volta | quarta volta | quinta volta | più volte
            | due volte | tre volte | quattro volte""",
        asks="""chiedo | chiesto | scrivo | scritto | chiamo | chiamato | contatto | contattato
            | sollecito | sollecitato | segnalo | segnalato""",
        said="""un altro guasto | ancora un guasto | un altro ritardo | ennesimo guasto
            | ennesimo ritardo | mi ignorate | mi ignora | ore in attesa | ore al telefono
            | minuti in attesa | non succede niente | non succede nulla | non cambia niente
            | non cambia nulla | avevate promesso | avete promesso | mi era stato promesso
            | quante volte | fino a quando | quanto ancora | chiesto ~ volte | scritto ~ volte
            | chiamato ~ volte | senza risposta | senza notizie | nessuna spiegazione
            | nessuna risposta | nessun riscontro | rivoglio | i miei soldi | ridatemi
            | restituitemi | rimborsatemi | da un ufficio all'altro | da un reparto | non risponde
            | non rispondete | non rispondono | non richiama | aspetto da | sto aspettando da
            | prima era meglio | era meglio prima | ora non più | adesso non più
            | giorni senza internet | settimane senza risposta | aspettato tutto il giorno
            | mai venuto | mai venuta | mancava | mancavano | account ~ bloccato | account ~ sospeso
            | conto ~ bloccato | bloccato il mio account | bloccato il mio conto | senza motivo
            | senza preavviso | dove sono i miei soldi | addebitato due volte | pacco ~ vuoto
            | il mio avvocato""",
        verdict="""inaccettabile | inammissibile | ridicolo | ridicola | scandaloso | scandalo
            | vergognoso | una vergogna | vergogna | intollerabile | assurdo | indecente
            | schiacciato | schiacciata | staccata | staccato | ammaccato | ammaccata | rotto
            | rotta | maleducata | maleducato | fradicio""",
        calm="""nessuno ~ meglio | terza volta ~ compro | terza volta ~ vengo""",
    ),
    "nl": Complaints(
        nobody="niemand | geen mens | geen enkele medewerker | niet een",
        helps="""zegt | zeggen | gezegd | antwoordt | antwoord | reageert | helpt | weet | wist
            | legt | belt | luistert | leest | komt | schrijft | boeit | informeert""",
        again="""tweede keer | derde keer | vierde keer | vijfde keer | meerdere keren
            | twee keer | drie keer | vier keer""",
        asks="""vraag | gevraagd | schrijf | geschreven | bel | gebeld | contact | gemaild
            | mail | klaag | gemeld | meld""",
        said="""weer een storing | alweer een storing | weer vertraging | alweer vertraging
            | mij negeren | me negeren | genegeerd | uur in de wacht | uren in de wacht
            | minuten in de wacht | gebeurt niets | er gebeurt niets | niemand doet iets
            | niemand doet wat | er verandert niets | niets gehoord | hoor niets | jullie beloofden
            | hadden beloofd | hebben beloofd | was beloofd | is beloofd | hoe vaak moet
            | hoe lang moet | hoe lang nog | hoeveel keer | gevraagd ~ keer | wacht al | wacht nu al
            | wacht sinds | geen reactie | geen uitleg | geen antwoord | mijn geld | geef ~ terug
            | van de ene naar | van het kastje naar | reageert niet | reageren niet | antwoordt niet
            | antwoorden niet | belt niet terug | nu niet meer | vroeger ~ beter | was beter vroeger
            | dagen geen | weken geen | dagen zonder | hele dag gewacht | kwam nooit
            | kwam niet opdagen | ontbrak | ontbraken | niets ontvangen | account ~ geblokkeerd
            | zonder reden | zonder waarschuwing | waar is mijn geld | waar blijft mijn geld
            | dubbel afgeschreven | doos ~ leeg | mijn advocaat""",
        verdict="""onacceptabel | onaanvaardbaar | belachelijk | schandalig | schandaal
            | schande | absurd | ongehoord | beschamend | bespottelijk | waardeloos | geplet
            | ingedeukt | gescheurd | onbeschoft | onbeschofte | laat los | losgelaten | doorweekt
            | verfrommeld""",
        calm="""niemand ~ beter | derde keer ~ koop | derde keer ~ kom | zo maar | ga maar
            | doe maar | maar door | alleen maar""",
    ),
    "pl": Complaints(
        nobody="nikt | nikogo | żadna osoba | ani jedna",
        helps="""mówi | powiedział | powiedzieć | odpowiada | odpowiedział | pomaga | wie
            | wyjaśnia | wyjaśnił | reaguje | oddzwania | oddzwonił | dzwoni | słucha | czyta
            | przychodzi | pisze | interesuje | informuje | odpisuje | odpisał""",
        again="""drugi raz | trzeci raz | czwarty raz | piąty raz | kilka razy | dwa razy
            | trzy razy | cztery razy | raz kolejny | kolejny raz""",
        asks="""pytam | pytałem | pytałam | piszę | pisałem | pisałam | dzwonię | dzwoniłem
            | dzwoniłam | zgłaszam | zgłaszałem | zgłaszałam | proszę""",
        said="""znowu awaria | kolejna awaria | znów awaria | znowu opóźnienie | kolejne opóźnienie
            | ignorujecie | godziny na linii | godzin na linii | godziny na infolinii
            | godzinę na infolinii | minut na infolinii | pytam ~ trzeci | pytam ~ drugi
            | pytam ~ kolejny | piszę ~ trzeci | piszę ~ kolejny | dzwonię ~ trzeci
            | dzwonię ~ kolejny | nic się nie dzieje | nic się nie zmienia | obiecaliście | obiecano
            | obiecywaliście | miało być | ile razy | ile jeszcze | jak długo jeszcze
            | jak długo mam | pisałem ~ razy | pisałam ~ razy | dzwoniłem ~ razy | dzwoniłam ~ razy
            | pytałem ~ razy | pytałam ~ razy | żadnej odpowiedzi | bez odpowiedzi
            | żadnych wyjaśnień | żadnej reakcji | moje pieniądze | oddajcie | zwrotu pieniędzy
            | od działu do | nie odpowiada | nie odpowiadacie | nie odpisujecie | nie oddzwania
            | czekam od | czekamy od | nadal czekam | wciąż czekam | teraz już nie | kiedyś ~ lepiej
            | kiedyś ~ lepsze | wcześniej było lepiej | pobraliście ~ razy | dwa razy ~ opłatę
            | dni bez internetu | dni bez odpowiedzi | czekałam cały dzień | czekałem cały dzień
            | nie przyjechał | nie przyjechała | brakowało | konto ~ zablokowane
            | konto ~ zawieszone | zablokowaliście | bez powodu | bez ostrzeżenia
            | gdzie są moje pieniądze | płatność dwa razy | pobrano dwa razy | pobraliście dwa razy
            | paczka ~ pusta | mój prawnik""",
        verdict="""niedopuszczalne | nie do przyjęcia | śmieszne | skandal | skandaliczne
            | absurd | żenada | żenujące | wstyd | kpina | oburzające | zgnieciona | zgnieciony
            | zgniecione | odkleiła | odkleił | wgnieciona | podarta | niegrzeczna | niegrzeczny
            | przemoczona | zniszczona""",
        calm="""nikt nie ~ lepiej | trzeci raz ~ kupuję | trzeci raz ~ zamawiam | tylko tak dalej
            | tylko polecać | tylko polecam | tylko pozytywne | tylko najlepsze | poza tym""",
    ),
}
