"""Who gets in touch with the customer, by language: to answer, or because of a visit. Data only.

The rules for a phrase are those of `lexicon.py`.
"""

from shared.domain.intents.sign_words import Pair

CONTACTS = {
    "en": """call | ring | phone | contact | reach | touch | back | reply | respond
        | answer | message | write | email | text""",
    "de": """ruft | rufen | anrufen | meldet | melden | kontaktiert | kontaktieren
        | antwortet | antworten | schreibt | schreiben""",
    "fr": """appelle | appellera | rappelle | rappellera | contacte | contactera | recontacte
        | recontactera | contacter | rappeler | recontacter | répondra | répond | écrit | écrira""",
    "es": """llama | llamará | contacta | contactará | contacto | escribirá | avisa | avisará
        | responderá
        | responde | contestará | escribe""",
    "pt": """liga | ligará | ligar | contacta | contata | contactará | contatará | contacto
        | contato | contactar | avisa | avisará | responderá | responde | vai responder
        | escreve | escreverá | chamar | chama""",
    "it": """chiama | chiamerà | richiama | richiamerà | contatta | contatterà | ricontatta
        | ricontatterà | scrive | scriverà | risponderà | risponde""",
    "nl": """belt | bellen | contact | antwoordt | reageert | schrijft | mailt""",
    "pl": """zadzwoni | oddzwoni | skontaktuje | odezwie | odpisze | odpowie | napisze""",
}
"""How somebody gets in touch."""

ENGLISH_HELPERS = ("will", "can", "to", "is going to")
"""Before such a verb, since in English most of them are nouns, too: "the team phone is 555"."""

ENGLISH_VERBS = ("calls", "contacts", "replies")
"""Those that stand alone."""

COLLEAGUES = {
    "en": """colleague | someone | somebody | specialist | advisor | agent | team | manager
        | supervisor | representative | advisors | agents | specialists | colleagues""",
    "de": """kollege | kollegin | kollegen | jemand | mitarbeiter | mitarbeiterin | berater
        | beraterin | spezialist | team | teamleiter | spezialisten | mitarbeitende""",
    "fr": """collègue | conseiller | conseillère | quelqu'un | équipe | spécialiste
        | responsable | conseillers | collègues | spécialistes""",
    "es": """compañero | compañera | alguien | agente | asesor | asesora | especialista | equipo
        | responsable | compañeros | agentes | especialistas""",
    "pt": """colega | alguém | agente | assistente | especialista | equipa | equipe
        | responsável | colegas | especialistas""",
    "it": """collega | qualcuno | operatore | operatrice | consulente | specialista | team
        | responsabile | colleghi | specialisti""",
    "nl": """collega | iemand | medewerker | specialist | team | teamleider | adviseur | collega's
        | specialisten""",
    "pl": """kolega | koleżanka | ktoś | konsultant | konsultantka | specjalista | zespół
        | kierownik | pracownik | doradca | specjaliści | doradczyni""",
}
"""Who gets in touch with an answer: "a colleague will call you" promises."""

VISITORS = {
    "en": """technician | engineer | driver | courier | fitter | installer | plumber
        | electrician""",
    "de": """techniker | monteur | fahrer | kurier | zusteller | installateur | elektriker
        | spedition""",
    "fr": """technicien | livreur | chauffeur | coursier | installateur | transporteur
        | plombier""",
    "es": """técnico | repartidor | conductor | mensajero | instalador | transportista
        | fontanero""",
    "pt": """técnico | estafeta | entregador | motorista | instalador | transportador
        | transportadora""",
    "it": """tecnico | corriere | autista | fattorino | installatore | idraulico""",
    "nl": """monteur | bezorger | chauffeur | koerier | installateur | technicus
        | loodgieter""",
    "pl": """technik | kurier | kierowca | dostawca | instalator | monter | hydraulik""",
}
"""Who gets in touch because of a visit: "the driver will call you" answers."""

OF_OTHERS = """
contact contacts call calls reply write ruft meldet melden kontaktiert schreibt antwortet gibt kommt
contacte contactera recontacte recontactera rappelle rappellera écrit écrira répondra reviendra
prendra tiendra contacta contactará contactarán comunicará pondrá pone llama llamará escribirá
responderá informará avisará contatará contata entra entrará liga ligará escreve escreverá retorna
retornará vai contatta contatterà ricontatterà chiama chiamerà scrive scriverà risponderà dirà
neemt belt mailt schrijft reageert laat geeft komt skontaktuje odezwie zadzwoni oddzwoni napisze
odpowie odpisze powie poinformuje
"""
"""Words of phrases in which it can be somebody outside the brand who gets in touch: "your bank will
contact you" is an answer, not a promise."""


def of_contact(people: str, code: str) -> Pair:
    """People as heads, and how they get in touch as tails: "colleague ~ call"."""
    verbs = [f"~ {verb.strip()}" for verb in CONTACTS[code].split("|")]
    if code == "en":
        verbs = [f"{helper} {verb}" for helper in ENGLISH_HELPERS for verb in verbs]
        verbs += [f"~ {verb}" for verb in ENGLISH_VERBS]
    return people, " | ".join(verbs)
