"""Which messages only thank, grouped by the kind of their words."""

import pytest

from shared.domain.intents.classifier import read


@pytest.mark.parametrize("text", ["No, thanks", "Nein, danke!", "Não, obrigado", "Nie, dziękuję"])
def test_who_declines_with_a_comma_thanks_and_affirms(text: str) -> None:
    reading = read(text)
    assert reading.courtesy
    assert reading.affirms


@pytest.mark.parametrize(
    "text",
    [
        *("Danke, dass ihr euch so schnell gekümmert habt!", "Danke dass Sie geholfen haben"),
        *("Bedankt, dat jullie het zo snel hebben opgelost", "Dzięki, że pomogliście"),
        *("Merci d'avoir réglé ça si vite !", "Grazie per aver risolto così in fretta!"),
        *("Gracias por resolverlo tan rápido", "Obrigado por resolverem tão rápido!"),
        *("Many thanks for your help today", "Bedankt voor je hulp vandaag"),
    ],
)
def test_thanks_can_name_what_the_brand_did(text: str) -> None:
    assert read(text).courtesy


@pytest.mark.parametrize(
    "text",
    [
        *("How lovely, thanks", "Ay qué bien, gracias", "Jak miło, dziękuję"),
        *("Se lo agradezco mucho", "Muito bem, agradecido", "Jestem bardzo wdzięczna"),
        *("Ik dank u hartelijk", "Encore mille mercis pour tout", "Nochmals tausend Dank"),
    ],
)
def test_thanks_in_warm_words_are_a_courtesy(text: str) -> None:
    assert read(text).courtesy


@pytest.mark.parametrize(
    "text",
    [
        *("No, ok", "No,", "No, thanks for nothing", "Nein, danke, das reicht nicht"),
        *("no, thanks, the other", "Non, merci, je veux mon argent", "ok, no, thanks"),
        *("Danke, dass ihr nicht geantwortet habt", "danke, dass", "danke, dass ihr"),
        *("Danke, dass ihr das heute noch löst", "bedankt dat jullie het oplossen"),
        *("Dzięki, że nie pomogliście", "dzięki, że", "dziękuję za szybkie załatwienie sprawy"),
        *("gracias por resolverlo", "gracias por arreglarlo pronto", "merci de régler ça"),
        *("How lovely", "Wat fijn", "Jak miło", "Wie nett", "How lovely. Reply"),
    ],
)
def test_what_looks_like_such_thanks_may_need_an_answer(text: str) -> None:
    assert not read(text).courtesy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("Dank u mevrouw de Vries", True), ("Danke Frau von Berg", True), ("Dzięki Kasiu", True)),
        *(("Danke Frau von der Post", False), ("Dank mevrouw van de winkel", False)),
    ],
)
def test_a_surname_can_have_a_particle(text: str, expected: bool) -> None:
    assert read(text).courtesy == expected


@pytest.mark.parametrize(
    "text",
    [
        *("ok nice one, that clears it up", "Vergelt's Gott", "Ah je comprends, merci"),
        *("ándale pues, gracias", "que Dios los bendiga, gracias", "fixe, já percebi"),
        *("buono a sapersi, grazie", "akkoord, dan weet ik genoeg", "dobrze wiedzieć, dzięki"),
    ],
)
def test_regional_and_casual_acknowledgements_are_a_courtesy(text: str) -> None:
    assert read(text).courtesy


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Danke für die Prüfung",
            "merci du suivi",
            "ciao",
            "servus",
            "oi tudo bem",
            "que maravilha",
        ),
        *("Grande, grazie", "ya entendí que no me van a pagar", "legend, where is it"),
    ],
)
def test_what_such_words_can_also_say_may_need_an_answer(text: str) -> None:
    assert not read(text).courtesy
