"""docs/settings.md, written from Settings: `python -m tests.docs.settings_page` (`make docs`)."""

import types
from pathlib import Path
from typing import Annotated, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import HttpUrl, SecretStr
from pydantic_core import PydanticUndefined

from bot.settings import PREFIX, Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
HEAD = """\
# Settings

Each is a variable of the environment, or a line of `.env` in the folder where the bot is started; the environment comes
first. An empty one counts as not set. What cannot be used stops the start with one line for each, and exit code 2;
`dateline doctor` looks at more. A secret is in no log and no error.

This page is made from `bot/settings.py` by `make docs`; a test holds them equal.

| variable | value | by default | what it is |
|---|---|---|---|
"""
BAR = r"\|"
"""A bar in a cell, which would end it."""
WORDS = {
    SecretStr: "a secret",
    HttpUrl: "a URL",
    Path: "a path",
    bool: "`true`, `false`",
    str: "text",
    int: "a whole number",
    float: "a number",
    tuple[Path, ...]: "paths, comma separated",
    tuple[str, ...]: "comma separated",
    frozenset[str]: "comma separated",
    frozenset[int]: "whole numbers, comma separated",
}


def value_of(field):
    """What may be set, in words."""
    kind = field.annotation
    while get_origin(kind) in {Annotated, Union, types.UnionType}:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(kind))
    bounds = {type(one): one for one in field.metadata}
    least = f", {bounds[Ge].ge} or more" if Ge in bounds else ""
    if Ge in bounds and Le in bounds:
        least = f" from {bounds[Ge].ge} to {bounds[Le].le}"
    return WORDS[kind] + least


def default_of(field):
    """What holds where nothing is set; what is worked out then is in the description."""
    if field.default is PydanticUndefined:
        return "the seeds"
    if field.default is None or field.default == () or field.default == frozenset():
        return "–"
    found = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    return f"`{found.rstrip('/')}`"


def page():
    rows = [
        (f"`{PREFIX}{name.upper()}`", value_of(field), default_of(field), field.description)
        for name, field in Settings.model_fields.items()
    ]
    return HEAD + "".join(f"| {' | '.join(cell.replace('|', BAR) for cell in row)} |\n" for row in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
