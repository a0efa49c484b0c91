"""Verbs of saying, in all their forms."""

from __future__ import annotations

# One word a verb where its forms are regular; "base past participle" where they are not.
_VERBS = """
say:said tell:told add announce explain warn argue insist write:wrote:written tweet confirm deny reply answer remark
comment conclude recall suggest acknowledge admit state note stress emphasize emphasise reiterate claim maintain
predict believe quip joke lament vow declare promise complain urge exclaim testify respond agree boast
caution counter assert contend allege opine muse clarify elaborate contend concede retort recount reveal
inform assure pledge confess affirm attest
""".split()

_LOOSE = """
ask continue charge share call describe praise blast slam mock thank accuse criticize criticise condemn denounce
dismiss defend demand question wonder shout yell scream whisper mutter murmur joke interject echo laugh sigh fume
thunder bark snap crow gush marvel plead beg ridicule lambast lambaste rail decry deride hail label brand dub term
characterize characterise hint signal read:read chime offer deadpan begin:began:begun speculate estimate reckon
repeat proclaim pronounce signal summarize summarise reason reflect ponder theorize theorise hypothesize warn
advise counsel instruct order remind scoff shoot:shot intone drawl cry enthuse text email message blog
broadcast sum interrupt lecture scold chide rebuke chastise salute applaud commend compare liken
protest object volunteer venture confide inquire enquire bemoan decree demur gripe grumble hedge holler implore
insinuate joke mention narrate preach profess prophesy quote recite recommend rejoice retweet sneer snipe sob stammer
maintain reveal report post observe propose taunt tease threaten toast tout trumpet underscore underline utter
wail warble welcome
""".split()


def _forms(entry: str) -> set[str]:
    """Past, present and participle of a verb, by the spelling rules of English."""
    base, *irregular = entry.split(":")
    y = base.endswith("y") and base[-2] not in "aeiou"
    present = base[:-1] + "ies" if y else base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
    if irregular:
        past = set(irregular)
    elif y:
        past = {base[:-1] + "ied"}
    elif base.endswith("e"):
        past = {base + "d"}
    else:
        past = {base + base[-1] + "ed" if base in _DOUBLED else base + "ed"}
    return {present, *past}


def _participle(entry: str) -> str:
    base = entry.split(":", maxsplit=1)[0]
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return base + (base[-1] if base in _DOUBLED else "") + "ing"


_DOUBLED = {"admit", "quip", "snap", "dub", "beg", "begin", "chat", "sob", "demur", "sum"}


SAY_FORMS = frozenset({form for verb in _VERBS for form in _forms(verb)} | {"say", "tell"})
"""Finite forms of verbs that say something by themselves, also of indirect speech."""
CALL_FORMS = frozenset(form for verb in [*_VERBS, *_LOOSE] for form in _forms(verb))
"""Finite forms of verbs that say something where a quotation stands beside them."""
BASE_FORMS = tuple(frozenset(verb.split(":", maxsplit=1)[0] for verb in verbs) for verbs in (_VERBS, _LOOSE))
"""What stands after "could" and "to": of the first and of the second kind."""
SAYING_FORMS = frozenset(_participle(verb) for verb in [*_VERBS, *_LOOSE])
"""Participles: "…, adding that"."""


def _any_of(words: frozenset[str] | set[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


CALL = _any_of(CALL_FORMS | {"say", "tell", "put it", "puts it", "went on"})
"""The same as a regular expression."""
