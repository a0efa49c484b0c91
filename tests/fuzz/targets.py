"""What is fuzzed: each target takes any bytes, and raises where the project does not hold what it promises.

An error that is part of a function's contract (a document that cannot be read) is no finding; any other is.
"""

from collections.abc import Callable
from functools import cache

from pydantic import ValidationError

from bot.rendering.answers import render
from bot.rendering.quotes import inline_card, render_quote
from bot.rendering.reading import render_article
from knowledge.answering import Answer, NoAnswer, Trace, ask, quote
from knowledge.article import Article
from knowledge.conversation.resolving import resolve
from knowledge.conversation.turn import Turn
from knowledge.drafts import read_draft
from knowledge.feeds import entries
from knowledge.files import BadFileError, dump_yaml, yaml_mapping
from knowledge.library import Library
from knowledge.reading import split
from knowledge.reading.dates import find_dates, read_dates
from knowledge.reading.importing import Draft, Refused, Sender, UnreadableDocumentError, read_documents
from knowledge.retrieval import when
from knowledge.retrieval.analysis import MAX_TERMS, analyse
from knowledge.retrieval.language import question_language
from knowledge.story import Story
from tests.articles import NOW, SEEDS, article, story
from tests.telegram import judge

LANGUAGES = ("en", "de", "fr", "es", "ru", "ar", "zh", "th", "xx")
BEFORE = (
    "What did Peskov say about loans?",
    "When did Guaido declare himself interim president?",
    "How many were hurt?",
)
"""What follow-ups follow."""


@cache
def shelf() -> Library:
    """The seed and an article of our own."""
    seeds = Library.load([SEEDS], now=NOW)
    return Library.of([*seeds.stories.values(), story()], now=NOW)


@cache
def turns() -> tuple[Turn, ...]:
    """The turns that a follow-up may follow."""
    return tuple(Turn.of(ask(question, shelf(), now=NOW)) for question in BEFORE)


def as_typed(data: bytes) -> str:
    """A text as no decent program would send it: bytes that are no UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def parts(data: bytes, number: int) -> list[str]:
    """So many texts: the lines of `data`, the last with all that remains."""
    lines = data.decode("utf-8", "replace").split("\n", number - 1)
    return lines + [""] * (number - len(lines))


def documents(name: str) -> Callable[[bytes], None]:
    """A document becomes drafts whose sentences all stand in it, or is refused."""

    def target(data: bytes) -> None:
        try:
            found = list(read_documents(data, name=name, now=NOW))
        except UnreadableDocumentError:
            return
        assert found
        for draft in found:
            assert isinstance(draft, Draft | Refused)
            if isinstance(draft, Draft):
                said = draft.document.decode("utf-8-sig")
                sentences = [s["text"] for section in draft.article["sections"] for s in section["sentences"]]
                assert sentences
                assert all(sentence in said for sentence in sentences), sentences

    return target


def feed(data: bytes) -> None:
    """A feed becomes entries, each with a key of its own, or is refused."""
    try:
        found = entries.read(data, Sender())
    except UnreadableDocumentError:
        return
    keys = [one.key for one in found.entries]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(found.withdrawn)
    again = entries.read(data, Sender())
    assert [one.digest for one in again.entries] == [one.digest for one in found.entries]


def yaml(data: bytes) -> None:
    """A YAML file is a mapping or is refused with its line; a mapping of plain texts survives being written."""
    text = data.decode("utf-8", "replace")
    found = read_draft(text, now=NOW)
    assert found.story is not None or found.faults
    try:
        fields, line_of = yaml_mapping(text)
    except BadFileError as error:
        bad = error
    else:
        bad = None
        assert 1 <= line_of(()) <= len(text.splitlines()) + 1
    if bad is not None:
        assert 1 <= bad.line <= len(text.splitlines()) + 1, bad
        return
    plain = {name: value for name, value in fields.items() if isinstance(name, str) and isinstance(value, str)}
    if plain and "" not in plain and all(value.isprintable() for one in plain.items() for value in one):
        assert yaml_mapping(dump_yaml(plain))[0] == plain


def dates(data: bytes) -> None:
    """Dates stand where they say, in order, apart from each other, and end no earlier than they begin."""
    language = LANGUAGES[data[0] % len(LANGUAGES)] if data else "en"
    text = as_typed(data[1:])
    end = 0
    for mention in find_dates(text, language, NOW.date()):
        assert text[mention.offset :].startswith(mention.text)
        assert mention.offset >= end
        assert mention.start <= mention.end
        end = mention.offset + len(mention.text)
    for read in read_dates(text, language, today=None):
        assert read.words in text


def question(data: bytes) -> None:
    """A question is understood within its bounds, and as a follow-up leads to one that can be asked."""
    typed = as_typed(data)
    language = question_language(typed, shelf().languages)
    for partial in (False, True):
        analysis = analyse(typed, shelf().index.vocabulary, language, partial=partial)
        assert len(analysis.terms) <= MAX_TERMS
        assert all(0 <= term.weight < float("inf") for term in analysis.terms)
        assert all(0 < reading.likeness <= 1 for term in analysis.terms for reading in term.readings)
    when.times(analysis.question, language, NOW.date())
    for turn in turns():
        understood = resolve(typed, turn, shelf())
        assert understood.written == typed
        assert understood.question.strip() or not typed.strip()


def answering(data: bytes) -> None:
    """Whatever is asked, a quote stands in its article at its offsets."""
    found = ask(as_typed(data), shelf(), now=NOW, threshold=0.0)
    assert 0 <= found.confidence <= 1
    for one in found.quotes if isinstance(found, Answer) else ():
        text = shelf().stories[one.article.id].text
        assert text[one.sentence.start : one.sentence.end] == one.sentence.text
        assert all(part in text for part in (one.passage, one.before, one.after))
        assert one.passage.endswith(one.sentence.text)


def made(data: bytes) -> Story | None:
    """A story: a language, a headline, a source, a person, and the rest is its text."""
    headline, source, person, text = parts(data[1:], 4)
    language = LANGUAGES[data[0] % len(LANGUAGES)] if data else "en"
    told = {"headline": headline, "text": text, "language": language.replace("xx", "und")}
    told |= {"source": {"name": source}} if source else {}
    told |= {"people": [{"name": person, "role": "Mayor"}]} if person else {}
    try:
        found: Article = article(**told)
    except ValidationError:
        return None
    return Story(found, text, split(found, text))


def articles(data: bytes) -> None:
    """Sentences stand in their article at their offsets, one after another, and so do quotes and their speakers."""
    found = made(data)
    if found is None:
        return
    end = 0
    for index, sentence in enumerate(found.sentences):
        assert sentence.index == index
        assert found.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.start >= end
        end = sentence.end
        assert sentence.leans_on is None or index - 2 <= sentence.leans_on < index
        for mention in sentence.dates:
            assert sentence.text[mention.offset :].startswith(mention.text)
        one = quote(found, index)
        assert all(part in found.text for part in (one.passage, one.before, one.after))


def rendering(data: bytes) -> None:
    """Telegram takes whatever is said of an article, whoever asks what."""
    asked, rest = parts(data, 2)
    found = made(rest.encode())
    if found is None:
        return
    # No library is made of it, which would take most of the time: what is quoted is the other targets' matter.
    trace = Trace(language="en", analysis=analyse(asked, shelf().index.vocabulary, "en"))
    quotes = tuple(quote(found, one.index) for one in found.bare if one.quotable)[:4]
    refusal = NoAnswer(asked, (found.article,), (asked, found.article.headline), 0.1, trace, (asked,))
    rendered = [render(refusal, now=NOW, understood=asked), render_article(found, 0, now=NOW)]
    cards = []
    if quotes:
        several = Answer(asked, quotes, 0.9, trace, sources_differ=len(quotes) > 1)
        rendered += [render(several, now=NOW, understood=asked, screen=number) for number in range(len(quotes))]
        rendered += [render_quote(quotes[-1], now=NOW)]
        cards = [inline_card(one, now=NOW).html for one in quotes[:2]]
    for message in (*cards, *(message for one in rendered for message in one.messages)):
        judge.check(message)  # raises in TDLib's words, also where it is too long


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": documents("mill.txt"),
    "markdown": documents("mill.md"),
    "html": documents("mill.html"),
    "feed": feed,
    "yaml": yaml,
    "dates": dates,
    "question": question,
    "answering": answering,
    "articles": articles,
    "rendering": rendering,
}
"""By name; the corpus of each is the folder of that name."""
