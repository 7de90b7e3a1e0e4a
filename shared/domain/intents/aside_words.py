"""Words and formulas that say nothing in a holding reply, by language. Data only.

The words are pronouns, auxiliaries, times ("today"), and what apologies and thanks name ("delay",
"patience", "seriously"). The rules for a formula are those of `lexicon.py`.
"""

ASIDES = {
    "en": """they she he him them her his ours yours theirs mine us me then here too also still
        already yet now so far something someone somebody gone got hasn haven quick lot photos
        good great question sorry silence morning s t d ll re ve m today tonight shortly delay
        patience waiting wait seriously noted happen happened shouldn week end day hour
        afternoon evening moment time what where went wrong being bit hmm everything anything
        again mr mrs ms as strange odd weird annoying frustrating urgent important unacceptable
        normal oops ooh oh no dear hey pics picture pictures screenshot guys look sounds
        appreciate hang sad disappointing pic heads hours minutes days within""",
    "de": """sie ihm ihnen sein seine seiner uns unsere unserem beim bei zur jemand noch dort
        hier dann schon bisher fotos bild stille frage gute guter euch abend in wegen deines
        ihres moment stehen geduld verständnis ernst jetzt gleich später woche ende tag momentan
        nachmittag wissen was passiert wo ob einem einen warten wieder etwas alle alles hm sehr
        her seltsam komisch merkwürdig ärgerlich dringend wichtig unschön blöd notiert
        aufgenommen oje ups puh moin hey stunden minuten tagen leid bis stunde zeitnah
        schnellstmöglich bestätigung bilder kommt sache innerhalb binnen spätestens""",
    "fr": """elle elles ils lui leur leurs mien nôtres vôtres tes ton ta toi moi chez quelqu
        quelque chose aurons photos silence pardon question en y ce cet cette dire côté patience
        compréhension sérieux soir matin aujourd hui semaine fin instant bientôt auprès cela qu
        où comment t te attente aussi d ici là passé hum normal étrange bizarre agaçant urgent
        important anormal noté oups mince désagréable heures minutes jours jour photo images
        capture ennuyeux dommage""",
    "es": """a ti mí tus tuyo nuestro nuestra nuestros nuestras él ella ellos ellas alguien algo
        alguna poco un una lo le les estamos estoy hemos he foto fotos silencio pregunta gracias
        cosa vaya hoy ya ahora aquí paciencia comprensión serio nota tarde mismo semana breve
        dónde espera retraso muy hasta pasa pasó pasar antes aún todavía informado informada te
        os perdona calma raro extraño urgente importante inaceptable anotado uy imágenes captura
        horas minutos días brevedad pronto posible directamente""",
    "pt": """si mim ti suas seus sua seu nossos nossas ele ela eles elas alguém algo algum pouco
        lhe estamos estou temos tenho vão vai ver pelas pelos fotos silêncio pergunta coisa hoje
        já agora aqui a à paciência compreensão sério mesmo logo semana tarde nota aviso onde
        espera até próximas horas passou acontecer deixa te vamos tempo fim demora atenção
        informado estranho urgente importante inaceitável anotado eita puxa imagens imagem
        minutos dias dia breve possível tranquilo úteis""",
    "it": """te lei lui loro nostre nostro nostra nostri vostre tue suoi sue qualcuno qualcosa
        po poco stiamo sto avremo foto silenzio domanda oggi già ora qui aspetta aspetti stasera
        bella pazienza comprensione serio adesso subito settimana pomeriggio dove fine entro
        breve avviso attesa a ti la tua successo succedere ritardo tuo tuoi dai niente prima
        strano urgente importante inaccettabile annotato ops immagini immagine ore minuti giorni
        giorno giornata mattina domani possibile presto cosa posizione""",
    "nl": """ons onze hem haar hun iemand iets zij hij hen daar hier dan nog al net foto foto's
        stilte vraag goede even wat s bij het geduld begrip serieus straks week eind vanmiddag
        vanavond dag uur wachten gebeurd gaat misging goed tot hm gegaan wel vreemd raar
        vervelend dringend belangrijk onacceptabel oeps afbeelding uren minuten dagen morgen
        spoedig mogelijk binnen uiterlijk""",
    "pl": """nam nas naszymi naszych naszym nasz jej jego ich oni one ktoś coś jest są będziemy
        będę mamy mam zdjęcia ciszę pytanie dobre dziś już tu tam jeszcze poczekać pana panią
        pani co cierpliwość wyrozumiałość poważnie teraz zaraz tydzień tygodnia końca dzisiaj
        południu gdzie wkrótce sygnał panu ci niedługo czas chwili hm zaszło stało poszło więcej
        wie dziwne pilne ważne ojej ups zdjęć zdjęcie godzin minut dni jutro wieczorem rano
        możliwe zdarzyć ciągu najbliższych""",
}

COURTESIES = {
    "en": "thanks thank sorry apologies apologise apologize regret appreciate",
    "de": "danke dank leid entschuldige entschuldigen entschuldigung schade bedauern verzeihung",
    "fr": "merci désolé désolée désolés navré navrés navrée pardon excuses excusez regrettons",
    "es": "gracias sentimos siento lamentamos lamento perdona perdón disculpa disculpe disculpas",
    "pt": "obrigado obrigada lamentamos sentimos desculpe desculpa desculpas agradecemos",
    "it": "grazie scusa scusi scusate dispiace spiace spiacenti",
    "nl": "dank bedankt sorry vervelend jammer spijt excuses",
    "pl": "dzięki dziękujemy dziękuję przepraszamy przepraszam przykro",
}
"""A clause with one names what the customer said: "sorry the lamp is late"."""

ADVERBS = {
    "en": "just quickly also now right away personally directly still kindly gladly definitely",
    "de": """mal kurz gleich eben schnell direkt umgehend sofort gerne gern natürlich auch selbst
        persönlich nochmal noch jetzt gerade dann schon erst hier intern heute morgen dazu einmal
        also bereits aktuell momentan da""",
    "fr": """tout de suite aussi bien immédiatement rapidement directement personnellement encore
        actuellement vite déjà moi même également bientôt""",
    "es": """ya ahora mismo también enseguida directamente personalmente inmediatamente rápidamente
        hoy luego rápido aún todavía""",
    "pt": """já agora mesmo também diretamente pessoalmente imediatamente rapidamente hoje logo
        ainda aqui""",
    "it": """subito adesso ora anche direttamente personalmente immediatamente rapidamente oggi
        già ancora""",
    "nl": """even eens snel direct meteen ook zelf nu graag nog persoonlijk dan vandaag gelijk
        momenteel eventjes""",
    "pl": """zaraz już teraz także też od razu osobiście niezwłocznie jeszcze dziś szybko chętnie
        właśnie obecnie natychmiast""",
}
"""They can stand within a promise and change nothing: "I'll just quickly ask"."""

PHRASES = {
    "en": """i understand | we understand | i know | i don't know | we don't know
        | don't know ~ hand | not sure | i'm not sure | no idea | not 100 sure | not certain
        | take this seriously | take this very seriously | take it seriously
        | take these things seriously | that's not right | doesn't sound right
        | don't like to hear | like to hear | hear that | to hear this | not the experience
        | we want for you | you're right | no worries | not to worry | don't worry
        | fair question | no one here knows | nobody here knows | popping in to say
        | checking in to say | quick update | update from us | you did the right | we hear you
        | off hand | off the top of my head | asked around | reaching out | getting in touch
        | for flagging | for letting us know | isn't right | the hassle | happened here
        | happened there | this is urgent | how urgent | frustrating this | how frustrating
        | at all | what's going on | what is going on | is one for our | one for our
        | is open and | i'm afraid i don't know | unfortunately i don't know | i don't know yet
        | i've no idea | no clue | that's not what we like to see | shouldn't have happened
        | that's odd | not on""",
    "de": """ich verstehe | wir verstehen | verstehe ich | verstehen wir | ich weiß
        | weiß ich nicht | weiß ich ~ nicht | keine ahnung | bin ich überfragt
        | bin nicht sicher | nicht sicher | nehmen das ~ ernst | nehmen wir ~ ernst
        | nehmen so etwas ernst | sehr ernst | klingt nicht gut | hört sich nicht gut an
        | so nicht sein | sollte nicht sein | darf nicht sein | nicht passieren | keine sorge
        | gute frage | da hast du recht | da haben sie recht | kurze zwischeninfo
        | zwischenstand | kurzes update | oh je | oje | da muss ich passen | aus dem kopf
        | auf anhieb | schief gelaufen | schiefgelaufen | schief gegangen | schiefgegangen
        | los ist | los war | da los | aus dem stand | für die meldung | den ärger
        | ihren ärger | deinen ärger | etwas für unsere | was für unsere | etwas für unser
        | weiß ich leider nicht | leider weiß ich ~ nicht | kann ich leider nicht sagen
        | leider nicht ~ kopf | so soll das nicht sein
        | soll nicht sein | das geht so nicht""",
    "fr": """je comprends | nous comprenons | on comprend | je ne sais pas | je l'ignore
        | ne sais pas ~ tête | aucune idée | pas sûr | pas sûre | je ne suis pas sûr
        | je ne suis pas sûre | prenons ~ sérieux | prenons cela | très au sérieux | pas normal
        | n'est pas normal | ne vous inquiétez pas | ne t'inquiète pas | pas d'inquiétude
        | pas de panique | bonne question | excellente question | vous avez raison
        | tu as raison | de tête | sous la main | pas l'info | ce qui s'est passé | s'est passé
        | ce qu'il en est | il se passe | lire cela | lire ça | l'apprendre | votre agacement
        | votre mécontentement | petit point | on ne vous oublie pas | de notre côté
        | l'affaire de nos | du ressort de nos | je ne sais malheureusement pas
        | malheureusement je ne sais pas | je ne sais pas malheureusement | ce n'est pas normal
        | ça ne devrait pas | cela ne devrait pas | pas acceptable""",
    "es": """entiendo | entendemos | comprendo | comprendemos | no lo sé | pues no lo sé
        | no sé | no lo sabemos | ni idea | no tengo ni idea | no estoy seguro
        | no estoy segura | no estamos seguros | no te preocupes | no se preocupe
        | no os preocupéis | qué raro | qué extraño | qué faena | no es normal | no debería
        | tomamos muy en serio | nos lo tomamos | en serio | muy en serio | buena pregunta
        | tienes razón | tiene razón | tomamos nota | tomo nota | me lo apunto | lo apunto
        | apuntado | lo ocurrido | lo sucedido | qué ha pasado | qué pasó | la molestia
        | tu molestia | su molestia | las molestias | de memoria | ahora mismo no sé
        | lo que sea | a la brevedad | por nuestra parte | cosa de nuestros | cosa de nuestras
        | tema de nuestros | la verdad no sé | lamentablemente no lo sé
        | por desgracia no lo sé | desgraciadamente no lo sé | así no debería ser
        | no debería pasar | no debería ser | no tengo ese dato | no tengo el dato
        | no tengo esa información""",
    "pt": """entendo | entendemos | compreendo | compreendemos | não sei | não sabemos
        | não sei te dizer | não sei dizer | não lhe sei dizer | não faço ideia | nem ideia
        | sem ideia | não tenho certeza | não temos certeza | não tenho a certeza
        | não se preocupe | não te preocupes | fique tranquilo | fique tranquila | que estranho
        | não é normal | não devia | não deveria | levamos ~ sério | a sério | levamos isto
        | levamos isso | boa pergunta | ótima pergunta | tem razão | tens razão | tomei nota
        | tomamos nota | anotado | anotei | o sucedido | o ocorrido | o que aconteceu
        | o que houve | o incómodo | o incômodo | o transtorno | de cabeça | com carinho
        | da nossa parte | tristes em saber | do nosso lado | com os nossos | com as nossas
        | assunto dos nossos | infelizmente não sei | não sei infelizmente
        | não era para ser assim | não era pra ser assim | não tenho essa informação
        | isso não devia | não devia acontecer""",
    "it": """capisco | capiamo | comprendo | comprendiamo | non lo so | non so
        | non lo sappiamo | non ne ho idea | nessuna idea | non saprei | non sono sicuro
        | non sono sicura | non siamo sicuri | non si preoccupi | non preoccuparti | tranquillo
        | tranquilla | che strano | strano davvero | non è normale | non dovrebbe | non doveva
        | molto sul serio | sul serio | prendiamo ~ serio | bella domanda | ottima domanda
        | buona domanda | ha ragione | hai ragione | prendiamo nota | preso nota | annotato
        | l'accaduto | cosa è successo | cosa sia successo | quanto è successo
        | quanto accaduto | il disagio | su due piedi | a memoria | quanto ci scrive
        | qui non lo sa | da parte nostra | da parte del | da parte della | cosa non va
        | cosa per i nostri | roba per i nostri | purtroppo non lo so | purtroppo non so
        | così non va | non ho questo dato | non ho l'informazione | non dovrebbe succedere""",
    "nl": """ik begrijp | we begrijpen | begrijp ik | begrijpen we | ik weet het niet
        | weet ik niet | weet ik ~ niet | geen idee | durf ik ~ zeggen | niet zeker
        | weet het niet zeker | nemen dit ~ serieus | nemen we ~ serieus | heel serieus
        | hoog op | nemen dit hoog op | nemen we hoog op | maak je geen zorgen | geen zorgen
        | maakt u zich geen zorgen | wat vreemd | wat gek | hoort niet | hoort niet zo
        | niet de bedoeling | goeie vraag | goede vraag | je hebt gelijk | u heeft gelijk
        | genoteerd | wat er mis | mis is gegaan | wat er gebeurd | uit mijn hoofd | zo niet
        | een vervelende situatie | wat vervelend | de ergernis | aan de hand | van onze kant
        | iets voor onze | iets voor ons | weet ik helaas niet | helaas weet ik ~ niet
        | kan ik helaas niet zeggen | zo hoort het niet | dat hoort niet | die info heb ik niet""",
    "pl": """rozumiem | rozumiemy | nie wiem | nie wiemy | nie mam pojęcia | nie jestem pewien
        | nie jestem pewna | nie jesteśmy pewni | proszę się nie martwić | nie martw się
        | bez obaw | spokojnie | to dziwne | dziwne | nie powinno | nie powinno się zdarzyć
        | bardzo poważnie | na poważnie | traktujemy ~ poważnie | dobre pytanie
        | świetne pytanie | ma pan rację | ma pani rację | masz rację | zanotowane
        | zanotowałam | zanotowałem | notujemy | co się stało | co zaszło | co poszło
        | co poszło nie tak | o co chodzi | na pamięć | tak od ręki | z naszej strony
        | zdenerwowanie | niedogodność | niedogodności | na bieżąco | sprawa dla naszych
        | coś dla naszych | niestety nie wiem | nie wiem niestety | tak nie powinno być
        | nie mam tej informacji | nie mam tego""",
}
"""Formulas that say nothing: "good question", "I don't know", "we take this very seriously"."""
