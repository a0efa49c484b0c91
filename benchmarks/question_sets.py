"""Question sets with their articles, as rows of features to train on and to score."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray
from pydantic import ValidationError

from knowledge.article import Article
from knowledge.library import Library
from knowledge.reading import split, stored_text
from knowledge.reading.sentence import Sentence
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.features import Evidence, evidence

Right = Callable[[Mapping[str, str], list[Any]], bool]


@dataclass
class Passage:
    """What the index needs of a story."""

    article: Article
    bare: tuple[Sentence, ...]


@dataclass
class Row:
    """One question with its candidates' evidence and texts; `group` is what cross-validation must not split."""

    set: str
    id: str
    group: str
    answerable: bool
    trusted: bool
    evidence: Evidence
    right: NDArray[np.bool_]
    weight: float = 1.0
    question: str = ""
    texts: Sequence[str] = ()


@dataclass
class Asked:
    """A question with its answers (None: unanswerable).

    `kind` says what sort of row it is; `trusted`, whether the answers were checked.
    """

    id: str
    text: str
    group: str
    answers: list[Any] | None
    kind: str
    trusted: bool = True


@dataclass
class Collection:
    """Articles, and questions on them."""

    language: str
    passages: list[Passage]
    questions: list[Asked] = field(default_factory=list)

    def vary(self, *, seed: int, share: float = 1.0) -> None:
        """Add to each checked, answerable question one with a wrong name or number, and one with a typo."""
        rng = random.Random(seed)
        original = [q for q in self.questions if q.answers and q.trusted and rng.random() < share]
        names = {q.id: _names(q.text) for q in original}
        for question in original:
            others = [name for id_, found in names.items() if id_ != question.id for name in found]
            wrong = wrong_detail(question.text, others, rng)
            if wrong:
                self.questions.append(Asked(f"wrong-{question.id}", wrong, question.group, None, "wrong detail"))
            typo = mistyped(question.text, rng)
            self.questions.append(Asked(f"typo-{question.id}", typo, question.group, question.answers, "typo"))

    def rows(self, right: Right, engine: Engine[Passage] | None = None) -> Iterator[Row]:
        """Ask every question and yield its candidates' evidence; `engine` is the index, where one is made already."""
        engine = engine or Engine.build(self.passages)
        for asked in self.questions:
            analysis = analyse(asked.text, engine.vocabulary, self.language)
            candidates = engine.candidates(analysis)
            if not len(candidates):
                yield Row(
                    asked.kind, asked.id, asked.group, bool(asked.answers), asked.trusted, NOTHING, np.zeros(0, bool)
                )
                continue
            found = evidence(analysis, candidates, engine)
            found = Evidence(found.names, found.values.astype(np.float32), found.covered[:0])
            marks = np.zeros(len(candidates), dtype=bool)
            wanted = {answer["article_id"] for answer in asked.answers or [] if isinstance(answer, dict)}
            for number, candidate in enumerate(candidates):
                passage = self.passages[candidate.story]
                if passage.article.id in wanted:
                    quoted = {"article_id": passage.article.id, "text": passage.bare[candidate.index].text}
                    marks[number] = right(quoted, asked.answers or [])
            row = Row(asked.kind, asked.id, asked.group, bool(asked.answers), asked.trusted, found, marks)
            row.question, row.texts = asked.text, [self.passages[c.story].bare[c.index].text for c in candidates]
            yield row


NOTHING = Evidence((), np.zeros((0, 0)), np.zeros((0, 0)))

_NAME = regex.compile(r"(?<=\w[,;:]?\s)\p{Lu}[\p{L}\p{M}]{2,}(?:\s\p{Lu}[\p{L}\p{M}]+)*")
_CONTENT = regex.compile(r"\p{L}{5,}")
_CAPITAL = regex.compile(r"(?<=\w[,;:]?\s)\p{Lu}[\p{L}\p{M}]{3,}")
_LOWER = regex.compile(r"(?<![\p{L}\p{M}'’])\p{Ll}{5,}(?![\p{L}\p{M}])")
_YEAR_OR_NUMBER = regex.compile(r"\b\p{N}+\b")


def _names(question: str) -> list[str]:
    return [match.group() for match in _NAME.finditer(question)]


def wrong_detail(question: str, others: Sequence[str], rng: random.Random) -> str | None:
    """Put another number, or another question's name, in the place of one; None where the question has neither."""
    numbers = list(_YEAR_OR_NUMBER.finditer(question))
    if numbers and rng.random() < 0.5:
        match = rng.choice(numbers)
        other = str(int(match.group()) + rng.choice([-3, -2, -1, 1, 2, 3]))
    else:
        names = list(_NAME.finditer(question))
        if not names:
            return None
        match = rng.choice(names)
        pool = [name for name in others if name not in question and match.group() not in name]
        if not pool:
            return None
        other = rng.choice(pool)
    return question[: match.start()] + other + question[match.end() :]


def mistyped(question: str, rng: random.Random, among: regex.Pattern[str] | None = None) -> str:
    """Make one slip in one longer word: a letter dropped, doubled, swapped with the next, or another in its place."""
    found = [m for m in (among or _CONTENT).finditer(question) if len(m.group()) >= 4]
    if not found:
        return question
    match = rng.choice(found)
    word, at = match.group(), rng.randrange(1, len(match.group()) - 1)
    slip = rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + rng.choice("aeiourstln") + word[at + 1 :],
        ]
    )
    return question[: match.start()] + slip + question[match.end() :]


def misspelt(question: str, rng: random.Random) -> str:
    """Make two slips in content words and, where it has one, one in a name."""
    once = mistyped(question, rng, _CAPITAL)
    return mistyped(mistyped(once, rng, _LOWER), rng, _LOWER)


def _article(id_: str, headline: str, language: str, paragraphs: list[list[str]]) -> Passage:
    article = Article.model_validate(
        {
            "id": id_,
            "headline": headline,
            "source": {"name": "collection"},
            "published": None,
            "language": language,
            "text": "\n\n".join(" ".join(sentences) for sentences in paragraphs),
        }
    )
    sentences, at = [], 0
    for number, paragraph in enumerate(paragraphs):
        for text in paragraph:
            sentences.append(Sentence(len(sentences), text, at, at + len(text), number))
            at += len(text) + 1
        at += 1
    return Passage(article, tuple(sentences))


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file, gzipped or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def squad2(folder: Path) -> list[Collection]:
    """SQuAD 2.0: each article alone, with its own questions and some of another article's."""
    by_title: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(folder / "squad2" / "questions.jsonl"):
        by_title[row["title"]].append(row)
    titles = sorted(by_title)
    found = []
    for number, title in enumerate(titles):
        rows = by_title[title]
        paragraphs = {row["paragraph_id"]: row["sentences"] for row in rows}
        passage = _article(f"squad-{number}", title.replace("_", " "), "en", list(paragraphs.values()))
        collection = Collection("en", [passage])
        for row in rows:
            index = row["answer_sentence_index"]
            sentence = None if index is None else row["sentences"][index]
            answers = None if sentence is None else [{"article_id": passage.article.id, "text": sentence}]
            collection.questions.append(Asked(row["id"], row["question"], title, answers, "squad2"))
        collection.vary(seed=number)
        for row in by_title[titles[(number + 1) % len(titles)]]:
            collection.questions.append(Asked(f"x-{row['id']}", row["question"], title, None, "off topic"))
        found.append(collection)
    return found


def xquad(folder: Path) -> list[Collection]:
    """XQuAD: every sentence of every paragraph, a language at a time."""
    found = []
    for language in ("en", "es", "de"):
        rows = read_lines(folder / "xquad" / f"{language}.jsonl")
        paragraphs: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for row in rows:
            paragraphs[row["title"]][row["paragraph_id"]] = row["sentences"]
        ids = {title: f"xquad-{n}" for n, title in enumerate(sorted(paragraphs))}
        passages = [
            _article(ids[t], t.replace("_", " "), language, list(paragraphs[t].values())) for t in sorted(paragraphs)
        ]
        collection = Collection(language, passages)
        for row in rows:
            answers = [{"article_id": ids[row["title"]], "text": row["sentences"][row["answer_sentence_index"]]}]
            asked = Asked(row["id"], row["question"], row["title"], answers, f"xquad {language}")
            collection.questions.append(asked)
        found.append(collection)
    return found


def news(folder: Path) -> Collection:
    """News-quiz questions over 10,000 articles, and questions of later years that they cannot answer."""
    passages = []
    for row in read_lines(folder / "news" / "articles.jsonl.gz"):
        try:
            article = Article.model_validate(row)
        except ValidationError:  # a dozen have control characters, and would be refused as well when loaded
            continue
        passages.append(Passage(article, split(article, stored_text(article, None))))
    collection = Collection("en", passages)
    for row in [*read_lines(folder / "news" / "questions.jsonl"), *read_lines(folder / "news" / "refusals.jsonl")]:
        week = row["id"].split("_", 1)[0]
        trusted = bool(row.get("strict")) or not row["answers"]
        collection.questions.append(Asked(row["id"], row["question"], week, row["answers"], "news", trusted))
    collection.vary(seed=1)
    return collection


def own(articles: Sequence[Path], questions: Sequence[Path], *, now: datetime) -> Collection:
    """An operator's own articles, and the questions that `dateline export` made of what readers thought.

    Trusted is what a reader found helpful; an inline result that was chosen is not.
    """
    stories = Library.load(articles, now=now).stories.values()
    collection = Collection("en", [Passage(story.article, story.bare) for story in stories])
    for row in (row for path in questions for row in read_lines(path)):
        week = str(row["id"]).split("_", 1)[0]
        trusted = bool(row.get("strict")) or not row["answers"]
        collection.questions.append(Asked(str(row["id"]), row["question"], week, row["answers"], "own", trusted))
    return collection
