"""Processor time to verify, parse and normalise a webhook body."""

from collections.abc import Mapping

from bench import peers
from bench.results import Result, ratio

AT_MOST = 2.5
PEERS = {
    "whatsapp_models": "whatsapp-models with HMAC",
    "pywa": "pywa with its HMAC, which parses the first message of a body only",
}


def measure() -> list[Result]:
    """Compares our parser with HMAC-SHA256 and a plain typed parse by msgspec, for Messenger and
    then WhatsApp."""
    return [result for updates in (1, 1000) for result in _of(updates)]


def _of(updates: int) -> list[Result]:
    taken: Mapping[str, Mapping[str, list[float]]] = peers.run("bench.webhook_probe", str(updates))
    messenger, whatsapp = taken["messenger"], taken["whatsapp"]
    ours = sorted(messenger["ours"])[len(messenger["ours"]) // 2]
    one_entry = ratio(taken["one entry"]["ours"], taken["one entry"]["bare"])
    compared = ", ".join(
        f"{words} {ratio(whatsapp[name], whatsapp['ours']):.1f} times ours"
        for name, words in PEERS.items()
        if name in whatsapp
    )
    return [
        Result(
            f"webhook_cpu_ratio_{updates}",
            ratio(messenger["ours"], messenger["bare"]),
            "times HMAC and msgspec",
            at_most=AT_MOST,
            floor=1.0,
            note=f"Messenger, {ours * 1e6:.0f} µs; all in one entry: {one_entry:.2f}",
        ),
        Result(
            f"webhook_whatsapp_cpu_ratio_{updates}",
            ratio(whatsapp["ours"], whatsapp["bare"]),
            "times HMAC and msgspec",
            floor=1.0,
            peer=ratio(whatsapp["whatsapp_models"], whatsapp["bare"]),
            note=f"WhatsApp; {compared}",
        ),
    ]
