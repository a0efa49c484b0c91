"""Question sets with their articles, as rows of features to train on and to score."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.article import Article
from knowledge.reading.sentence import Sentence
from knowledge.retrieval import ranking
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
    """One question with its candidates' evidence; `group` is what cross-validation must not split."""

    set: str
    id: str
    group: str
    answerable: bool
    trusted: bool
    tempting: bool
    evidence: list[Evidence]
    right: list[bool]
    weight: float = 1.0

    @property
    def features(self) -> list[Mapping[str, float]]:
        """The candidates' features."""
        return [one.features for one in self.evidence]


@dataclass
class Collection:
    """Articles, and questions on them: (id, question, group, answers or None, trusted, tempting)."""

    name: str
    language: str
    passages: list[Passage]
    questions: list[tuple[str, str, str, list[Any] | None, bool, bool]] = field(default_factory=list)

    def rows(self, right: Right) -> Iterator[Row]:
        """Ask every question and yield its candidates' evidence."""
        engine = Engine.build(self.passages)
        for id_, question, group, answers, trusted, tempting in self.questions:
            analysis = analyse(question, engine.vocabulary, self.language)
            candidates = engine.candidates(analysis, ranking.RERANKED)
            best = (
                max((c.bm25 for c in candidates), default=0.0),
                max((c.article_bm25 for c in candidates), default=0.0),
            )
            found, marks = [], []
            for candidate in candidates:
                passage = self.passages[candidate.story]
                sentence = passage.bare[candidate.index]
                found.append(evidence(analysis, candidate, engine, sentence, best=best))
                quoted = {"article_id": passage.article.id, "text": sentence.text}
                marks.append(bool(answers) and right(quoted, answers or []))
            yield Row(self.name, id_, group, bool(answers), trusted, tempting, found, marks)


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


def _read(path: Path) -> list[dict[str, Any]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def squad2(folder: Path) -> list[Collection]:
    """SQuAD 2.0: each article alone, with its own questions and some of another article's."""
    by_title: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _read(folder / "squad2" / "questions.jsonl"):
        by_title[row["title"]].append(row)
    titles = sorted(by_title)
    found = []
    for number, title in enumerate(titles):
        rows = by_title[title]
        paragraphs = {row["paragraph_id"]: row["sentences"] for row in rows}
        passage = _article(f"squad-{number}", title.replace("_", " "), "en", list(paragraphs.values()))
        collection = Collection("squad2", "en", [passage])
        for row in rows:
            index = row["answer_sentence_index"]
            answers = (
                None if index is None else [{"article_id": passage.article.id, "text": row["sentences"][index]}]
            )
            collection.questions.append((row["id"], row["question"], title, answers, True, answers is None))
        for row in by_title[titles[(number + 1) % len(titles)]][::6]:
            collection.questions.append((f"x-{row['id']}", row["question"], title, None, True, False))
        found.append(collection)
    return found


def xquad(folder: Path) -> list[Collection]:
    """XQuAD: every sentence of every paragraph, a language at a time."""
    found = []
    for language in ("en", "es", "de"):
        rows = _read(folder / "xquad" / f"{language}.jsonl")
        paragraphs: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for row in rows:
            paragraphs[row["title"]][row["paragraph_id"]] = row["sentences"]
        ids = {title: f"xquad-{n}" for n, title in enumerate(sorted(paragraphs))}
        passages = [
            _article(ids[t], t.replace("_", " "), language, list(paragraphs[t].values()))
            for t in sorted(paragraphs)
        ]
        collection = Collection(f"xquad {language}", language, passages)
        for row in rows:
            answers = [{"article_id": ids[row["title"]], "text": row["sentences"][row["answer_sentence_index"]]}]
            collection.questions.append((row["id"], row["question"], row["title"], answers, True, False))
        found.append(collection)
    return found


def news(folder: Path) -> Collection:
    """News-quiz questions over 10,000 articles, and questions of later years that they cannot answer."""
    from knowledge.reading import split, stored_text

    passages = []
    for row in _read(folder / "news" / "articles.jsonl.gz"):
        try:
            article = Article.model_validate(row)
        except ValidationError:  # a dozen have control characters, and would be refused as well when loaded
            continue
        passages.append(Passage(article, split(article, stored_text(article, None))))
    collection = Collection("news", "en", passages)
    for row in [*_read(folder / "news" / "questions.jsonl"), *_read(folder / "news" / "refusals.jsonl")]:
        week = row["id"].split("_", 1)[0]
        trusted = bool(row.get("strict")) or not row["answers"]
        collection.questions.append((row["id"], row["question"], week, row["answers"], trusted, False))
    return collection
