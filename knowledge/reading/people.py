"""The people an article names: full names, the roles it gives them, and which surname means whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

ROLE_WORD = (
    r"spokes(?:man|woman|person)|president|premier|minister|secretary|chancellor|senator|congress(?:man|woman)|"
    r"representative|governor|mayor|judge|justice|chief|director|head|leader|chair(?:man|woman|person)?|speaker|"
    r"ambassador|envoy|commissioner|commander|general|colonel|captain|lieutenant|sergeant|officer|detective|sheriff|"
    r"prosecutor|attorney|lawyer|professor|doctor|analyst|economist|scientist|researcher|author|coach|manager|owner|"
    r"founder|co-founder|executive|ceo|official|diplomat|politician|lawmaker|activist|candidate|king|queen|prince|"
    r"princess|pope|bishop|archbishop|imam|rabbi|aide|adviser|advisor|deputy|counselor|host|editor|journalist|"
    r"reporter|actor|actress|singer|director-general|secretary-general|treasurer|strategist"
)
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St)\.?"
_QUALIFIER = (
    r"(?:former|acting|deputy|vice|prime|foreign|defen[cs]e|interior|finance|justice|health|first|chief|senior)"
)
_CAP = r"\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*"
_ABBREVIATED = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev|St|Jr|Sr)\."
_INITIAL = r"\p{Lu}\.(?:\p{Lu}\.)*"
_PARTICLE = r"(?:de|da|do|dos|del|della|di|van|von|der|den|bin|ibn|al|el|la|le|ter|ten)"
_PART = rf"(?:{_ABBREVIATED}|{_INITIAL}|{_CAP})"
NAME = rf"{_PART}(?:\s(?:{_PARTICLE}\s){{0,2}}{_PART}){{0,5}}"
"""Capitalised words in a row: a name, with whatever titles stand before it."""

_NAME = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])(?:(?P<lower>(?:\p{{Ll}}+[ -]){{0,3}}(?:{ROLE_WORD})\s)?)(?P<name>{NAME})"
)
_ROLE = regex.compile(rf"(?<!\p{{L}})(?:{ROLE_WORD})(?!\p{{L}})", regex.I)
_IS_TITLE = regex.compile(rf"{_TITLE}|(?i:{ROLE_WORD}|{_QUALIFIER})")
_APPOSITION = regex.compile(r"^,\s(?:the\s|an?\s)?(?P<role>[^,.;:\"“”]{3,80}),")
# Capitalised only because they begin a sentence, or no part of anybody's name.
_NO_NAME = frozenset(
    (
        "a an the this that these those it he she they we i you his her their its our my in on at by for from to of "
        "as with and but or so if when while after before since although though because however meanwhile also then "
        "there here what who where why how which some many most several all both each every any no not yes one two "
        "three other another such only even just now still according asked under over during despite among between "
        "earlier later last next first january february march april may june july august september october november "
        "december monday tuesday wednesday thursday friday saturday sunday hence thus moreover nevertheless instead "
        "indeed is was were are be has have had do does did will would can could should let once until upon about "
        "more "
    ).split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in a text: the bare name, the role before or after it, and where the name starts."""

    name: str
    role: str | None
    start: int
    end: int

    @property
    def surname(self) -> str:
        """The last word of the name, without a possessive."""
        return self.name.split()[-1]


def names(text: str) -> Iterator[Named]:
    """Yield the capitalised names of `text` with their roles."""
    for match in _NAME.finditer(text):
        found = _without_titles(match["name"], match.start("name"))
        if found is None:
            continue
        name, start, title = found
        end = start + len(name)
        lower = (match["lower"] or "").strip()
        role = " ".join(part for part in (_role_only(lower), title) if part) or None
        if role is None and (after := _APPOSITION.match(text[end:])) and _ROLE.search(after["role"]):
            role = after["role"].strip()
        yield Named(name, role, start, end)


def _role_only(lower: str) -> str:
    """Cut "told the company spokesman" down to what stands right before the name."""
    words = lower.split()
    for at, word in enumerate(words):
        if word in {"the", "a", "an", "and", "by", "to", "of", "with", "told", "as", "that", "for", "from", "said"}:
            return _role_only(" ".join(words[at + 1 :]))
    return lower


def _without_titles(name: str, start: int) -> tuple[str, int, str] | None:
    """Split "Kremlin Spokesman Dmitry Peskov" into the name, where it starts, and the role before it."""
    spans = [(m.group(), m.start(), m.end()) for m in regex.finditer(r"\S+", name)]
    while spans and spans[0][0].lower().rstrip(".") in _NO_NAME:
        spans = spans[1:]
    while spans and spans[-1][0].lower() in _NO_NAME:
        spans = spans[:-1]
    if not spans:
        return None
    first, last = spans[0][1], spans[-1][2]
    titles = [at for at, (word, _, _) in enumerate(spans) if _IS_TITLE.fullmatch(word)]
    cut = titles[-1] + 1 if titles else 0
    if cut == len(spans):
        return None  # "the President": a role and no name
    title = name[first : spans[cut - 1][2]] if cut else ""
    bare = regex.sub(r"['’]s?$", "", name[spans[cut][1] : last])
    return (bare, start + spans[cut][1], title) if len(bare) > 1 else None


@dataclass
class People:
    """Everybody an article names, by surname: the fullest name, and the first role given."""

    full: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str], known: Mapping[str, str | None]) -> People:
        """Collect the names of `texts`; `known` (name -> role) is what an editor says, and wins."""
        people = cls()
        for name, role in known.items():
            people._add(Named(name, role, 0, len(name)))
        for text in texts:
            for named in names(text):
                people._add(named)
        return people

    def _add(self, named: Named) -> None:
        known = self.full.get(named.surname)
        if known is None or (" " in named.name and " " not in known):
            self.full[named.surname] = named.name
        if named.role:
            self.roles.setdefault(named.surname, named.role)

    def fullest(self, named: Named) -> tuple[str, str | None]:
        """Return the full name and the role of whom `named` means; a longer name stays as it is."""
        name = named.name if " " in named.name else self.full.get(named.surname, named.name)
        return name, named.role or self.roles.get(named.surname)
