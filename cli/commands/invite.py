"""`replywatch invite`: gives a responder the link to their own settings page.

The link is valid for a week. With --send the notifier emails it, to the address in replywatch.toml.
"""

import argparse
import json
import secrets

from cli import stack
from cli.deployment import deployment
from cli.stack import OperatorError
from shared.config.configuration import Responder
from shared.domain import own_settings as domain
from shared.domain.own_settings import MAX_A_DAY, TooManyError
from shared.runtime import links
from shared.storage import own_settings


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("name", help="the responder's name in replywatch.toml")
    parser.add_argument("--send", action="store_true", help="email the link instead of printing it")
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only check")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    stack.options(parser, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 if it could not be done."""
    known = stack.configuration(args)
    if args.name not in known.responders:
        raise stack.responder_missing(args.name, known)
    place = deployment(args)
    keys = place.secret("ApiSecretId").get("link_keys", [])
    if not keys:
        raise OperatorError("The API secret has no link_keys. Fill it in first.")
    if args.send:
        _send(args, known.responders[args.name])
    elif args.dry_run:
        print(f"would invite {args.name}")
    else:
        token = links.invitation(domain.id_of(args.name), keys, stack.now())
        link = f"{place.url('ApiUrl').rstrip('/')}/r/{token}"
        print(json.dumps({"responder": args.name, "link": link}) if args.json else link)
    return 0


def _send(args: argparse.Namespace, of_file: Responder) -> None:
    """Asks for the email: the notifier sends it within two minutes."""
    table, now = stack.table(args, dry_run=args.dry_run), stack.now()
    own = own_settings.read(table, args.name)
    if not of_file.email:  # an address of their own is not used: somebody else may have set it
        raise OperatorError(f"{args.name} has no email address in the file. Print the link.")
    try:
        after = domain.asked(own, "invitation", {"email": of_file.email}, secrets.token_hex(8), now)
    except TooManyError:
        raise OperatorError(f"{args.name} had {MAX_A_DAY} invitations in 24 hours.") from None
    own_settings.write(table, after)
    sent = "would be emailed" if args.dry_run else "is emailed within two minutes"
    print(json.dumps({"responder": args.name}) if args.json else f"The link {sent} to {args.name}.")
