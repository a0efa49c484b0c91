"""The messages of each language, from bot/locales/LANGUAGE/LC_MESSAGES/dateline.po.

The .po files are read as they are when a language is first needed, so there is nothing to compile. What the code says
is the message id, and English needs no catalogue.
"""

from __future__ import annotations

import gettext
import io
import logging
from functools import cache
from pathlib import Path

import regex
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE = "en"
"""The language of the messages in the code."""
FOLDER = Path(__file__).parents[1] / "locales"
_DOMAIN = "LC_MESSAGES/dateline.po"
_PLACEHOLDER = regex.compile(r"\{(\w+)\}")
_log = logging.getLogger(__name__)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages there are: English first, then each that has a catalogue, as its folder is called."""
    return (SOURCE, *sorted(path.parents[1].name for path in FOLDER.glob(f"*/{_DOMAIN}")))


def nearest(tag: str | None) -> str:
    """Return the language that serves a reader of `tag` (BCP 47).

    Its own; else a wider one (zh for zh-hans-cn), a sister (pt_BR for pt-pt), English.
    """
    wanted = (tag or "").replace("_", "-").lower().split("-")
    there = {name.replace("_", "-").lower(): name for name in languages()}
    wider = ["-".join(wanted[:length]) for length in range(len(wanted), 0, -1)]
    sisters = [one for one in there if one.partition("-")[0] == wanted[0]]
    return next((there[one] for one in (*wider, *sisters) if one in there), SOURCE)


@cache
def load(language: str) -> gettext.NullTranslations:
    """Return the messages of one of `languages`; what is missing, fuzzy or misformatted in it stays English."""
    if language == SOURCE:
        return gettext.NullTranslations()
    try:
        with (FOLDER / language / _DOMAIN).open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        _log.warning("the messages in %r cannot be read: %s", language, error)
        return gettext.NullTranslations()
    for message in [one for one in catalogue if one.id and misformatted(one)]:
        catalogue.delete(message.id, message.context)
    return _compiled(catalogue)


def misformatted(message: Message) -> str | None:
    """Return the first translation whose placeholders are not the message's own; a plural may leave {count} out."""
    plural = isinstance(message.id, tuple | list)
    own = placeholders(str(message.id[-1] if plural else message.id))
    optional = {"count"} if plural else set()
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    for string in map(str, filter(None, strings)):
        found = placeholders(string)
        if found - optional != own - optional or not found <= own:
            return string
    return None


def placeholders(message: str) -> set[str]:
    """Return the names that stand in braces in `message`."""
    return set(_PLACEHOLDER.findall(message))


def parts(message: str) -> list[str]:
    """Return `message` cut at its placeholders: text and names in turn, beginning and ending with text."""
    return _PLACEHOLDER.split(message)


def _compiled(catalogue: Catalog) -> gettext.GNUTranslations:
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return gettext.GNUTranslations(file)
