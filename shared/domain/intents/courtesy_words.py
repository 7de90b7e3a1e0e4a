"""What a courtesy can consist of, by language. Data only; `courtesy_rules.py` has the grammar.

The rules for a phrase are those of `lexicon.py`. A word that asks, denies, contrasts or demands
must not be in any of these lists.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtesies:
    """The lists of one language."""

    greetings: str
    """Can start a courtesy: "hi", "ah"."""
    exclaims: str
    """Like `before`, but honest only with thanks: "how" before "lovely"."""
    cries: str
    """A complete courtesy of this kind, honest only with thanks: "how lovely"."""
    before: str
    """Can stand before an acknowledgement: "that's" before "great"."""
    wishes: str
    """Can follow a courtesy, and greet or praise elsewhere: "bom dia", "you're the best"."""
    joins: str
    """Can stand before a further courtesy: "and"."""
    emphasis: str
    """Can follow thanks: "so much", "again"."""
    addressees: str
    """Can follow any courtesy: "team"."""
    links: str
    """Lead from thanks to what they are for: "for your"."""
    adjectives: str
    """Can stand before or after what the thanks are for: "quick", "so quickly"."""
    objects: str
    """What the thanks are for, once and only after a link: "reply". Elsewhere it is a demand:
    "ok and the reply"."""


BY_LANGUAGE: Final = {
    "en": Courtesies(
        greetings="""hi | hello | hey | ah | aha | hi there | good morning | good afternoon
            | good evening""",
        exclaims="how | oh",
        cries="how lovely | how nice | how kind | ah great",
        before="""that's | that is | this is | it's | it is | that sounds | sounds""",
        wishes="""good day | good evening | good afternoon | you're the best | you are the best
            | you guys are the best | you're a star | you are a star | you're a legend
            | you're a lifesaver | you rock | you guys rock""",
        joins="and",
        emphasis="""so much | very much | a lot | lots | a million | a ton | tons | loads
            | again | once again | indeed | kindly | you | you all | you guys | to you
            | to you all | to all of you | all | everyone | everybody | really | truly
            | sincerely | ever so much | very very much | heaps | so so much""",
        addressees="""team | guys | folks | mate | man | dear | love | buddy | bro | sir
            | madam | everyone | pal | lovely people""",
        links="""for | for the | for your | for all your | for all the""",
        adjectives="""quick | fast | prompt | speedy | swift | kind | great | good | lovely
            | excellent | wonderful | amazing | brilliant | fantastic | very | really
            | so quickly | so fast | so promptly | quickly | continued | today | just now
            | this morning | so kindly | so well | swiftly""",
        objects="""help | helping | helping me | helping out | helping us | assistance | support
            | reply | replying | response | responding | answer | answering | info | information
            | update | explanation | explaining | letting me know | getting back to me
            | getting back | the heads up | heads up | time | understanding | patience
            | kindness | effort | efforts | sorting that | sorting it | sorting this
            | sorting it out | sorting that out | sorting this out | sorting me out | solving it
            | fixing it | fixing that | fixing this | message | advice | tip | tips
            | clarification | clarifying | confirming | confirmation | everything | service
            | customer service | help and support | time and help | help and patience
            | being so quick | being so helpful | being so kind | being so nice | all your help
            | all of your help | all the help | coming back to me | your time | looking into it
            | looking into this | explaining that | explaining this | explaining it
            | chasing it up | chasing this up | your patience | your reply | your help
            | your support | quick response | sorting everything out | sorting everything""",
    ),
    "de": Courtesies(
        greetings="""hallo | hi | hey | moin | servus | ah | aha | guten tag | guten morgen
            | guten abend""",
        exclaims="oh",
        cries="wie schön | wie nett | wie lieb | ach super | ach schön",
        before="""das ist | das klingt | klingt | alles""",
        wishes="""guten abend noch | guten rutsch | ihr seid die besten | ihr seid super
            | ihr seid toll | ihr seid klasse""",
        joins="und",
        emphasis="""sehr | nochmal | nochmals | noch mal | noch einmal | vielmals | echt
            | wirklich | dir | euch | ihnen | euch allen | ihnen allen | an alle | an euch
            | an euch alle | dafür | von herzen | ganz herzlich""",
        addressees="""team | leute | liebes team | ihr lieben | zusammen | an das team
            | ans team""",
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
            | freundlichkeit | kulanz | lösung | schnelle hilfe | eure mühe""",
    ),
    "fr": Courtesies(
        greetings="""bonjour | bonsoir | salut | coucou | ah""",
        exclaims="oh | quelle",
        cries="quel plaisir | quelle bonne nouvelle | ah génial | trop bien",
        before="""c'est | tout est | c'était""",
        wishes="""bonne fin de journée | bonjour à tous | vous êtes les meilleurs
            | vous êtes au top""",
        joins="et",
        emphasis="""beaucoup | bien | infiniment | encore | encore une fois | à vous | à toi
            | à tous | à toutes | à toute l'équipe | vraiment | énormément | tout le monde
            | sincèrement | mille fois | du fond du cœur""",
        addressees="""l'équipe | madame | monsieur | tout le monde | les gars""",
        links="""pour | pour la | pour le | pour les | pour votre | pour vos | pour ton
            | pour ta | pour tes | pour cette | pour ce | pour tout | d'avoir | de m'avoir
            | d'avoir si bien | de m'avoir si bien | pour toute | pour toute votre
            | pour tous vos | d'avoir tout | pour l'""",
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
            | solution | accueil | compréhension""",
    ),
    "es": Courtesies(
        greetings="hola | buenas | buenos días | buenas tardes | buenas noches | ah | ay | uy",
        exclaims="qué | oh",
        cries="qué bien | qué alegría | qué amable | qué amables | qué guay | qué rápido",
        before="""está | todo | me parece""",
        wishes="""buen día | buenas noches | buenas tardes | buena tarde | buena noche
            | sois los mejores | son los mejores | eres el mejor | eres la mejor""",
        joins="y",
        emphasis="""de verdad | de corazón | a ustedes | a usted | a ti | a vosotros | a todos
            | a todas | nuevamente | otra vez | de nuevo | por todo | muchísimas
            | a todo el equipo | igualmente""",
        addressees="""equipo | chicos | chicas | amigo | amiga | señor | señora""",
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
            | gestionarlo tan rápido | gestionarlo tan pronto | gestionarlo tan bien""",
    ),
    "pt": Courtesies(
        greetings="oi | olá | ah | bom dia | boa tarde | boa noite | ai",
        exclaims="que | oh",
        cries="que bom | que ótimo | que rápido | que alegria",
        before="""está | tá | tudo | é | tá tudo""",
        wishes="""bom dia | boa tarde | boa noite | vocês são os melhores | são os melhores
            | vocês são demais""",
        joins="e",
        emphasis="""mesmo | demais | de verdade | de coração | a vocês | a você | a todos
            | pra vocês | para vocês | novamente | de novo | mais uma vez | viu | por tudo
            | imenso | gente | pessoal""",
        addressees="""pessoal | gente | equipe | equipa | amigo | amiga""",
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
            | tratarem disso tão bem""",
    ),
    "it": Courtesies(
        greetings="""ciao | salve | buongiorno | buonasera | buon giorno | buona sera | ah""",
        exclaims="che | oh",
        cries="che bello | che bella notizia | che gentile | che gentili | che velocità",
        before="""è | tutto | è tutto""",
        wishes="""buona sera | buonasera | buon giorno | siete i migliori | siete grandi
            | sei il migliore""",
        joins="e",
        emphasis="""davvero | veramente | molto | tanto | ancora | di cuore | a voi | a te
            | a lei | voi | a tutti | infinite | di tutto | per tutto | di nuovo | nuovamente
            | anche a voi | anche a te""",
        addressees="""ragazzi | team | staff | a tutto lo staff | a tutto il team""",
        links="""per | per la | per il | per lo | per le | per la vostra | per il vostro
            | per la sua | per il suo | per la tua | per il tuo | della | del | dell'aiuto
            | per avermi | per aver | per tutto l'aiuto | per l' | per tutta la | per averlo
            | per averla | per avermelo | per averci | per aver tutto""",
        adjectives="""veloce | rapida | celere | così | velocemente | così gentile | pronta
            | così rapida | rapidamente | di oggi | oggi | in fretta | così in fretta
            | così velocemente | così presto | così bene | immediata | tempestiva | preziosa""",
        objects="""aiuto | l'aiuto | risposta | risposte | tempo | pazienza | disponibilità
            | gentilezza | cortesia | attenzione | informazione | informazioni | info
            | l'informazione | supporto | assistenza | chiarimento | risposto | aiutato
            | conferma | servizio | risolto | sistemato | risolto tutto | sistemato tutto
            | spiegato | chiarito | avvisato | tutto | comprensione | soluzione | premura
            | prontezza | rapidità | celerità | efficienza | la rapidità""",
    ),
    "nl": Courtesies(
        greetings="""hoi | hallo | hey | hi | goedemorgen | goedemiddag | goedenavond | ah""",
        exclaims="wat | oh",
        cries="wat fijn | wat lief | wat aardig | wat leuk | wat snel",
        before="""dat is | dit is | dat klinkt | klinkt | het is | alles""",
        wishes="""goedenavond | goedemiddag | jullie zijn de beste | jullie zijn top
            | jullie zijn geweldig""",
        joins="en",
        emphasis="""wel | hoor | zeer | heel erg | echt | allemaal | iedereen | nogmaals
            | jullie | aan iedereen | aan jullie allemaal | weer""",
        addressees="""team | mensen | jongens | allemaal | mevrouw | meneer""",
        links="""voor | voor de | voor het | voor je | voor jullie | voor uw | voor jouw
            | dat jullie | dat je | dat u | dat jullie het | dat je het | dat u het
            | dat jullie dit | dat je dit | dat u dit | dat jullie mij | dat jullie me
            | dat je me | voor alle | voor al je | voor al jullie | voor al uw""",
        adjectives="""snelle | goede | fijne | prettige | heldere | zo snel | vandaag
            | van vandaag | meteen | zo goed | zo netjes | zo vlot | vlotte | vriendelijke
            | prima | supersnelle""",
        objects="""hulp | helpen | reactie | antwoord | info | informatie | uitleg | moeite
            | tijd | geduld | begrip | bericht | berichtje | ondersteuning | meedenken | service
            | bevestiging | advies | tip | hebben opgelost | hebt opgelost | heeft opgelost
            | hebben geholpen | hebt geholpen | heeft geholpen | hebben gereageerd
            | hebt gereageerd | heeft gereageerd | hebben geregeld | hebt geregeld
            | heeft geregeld | hebben uitgezocht | hebt uitgezocht | heeft uitgezocht | reageren
            | terugkoppeling | oplossing | vriendelijkheid | goede zorgen | alles""",
    ),
    "pl": Courtesies(
        greetings="""cześć | hej | witam | dzień dobry | dobry wieczór | ah | ach""",
        exclaims="jak | o | oh",
        cries="jak miło | jak fajnie | jak dobrze | jak szybko",
        before="""to | wszystko | to jest""",
        wishes="""dobry wieczór | dobrego dnia | jesteście najlepsi | jesteście super
            | jest pani najlepsza""",
        joins="i | oraz",
        emphasis="""bardzo | jeszcze raz | raz jeszcze | wszystkim | wam | państwu | pani
            | panu | serdecznie | naprawdę | wielkie | z całego serca | również | ogromnie
            | bardzo serdecznie | za wszystko""",
        addressees="""ekipo | kochani | zespole""",
        links="""za | za tak | za bardzo | za całą | że | za pana | za pani | za państwa
            | za waszą""",
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
            | tak szybkie rozwiązanie problemu | tak sprawne rozwiązanie problemu""",
    ),
}

COURTEOUS_EMOJI: Final = (
    "👍👌🙌🙏🤝💪✌🫶❤🧡💛💚💙💜🤎🖤🤍💕💖💗💓💞💘💝♥❣😊☺🙂😀😃😄😍🥰😘🤗🤩😺😻🎉🥳🌹💐🌸🌷🌻🌞☀✨💯"
)
"""Emoji that thank, agree or greet. No other emoji can be in a courtesy. Ambiguous ones are left
out: laughter may be at you, applause may be slow, ✅ may say that your question is answered, and ⭐
may be the rating."""

NOT_ALONE: Final = "🙂☀🌞💯💪✌"
"""Emoji that are courteous only beside words."""

ANY_ADDRESSEES: Final = "x | xx | xoxo"

GRATITUDE: Final = (
    "thank | thanx | thx | tks | thks | tnx | thnx | ty | tysm | cheers | appreciat | dank | merci"
    " | remerci | mrc | mci | graci | grax | grs | agrade | obrigad | brigad | obg | obgd | valeu"
    " | vlw | grat | grazi | grz | ringrazi | bedankt | dziek | dzieks | podziek"
)
"""A courtesy thanks if one of its words begins with one of these. Others acknowledge. "Ta" is left
out: it is also Portuguese for "ok", which can answer a question."""

DENIALS: Final = (
    "no | non | nein | nee | nao | nie | not | don | geen | niet | nichts | nicht | kein | keine"
    " | pas | rien | aucun | sans | nada | sin | ningun | sem | nenhum | niente | nulla | nessun"
    " | senza | zaden | bez | nic"
)
"""A courtesy with one of these words does not follow thanks: "no problem", but "valeu por nada"."""

NO: Final = frozenset({"no", "non", "nein", "nee", "nao", "nie"})
"""What a comma can follow before thanks that decline: "no, thanks"."""

THAT: Final = frozenset({"dass", "dat", "ze"})
"""What a comma can stand before in thanks: "danke, dass ihr geholfen habt"."""

SURNAMES: Final = """
müller schmidt schneider fischer weber meyer meier wagner becker schulz hoffmann schäfer koch bauer
richter klein wolf schröder neumann schwarz zimmermann braun krüger hofmann hartmann lange werner
krause lehmann köhler maier huber schmid vogel peters fuchs keller
smith johnson williams brown jones davis miller wilson taylor anderson thomas jackson white harris
clark lewis walker robinson wright thompson evans roberts hughes edwards
martin bernard dubois durand moreau laurent lefebvre leroy roux morel fournier girard dupont
garcía fernández gonzález rodríguez lópez martínez sánchez pérez gómez hernández díaz álvarez romero
silva santos ferreira pereira oliveira costa rodrigues martins sousa almeida carvalho
rossi russo ferrari esposito bianchi romano colombo ricci marino greco gallo conti
jansen bakker visser meijer smit mulder bos vos peeters dekker brouwer
nowak kowalski kowalska wiśniewski wiśniewska wójcik kowalczyk kamiński kamińska lewandowski
"""
"""Frequent surnames: after a title they are a name, "Danke Frau Weber"."""

SURNAME_ENDINGS: Final = ("mann", "meier", "meyer", "maier", "berger", "hofer", "bauer", "huber")
"""The word after a title is also a name with one of these: "Frau Kellermann"."""
MIN_BEFORE_ENDING: Final = 3
