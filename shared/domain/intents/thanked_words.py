"""What a courtesy can thank for, by language. Data only; `courtesy_rules.py` has the grammar.

The rules for a phrase are those of `lexicon.py`. A word that asks, denies, contrasts or demands
must not be in any of these lists, nor what the customer still waits for: "refund".
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The lists of one language."""

    links: str
    """Lead from thanks to what they are for: "for your"."""
    adjectives: str
    """Can stand before or after what the thanks are for: "quick", "so quickly"."""
    objects: str
    """What the thanks are for, once and only after a link: "reply". Elsewhere it is a demand:
    "ok and the reply"."""


BY_LANGUAGE: Final = {
    "en": Reasons(
        links="""for | for the | for your | for all your | for all the""",
        adjectives="""quick | fast | prompt | speedy | swift | kind | great | good | lovely
            | excellent | wonderful | amazing | brilliant | fantastic | very | really
            | so quickly | so fast | so promptly | quickly | continued | today | just now
            | this morning | so kindly | so well | swiftly""",
        objects="""help | helping | helping me | helping out | helping us | assistance
            | support | reply | replying | response | responding | answer | answering | info
            | information | update | explanation | explaining | letting me know
            | getting back to me | getting back | the heads up | heads up | time
            | understanding | patience | kindness | effort | efforts | sorting that
            | sorting it | sorting this | sorting it out | sorting that out | sorting this out
            | sorting me out | solving it | fixing it | fixing that | fixing this | message
            | advice | tip | tips | clarification | clarifying | confirming | confirmation
            | everything | service | customer service | help and support | time and help
            | help and patience | being so quick | being so helpful | being so kind
            | being so nice | all your help | all of your help | all the help
            | coming back to me | your time | looking into it | looking into this
            | explaining that | explaining this | explaining it | chasing it up
            | chasing this up | your patience | your reply | your help | your support
            | quick response | sorting everything out | sorting everything | clearing that up
            | clearing it up | clearing this up | letting us know | getting in touch
            | reaching out | checking | checking that | checking for me | looking
            | looking at it | looking at this | looking into that | taking the time
            | taking a look | telling me | honesty | prompt reply | explaining everything
            | walking me through it | going the extra mile | being honest | listening
            | the follow up | follow up | feedback""",
    ),
    "de": Reasons(
        links="""für | für die | für den | für das | für eure | für euren | für euer | für ihre
            | für ihren | für ihr | für deine | für deinen | für dein | dass ihr euch | dass ihr
            | dass sie sich | dass sie | dass du dich | dass du | dass ihr mir | dass sie mir
            | dass du mir | dass ihr das | dass sie das | dass du das | fürs | für die ganze
            | für all eure | für all ihre""",
        adjectives="""schnelle | schnellen | rasche | prompte | tolle | gute | nette | netten
            | liebe | lieben | super | freundliche | super schnelle | sehr | so schnelle | heute
            | ganz | unglaublich | so schnell | so gut | so lieb | so toll | alle | ganze
            | kompetente | ausführliche | prima | rasch | so rasch | so nett""",
        objects="""hilfe | antwort | antworten | rückmeldung | info | infos | information
            | informationen | auskunft | unterstützung | bemühungen | mühe | nachricht | tipp
            | tipps | geduld | verständnis | klärung | erklärung | service | support
            | bestätigung | beratung | hinweis | alles | hilfe und geduld | gekümmert habt
            | gekümmert haben | gekümmert hast | geholfen habt | geholfen haben | geholfen hast
            | geantwortet habt | geantwortet haben | geantwortet hast | gemeldet habt
            | gemeldet haben | gemeldet hast | reagiert habt | reagiert haben | reagiert hast
            | gelöst habt | gelöst haben | geklärt habt | geklärt haben | geklärt hast
            | erledigt habt | erledigt haben | erledigt hast | erklären | helfen
            | freundlichkeit | kulanz | lösung | schnelle hilfe | eure mühe | tip | kümmern
            | klarstellung | aufklärung | einschätzung | hilfestellung | hilfsbereitschaft
            | weiterhelfen | bescheid geben | bescheid sagen | nachfragen | nachschauen
            | nachsehen | zurückschreiben | update | link | hinweise | zeit | einsatz
            | engagement | ehrlichkeit | transparenz | feedback | beantworten | beantwortung
            | zuhören | zwischeninfo | klarheit""",
    ),
    "fr": Reasons(
        links="""pour | pour la | pour le | pour les | pour votre | pour vos | pour ton
            | pour ta | pour tes | pour cette | pour ce | pour tout | d'avoir | de m'avoir
            | d'avoir si bien | de m'avoir si bien | pour toute | pour toute votre
            | pour tous vos | d'avoir tout | pour l' | du | de l' | de la | des | de ce
            | de cet | de ces | pour ces | pour cet""",
        adjectives="""rapide | rapides | très | rapidement | si vite | si rapide | si rapidement
            | si gentil | super | précieuse | bonne | aujourd'hui | si bien | d'aujourd'hui
            | aussi vite | aussi rapidement | gentille | excellente | toute | toutes""",
        objects="""aide | l'aide | réponse | réponses | réactivité | rapidité | efficacité
            | gentillesse | info | infos | l'info | information | informations | l'information
            | explication | explications | précision | précisions | message | temps | patience
            | disponibilité | conseil | conseils | répondu | aidé | aidée | service
            | confirmation | tout | réglé ça | réglé cela | réglé | résolu ça | résolu
            | résolu le problème | réglé le problème | expliqué | prévenu | prévenue | rappelé
            | rappelée | renseigné | renseignée | fait le nécessaire | réactif | votre aide
            | solution | accueil | compréhension | coup de main | tuyau | astuce | l'astuce
            | écoute | l'écoute | bienveillance | professionnalisme | geste | attention
            | amabilité | clarté | sourire | accompagnement | honnêteté | transparence
            | éclaircissement | éclaircissements | éclairage | mise au point | renseignement
            | renseignements | implication | travail | tout ça | l'explication | l'accueil
            | rassuré | rassurée | éclairé | éclairée | dépanné | dépannée""",
    ),
    "es": Reasons(
        links="""por | por la | por el | por su | por tu | por vuestra | por vuestro | por sus
            | por los | por las | por tan | por la tan | por toda | por toda la | por toda su
            | por toda tu""",
        adjectives="""rápida | rápido | tan rápido | tan rápida | pronta | tan pronta
            | excelente | gran | buena | pronto | tan pronto | tan | de hoy | hoy | tan bien
            | tan amable | así de rápido | toda | todo""",
        objects="""ayuda | ayudar | ayudarme | respuesta | responder | responderme | contestar
            | contestarme | respuestas | información | info | aclaración | aclarar | aclararlo
            | apoyo | tiempo | paciencia | gestión | amabilidad | rapidez | atención | servicio
            | confirmación | avisar | atenderme | explicarlo | explicármelo | avisarme
            | avisarnos | todo | la ayuda | escribirme | ayudarnos | ayudarnos | comprensión
            | solución | resolverlo tan rápido | resolverlo tan pronto | resolverlo tan bien
            | solucionarlo tan rápido | solucionarlo tan pronto | solucionarlo tan bien
            | arreglarlo tan rápido | arreglarlo tan pronto | arreglarlo tan bien
            | gestionarlo tan rápido | gestionarlo tan pronto | gestionarlo tan bien | dato
            | el dato | tip | consejo | consejos | aclaraciones | explicación | explicaciones
            | explicar | explicarme | orientación | orientarme | interés | preocupación
            | colaboración | disposición | trato | buen trato | buena atención | detalle
            | cariño | aviso | honestidad | mantenerme informado | mantenerme informada
            | mantenerme al tanto | informarme | tomarse el tiempo | acompañamiento
            | contestar tan rápido | responder tan rápido | aclararme | guiarme
            | estar pendientes | estar pendiente | la información | los consejos""",
    ),
    "pt": Reasons(
        links="""pela | pelo | por | pela sua | pelo seu | pela vossa | pelo vosso | pelas
            | pelos | pela tão | por toda a | por toda | por terem | por ter | por me | por nos
            | por ter me | pela excelente | por todo o""",
        adjectives="""rápida | rápido | tão rápido | tão rápida | pronta | excelente | ótimo
            | ótima | tão | hoje | de hoje | tão bem | tão depressa | toda | boa | imediata
            | super""",
        objects="""ajuda | ajudar | me ajudar | resposta | informação | informações | info
            | esclarecimento | esclarecer | apoio | suporte | tempo | paciência | gentileza
            | rapidez | responder | responderem | me responder | atenção | atendimento
            | confirmação | resolvido | ajudarem | avisar | avisarem | avisarem me | explicar
            | explicarem | tudo | compreensão | solução | carinho | simpatia | retorno
            | disponibilidade | prontidão | resolver tão rápido | resolver tão depressa
            | resolver tão bem | resolverem tão rápido | resolverem tão depressa
            | resolverem tão bem | tratarem disso tão rápido | tratarem disso tão depressa
            | tratarem disso tão bem | dica | dicas | explicação | explicações
            | esclarecimentos | colaboração | presteza | agilidade | preocupação | cuidado
            | força | disposição | orientação | acolhimento | honestidade | me orientar
            | me explicar | me avisar | esclarecerem | esclarecido | cordialidade | eficiência
            | feedback | conselho | informar | me informar | informarem | avisado | respondido
            | ajudado""",
    ),
    "it": Reasons(
        links="""per | per la | per il | per lo | per le | per la vostra | per il vostro
            | per la sua | per il suo | per la tua | per il tuo | della | del | dell'aiuto
            | per avermi | per aver | per tutto l'aiuto | per l' | per tutta la | per averlo
            | per averla | per avermelo | per averci | per aver tutto | dell' | dei | delle
            | degli | dello | di cuore per""",
        adjectives="""veloce | rapida | celere | così | velocemente | così gentile | pronta
            | così rapida | rapidamente | di oggi | oggi | in fretta | così in fretta
            | così velocemente | così presto | così bene | immediata | tempestiva | preziosa""",
        objects="""aiuto | l'aiuto | risposta | risposte | tempo | pazienza | disponibilità
            | gentilezza | cortesia | attenzione | informazione | informazioni | info
            | l'informazione | supporto | assistenza | chiarimento | risposto | aiutato
            | conferma | servizio | risolto | sistemato | risolto tutto | sistemato tutto
            | spiegato | chiarito | avvisato | tutto | comprensione | soluzione | premura
            | prontezza | rapidità | celerità | efficienza | la rapidità | dritta | dritte
            | consiglio | consigli | spiegazione | spiegazioni | chiarimenti | chiarezza
            | precisazione | interessamento | professionalità | collaborazione | ascolto
            | l'ascolto | sollecitudine | tempestività | attenzioni | suggerimento
            | suggerimenti | indicazioni | indicazione | delucidazioni | delucidazione
            | accoglienza | trasparenza | onestà | rassicurazione | rassicurato | rassicurata
            | aiutata | informato | informata | avvisata""",
    ),
    "nl": Reasons(
        links="""voor | voor de | voor het | voor je | voor jullie | voor uw | voor jouw
            | dat jullie | dat je | dat u | dat jullie het | dat je het | dat u het
            | dat jullie dit | dat je dit | dat u dit | dat jullie mij | dat jullie me
            | dat je me | voor alle | voor al je | voor al jullie | voor al uw | fijn dat je
            | fijn dat jullie | fijn dat u""",
        adjectives="""snelle | goede | fijne | prettige | heldere | zo snel | vandaag
            | van vandaag | meteen | zo goed | zo netjes | zo vlot | vlotte | vriendelijke
            | prima | supersnelle""",
        objects="""hulp | helpen | reactie | antwoord | info | informatie | uitleg | moeite
            | tijd | geduld | begrip | bericht | berichtje | ondersteuning | meedenken
            | service | bevestiging | advies | tip | hebben opgelost | hebt opgelost
            | heeft opgelost | hebben geholpen | hebt geholpen | heeft geholpen
            | hebben gereageerd | hebt gereageerd | heeft gereageerd | hebben geregeld
            | hebt geregeld | heeft geregeld | hebben uitgezocht | hebt uitgezocht
            | heeft uitgezocht | reageren | terugkoppeling | oplossing | vriendelijkheid
            | goede zorgen | alles | doorgeven | laten weten | checken | nakijken | uitzoeken
            | uitleggen | meekijken | verduidelijking | opheldering | snelle service
            | medewerking | inzet | betrokkenheid | luisteren | luisterend oor | eerlijkheid
            | update | aandacht | tips | hulp en geduld | moeite en tijd | melden | antwoorden
            | beantwoorden | beantwoording | duidelijkheid | verheldering | de moeite
            | vlotte reactie | toelichting | meedenkt""",
    ),
    "pl": Reasons(
        links="""za | za tak | za bardzo | za całą | że | za pana | za pani | za państwa
            | za waszą | za ten | za tę | za te | za to | za całe""",
        adjectives="""szybką | szybka | szybki | miłą | sprawną | fachową | profesjonalną
            | tak szybką | bardzo szybką | dzisiejszą | dzisiaj | dziś | tak miłą | tak szybko
            | ekspresową | błyskawiczną""",
        objects="""pomoc | odpowiedź | informację | informacje | info | kontakt | wyjaśnienie
            | wyjaśnienia | obsługę | wsparcie | cierpliwość | czas | reakcję | odzew | poradę
            | wiadomość | potwierdzenie | wszystko | wyrozumiałość | życzliwość | podpowiedź
            | odpisanie | zainteresowanie | pomogliście | odpisaliście | odpowiedzieliście
            | załatwiliście | pomogłeś | pomogłaś | zaangażowanie | wytłumaczenie | uprzejmość
            | troskę | miłą obsługę | tak szybkie załatwienie | tak sprawne załatwienie
            | tak szybkie załatwienie sprawy | tak sprawne załatwienie sprawy
            | tak szybkie rozwiązanie problemu | tak sprawne rozwiązanie problemu | porady
            | wskazówkę | wskazówki | rady | radę | objaśnienie | rozmowę | pamięć | fatygę
            | trud | starania | serce | zrozumienie | opiekę | doradztwo | podpowiedzi
            | poświęcony czas | profesjonalizm | szczerość | link | doinformowanie
            | wyczerpującą odpowiedź | rzetelną odpowiedź""",
    ),
}
