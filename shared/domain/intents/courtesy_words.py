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


BY_LANGUAGE: Final = {
    "en": Courtesies(
        greetings="""hi | hello | hey | ah | aha | hi there | good morning | good afternoon
            | good evening""",
        exclaims="how | oh",
        cries="how lovely | how nice | how kind | ah great",
        before="""that's | that is | this is | it's | it is | that sounds | sounds""",
        wishes="""good day | good evening | good afternoon | you're the best | you are the best
            | you guys are the best | you're a star | you are a star | you're a legend
            | you're a lifesaver | you rock | you guys rock | you've been super helpful
            | you've been very helpful | you've been so helpful | you've been really helpful
            | you've been a great help | you've been amazing | you've been great
            | you've been brilliant | you were very helpful | you were great | you're an angel
            | you're angels | you guys are amazing | you're amazing | you're legends
            | you're a gem | you're stars | you star | legend | legends | absolute legend
            | absolute star | star | lifesaver | you're brilliant | you guys are great""",
        joins="and",
        emphasis="""so much | very much | a lot | lots | a million | a ton | tons | loads
            | again | once again | indeed | kindly | you | you all | you guys | to you
            | to you all | to all of you | all | everyone | everybody | really | truly
            | sincerely | ever so much | very very much | heaps | so so much | a mil
            | very much indeed | so very much | ever so | always | for that | for it | for this
            | both | both so much | as always | for everything""",
        addressees="""team | guys | folks | mate | man | dear | love | buddy | bro | sir
            | madam | everyone | pal | lovely people | hun | babe | darling | champ | legend
            | mates | ladies | gents | all | lads | friend | my friend | doll | sweetie | chaps
            | both | boss""",
    ),
    "de": Courtesies(
        greetings="""hallo | hi | hey | moin | servus | ah | aha | guten tag | guten morgen
            | guten abend""",
        exclaims="oh",
        cries="wie schön | wie nett | wie lieb | ach super | ach schön",
        before="""das ist | das klingt | klingt | alles""",
        wishes="""guten abend noch | guten rutsch | ihr seid die besten | ihr seid super
            | ihr seid toll | ihr seid klasse | ihr seid engel | du bist ein schatz
            | du bist ein engel | ihr seid schätze | ihr seid großartig | ihr seid spitze
            | du bist der beste | du bist die beste | du bist klasse | sie sind ein engel
            | sie sind spitze | sie sind ein schatz | das ist super von euch
            | ihr seid echt klasse | ihr seid echt super | ciao | servus | ciao ciao""",
        joins="und",
        emphasis="""sehr | nochmal | nochmals | noch mal | noch einmal | vielmals | echt
            | wirklich | dir | euch | ihnen | euch allen | ihnen allen | an alle | an euch
            | an euch alle | dafür | von herzen | ganz herzlich | ganz lieb | von ganzem herzen
            | herzlich | herzlichst | dir auch | euch auch | ihnen auch | ganz doll""",
        addressees="""team | leute | liebes team | ihr lieben | zusammen | an das team
            | ans team | mensch | jungs | mädels | freunde | ihr süßen | meine lieben""",
    ),
    "fr": Courtesies(
        greetings="""bonjour | bonsoir | salut | coucou | ah""",
        exclaims="oh | quelle",
        cries="quel plaisir | quelle bonne nouvelle | ah génial | trop bien",
        before="""c'est | tout est | c'était""",
        wishes="""bonne fin de journée | bonjour à tous | vous êtes les meilleurs
            | vous êtes au top | vous êtes un amour | vous êtes des amours
            | vous êtes adorables | vous êtes adorable | vous êtes géniaux | vous êtes géniale
            | tu es un amour | vous êtes un ange | vous êtes des anges | vous gérez | tu gères
            | vous êtes super | vous êtes formidables | vous êtes formidable | tu es au top""",
        joins="et",
        emphasis="""beaucoup | bien | infiniment | encore | encore une fois | à vous | à toi
            | à tous | à toutes | à toute l'équipe | vraiment | énormément | tout le monde
            | sincèrement | mille fois | du fond du cœur""",
        addressees="""l'équipe | madame | monsieur | tout le monde | les gars | les filles
            | l'ami | mon ami | toute l'équipe | messieurs | mesdames""",
    ),
    "es": Courtesies(
        greetings="hola | buenas | buenos días | buenas tardes | buenas noches | ah | ay | uy",
        exclaims="qué | oh",
        cries="""qué bien | qué alegría | qué amable | qué amables | qué guay | qué rápido
            | qué bueno | qué chévere | qué padre | qué buena onda | qué buena noticia""",
        before="""está | todo | me parece""",
        wishes="""buen día | buenas noches | buenas tardes | buena tarde | buena noche
            | sois los mejores | son los mejores | eres el mejor | eres la mejor | un sol
            | eres un sol | sois un sol | son un sol | son unos soles | sois unos soles
            | un amor | eres un amor | sois un amor | son un amor | un ángel | eres un ángel
            | son unos ángeles | sois geniales | son geniales | eres genial | unos cracks
            | sois unos cracks | son unos cracks | eres un crack | qué crack""",
        joins="y",
        emphasis="""de verdad | de corazón | a ustedes | a usted | a ti | a vosotros | a todos
            | a todas | nuevamente | otra vez | de nuevo | por todo | muchísimas
            | a todo el equipo | igualmente | con ustedes | con usted | con todos
            | de todo corazón | infinitas | como siempre""",
        addressees="""equipo | chicos | chicas | amigo | amiga | señor | señora | amigos
            | amigas | muchachos | gente | linda | guapa | guapo | crack | cracks""",
    ),
    "pt": Courtesies(
        greetings="oi | olá | ah | bom dia | boa tarde | boa noite | ai",
        exclaims="que | oh",
        cries="""que bom | que ótimo | que rápido | que alegria | que maravilha | que bom saber
            | que simpático | que simpática | que querida | que querido | que gentileza
            | que amor | que boa notícia""",
        before="""está | tá | tudo | é | tá tudo""",
        wishes="""bom dia | boa tarde | boa noite | vocês são os melhores | são os melhores
            | vocês são demais | és um amor | és um anjo | é um amor | um amor | uma querida
            | és uma querida | são uns queridos | são uns amores | vocês são uns anjos
            | você é um anjo | vocês são ótimos | são uns anjos | são uns fofos | vocês são top
            | vocês são 10""",
        joins="e",
        emphasis="""mesmo | demais | de verdade | de coração | a vocês | a você | a todos
            | pra vocês | para vocês | novamente | de novo | mais uma vez | viu | por tudo
            | imenso | gente | pessoal | imensamente | como sempre | de todo coração""",
        addressees="""pessoal | gente | equipe | equipa | amigo | amiga | malta | amigos
            | amigas | queridos | querida | querido""",
    ),
    "it": Courtesies(
        greetings="""ciao | salve | buongiorno | buonasera | buon giorno | buona sera | ah""",
        exclaims="che | oh",
        cries="""che bello | che bella notizia | che gentile | che gentili | che velocità
            | forte | che piacere""",
        before="""è | tutto | è tutto""",
        wishes="""buona sera | buonasera | buon giorno | siete i migliori | siete grandi
            | sei il migliore | sei un tesoro | sei un angelo | siete un tesoro
            | siete degli angeli | siete fantastici | sei fantastico | sei fantastica
            | siete mitici | sei il top | siete il top | siete speciali | siete gentilissime
            | ciao""",
        joins="e",
        emphasis="""davvero | veramente | molto | tanto | ancora | di cuore | a voi | a te
            | a lei | voi | a tutti | infinite | di tutto | per tutto | di nuovo | nuovamente
            | anche a voi | anche a te | come sempre | assai | tantissimo | moltissimo | sempre""",
        addressees="""ragazzi | team | staff | a tutto lo staff | a tutto il team | amici
            | ragazze | amico | amica | gente""",
    ),
    "nl": Courtesies(
        greetings="""hoi | hallo | hey | hi | goedemorgen | goedemiddag | goedenavond | ah""",
        exclaims="wat | oh",
        cries="""wat fijn | wat lief | wat aardig | wat leuk | wat snel | wat een goed nieuws
            | wat lief van jullie""",
        before="""dat is | dit is | dat klinkt | klinkt | het is | alles""",
        wishes="""goedenavond | goedemiddag | jullie zijn de beste | jullie zijn top
            | jullie zijn geweldig | jullie zijn toppers | je bent een topper
            | je bent een schat | jullie zijn schatten | held | helden | jullie zijn kanjers
            | je bent een held | jullie zijn helden | u bent een schat | je bent geweldig
            | toppers | topper | kanjer | ciao""",
        joins="en",
        emphasis="""wel | hoor | zeer | heel erg | echt | allemaal | iedereen | nogmaals
            | jullie | aan iedereen | aan jullie allemaal | weer""",
        addressees="""team | mensen | jongens | allemaal | mevrouw | meneer | lieverds
            | kanjers | toppers | topper | schat | schatten | mannen | dames | lui""",
    ),
    "pl": Courtesies(
        greetings="""cześć | hej | witam | dzień dobry | dobry wieczór | ah | ach""",
        exclaims="jak | o | oh",
        cries="jak miło | jak fajnie | jak dobrze | jak szybko",
        before="""to | wszystko | to jest""",
        wishes="""dobry wieczór | dobrego dnia | jesteście najlepsi | jesteście super
            | jest pani najlepsza | jesteście kochani | kochani jesteście | jesteście wspaniali
            | jesteście cudowni | jesteście niezawodni | jesteś super | jesteś kochana
            | jesteś aniołem | złoty człowiek | złota kobieta | jest pani kochana
            | jest pan super""",
        joins="i | oraz",
        emphasis="""bardzo | jeszcze raz | raz jeszcze | wszystkim | wam | państwu | pani
            | panu | serdecznie | naprawdę | wielkie | z całego serca | również | ogromnie
            | bardzo serdecznie | za wszystko | z całego serduszka | najmocniej | jak zawsze
            | kochani""",
        addressees="""ekipo | kochani | zespole | dziewczyny | chłopaki | kochana | kochany
            | ludzie | drużyno""",
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
