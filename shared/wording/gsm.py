"""The GSM-7 alphabet: text in it fits 160 characters to an SMS, any other text 70.

3GPP TS 23.038, section 6.2.1: the default alphabet, and the extension table, whose characters take
two septets each.
"""

import unicodedata

DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
SEGMENT_SEPTETS = 160

_TRANSLITERATED = """
    аa бb вv гg ґg дd ђdj еe жzh зz иi іi јj кk лl љlj мm нn њnj оo пp рr сs тt ћc уu фf хkh цts
    џdz чch шsh щshch ъ' ыy ь' эe юyu яya єye
"""
"""Cyrillic letters, each with what stands for it. `й`, `ё` and `ї` are letters with a mark."""

_CYRILLIC = {pair[0]: pair[1:] for pair in _TRANSLITERATED.split()}

_NEAREST = {
    "`": "'", "´": "'", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"',
    "»": '"', "‹": "'", "›": "'", "ʻ": "'", "ʼ": "'", "–": "-", "—": "-", "‐": "-", "‑": "-",
    "−": "-", "…": "...", "·": "-", "•": "-", "×": "x", "⁄": "/", "\u00a0": " ", "ç": "c", "Ł": "L",
    "ł": "l", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ə": "e", "Ə": "E", "ı": "i", "ŋ": "ng",
    "Ŋ": "Ng", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "Þ": "Th", "þ": "th", "ŧ": "t", "Ŧ": "T",
    "ẞ": "SS", "µ": "u", "™": "TM", "®": "(R)", "©": "(C)",
    # The alphabet has the Greek capitals that no Latin letter looks like.
    **dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", "ABΓΔEZHΘIKΛMNΞOΠPΣΣTYΦXΨΩ", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **_CYRILLIC,
    **{letter.upper(): latin.capitalize() for letter, latin in _CYRILLIC.items()},
}  # fmt: skip
"""What stands for characters that Unicode does not decompose to characters of the alphabet."""


def to_gsm(text: str) -> str:
    """The text in GSM-7. Other characters become the nearest letters, or are left out.

    `é`, `ñ` and `ö` stay, `ê` becomes `e`, `Юля` becomes `Yulya`, and an emoji is left out.
    """
    return " ".join("".join(map(_nearest, unicodedata.normalize("NFC", text))).split())


def is_readable(text: str) -> bool:
    """Whether GSM-7 has every letter of the text, or a similar one. It has none for Chinese."""
    return all(map(_nearest, filter(str.isalpha, unicodedata.normalize("NFC", text))))


def _nearest(character: str) -> str:
    if character in DEFAULT or character in EXTENSION:
        return character
    if character in _NEAREST:
        return _NEAREST[character]
    parts = unicodedata.normalize("NFKD", character)
    return "".join(c if c in DEFAULT or c in EXTENSION else _NEAREST.get(c, "") for c in parts)


def septets(text: str) -> int:
    """The length of a text in GSM-7."""
    return len(text) + sum(text.count(c) for c in EXTENSION)


def cut(text: str, limit: int) -> str:
    """The beginning of the text that fits into this many septets."""
    while text and septets(text) > limit:
        text = text[:-1]
    return text.rstrip()
