"""A sentence as a row of chunks: who is mentioned, by name, role or pronoun, and what kind of word stands between.

A noun phrase is cut down to its head: "former Tarn governor Anna Berg" is Anna Berg with a role, "a Berg supporter"
is somebody, "Berg's spokesman" is a role. One letter stands for each chunk, so that what follows are short patterns
over short strings:

n name · m role of one person · x somebody or a body without a name · e another noun phrase · h he, she · z X's words ·
q a quotation · s a verb of saying · T told · v one that may be · g its participle · o another verb · b to be ·
a adverb · ! not · f himself · p preposition · y by · u with · A according to · t that · r who · j conjunction ·
k but, while · i another pronoun · w anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import regex

from knowledge.reading import words
from knowledge.reading.tokens import Token, tokens


class Kind(StrEnum):
    """What the words that mention somebody are."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"
    SOMEONE = "someone"


class Mention(NamedTuple):
    """Somebody in a text: `words` are the name alone, or else the whole phrase; `role` is what stands beside a name.

    `head` is the word that says what somebody without a name is.
    """

    kind: Kind
    words: str
    role: str | None = None
    head: str = ""


@dataclass(slots=True)
class Chunk:
    """A letter (see above), where it stands, and who is meant."""

    code: str
    start: int
    end: int
    mention: Mention | None = None


_WORDS_OF = frozenset(
    "words statement statements tweet tweets message letter email e-mail remarks remark comments comment response "
    "reply view opinion answer reaction description post claim claims assertion argument pledge promise motto slogan "
    "phrase quote question warning assessment".split()
)
_COURTESIES = frozenset("mr mrs ms miss mx".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_MERGES = frozenset("of for from at with in".split())
_OFFICES = frozenset(
    "state defense defence treasury commerce labor labour energy education transportation transport health homeland "
    "agriculture interior justice staff police house commons".split()
)
_APPOSITION = regex.compile(r"[mx],n|n,[mx]")
_ROLE_THEN_NAME = regex.compile(r"[mx],n[,.:s]?")
_NAME_THEN_ROLE = regex.compile(r"n,[mx][,.]?")
_POSSESSIVE = regex.compile(r"['’]s?$")
_ARTICLE = regex.compile(r"^(?:the|an?)\s", regex.I)
_SPACE = regex.compile(r"\s")
_LONGEST_RUN = 14


def chunks(text: str) -> list[Chunk]:
    """Return the chunks of `text`, a sentence whose quotations may be folded."""
    text = _SPACE.sub(" ", text)  # a name or a role that a line's end parts in two is still one, on one line
    row = list(tokens(text))
    found: list[Chunk] = []
    at = 0
    while at < len(row):
        token = row[at]
        if token.code in "CDIw#" or (token.code == "o" and _adjective(row, at) and not _after_quotation(found)):
            chunk, at = _phrase(text, row, at)
            found.append(chunk)
        else:
            mention = Mention(Kind.PRONOUN, token.text) if token.code == "h" else None
            found.append(Chunk(token.code, token.start, token.end, mention))
            at += 1
    return _with_appositions(text, _merged(text, found))


def _after_quotation(found: list[Chunk]) -> bool:
    return "q" in {chunk.code for chunk in found[-2:]} and found[-1].code in "q,?"


def _adjective(row: list[Token], at: int) -> bool:
    """Whether a word in -ed opens a noun phrase: "retired general Anna Berg"."""
    return at + 1 < len(row) and row[at + 1].code in "Cw"


# --- noun phrases -------------------------------------------------------------------------------------------------


def _phrase(text: str, row: list[Token], at: int) -> tuple[Chunk, int]:
    """Read the noun phrase that begins at `at`; return its chunk and where the next one begins."""
    first = at
    definite = row[at].code == "D"
    while at < len(row) and row[at].code in "DI":
        at += 1
    opened = at > first
    run: list[Token] = []
    possessor: list[Token] = []
    while at < len(row) and len(run) < _LONGEST_RUN and _goes_on(row, at, run, opened=opened):
        run.append(row[at])
        at += 1
        if run[-1].possessive and at < len(row) and row[at].code in "Cw#svoT":
            possessor, run = run, []
            definite = True
    whole = text[row[first].start : row[at - 1].end]
    while len(run) > 1 and run[-1].text in words.AFTER_NOUN:
        run.pop()
    code, mention = "w", None
    if run and not (run[-1].code == "C" and run[-1].text.endswith(("'s", "’s"))):
        code, mention = _meant(text, whole, run, possessor, _Determined(definite, opened and not definite))
    return Chunk(code, row[first].start, row[at - 1].end, mention), at


class _Determined(NamedTuple):
    """Whether "the" or "Berg's" opens a noun phrase, or "a"."""

    definite: bool
    indefinite: bool


def _meant(
    text: str, whole: str, run: list[Token], possessor: list[Token], determined: _Determined
) -> tuple[str, Mention | None]:
    """The letter of a noun phrase that ends in `run`, and whom it mentions."""
    head = run[-1].text
    low = head.lower()
    if possessor and low in _WORDS_OF:
        owner = _name(text, possessor)
        return ("z", owner) if owner is not None else ("w", None)
    if run[-1].code == "C":
        return _capitalised(text, whole, run, possessor, determined)
    if words.is_role(low) and determined.definite:
        return "m", Mention(Kind.ROLE, whole, head=low.rsplit("-", 1)[-1])
    if words.is_role(low) or words.is_people(low):
        return "x", Mention(Kind.SOMEONE, whole, head=low)
    if any(determined) and run[-1].code == "w" and low.isalpha():
        return "e", Mention(Kind.SOMEONE, whole, head=low)
    return "w", None


def _capitalised(
    text: str, whole: str, run: list[Token], possessor: list[Token], determined: _Determined
) -> tuple[str, Mention]:
    # "The Farmer's Almanac" is one name, "the Post's Anna Berg" is not.
    named = _name(text, [*possessor, *run] if len(run) > 1 else run)
    if named is None:
        head = run[-1].text.lower()
        if determined.indefinite:
            return "x", Mention(Kind.SOMEONE, whole, head=head)
        return "m", Mention(Kind.ROLE, whole, head=head)
    if determined.indefinite:
        # "an Iowa Democrat" is nobody's name, "a furious Berg" is: the article knows.
        return "x", Mention(Kind.SOMEONE, whole, named.role, head=named.words)
    if possessor and len(run) == 1 and possessor[-1].code == "C":
        named = named._replace(words=text[possessor[0].start : run[-1].end])
    return "n", named


def _goes_on(row: list[Token], at: int, run: list[Token], *, opened: bool) -> bool:
    """Whether the token belongs to the noun phrase whose words so far are `run`."""
    token = row[at]
    last = run[-1] if run else None
    if token.code == "C" or (token.code == "w" and last is not None and _particle(row, at)):
        return True
    if token.code in "w#":
        if last is None or last.code != "C" or last.possessive:
            return True
        return token.code == "w" and _role_ahead(row, at)
    if token.code in "svoT" and (last is None or last.possessive):
        return opened or (token.code == "o" and last is None)
    if token.code != "o" or last is None or last.code != "w" or words.is_role(last.text):
        return False
    return opened and _adjective(row, at)


def _particle(row: list[Token], at: int) -> bool:
    step = 2 if at + 1 < len(row) and row[at + 1].text in words.PARTICLES else 1
    return row[at].text in words.PARTICLES and at + step < len(row) and row[at + step].code == "C"


def _role_ahead(row: list[Token], at: int) -> bool:
    """Whether a name is only the beginning of "Berg campaign manager"."""
    for token in row[at : at + 4]:
        if token.code != "w":
            return False
        if words.is_role(token.text) or words.is_people(token.text):
            return True
    return False


def _name(text: str, run: list[Token]) -> Mention | None:
    """The name in which `run` ends, with the role before it; None where it is only a title."""
    begin = len(run)
    while begin and (run[begin - 1].code == "C" or run[begin - 1].text in words.PARTICLES):
        begin -= 1
        if run[begin].possessive and begin < len(run) - 1:
            begin += 1
            break
    while begin < len(run) and run[begin].code != "C":
        begin += 1
    titles = [k for k in range(begin, len(run)) if _is_title(run[k].text)]
    bare = run[(titles[-1] + 1 if titles else begin) :]
    if not bare or bare[0].text.lower() in _SUFFIXES:
        return None
    name = _POSSESSIVE.sub("", text[bare[0].start : bare[-1].end])
    before = run[: len(run) - len(bare)]
    role = None
    if before and (_is_title(before[-1].text) or words.is_people(before[-1].text)):
        while len(before) > 1 and _strays(before[0].text, before[1].text):
            before = before[1:]
        role = text[before[0].start : before[-1].end]
        role = None if role.lower().rstrip(".") in _COURTESIES else role
    return Mention(Kind.NAME, name, role) if len(name) > 1 else None


def _strays(word: str, following: str) -> bool:
    """Whether a word before a role is none of it: "taken American star"."""
    known = _is_title(word) or word in _OFFICES or word.startswith("co-")
    return word[0].islower() and (words.code_of(word) == "o" or (following[0].isupper() and not known))


def _is_title(word: str) -> bool:
    low = word.lower().rstrip(".")
    return low in words.TITLES or low in words.QUALIFIERS or words.is_role(low)


# --- phrases together ---------------------------------------------------------------------------------------------


def _merged(text: str, found: list[Chunk]) -> list[Chunk]:
    """Take "the governor of Tarn" and "Anna Berg of Harrow" for one chunk each."""
    out: list[Chunk] = []
    for chunk in found:
        link = out[-1] if len(out) > 1 and chunk.code in "nmxew" else None
        if link is None or link.code not in "puj" or out[-2].code not in "nmx":
            out.append(chunk)
        elif link.code == "j" and _two_roles(out[-2], chunk):
            # "the Tarn senator and candidate"
            whole = text[out[-2].start : chunk.end]
            out[-2].end = chunk.end
            out[-2].mention = chunk.mention and chunk.mention._replace(words=whole)
            out.pop()
        elif link.code != "j" and _hangs_on(text[link.start : link.end], out[-2], chunk):
            _join(text, out[-2], chunk)
            out.pop()
        else:
            out.append(chunk)
    return out


def _hangs_on(preposition: str, first: Chunk, last: Chunk) -> bool:
    """Whether `last` belongs to the phrase before its preposition: "the mayor of Tarn", "an adviser to Berg"."""
    return preposition in _MERGES or (preposition == "to" and first.code in "mx" and last.code in "nmx")


def _two_roles(first: Chunk, last: Chunk) -> bool:
    roles = [chunk.mention.head for chunk in (first, last) if chunk.mention and chunk.code in "mx"]
    return len(roles) == 2 and all(words.is_role(head) for head in roles) and last.code == "x"


def _join(text: str, first: Chunk, last: Chunk) -> None:
    first.end = last.end
    mention, inner = first.mention, last.mention
    phrase = text[first.start : last.end]
    if mention is None:
        return
    if mention.kind is Kind.NAME:
        if phrase[:4] in {"the ", "The "} and last.code == "n" and not mention.role and inner and not inner.role:
            first.mention = mention._replace(words=phrase[4:])  # the City of Harrow
        return
    after = text[last.start : last.end].removeprefix("the ").split()
    office = len(after) > 1 and (after[0].lower() in _OFFICES or (after[0].islower() and not (inner and inner.role)))
    if inner is not None and inner.kind is Kind.NAME and office:
        # "Secretary of State Anna Berg"
        name = inner.words.split(maxsplit=1)[1] if inner.words.startswith(f"{after[0]} ") else inner.words
        role = _bare(phrase[: phrase.rfind(name)].strip())
        first.code, first.mention = "n", inner._replace(words=name, role=role)
        return
    first.mention = mention._replace(words=phrase)


def _with_appositions(text: str, found: list[Chunk]) -> list[Chunk]:
    """Give "Anna Berg, the mayor," its role, and "the mayor, Anna Berg," its name."""
    row = "".join([chunk.code for chunk in found])
    if not _APPOSITION.search(row):
        return found
    out: list[Chunk] = []
    at = 0
    while at < len(found):
        chunk, codes = found[at], row[at : at + 4]
        first = chunk.mention
        other = found[at + 2].mention if codes[1:2] == "," and len(codes) > 2 else None
        hangs = bool(out) and out[-1].code in "puysvg"
        if first is None or other is None:
            out.append(chunk)
            at += 1
        elif _ROLE_THEN_NAME.fullmatch(codes) and not hangs and _is_title(first.head):
            named = other if other.role else other._replace(role=_bare(first.words))
            out.append(Chunk("n", chunk.start, found[at + 2].end, named))
            at += 4 if codes[3:] == "," else 3
        else:
            if _NAME_THEN_ROLE.fullmatch(codes) and not first.role:
                chunk.mention = first._replace(role=_bare(other.words))
            out.append(chunk)
            at += 1
    return out


def _bare(role: str) -> str:
    """A role without its article."""
    return _ARTICLE.sub("", role)
