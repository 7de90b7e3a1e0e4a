"""Which replies only promise an answer, grouped by what they say beside the promise."""

import pytest

from shared.domain.intents.classifier import LANGUAGES, deflects, is_holding


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *(("Il telefono è pronto, le faremo sapere.", False), ("È strano, verifico.", True)),
        *(("È la valvola. La ricontattiamo.", False), ("Il caso è urgente, verifico.", True)),
        *(("C'è neve, ti facciamo sapere.", False), ("Verifichiamo dove è il pacco.", True)),
        *(("A loja é no Chiado, avisamos assim que soubermos.", False),),
        *(("É estranho! Vamos investigar.", True), ("É a válvula. Vamos investigar.", False)),
    ],
)
def test_an_is_with_an_accent_is_no_and(reply: str, expected: bool) -> None:
    assert is_holding(reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *(("It's the valve. We'll be in touch.", False), ("That's odd. We'll be in touch.", True)),
        *(("Delivery is free. I'll ask about the rest.", False),),
        *(("Cash only. We'll be in touch.", False), ("Breakfast at seven, I'll ask.", False)),
        *(("Es ist das Ventil. Wir melden uns.", False), ("Wir sind dabei, wir melden uns.", True)),
        *(("C'est la vanne. On vous recontacte.", False),),
        *(("Es la válvula. Te informaremos.", False), ("Es raro. Te informaremos.", True)),
        *(("Het is de klep. We laten het je weten.", False),),
        *(("To jest zawór. Damy znać.", False), ("To jest dziwne. Damy znać.", True)),
        *(("Hi Bo, yes, we ship there. We'll let you know.", False),),
    ],
)
def test_who_says_what_something_is_answers(reply: str, expected: bool) -> None:
    assert is_holding(reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *(("I've raised ticket #48213. Someone will be in touch within 24 hours.", True),),
        *(("Votre dossier 55-2091 est en cours de traitement.", True),),
        *(("He abierto una incidencia con el número 33871 y te escribiremos.", True),),
        *(("Wir prüfen das und melden uns innerhalb von 24 Stunden.", True),),
        *(("Room 48213 faces the sea. We'll be in touch.", False),),
        *(("We will contact you two hours before delivery.", False),),
    ],
)
def test_the_number_of_a_case_and_a_time_limit_answer_nothing(reply: str, expected: bool) -> None:
    assert is_holding(reply) == expected


@pytest.mark.parametrize(
    "reply",
    [
        *("No one here knows off hand. I'll ask our chef.", "I understand, how annoying. On it!"),
        *("Da bin ich überfragt, ich frage den Koch.", "Wir nehmen das sehr ernst und prüfen es."),
        *("Ce n'est pas normal. Je me renseigne.", "No te preocupes, lo miro."),
        *("Não sei, vou perguntar.", "Non ne ho idea, chiedo subito."),
        *("Maak je geen zorgen, we zoeken het uit.", "Nie mam pojęcia, zaraz sprawdzę."),
    ],
)
def test_formulas_beside_a_promise_answer_nothing(reply: str) -> None:
    assert is_holding(reply)


@pytest.mark.parametrize(
    "reply",
    [
        *("I'll just quickly ask the shop.", "We'll also let you know."),
        *("Wir gehen gleich mal der Sache nach.", "Te lo digo, ya mismo lo consulto."),
        *("We wachten op de leverancier van de fabrikant.",),
        *("Stiamo aspettando una risposta dal fornitore e dal corriere.",),
        *("Deine Mail liegt beim Technikteam, wir melden uns.",),
    ],
)
def test_adverbs_and_whom_the_brand_asks_answer_nothing(reply: str) -> None:
    assert is_holding(reply)


@pytest.mark.parametrize(
    "reply",
    [
        *("Let me dig into this for you and I'll circle back shortly.",),
        *("I'm going to show these to our quality people.", "Hang on, Claire."),
        *("Das gebe ich an unsere Entwicklung weiter.", "Ich mache mich schlau."),
        *("Nos équipes sont sur le coup.", "Je fais remonter ça."),
        *("Déjame que lo mire y te digo algo.", "Lo hablo con el equipo y te cuento."),
        *("Deixa eu ver isso e já te falo.", "Vou descobrir!"),
        *("Lo scopro e ti dico.", "La sua richiesta è stata inoltrata."),
        *("Daar ga ik achteraan.", "We komen erop terug."),
        *("Muszę podpytać kolegów.", "Trwa analiza Pana reklamacji."),
    ],
)
def test_unusual_words_promise_too(reply: str) -> None:
    assert is_holding(reply)


@pytest.mark.parametrize(
    "reply",
    [
        *("We're open till eight, hang on to your ticket.", "Someone passed by your parcel."),
        *("Rufen Sie uns an, wir kümmern uns darum.", "Es kostet nichts. Wir melden uns."),
        *("Llámanos y te lo miramos.", "Se acabó. Te avisamos."),
        *("Bel ons, dan zoeken we het uit.", "Zadzwoń do nas, sprawdzimy to."),
    ],
)
def test_an_answer_in_few_words_beside_a_promise_answers(reply: str) -> None:
    assert not is_holding(reply)


@pytest.mark.parametrize(
    "reply",
    [
        *("I've flagged this and they will contact you by email.",),
        *("We're on it and will send news by email today.",),
        *("On s'en occupe et on vous envoie un mail aujourd'hui.",),
        *("Wir kümmern uns und schicken dir heute eine Mail.",),
    ],
)
def test_who_will_write_by_email_promises_and_does_not_send_the_customer_away(reply: str) -> None:
    assert is_holding(reply)
    assert not deflects(reply, languages=LANGUAGES)


@pytest.mark.parametrize(
    "reply",
    ["Contact us by email and we'll write back.", "Schreib uns per DM, wir melden uns."],
)
def test_who_asks_for_a_message_and_will_write_deflects(reply: str) -> None:
    assert not is_holding(reply)
    assert deflects(reply, languages=LANGUAGES)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *(("We got your photos and passed them to the kitchen.", True),),
        *(("We passed your parcel to the kitchen.", False),),
        *(("One for our pharmacists, someone will message you.", True),),
        *(("Give me till tomorrow morning.", True), ("Geef ons eventjes.", True)),
        *(("La passo al reparto.", True), ("La passo alla banca.", False)),
    ],
)
def test_what_the_customer_sent_is_passed_on_only_to_the_brands_own_people(
    reply: str, expected: bool
) -> None:
    assert is_holding(reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *(("Your parcel left the depot, we'll keep you posted.", False),),
        *(("Your order looks stuck, let me check and get back to you.", True),),
        *(("Ihre Bestellung kommt übermorgen, wir melden uns bei Änderungen.", False),),
        *(("Dein Paket ist noch nicht da, wir fragen nach und melden uns.", True),),
        *(("Votre commande part demain, nous vous tenons informé.", False),),
        *(("Votre colis semble bloqué, je relance le transporteur et je vous redis.", True),),
        *(("Tu pedido salió ayer, te avisamos.", False),),
        *(("Il tuo pacco parte domani, ti aggiorniamo.", False),),
        *(("Il pacco risulta fermo, sentiamo il corriere e le facciamo sapere.", True),),
        *(("Je pakket vertrekt vanavond, we houden je op de hoogte.", False),),
        *(("Paczka wyszła wczoraj, damy znać.", False),),
    ],
)
def test_what_is_said_of_an_order_answers_unless_it_does_not_come(
    reply: str, expected: bool
) -> None:
    assert is_holding(reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *(("Der Fahrer wird sich eine Stunde vorher bei dir melden.", False),),
        *(("Die Bank wird sich bei Ihnen melden.", False),),
        *(("La encargada de la tienda se comunicará con usted.", True),),
        *(("A gerente da loja entrará em contato até amanhã.", True),),
        *(("Bewerber hören im Juni von uns.", False), ("Sie hören im Juni von uns.", True)),
        *(("Je zaak ligt bij de specialisten, ref 77120. Zij reageren binnen 48 uur.", True),),
    ],
)
def test_it_matters_who_gets_in_touch_and_with_whom(reply: str, expected: bool) -> None:
    assert is_holding(reply) == expected


@pytest.mark.parametrize(
    "reply",
    [
        *("One sec, pulling up your booking.", "Deux secondes, j'ouvre votre dossier"),
        *("Um segundinho, estou abrindo seu cadastro", "Sekundka, otwieram twoje konto"),
        *("Lo mando a revisar y te digo.", "Ich lasse das prüfen.", "Lo faccio controllare."),
    ],
)
def test_the_brand_acts_on_the_matter(reply: str) -> None:
    assert is_holding(reply)


@pytest.mark.parametrize(
    "reply",
    [
        *("Get it checked at any branch.", "Laat de klok nakijken bij een juwelier."),
        *("Faites vérifier la pile chez un horloger.", "Open je account en kies ruilen."),
    ],
)
def test_what_the_customer_should_do_answers(reply: str) -> None:
    assert not is_holding(reply)
