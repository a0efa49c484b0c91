"""Who says a sentence: the person its own words name, or the one its pronoun was read as.

What stands inside quotation marks is somebody's words and names nobody as their speaker, so attributions are
looked for in what is left. Nobody is named where the outlet speaks for itself, or where it is not sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from knowledge.article import Article
from knowledge.reading.people import NAME, ROLE_WORD, Named, People, names
from knowledge.reading.sentence import Attribution, Found, Sentence

MIN_CONFIDENCE = 0.6
"""Below this the bot names nobody rather than the wrong one."""

_BESIDE, _INITIAL_SUBJECT, _ACCORDING, _COLON, _ONLY_NAME = 0.95, 0.75, 0.9, 0.8, 0.7
_PRONOUN, _ROLE_KNOWN, _ROLE_UNKNOWN, _GOES_ON = 0.8, 0.85, 0.5, 0.75
_FADES = 0.08
"""What a pronoun's reading loses with each sentence since its person last spoke."""

_QUOTED = regex.compile(r"[“«„][^”»“]*(?:[”»“]|$)|\"[^\"]*(?:\"|$)|(?<!\p{L})‘[^’]*(?:’(?!\p{L})|$)")
_SAY = (
    r"said|says|say|saying|told|tells|telling|add(?:ed|s)|stress(?:ed|es)|not(?:ed|es)|emphasi[sz]e[ds]|reiterate[ds]|"
    r"claim(?:ed|s)|state[ds]|stated|announce[ds]|explain(?:ed|s)|warn(?:ed|s)|argue[ds]|insist(?:ed|s)|wrote|writes|"
    r"tweeted|confirm(?:ed|s)|denie[ds]|repl(?:ied|ies)|answered|answers|remark(?:ed|s)|comment(?:ed|s)|"
    r"continue[ds](?=[,:.]|$)|conclude[ds]|recall(?:ed|s)|suggest(?:ed|s)|acknowledge[ds]|admit(?:ted|s)|"
    r"point(?:ed|s) out|maintain(?:ed|s)|predict(?:ed|s)|believe[ds]|observe[ds]|quipped|joked|lamented|vowed|"
    r"asked(?=[,:.]?\s*(?:[\"“«]|$))|asks(?=[,:.]?\s*(?:[\"“«]|$))|declare[ds](?=\s(?:that|[\"“])|[,:.])|"
    r"promise[ds]|complain(?:ed|s)|urge[ds]|exclaim(?:ed|s)|testified|responded|posted|noted|agreed|shared|"
    r"boasted|cautioned|charged|countered|asserted|contended|alleged|opined|mused|clarified|elaborated"
)
_ADVERBS = (
    r"(?:(?:,\s(?:in turn|however|meanwhile|for (?:his|her) part|too),)|"
    r"\s(?:has|have|had|also|then|later|repeatedly|earlier|again|recently|even|previously|\p{L}+ly))"
)
_AFTER_NAME = r"(?:,\s[^,\"“”]{2,80},)?"
_PRONOUNS = r"he|she|they"
_THE_ROLE = rf"(?:the|a|an|his|her|its)\s(?:\p{{L}}+[ -]){{0,3}}(?:{ROLE_WORD})"

_TITLED = rf"(?:(?:{NAME}\s)?(?:\p{{Ll}}+[ -]){{0,3}}(?:{ROLE_WORD})\s)?{NAME}"

_BEFORE = regex.compile(
    rf"(?<!\p{{L}})(?:(?P<pronoun>(?i:{_PRONOUNS}))|(?P<role>(?i:{_THE_ROLE}))|(?P<name>{NAME}))"
    rf"{_AFTER_NAME}{_ADVERBS}{{0,3}}\s(?P<verb>{_SAY})(?!\p{{L}})(?!\s(?:himself|herself)\b)"
)
_INVERTED = regex.compile(
    rf"(?<!\p{{L}})(?P<verb>{_SAY})\s(?:(?P<role>(?i:{_THE_ROLE}))(?!\s\p{{Lu}})|"
    rf"(?:(?i:the|an?)\s)?(?P<name>{_TITLED})|"
    rf"(?P<pronoun>{_PRONOUNS}))(?!\p{{L}})"
)
_ACCORDING_TO = regex.compile(
    rf"(?i:according to)\s(?:(?P<role>(?i:{_THE_ROLE}))(?!\s\p{{Lu}})|(?P<pronoun>him|her|them)\b|"
    rf"(?:(?i:the|an?)\s)?(?P<name>{_TITLED}))"
)
_ANY_SAY = regex.compile(rf"(?<!\p{{L}})(?:and|who|then)\s(?:{_SAY})(?!\p{{L}})(?!\s(?:himself|herself)\b)")
_FIRST_WORD = regex.compile(rf"^\W*(?:(?P<role>(?i:{_THE_ROLE}))(?!\s\p{{Lu}})|(?P<pronoun>(?i:{_PRONOUNS}))\b)")
_OTHER_SUBJECT = regex.compile(r"(?i)\b(?:while|whereas|but)\b|;")
_PASSIVE = regex.compile(r"(?i)\bwhen\s$|\bwas\s$|\bwere\s$|\bbeing\s$")


@dataclass(frozen=True, slots=True)
class _Cue:
    """The words that point at a speaker: a name, a role or a pronoun, and how sure the form is."""

    kind: str
    words: str
    confidence: float
    named: Named | None = None


@dataclass
class _State:
    """Who spoke last and how long ago, while an article is read from its top."""

    people: People
    last: Attribution | None = None
    ago: int = 0
    open_quote: bool = False
    expects: Attribution | None = None


def speakers(article: Article, sentences: Sequence[Sentence]) -> list[Attribution | None]:
    """Return, for each sentence of `article`, its speaker, or None where the outlet speaks or it is not sure."""
    known = {person.name: person.role for person in article.people}
    state = _State(People.of([sentence.text for sentence in sentences], known))
    by_editor = _by_editor(article)
    found = []
    for sentence in sentences:
        editor = by_editor.get(sentence.index)
        attribution = editor or _attribute(sentence.text, state)
        state.expects = _announced(sentence.text, state)
        if attribution is not None and attribution.confidence < MIN_CONFIDENCE:
            attribution = None
        state.ago += 1
        if attribution is not None:
            state.last, state.ago = attribution, 0
        found.append(attribution)
    return found


def _by_editor(article: Article) -> dict[int, Attribution]:
    entries: Iterable[str | None] = (entry.speaker for section in article.sections or () for entry in section.sentences)
    roles = {person.name: person.role for person in article.people}
    return {index: Attribution(name, roles.get(name), Found.EDITOR, 1.0) for index, name in enumerate(entries) if name}


def _attribute(text: str, state: _State) -> Attribution | None:
    outside = _mask(text)
    has_quote = outside != text
    goes_on = state.open_quote
    state.open_quote = _left_open(text)
    cue = _cue(outside, text, quoted=has_quote)
    if cue is not None:
        return _who(cue, state)
    if has_quote and state.expects is not None:
        return replace(state.expects, found=Found.CONTINUED, confidence=_COLON, cue="")
    only_quote = has_quote and not regex.search(r"\p{L}", outside)
    if (only_quote or goes_on) and state.last is not None and state.ago <= 1:
        return replace(state.last, found=Found.CONTINUED, confidence=_GOES_ON, cue="")
    return None


def _mask(text: str) -> str:
    """Blank out what is quoted; offsets stay."""
    return _QUOTED.sub(lambda match: "\x00" * len(match.group()), text).replace("\x00", "·")


def _left_open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _cue(outside: str, text: str, *, quoted: bool) -> _Cue | None:
    """Find the attribution in what is not quoted, the surest form first."""
    for match in _BEFORE.finditer(outside):
        if not _PASSIVE.search(outside[: match.start("verb")]):
            cue = _from_match(match, text, _BESIDE)
            if cue:
                return cue
    for pattern, confidence in ((_INVERTED, _BESIDE), (_ACCORDING_TO, _ACCORDING)):
        for match in pattern.finditer(outside):
            if pattern is _INVERTED and not _after_quote(outside, match.start()):
                continue
            cue = _from_match(match, text, confidence)
            if cue:
                return cue
    said = _ANY_SAY.search(outside)
    if said and not _OTHER_SUBJECT.search(outside[: said.start()]):
        return _subject(outside)
    return None


def _after_quote(outside: str, at: int) -> bool:
    """Whether an inverted "said X" follows a quotation or a comma: else X is whom somebody told."""
    return bool(regex.search(r"(?:·|[,?!—–-])\s?$", outside[:at]))


def _from_match(match: regex.Match[str], text: str, confidence: float) -> _Cue | None:
    for kind in ("pronoun", "role"):
        if match[kind]:
            return _Cue(kind, match[kind], confidence)
    start, end = match.span("name")
    before = max(0, start - 60)
    # Of "Tarn director Olof Lind" the last name is the person's.
    inside = [n for n in names(text[before : end + 100]) if start - before < n.end and n.start < end - before]
    return _Cue("name", inside[-1].name, confidence, inside[-1]) if inside else None


def _subject(outside: str) -> _Cue | None:
    """The sentence's first person, where a later verb of saying has no subject beside it ("… and said")."""
    first = _FIRST_WORD.search(outside)
    if first:
        kind = "role" if first["role"] else "pronoun"
        return _Cue(kind, first[kind], _INITIAL_SUBJECT)
    named = next(names(outside), None)
    return _Cue("name", named.name, _INITIAL_SUBJECT, named) if named and named.start < 40 else None


def _who(cue: _Cue, state: _State) -> Attribution | None:
    if cue.named is not None:
        name, role = state.people.fullest(cue.named)
        return Attribution(name, role, Found.NAMED, cue.confidence, cue.words)
    if cue.kind == "role":
        return _by_role(cue, state)
    if state.last is None:
        return None
    confidence = round(min(cue.confidence, _PRONOUN) - _FADES * max(0, state.ago - 1), 3)
    return replace(state.last, found=Found.RESOLVED, confidence=confidence, cue=cue.words)


def _by_role(cue: _Cue, state: _State) -> Attribution | None:
    """The person whose role has the same word: the last speaker first, then anybody the article names so."""
    word = cue.words.split()[-1].lower()
    if state.last is not None and word in (state.last.role or "").lower().split():
        return replace(state.last, found=Found.RESOLVED, confidence=_ROLE_KNOWN, cue=cue.words)
    holders = [surname for surname, role in state.people.roles.items() if word in role.lower().split()]
    if len(holders) == 1:
        surname = holders[0]
        name, role = state.people.full[surname], state.people.roles[surname]
        return Attribution(name, role, Found.RESOLVED, _ROLE_KNOWN - 0.1, cue.words)
    if state.last is None or holders:
        return None
    return replace(state.last, found=Found.RESOLVED, confidence=_ROLE_UNKNOWN, cue=cue.words)


def _announced(text: str, state: _State) -> Attribution | None:
    """Who is about to be quoted: "Peskov put it so:"."""
    outside = _mask(text)
    if not outside.rstrip().endswith(":"):
        return None
    cue = _cue(outside, text, quoted=False)
    if cue is not None:
        return _who(cue, state)
    named = next(names(outside), None)
    if named is None:
        return state.last
    name, role = state.people.fullest(named)
    return Attribution(name, role, Found.NAMED, _ONLY_NAME, named.name)
