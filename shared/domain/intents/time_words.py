"""Numbers and times in replies, by language. Data only: lists of single words."""

DAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda terça quarta quinta sexta sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": """poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę
        poniedziałku piątku""",
}
"""A clause with a day says when, and so do numbers."""

NUMBERS = {
    "en": "two three four five six seven eight nine ten eleven twelve noon midnight",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf mittags",
    "fr": "deux trois quatre cinq six sept huit dix onze douze midi minuit",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce mediodía",
    "pt": "dois duas três quatro cinco seis sete oito nove dez onze doze",
    "it": "due tre quattro cinque sette otto nove dieci undici dodici mezzogiorno",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pl": """dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć drugiej trzeciej
        czwartej piątej szóstej siódmej ósmej dziewiątej dziesiątej""",
}
"""Numbers as words, without those that mean something else as well: "one moment"."""

LIMITS = {
    "en": "within next coming max",
    "de": "innerhalb binnen nächsten kommenden spätestens",
    "fr": "sous d'ici prochaines prochains",
    "es": "plazo próximas próximos",
    "pt": "até dentro próximas próximos",
    "it": "entro prossime prossimi",
    "nl": "binnen komende uiterlijk",
    "pl": "ciągu najbliższych",
}
"""What a time until something comes begins with: "within 24 hours"."""

UNITS = {
    "en": "minutes min mins hour hours hrs h working business day days week weeks",
    "de": "minuten stunde stunden std h tage tagen werktage werktagen woche wochen",
    "fr": "minutes heure heures h jour jours semaine semaines",
    "es": "minutos hora horas h día días semana semanas",
    "pt": "minutos hora horas h dia dias úteis semana semanas",
    "it": "minuti ora ore h giorno giorni settimana settimane",
    "nl": "minuten uur uren dag dagen werkdagen week weken",
    "pl": "minut godzin godziny h dni tygodni roboczych",
}

REFERENCES = {
    "en": "ref reference no number nr id",
    "de": "nr nummer ref referenz vorgangsnummer ticketnummer aktenzeichen zeichen",
    "fr": "n no numéro ref référence",
    "es": "número n ref referencia expediente ticket",
    "pt": "número n ref referência processo protocolo chamado ticket",
    "it": "numero n rif riferimento",
    "nl": "nr nummer ref referentie dossier dossiernr zaaknummer",
    "pl": "nr numer ref sprawa",
}
"""What a number of a case stands after, beside the words of `answer_words.MATTERS`."""
