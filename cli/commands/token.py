"""`replywatch token`: makes, lists, rotates and revokes the tokens of the API.

A new token is printed once. The secret holds only its hash. Functions read the secret again after
five minutes at most.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from cli import deployment, stack
from cli.arguments import whole_number
from cli.confirmation import confirm
from cli.deployment import Deployment
from cli.stack import OperatorError
from shared.runtime import api_tokens
from shared.runtime.api_tokens import NAME, SCOPES, ApiToken

OLD_TOKEN_HOURS = 24
"""How long the token that is replaced still works, unless --hours says otherwise."""
MAX_OLD_TOKEN_HOURS = 8_760
"""A year. If a token need not end, do not rotate it."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="create a token, and print it once")
    create.add_argument("name", help="who uses it, such as grafana; actions are recorded under it")
    create.add_argument("--scope", choices=SCOPES, default="read", help="default: read")
    listed = actions.add_parser("list", help="list names, scopes and expiry")
    listed.add_argument("--json", action="store_true", help="print one JSON object per token")
    rotate = actions.add_parser("rotate", help="create a new token with the same name and scope")
    rotate.add_argument("name")
    rotate.add_argument(
        "--hours",
        type=whole_number(0, MAX_OLD_TOKEN_HOURS),
        default=OLD_TOKEN_HOURS,
        help=f"how many hours the old token still works (default: {OLD_TOKEN_HOURS})",
    )
    revoke = actions.add_parser("revoke", help="remove all tokens with this name")
    revoke.add_argument("name")
    revoke.add_argument("--yes", action="store_true", help="do not ask for confirmation")
    for action in (create, rotate, revoke):
        action.add_argument("--dry-run", action="store_true", help="change nothing, only check")
    for action in (create, rotate, revoke, actions.choices["list"]):
        stack.options(action, config=False, needs_outputs=True)


@stack.report_errors
def run(args: argparse.Namespace) -> int:
    """0; 2 if it could not be done."""
    place = deployment.deployment(args)
    if args.action == "list":
        _list(place, as_json=args.json)
        return 0

    def change(known: Tokens) -> tuple[str | None, Tokens]:
        return CHANGES[args.action](args, known, stack.now())

    change(_known(place))  # what cannot be done is said before the question
    if args.dry_run:
        print(f"would {args.action} {args.name}")
        return 0
    if args.action == "revoke":
        question = f"Revoke {args.name}? Its requests are refused within five minutes."
        confirm(question, otherwise="Nothing was revoked.", is_given=args.yes)
    new = _changed(place, change)
    print(new or f"revoked {args.name}; functions may accept it for up to five more minutes")
    return 0


type Tokens = list[ApiToken]


def _create(args: argparse.Namespace, known: Tokens, _now: datetime) -> tuple[str | None, Tokens]:
    if not NAME.fullmatch(args.name):
        raise OperatorError("A name has 1 to 64 letters, digits, dots, dashes and underscores.")
    if any(token.name == args.name for token in known):
        raise OperatorError(f"There is a token {args.name}. Use rotate or revoke.")
    text, made = api_tokens.new(args.name, [args.scope])
    return text, [*known, made]


def _rotate(args: argparse.Namespace, known: Tokens, now: datetime) -> tuple[str | None, Tokens]:
    mine = [token for token in known if token.name == args.name]
    if not mine:
        raise OperatorError(f"There is no token {args.name}.")
    text, made = api_tokens.new(args.name, mine[-1].scopes)
    end = now + timedelta(hours=args.hours)
    old = [t.until(end) for t in mine if t.expires_at is None or t.expires_at > now]
    return text, [*(t for t in known if t.name != args.name), *old, made]


def _revoke(args: argparse.Namespace, known: Tokens, _now: datetime) -> tuple[str | None, Tokens]:
    left = [token for token in known if token.name != args.name]
    if len(left) == len(known):
        raise OperatorError(f"There is no token {args.name}.")
    return None, left


type Change = Callable[[argparse.Namespace, Tokens, datetime], tuple[str | None, Tokens]]

CHANGES: dict[str, Change] = {"create": _create, "rotate": _rotate, "revoke": _revoke}


def _list(place: Deployment, *, as_json: bool) -> None:
    for entry in place.secret("ApiSecretId").get("tokens", []):
        token = api_tokens.parse(entry)
        if token is None:
            sys.stderr.write("(not a token of this version: remove it in Secrets Manager)\n")
            continue
        if as_json:
            expiry = token.expires_at.isoformat() if token.expires_at else None
            fields = {"name": token.name, "scopes": list(token.scopes), "expires_at": expiry}
            print(json.dumps(fields))
            continue
        until = f"until {token.expires_at:%Y-%m-%d %H:%M} UTC" if token.expires_at else "no expiry"
        print(f"{token.name}\t{','.join(token.scopes)}\t{until}")


GIVEN = "REPLYWATCH_TOKEN"
"""Holds a token to call the API with, such as one of the issuer that the API trusts."""


@contextmanager
def temporary(place: Deployment) -> Iterator[str]:
    """A token for the smoke test that is revoked after the block, or the token in the environment
    if there is one."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    text, made = api_tokens.new("smoke-test", ["act"])
    _changed(place, lambda known: (None, [*known, made]))
    try:
        yield text
    finally:
        _changed(place, lambda known: (None, [t for t in known if t.hashed != made.hashed]))


def _known(place: Deployment) -> Tokens:
    return [t for t in map(api_tokens.parse, place.secret("ApiSecretId").get("tokens", [])) if t]


def _changed(
    place: Deployment, change: Callable[[Tokens], tuple[str | None, Tokens]]
) -> str | None:
    """Writes the changed list; everything else in the secret stays as it is."""
    client, secret_id = place.connection.client("secretsmanager"), place.output("ApiSecretId")
    content: dict[str, Any] = json.loads(
        client.get_secret_value(SecretId=secret_id)["SecretString"]
    )
    known = [t for t in map(api_tokens.parse, content.get("tokens", [])) if t]
    text, tokens = change(known)
    content["tokens"] = [token.entry() for token in tokens]
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(content))
    return text
