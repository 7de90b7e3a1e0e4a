"""`replywatch cost`: what a month costs with your own figures, by AWS's list prices."""

import argparse
import json
from typing import Any

from cli import cost_model, cost_page, stack
from cli.arguments import number
from cli.stack import OperatorError


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument(
        "--messages",
        type=number(0),
        required=True,
        metavar="N",
        help="messages a month, replies too",
    )
    parser.add_argument(
        "--per-reply",
        type=number(0),
        default=3.0,
        metavar="K",
        help="customer messages per reply (default: 3)",
    )
    parser.add_argument(
        "--emails", type=number(0), default=0.0, metavar="N", help="alerts by email a month"
    )
    parser.add_argument(
        "--sms", type=number(0), default=0.0, metavar="N", help="alerts by SMS a month"
    )
    parser.add_argument(
        "--sms-price",
        type=number(0),
        metavar="USD",
        help="price of one SMS in the responders' country",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0, or 2 if the figures are outside of the measured range."""
    if args.sms and args.sms_price is None:
        raise OperatorError("--sms needs --sms-price: it differs by country.")
    try:
        usage = cost_model.estimate(args.messages, args.per_reply, args.emails)
    except ValueError as error:
        raise OperatorError(f"{error}: that is what was measured.") from error
    sms_usd = args.sms * (args.sms_price or 0.0)
    if args.json:
        parts: dict[str, Any] = cost_model.parts(usage)._asdict() | {"sms": sms_usd}
        parts["total"] = sum(parts.values())
        print(json.dumps({name: round(usd, 4) for name, usd in parts.items()}))
        return 0
    print("\n".join(cost_page.lines(usage)))
    if args.sms:
        print(f"and {sms_usd:,.2f} USD for text messages")
    return 0
