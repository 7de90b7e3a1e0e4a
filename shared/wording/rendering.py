"""Fills in the templates. Jinja is imported on first use, since a text message does not need it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from shared.wording.plain import isolated

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["isolated"] = isolated
    return environment


def render(template: str, **values: object) -> str:
    """The filled-in template, such as `email.html`. HTML templates escape every value."""
    return _environment().get_template(template).render(**values)
