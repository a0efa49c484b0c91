"""An explanation as messages for an admin. Pure, like all rendering.

In English whatever the admin's language: it is made of the names of features and reasons, as `dateline explain` is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.markup import Markup, join, named, pack, tag, text
from bot.rendering.messages import Rendered
from bot.wording import plural
from knowledge.explaining import ExplainedSentence, Explanation, FeatureShare, UnderstoodWord, told

MAX_WORDS = 12
MAX_CANDIDATES = 3
MAX_SHARES = 5


def render_explanation(explanation: Explanation) -> Rendered:
    """How a question was understood, what was found, and why it was answered or refused; small shares are folded."""
    reason = explanation.reason[:1].upper() + explanation.reason[1:]
    head = [
        tag("b", named(explanation.question, 200)),
        text(f"{reason}."),
        text(f"Asked for: {explanation.asked_for}. Language: {explanation.language or 'not known'}."),
    ]
    lines = [join(head)]
    if explanation.words:
        lines.append(tag("b", text("\nWords, with their weight")))
        lines += [_word(one) for one in explanation.words[:MAX_WORDS]]
        if len(explanation.words) > MAX_WORDS:
            lines.append(text(f"and {len(explanation.words) - MAX_WORDS} more"))
    if explanation.decision:
        lines.append(tag("b", text("\nDecision, in log-odds")))
        lines.append(_signed(explanation.start) + text(" before any evidence"))
        lines += _shares(explanation.decision)
    for number, one in enumerate(explanation.candidates[:MAX_CANDIDATES], 1):
        lines += _candidate(number, one)
    return Rendered(tuple(message.html for message in pack(lines, "\n")))


def understood(word: UnderstoodWord) -> str:
    """What a word of the question was taken for: its weight, its kind, and the words that count as it."""
    readings = ", ".join(f"{_short(reading)} {likeness:.2f}" for reading, likeness in word.readings[:MAX_SHARES])
    if word.corrected:
        state = f"; the library lacks it, read as {readings}"
    elif word.known:
        state = f"; also {readings}" if readings else ""
    else:
        state = f"; the library lacks it, and has {readings}" if readings else "; the library lacks it"
    return f"{word.weight:.2f}, {word.kind}{state}"


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:39]}…"


def _word(word: UnderstoodWord) -> Markup:
    return tag("i", named(word.word, 40)) + text(f": {understood(word)}")


def _signed(value: float) -> Markup:
    return tag("code", text(f"{value:+.2f}"))


def _shares(shares: Sequence[FeatureShare]) -> Iterator[Markup]:
    shown, rest, left = told(shares, MAX_SHARES)
    for one in shown:
        yield _signed(one.share) + text(f" {one.label}")
    if rest:
        yield _signed(left) + text(f" {plural(rest, 'smaller share')}")


def _candidate(number: int, one: ExplainedSentence) -> Iterator[Markup]:
    yield tag("b", text(f"\n{number}. Score {one.score:.2f}"))
    yield text("“") + named(one.sentence.text, 160) + text("”")
    yield tag("i", named(one.article.headline, 120) + text(", ") + named(one.article.source.name, 60))
    if one.lacks:
        yield text("The article lacks ") + named(", ".join(one.lacks), 120) + text(".")
    yield from _shares(one.shares)
