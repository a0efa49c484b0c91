"""What stands inside quotation marks, and a sentence with its quotations folded away.

What is quoted is somebody's words and names nobody as their speaker, so attributions are looked for in the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

QUOTE = "·"
"""Stands for a whole quotation in a folded sentence, its last punctuation behind it: `·, Berg said.`"""

_MARKS = regex.compile(r"[“”«»„\"]|(?<!\p{L})‘|’(?!\p{L})")
_OPENING = regex.compile(r"[\"“„«‘']\S")
_LETTER = regex.compile(r"\p{L}")
_GUILLEMET = regex.compile(r"»\p{L}")
_ENDS = ".,?!…;:–—-"
_OPENS_AFTER = frozenset(" \t\n\u00a0\u202f:([—–-/'‘“")


@dataclass(frozen=True, slots=True)
class Folded:
    """A sentence with each quotation folded into QUOTE.

    `text` is what is left; `words` is how many words stand inside quotation marks; `open` says that a quotation is
    not closed where the sentence ends; `begins_inside` that it was opened before the sentence.
    """

    text: str
    words: int
    open: bool
    begins_inside: bool

    @property
    def has_quote(self) -> bool:
        """Whether anything is quoted."""
        return QUOTE in self.text

    @property
    def only_quote(self) -> bool:
        """Whether nothing but quotations is left."""
        return self.has_quote and not _LETTER.search(self.text)


def opens_quotation(sentence: str) -> bool:
    """Whether `sentence` begins with a mark that opens a quotation."""
    return bool(_OPENING.match(sentence))


def fold(sentence: str, *, inside: bool = False) -> Folded:
    """Fold the quotations of `sentence`; marks that do not pair are read by the side they stand on.

    `inside` says that the sentence begins within a quotation.
    """
    out: list[str] = []
    at = 0
    opened: tuple[int, str] | None = (-1, "“") if inside else None
    begins_inside = False
    words = 0

    def quoted(inner: str) -> str:
        nonlocal words
        words += len(inner.split())
        last = inner.rstrip(" \"'’”»")[-1:]
        return QUOTE + (last if last in _ENDS else "")

    for match in _MARKS.finditer(sentence):
        mark, place = match.group(), match.start()
        if opened is None:
            if _opens(mark, sentence, place):
                out.append(sentence[at:place])
                opened = (place, mark)
            elif not out and sentence[place - 1 : place] in _ENDS and place and mark != "’":
                begins_inside = True  # `…was burning," Berg said`: opened in the sentence before
                out = [quoted(sentence[:place])]
                at = match.end()
        elif _closes(mark, opened[1], sentence, place):
            out.append(quoted(sentence[opened[0] + 1 : place]))
            at, opened = match.end(), None
    if opened is None:
        out.append(sentence[at:])
    elif opened[1] == "‘":  # an apostrophe: 'tis
        out.append(sentence[opened[0] :])
        opened = None
    else:
        out.append(quoted(sentence[opened[0] + 1 :]))
    return Folded("".join(out), words, opened is not None, begins_inside)


def _may_open(text: str, place: int) -> bool:
    """Whether a mark at `place` stands where a quotation can open."""
    return place == 0 or text[place - 1] in _OPENS_AFTER


def _opens(mark: str, text: str, place: int) -> bool:
    if mark == '"':
        return _may_open(text, place) and text[place + 1 : place + 2].strip() != ""
    return mark in "“«„‘" or (mark == "»" and bool(_GUILLEMET.match(text, place)))


def _closes(mark: str, opener: str, text: str, place: int) -> bool:
    if mark == '"' and opener == '"':
        # A mark that can only open another quotation (nested, or one that nobody closed) does not close this one.
        return not (_may_open(text, place) and text[place + 1 : place + 2].isalnum())
    return mark in {"“": '”"', "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"”'}.get(opener, "")
