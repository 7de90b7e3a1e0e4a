"""What an objection to praise begins with, by language. Data only.

Praise with an objection is a complaint: "nice shop but sour staff".
"""

from typing import Final, NamedTuple


class Objections(NamedTuple):
    """The words of one language."""

    anywhere: str
    at_start: str
    """Where a clause begins with them: "great shoes, only the sole squeaks"."""


BY_LANGUAGE: Final = {
    "en": Objections(
        """but | however | except | shame about | although | even though | unfortunately
        | regrettably | apart from | other than | pity | only downside | one downside
        | only complaint | only criticism""",
        "though | yet | only | sadly",
    ),
    "de": Objections(
        """aber | jedoch | allerdings | schade | obwohl | obgleich | abgesehen | minuspunkt
        | kritikpunkt | wermutstropfen""",
        "doch | nur | bloß | einzig",
    ),
    "fr": Objections(
        """mais | cependant | dommage | sauf que | par contre | toutefois | néanmoins
        | malheureusement | hélas | bémol | excepté | hormis | bien que""",
        "sauf | à part | seulement",
    ),
    "es": Objections(
        """pero | sin embargo | lástima | aunque | no obstante | desgraciadamente
        | lamentablemente | por desgracia | salvo que | solo que | excepto""",
        "salvo | solo falta",
    ),
    "pt": Objections(
        """mas | porém | pena que | só que | no entanto | contudo | todavia | embora
        | infelizmente | exceto""",
        "pena",
    ),
    "it": Objections(
        """ma | però | peccato | tranne che | tuttavia | purtroppo | sebbene | eccetto""",
        "tranne | anche se",
    ),
    "nl": Objections(
        """maar | alleen jammer | jammer | echter | helaas | hoewel | behalve | minpunt""",
        "alleen",
    ),
    "pl": Objections(
        """ale | jednak | szkoda | tylko że | niestety | chociaż | choć | lecz | jednakże
        | aczkolwiek | poza tym że""",
        "tylko | poza",
    ),
}
