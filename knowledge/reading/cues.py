"""The words in a sentence that say who speaks: a name, a role or a pronoun beside a verb of saying.

The forms are those of news English, as patterns over chunks: “…,” X said; “…,” said X; X said: “…”; X told them that
…; it was called “…” by X; according to X; X: “…”; in X's words. How sure each form is stands below; how often it was
right, `python -m benchmarks.reading` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from knowledge.reading.mentions import Chunk, Kind, Mention, chunks
from knowledge.reading.quotations import fold
from knowledge.reading.words import DEFINITE, INDEFINITE, OTHER_PRONOUNS, PRONOUNS


@dataclass(frozen=True, slots=True)
class Cue:
    """Who is pointed at, by which words, and how sure the form is (0..1)."""

    mention: Mention
    confidence: float

    @property
    def kind(self) -> Kind:
        """What the words are."""
        return self.mention.kind


_BESIDE, _LOOSELY, _BEFORE, _PASSIVE, _ACCORDING = 0.95, 0.85, 0.9, 0.85, 0.9
_COLON, _SUBJECT, _POSSESSIVE, _DASH = 0.85, 0.75, 0.8, 0.85

_WHO = r"(?P<who>[nmxhz])"
_QUOTED_WHO = r"(?P<who>[nmxhze])"
# What may stand between somebody and their verb: (D-Harrow) · , 54, · , who knew it, · on Tuesday · also
_GAP = (
    r"(?:\([^()]{0,12}\))?(?:,[^q;:.?svtT]{1,20},|-[^q;:.?-]{1,20}-|,[mxwe])?(?:,?r[^q;:.?]{1,20}?,?)?"
    r"(?:[pu][a#wnmxe]{1,3},?)?(?:,?[af],?){0,4}"
)
_AFTER = regex.compile(rf"q(?:(?P<end>[,?-])|(?P<none>))-?a{{0,2}}{_QUOTED_WHO}{_GAP}(?P<verb>[svoT])")
_INVERTED = regex.compile(rf"q(?:(?P<end>[,?-])|(?P<none>))-?a{{0,2}}(?P<verb>[svo])a{{0,2}}{_QUOTED_WHO}")
_VERBLESS = regex.compile(r"q[.?]?-{1,2}(?P<who>n)(?:[,.(]|$)")
_BY = regex.compile(rf"(?:b[a!]*[sv][^,;:.?g]{{0,6}}|[sv]q)y{_WHO}(?![^q]{{0,5}}g)")
_INSTEAD = regex.compile(r",a?(?P<who>[nmxh])[^,q]{1,8}[:,]$")
_ONLY_GAP = regex.compile(_GAP)
_NAME_COLON = regex.compile(r"(?:^|-)(?P<who>n)(?:\([^()]{0,12}\))?:$")
_VERBLESS_COLON = regex.compile(r"(?:^|,)(?P<who>[nmx])(?:\([^()]{0,12}\)|,[mx])?:$")
_OF_RELATIVE = regex.compile(rf"{_WHO},?ra{{0,3}}$")
_FINITE = regex.compile(rf"{_GAP}(?:[svobT]|(?<=a)w)")
_SPEAKS = regex.compile(rf"{_WHO}{_GAP}[sT](?!f)")
_SAYS_WHO = regex.compile(rf"[,?-]a{{0,2}}s{_WHO}(?=[,.puajr(]|$)")
_AND_SAYS = regex.compile(r"[jkr]a{0,3}[sT](?!f)|,g")
_BEING = regex.compile(r"[b!][a!]*$")
_CONTRAST = regex.compile(r"[;k]")
_THEY_SAY = regex.compile(r"ia{0,3}[sT](?!f)")
_NAMED_SOURCE = regex.compile(r"A(?P<who>[nmxhz])")

_ATTRIBUTION = regex.compile(rf"-?a{{0,2}}(?:{_WHO}{_GAP}[svoT](?![^.;q]{{0,6}}[,:]q)|[svo]a?[nmxhi])|ia?[svT]")
_ATTRIBUTION_REACH = 300
LOWER_INSIDE = PRONOUNS | DEFINITE | INDEFINITE | (OTHER_PRONOUNS - {"i"})
"""Words that would have no capital if the sentence went on."""


def find_cue(found: Sequence[Chunk]) -> Cue | None:
    """Return the words that say who speaks in a sentence, the surest form first; None where nobody does."""
    codes = "".join([chunk.code for chunk in found])
    if "q" in codes:
        cue = _beside(codes, found) or _passive(codes, found) or _before(codes, found) or _verbless(codes, found)
        if cue is not None:
            return cue
    return _indirect(codes, found) or _source(codes, found) or _possessive(codes, found)


def is_attribution(text: str) -> bool:
    """Whether `text`, which follows a quotation, begins with who said it: "Berg asked", "asked the chief"."""
    head = text[:_ATTRIBUTION_REACH]
    if head[:1].isupper() and head.split(maxsplit=1)[0].lower() in LOWER_INSIDE:
        return False
    codes = "".join(chunk.code for chunk in chunks(fold(head).text))
    return bool(_ATTRIBUTION.match(codes))


def announced(found: Sequence[Chunk]) -> Cue | None:
    """Return who is about to be quoted, where a sentence ends in a colon: "Berg put it so:"."""
    codes = "".join(chunk.code for chunk in found)
    return _before_one(codes, found, len(codes)) if codes.endswith(":") else None


def subject(found: Sequence[Chunk]) -> Mention | None:
    """Return the first mention that has a verb of its own: whom the sentence is about."""
    at = _subject("".join(chunk.code for chunk in found), 0, len(found))
    return None if at is None else found[at].mention


def somebody_speaks(found: Sequence[Chunk]) -> bool:
    """Whether "they", "it" or "we" say something: then the words are not the outlet's, whoever is meant."""
    return bool(_THEY_SAY.search("".join(chunk.code for chunk in found)))


def _cue(found: Sequence[Chunk], at: int, confidence: float) -> Cue | None:
    mention = found[at].mention
    return Cue(mention, confidence) if mention is not None else None


def _own(codes: str, at: int) -> bool:
    """Whether a mention can be a subject: it hangs on no preposition and is told nothing."""
    return at == 0 or codes[at - 1] not in "puyvoTA"


def _beside(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """“…,” Berg said · “…,” said fire chief Anna Berg · “…,” the chief, 54, told them."""
    for pattern in (_AFTER, _INVERTED):
        for match in pattern.finditer(codes, overlapped=True):
            verb, end = match["verb"], match["end"]
            if verb not in "sT" and not end:
                continue
            if end != "," and codes[: match.start()].endswith((",", ":")):
                continue  # introduced: Berg asked, “…?” Lind said no.
            if verb == "o" and (end == "-" or (pattern is _INVERTED and codes[match.start("who")] != "n")):
                continue
            return _cue(found, match.start("who"), (_LOOSELY if verb == "o" else _BESIDE) if end else _BEFORE)
    return None


def _passive(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """It was described by Berg as “…”."""
    match = _BY.search(codes)
    return _cue(found, match.start("who"), _PASSIVE) if match else None


def _before(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """The same for the first quotation that has one: Berg said: “…” · Berg defended it, calling it “…”."""
    for at, code in enumerate(codes):
        if code == "q" and (cue := _before_one(codes, found, at)) is not None:
            return cue
    return None


def _before_one(codes: str, found: Sequence[Chunk], end: int) -> Cue | None:
    """Who speaks in the clause that ends at `end`, where a quotation begins."""
    start = max(codes.rfind(mark, 0, end) for mark in "q;.?") + 1
    clause = codes[start:end]
    named = _NAME_COLON.search(clause)
    if named:
        return _cue(found, start + named.start("who"), _COLON)
    verbs = [at for at in range(len(clause) - 1, -1, -1) if clause[at] in "svgT"]
    for at in verbs:
        being = _BEING.search(clause, 0, at)
        if being and (clause[at] != "g" or "!" in being.group()):
            if clause[at + 1 :] in {"", ",", ":"}:
                return None  # she was asked: “…”
            continue
        who = _of_verb(clause, at, being.start() if being else at, progressive=bool(being))
        if who is not None:
            return _cue(found, start + who[0], who[1])
        if clause[at] != "g":
            break
    verbless = None if verbs else _VERBLESS_COLON.search(clause)
    if verbless:
        return _cue(found, start + verbless.start("who"), _COLON)
    if not verbs and not clause.endswith((":", ",", "-")):
        return None
    first = _subject(codes, start, start + (at if verbs and clause[at] != "g" else len(clause)))
    return None if first is None else _cue(found, first, _SUBJECT)


def _of_verb(clause: str, at: int, end: int, *, progressive: bool) -> tuple[int, float] | None:
    """Whose verb of saying stands at `at`, and how sure that is; `end` is where the verb's own words begin."""
    instead = _INSTEAD.search(clause, at + 1)
    if instead:
        return instead.start("who"), _SUBJECT  # when Lind said so, Berg fired back: “…”
    head = clause[:end]
    nearest = _nearest(head)
    if clause[at] == "g" and not progressive:
        if nearest is not None and head[nearest - 1 : nearest] == "u":
            return nearest, _LOOSELY  # with Berg calling it “…”
    elif nearest is not None and _own(clause, nearest):
        return nearest, _BEFORE
    relative = _OF_RELATIVE.search(head)
    return (relative.start("who"), _BEFORE) if relative else None


def _nearest(head: str) -> int | None:
    """Where the mention stands that the verb after `head` belongs to."""
    for at in range(len(head) - 1, max(-1, len(head) - 30), -1):
        if head[at] in "nmxhz" and _ONLY_GAP.fullmatch(head, at + 1):
            return at
    return None


def _subject(codes: str, start: int, end: int) -> int | None:
    for at in range(start, end):
        if codes[at] in "nmxhz" and _own(codes, at) and _FINITE.match(codes, at + 1):
            return at
    return None


def _verbless(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """“…” — Anna Berg."""
    match = _VERBLESS.search(codes)
    return _cue(found, match.start("who"), _DASH) if match else None


def _indirect(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """Berg said the roof fell · the roof fell, Berg said · the roof fell, said Berg."""
    for match in _SPEAKS.finditer(codes, overlapped=True):
        if _own(codes, match.start("who")):
            return _cue(found, match.start("who"), _BESIDE)
    inverted = _SAYS_WHO.search(codes)
    if inverted:
        return _cue(found, inverted.start("who"), _BESIDE)
    later = _AND_SAYS.search(codes)
    if later and not _CONTRAST.search(codes, 0, later.start()):
        who = _subject(codes, 0, later.start())
        return None if who is None else _cue(found, who, _SUBJECT)
    return None


def _source(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """According to Berg."""
    match = _NAMED_SOURCE.search(codes)
    return _cue(found, match.start("who"), _ACCORDING) if match else None


def _possessive(codes: str, found: Sequence[Chunk]) -> Cue | None:
    """In Berg's words, “…”."""
    at = codes.find("z")
    return _cue(found, at, _POSSESSIVE) if at >= 0 and "q" in codes else None
