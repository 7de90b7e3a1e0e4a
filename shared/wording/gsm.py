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

_NEAREST = {
    "`": "'", "´": "'", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"',
    "»": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "·": "-", "•": "-", "×": "x", "\u00a0": " ",
    "ç": "c", "Ł": "L", "ł": "l", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE", "ð": "d",
    "Þ": "Th", "þ": "th", "ẞ": "SS", "™": "TM", "®": "(R)", "©": "(C)",
}  # fmt: skip
"""The nearest letter of characters that Unicode does not decompose to a letter of the alphabet."""


def to_gsm(text: str) -> str:
    """The text in GSM-7. Other characters become the nearest letter, or are left out.

    `é`, `ñ` and `ö` stay, `ê` becomes `e`, and an emoji is left out.
    """
    return " ".join("".join(map(_nearest, unicodedata.normalize("NFC", text))).split())


def _nearest(character: str) -> str:
    if character in DEFAULT or character in EXTENSION:
        return character
    if character in _NEAREST:
        return _NEAREST[character]
    parts = unicodedata.normalize("NFKD", character)
    return "".join(c for c in parts if c in DEFAULT or c in EXTENSION)


def septets(text: str) -> int:
    """The length of a text in GSM-7."""
    return len(text) + sum(text.count(c) for c in EXTENSION)


def cut(text: str, limit: int) -> str:
    """The beginning of the text that fits into this many septets."""
    while text and septets(text) > limit:
        text = text[:-1]
    return text.rstrip()
