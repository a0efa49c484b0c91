"""Which sentences don't stand alone: those that open with a word that points back."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from knowledge.reading.sentence import Sentence

REACH = 2
"""A quote brings at most this many sentences along."""

# What carries on from what was just said: pronouns and connectives.
_POINTS_BACK = {
    "en": r"(?:he|she|it|they|that|this|these|those)(?:[’'](?:s|re|ve|d|ll))?|his|her|hers|its|their|theirs|him|them|"
    r"such|but|and|or|so|yet|nor|however|therefore|thus|hence|meanwhile|moreover|furthermore|instead|otherwise|"
    r"nevertheless|nonetheless|still|also|then|both|another|besides(?=,)|"
    r"in (?:contrast|turn|addition|response|reply|return)(?! (?:to|for)\b)|on the (?:other hand|contrary)|"
    r"as a result(?! of)|for (?:example|instance|this reason|that reason)|at the same time(?! as)|after that|"
    r"before that|when asked|asked (?:whether|if|about|why|how)|according to (?:him|her|them|it)|neither|"
    r"the same|the latter|the former(?= (?:is|was|has|had|said|will)\b)|"
    r"the (?:two|three|four|pair|duo|trio|couple)(?= (?:\p{L}+ed|met|were|are|had|have|will|also|then|said|say|agreed|"
    r"sides|men|women|leaders|countries|nations|companies|sisters|brothers)\b(?! who))",
    "es": r"él|ella|ellos|ellas|esto|esta|este|estos|estas|eso|esa|ese|pero|y|o|sin embargo|además|por eso|"
    r"en cambio|también|luego|su|sus|asimismo",
    "de": r"er|sie|es|dies\w*|jene\w*|aber|und|oder|doch|jedoch|außerdem|deshalb|deswegen|daher|zudem|dagegen|"
    r"hingegen|auch|dann|seine?|ihre?",
    "fr": r"il|elle|ils|elles|cela|ceci|ce|cette|cet|ces|mais|et|ou|donc|cependant|toutefois|en revanche|"
    r"par ailleurs|aussi|puis|son|sa|ses|leurs?",
    "ru": r"он|она|оно|они|его|её|их|это|этот|эта|эти|но|и|а|однако|поэтому|кроме того|при этом|также|затем|"
    r"в свою очередь|по его словам|по её словам",
}
_OPENING = r"^[\"“„«'‘(\[—–\-\s•]*"
_PATTERNS = {
    code: regex.compile(rf"{_OPENING}(?:{words})(?![\p{{L}}’'])", regex.I) for code, words in _POINTS_BACK.items()
}
# "The move" is one that was spoken of, "the move of the court" and "the minister of health" say themselves which.
_THINGS = (
    r"moves?|steps?|decision|statement|announcement|comments?|remarks?|incident|proposal|plan|report|ruling|vote|measures?|"
    r"deal|agreement|visit|talks|meeting|pact|bill|order|project|arrests?|attack|blast|explosion|crash|shooting|strike|"
    r"ban|scheme|initiative|allegations?|claims?|findings|accident|outage|lawsuit|complaint|law"
)
_PEOPLE = (
    r"spokesman|spokeswoman|spokesperson|official|minister|president|diplomat|politician|leader|source|agency|company|"
    r"firm|group|suspect|victim|organi[sz]ation|ministry|actor|actress|singer|lawmaker|senator|governor|mayor"
)
_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DEFINITE = regex.compile(
    rf"{_OPENING}[Tt]he (?:(?:{_THINGS})(?![\p{{L}}’'-])(?! (?:of|by|against|between|who|which|that|with|from|for|to|"
    rf"on|in|at|over)\b(?! {_WEEKDAY}))|(?:{_PEOPLE})(?![\p{{L}}’'-])(?! (?:of|for|who|that)\b))(?!,? \p{{Lu}})"
)
_OF_THEM = regex.compile(
    rf"{_OPENING}(?:when|after|before|while|although|though|because|as|since|once|until|where|in|at|for|with|on|by|during|"
    r"despite|under|(?:all|some|most|many|one|both|none|neither|each|part|half) of) (?:(?P<person>he|she|it|they|"
    r"his|her|its|their|him|them)|this|that|these|those|doing so)(?![\p{L}’'])",
    regex.I,
)
_NAMED_THEN = regex.compile(r"^[^,]{0,120}, (?:[\p{L}’'-]+ ){0,3}\p{Lu}\p{L}")  # "In his speech, President Falk …"
# What names its own time or person, and an "it" that stands for nothing.
_STANDS = regex.compile(
    rf"{_OPENING}(?:"
    r"it(?: (?:is|was|remains|has been|took|takes)|[’']s) (?:(?:not|still|now|immediately|also) )*(?:clear|unclear|"
    r"known|unknown|expected|believed|thought|possible|likely|unlikely|worth|to be seen|too early|"
    r"time (?:to|for)|\d)\b|"
    rf"(?:this|that) (?:past |coming )?(?:week|month|year|weekend|morning|afternoon|evening|spring|summer|autumn|fall|"
    rf"winter|{_WEEKDAY}|January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"(?:in|at|on|by|during|since|until) th(?:is|at) (?:week|month|year|point|time|moment|day|stage)\b|"
    r"both (?-i:\p{Lu})|both [\p{L} ]{2,40} and )",
    regex.I,
)
# "Maduro, in turn, …" answers somebody.
_IN_TURN = regex.compile(
    r"^[^,\"“«]{2,60},\s(?:in turn|however|meanwhile|in contrast|for (?:his|her|its) part|too),", regex.I
)


def points_back(sentence: str, language: str) -> bool:
    """Whether `sentence` opens with a word that points to the sentence before."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return False
    if _IN_TURN.search(sentence):
        return True
    if language != "en":
        return bool(pattern.search(sentence))
    if _STANDS.search(sentence):
        return False
    of_them = _OF_THEM.search(sentence)
    if of_them:
        return not (of_them["person"] and _NAMED_THEN.search(sentence))
    return bool(pattern.search(sentence) or _DEFINITE.search(sentence))


def leaning(sentences: Sequence[Sentence], language: str) -> list[int | None]:
    """Return, for each sentence, the index of the one it leans on: the nearest before it that stands alone.

    At most REACH back. A heading between them does not help a pronoun to stand; what is never quoted ends the search.
    """
    back = [points_back(sentence.text, language) for sentence in sentences]
    found: list[int | None] = []
    for index in range(len(sentences)):
        target: int | None = None
        if back[index]:
            for at in range(index - 1, max(-1, index - 1 - REACH), -1):
                if not sentences[at].quotable:
                    break
                target = at
                if not back[at]:
                    break
        found.append(target)
    return found
