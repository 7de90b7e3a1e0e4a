"""Says which configuration files the stages of cdk.json use, one a line, for `make`.

`python -m infra.configuration_files -c stage=test` prints the file of that stage. Without a stage
it prints those of all stages. Takes the arguments of `cdk`, so that `-c config=…` counts, too.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra import settings
from infra.settings import ROOT, SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 1 with the mistake in cdk.json or the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("-c", "--context", action="append", default=[])
    given, _ = parser.parse_known_args(arguments)
    pairs = [pair.partition("=") for pair in given.context]
    context = json.loads((ROOT / "cdk.json").read_text("utf-8"))["context"]
    try:
        found = files(context | {name: value for name, _, value in pairs})
    except SettingsError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    print("\n".join(dict.fromkeys(map(str, found))))
    return 0


def files(context: Mapping[str, Any]) -> list[Path]:
    """The file of the context's stage; without one, those of all stages. Raises SettingsError."""
    stages = [context["stage"]] if context.get("stage") else _named(context)
    return [settings.from_context({**context, "stage": s}.get).config for s in stages]


def _named(context: Mapping[str, Any]) -> list[str]:
    """The stages of cdk.json; where it names none, the one that `make deploy` takes."""
    return [name for name in context.get("stages", {}) if name != "default"] or ["dev"]


if __name__ == "__main__":
    sys.exit(main())
