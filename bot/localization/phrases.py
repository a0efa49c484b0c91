"""Messages in one language, filled with what belongs in them.

The text in the code is the message, in English, with its placeholders in braces: `say.phrase("Nothing here about
{words}.", words=marked)`. `pybabel` collects every such call (its keywords stand in pyproject.toml), so the message is
always written out there and then, never put together. A translation may put its placeholders in any order.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex
from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.localization import catalogues
from bot.markup import FIRST_STRONG_ISOLATE, POP_ISOLATE, Markup, join, text

Piece = Markup | str | int
"""What stands for a placeholder: a piece of a message, text (it is escaped), or a number (written as is usual)."""

_CLDR = {"en": "en_GB"}
"""Whose dates and numbers a language has where that is not CLDR's default: "26 September 2019" is read everywhere."""
_RIGHT_TO_LEFT_MARK = "\u200f"
_ISOLATED = regex.compile(r"[\u2066-\u2068](?:[^\u2066-\u2069]|(?R))*\u2069")
_LEFT_TO_RIGHT = regex.compile(r"\p{Bidi_Class=L}")
_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the bot says to readers of `language`; dates and numbers are those of `locale`."""

    language: str
    locale: Locale
    _messages: gettext.NullTranslations = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """The language's own name: Русский."""
        own = str(Locale.parse(self.language).get_display_name())
        return own[:1].upper() + own[1:]

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return _right_to_left(self.locale)

    def gettext(self, message: str, /, **values: Piece) -> str:
        """Return `message`, translated and filled, as plain text: for buttons, titles and notices."""
        return self.phrase(message, **values).plain

    def pgettext(self, context: str, message: str, /, **values: Piece) -> str:
        """Return `message` as it is said in `context` ("button"), which tells translators what else they cannot see."""
        return self._fill(self._messages.pgettext(context, message), values).plain

    def ngettext(self, one: str, many: str, count: int, /, **values: Piece) -> str:
        """Return the form of a message that goes with `count`, filled; {count} is filled by itself."""
        return self.nphrase(one, many, count, **values).plain

    def phrase(self, message: str, /, **pieces: Piece) -> Markup:
        """Return `message`, translated, as a piece of a message, with `pieces` in it as they are."""
        return self._fill(self._messages.gettext(message), pieces)

    def nphrase(self, one: str, many: str, count: int, /, **pieces: Piece) -> Markup:
        """Return the form of a message that goes with `count`, with `pieces` in it; {count} is filled by itself."""
        return self._fill(self._messages.ngettext(one, many, count), {"count": count, **pieces})

    def number(self, value: float) -> str:
        """Return a number as it is written in the language: 1,234."""
        return _number(value, self.locale)

    def either(self, pieces: Sequence[Markup]) -> Markup:
        """A; A or B; A, B or C."""
        names = [f"p{number}" for number in range(len(pieces))]
        listed = format_list([f"{{{name}}}" for name in names], "or", self.locale)
        return self._fill(listed, dict(zip(names, pieces, strict=True)))

    def commas(self, pieces: Sequence[Markup]) -> Markup:
        """A, B, C."""
        between = str(self.locale.list_patterns["standard"]["middle"]).replace("{0}", "").replace("{1}", "")
        return join([self.isolated(piece) for piece in pieces], between)

    def isolated(self, piece: Markup) -> Markup:
        """Keep a piece that is written in the other direction from turning round what stands beside it.

        Where a line of ours names or quotes it, it stands between marks that are not seen (Unicode's FSI and PDI);
        never inside a quotation.
        """
        other = _LEFT_TO_RIGHT if self.right_to_left else _RIGHT_TO_LEFT
        if not other.search(_ISOLATED.sub("", piece.plain)):
            return piece
        return text(FIRST_STRONG_ISOLATE) + piece + text(POP_ISOLATE)

    def _fill(self, message: str, pieces: Mapping[str, Piece]) -> Markup:
        filled = Markup()
        strong = False
        for number, part in enumerate(catalogues.parts(message)):
            filled += self._piece(pieces[part]) if number % 2 else text(part)
            strong = strong or (not number % 2 and bool(_RIGHT_TO_LEFT.search(part)))
        # Without a letter of its own a line would run as its client likes.
        return text(_RIGHT_TO_LEFT_MARK) + filled if filled and self.right_to_left and not strong else filled

    def _piece(self, value: Piece) -> Markup:
        if isinstance(value, int):
            return text(self.number(value))
        return self.isolated(text(value) if isinstance(value, str) else value)


# What CLDR says is worked out anew by babel each time, and replies ask for the same few again and again.
@cache
def _right_to_left(locale: Locale) -> bool:
    return str(locale.text_direction) == "rtl"


@lru_cache(2_000)
def _number(value: float, locale: Locale) -> str:
    return str(format_decimal(value, locale=locale))


def gettext_noop(message: str) -> str:
    """Mark `message` for translation where it stands in a table; what says it later passes it to `gettext`."""
    return message


def for_language(tag: str | None) -> Phrases:
    """Return the phrases for a reader of `tag` (BCP 47, or None): of the nearest language there is, else English."""
    return _phrases(catalogues.nearest(tag))


@cache
def _phrases(language: str) -> Phrases:
    return Phrases(language, Locale.parse(_CLDR.get(language, language)), catalogues.load(language))


ENGLISH = for_language(catalogues.SOURCE)
"""For the command line, whose output is always English."""
