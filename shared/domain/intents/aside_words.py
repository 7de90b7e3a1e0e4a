"""Words that say nothing in a holding reply, by language. Data only.

They are pronouns and auxiliaries, and words for when, how seriously and thanks for what.
"""

ASIDES = {
    "en": """they she he him them her his ours yours theirs mine us me then here too also still
        already yet now so far something someone somebody gone got hasn haven quick
        lot photos good great question sorry silence morning s t d ll re ve m today tonight
        shortly delay patience waiting wait seriously noted happen happened shouldn week end day
        hour afternoon evening moment time what where went wrong being bit hmm everything
        anything again mr mrs ms as""",
    "de": """sie ihm ihnen sein seine seiner uns unsere unserem beim bei zur jemand noch dort
        hier dann schon bisher fotos bild stille frage gute guter euch abend in wegen
        deines ihres moment stehen geduld verständnis ernst jetzt gleich später woche ende tag
        momentan nachmittag wissen was passiert wo ob einem einen warten wieder etwas alle alles
        hm sehr her""",
    "fr": """elle elles ils lui leur leurs mien nôtres vôtres tes ton ta toi moi chez quelqu
        quelque chose aurons photos silence pardon question en y ce cet cette dire côté patience
        compréhension sérieux soir matin aujourd hui semaine fin instant bientôt auprès cela qu
        où comment t te attente aussi d ici là passé hum normal""",
    "es": """a ti mí tus tuyo nuestro nuestra nuestros nuestras él ella ellos ellas alguien algo
        alguna poco un una lo le les estamos estoy hemos he foto fotos silencio pregunta gracias
        cosa vaya hoy ya ahora aquí  paciencia comprensión serio nota tarde mismo semana
        breve dónde espera retraso muy hasta pasa pasó pasar antes aún todavía informado
        informada te os perdona calma""",
    "pt": """si mim ti suas seus sua seu nossos nossas ele ela eles elas alguém algo algum pouco
        lhe estamos estou temos tenho vão vai ver pelas pelos fotos silêncio pergunta coisa hoje
        já agora aqui a à paciência compreensão sério mesmo logo semana tarde nota aviso onde
        espera até próximas horas passou acontecer deixa te vamos tempo fim demora atenção
        informado""",
    "it": """te lei lui loro nostre nostro nostra nostri vostre tue suoi sue qualcuno qualcosa
        po poco stiamo sto avremo foto silenzio domanda oggi già ora qui aspetta aspetti stasera
        bella pazienza comprensione serio adesso subito settimana pomeriggio dove fine entro
        breve avviso attesa a ti la tua successo succedere ritardo tuo tuoi dai niente prima""",
    "nl": """ons onze hem haar hun iemand iets zij hij hen daar hier dan nog al net foto foto's
        stilte vraag goede even wat s bij het geduld begrip serieus straks week eind
        vanmiddag vanavond dag uur wachten gebeurd gaat misging goed tot hm gegaan wel""",
    "pl": """nam nas naszymi naszych naszym nasz jej jego ich oni one ktoś coś jest są będziemy
        będę mamy mam zdjęcia ciszę pytanie dobre dziś już tu tam jeszcze poczekać pana panią
        pani co cierpliwość wyrozumiałość poważnie teraz zaraz tydzień tygodnia końca dzisiaj
        południu gdzie wkrótce sygnał panu ci niedługo czas chwili hm zaszło stało poszło więcej
        wie""",
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
