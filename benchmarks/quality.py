"""How often the right sentence comes first, ours beside its peers, on the same rows by the same scorer.

    python -m benchmarks.quality --eval FOLDER [--picture FILE.png]

FOLDER is the evaluation data of benchmarks/README.md. Ours is cross-validated: no question is scored by weights that
saw its week (news) or its article (the other sets). The peers: BM25 over sentences and BM25 over sentences plus 0.7
times BM25 over articles (bm25s, English stems and stop words), and rapidfuzz's token_set_ratio over BM25's best 200.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import matplotlib.pyplot as plt
import numpy as np
import Stemmer
from rapidfuzz import fuzz

from benchmarks import validation
from benchmarks.fitting import Scored
from benchmarks.question_sets import Asked, Collection, misspelt, news, squad2, xquad

ARTICLE_SHARE = 0.7
FUZZED = 200
AT = (1, 3, 10)


@dataclass
class Result:
    """What one system made of one question: which of its best ten are right, and how sure it was."""

    right: list[bool]
    confidence: float


def peers(collection: Collection, right: Callable[..., bool]) -> dict[str, dict[str, Result]]:
    """Ask the peers every question of `collection`; results by system and question id."""
    sentences = [(p, s) for p in collection.passages for s in p.bare if s.quotable]
    place = {id(p): n for n, p in enumerate(collection.passages)}
    owner = np.array([place[id(p)] for p, _ in sentences])
    stemmer = Stemmer.Stemmer({"en": "english", "es": "spanish", "de": "german"}[collection.language])
    cut = {"stopwords": collection.language, "stemmer": stemmer, "show_progress": False}
    by_sentence, by_article = bm25s.BM25(), bm25s.BM25()
    by_sentence.index(bm25s.tokenize([s.text for _, s in sentences], **cut), show_progress=False)
    articles = [" ".join([p.article.headline, *(s.text for s in p.bare)]) for p in collection.passages]
    by_article.index(bm25s.tokenize(articles, **cut), show_progress=False)
    results: dict[str, dict[str, Result]] = defaultdict(dict)
    for asked in collection.questions:
        tokens = bm25s.tokenize([asked.text], return_ids=False, **cut)[0]
        plain = by_sentence.get_scores(tokens) if tokens else np.zeros(len(sentences))
        both = plain + ARTICLE_SHARE * (by_article.get_scores(tokens)[owner] if tokens else 0)
        best = np.argsort(-plain, kind="stable")[:FUZZED]
        fuzzy = np.array([fuzz.token_set_ratio(asked.text, sentences[n][1].text) for n in best])
        orders = {
            "BM25, sentences": (np.argsort(-plain, kind="stable")[:10], float(plain.max(initial=0))),
            "BM25, sentences + articles": (np.argsort(-both, kind="stable")[:10], float(both.max(initial=0))),
            "token_set_ratio over BM25's 200": (
                best[np.argsort(-fuzzy, kind="stable")[:10]],
                float(fuzzy.max(initial=0)),
            ),
        }
        for system, (order, confidence) in orders.items():
            marks = []
            for n in order:
                passage, sentence = sentences[n]
                quoted = {"article_id": passage.article.id, "text": sentence.text}
                marks.append(bool(asked.answers) and right(quoted, asked.answers))
            results[system][asked.id] = Result(marks, confidence)
    return results


def ours(scored: Sequence[Scored]) -> dict[str, dict[str, Result]]:
    """The cross-validated results by set and question id: XQuAD's languages share their ids."""
    found: dict[str, dict[str, Result]] = defaultdict(dict)
    for s in scored:
        found[s.row.set][s.row.id] = Result([bool(s.row.right[n]) for n in s.order[:10]], s.confidence)
    return found


def line(results: dict[str, Result], yes: Sequence[str], no: Sequence[str], auroc: Callable[..., float]) -> list[float]:
    """answer@1, @3, @10, AUROC, and the share answered with 5 % false answers."""
    found = [sum(any(results[i].right[:k]) for i in yes) / len(yes) for k in AT]
    if no:
        sure, unsure = [results[i].confidence for i in yes], [results[i].confidence for i in no]
        cut = sorted(unsure, reverse=True)[int(0.05 * len(unsure))]
        found += [auroc(sure, unsure), sum(c > cut for c in sure) / len(sure)]
    return found


def table(title: str, rows: dict[str, list[float]]) -> None:
    """Print one table in Markdown."""
    print(f"\n### {title}\n\n| system | @1 | @3 | @10 | AUROC | answered at 5 % false |\n|---|---|---|---|---|---|")
    for name, values in rows.items():
        cells = [f"{value:.3f}" for value in values] + [""] * (5 - len(values))
        print(f"| {name} |", " | ".join(cells), "|")


def reliability(scored: Sequence[Scored], bins: int = 8) -> list[tuple[float, float, int]]:
    """(mean confidence, share answerable, count) of equally filled bins of the checked news questions."""
    rows = sorted(
        (s.confidence, s.row.answerable)
        for s in scored
        if s.row.set == "news" and (s.row.trusted or not s.row.answerable)
    )
    return [
        (float(np.mean([c for c, _ in part])), float(np.mean([ok for _, ok in part])), len(part))
        for part in (rows[len(rows) * n // bins : len(rows) * (n + 1) // bins] for n in range(bins))
    ]


def picture(path: Path, rows: dict[str, list[float]], bins: list[tuple[float, float, int]]) -> None:
    """Draw answer@k of every system on the checked news questions, and how far the confidence can be trusted."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2))
    for n, (name, values) in enumerate(rows.items()):
        left.bar(np.arange(3) + (n - 1.5) * 0.2, values[:3], 0.2, label=name)
    left.set_xticks(range(3), [f"right at {k}" for k in AT])
    left.set_ylim(0, 1)
    left.legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=2, frameon=False)
    right.plot([0, 1], [0, 1], color="0.7")
    right.plot([b[0] for b in bins], [b[1] for b in bins], "o-")
    right.set_xlabel("confidence (mean of an eighth of the questions)")
    right.set_ylabel("share that the articles answer")
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def with_typos(collection: Collection) -> None:
    """Add to each checked question of the news one with two slips in content words and one in a name."""
    rng = random.Random(20)
    collection.questions += [
        Asked(f"slips-{q.id}", misspelt(q.text, rng), q.group, q.answers, "three slips")
        for q in list(collection.questions)
        if q.kind == "news" and q.answers and q.trusted
    ]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--picture", type=Path, default=Path(__file__).parent / "quality.png")
    given = parser.parse_args()
    score = validation.scorer(given.eval)
    articles = news(given.eval)
    with_typos(articles)
    others = [*squad2(given.eval), *xquad(given.eval)]
    scored = validation.cross_validate([row for one in [*others, articles] for row in one.rows(score.right)])
    report(articles, others, ours(scored), scored, score, given.picture)


def report(
    articles: Collection,
    others: Sequence[Collection],
    by_set: dict[str, dict[str, Result]],
    scored: Sequence[Scored],
    score: Any,  # noqa: ANN401 - the data's own module
    path: Path,
) -> None:
    """Ask the peers and print every table."""
    beside = peers(articles, score.right)
    all_ours = by_set["news"] | by_set["three slips"]
    no = [q.id for q in articles.questions if q.kind == "news" and not q.answers]
    strict: dict[str, list[float]] = {}
    for title, wanted in (("News, checked questions", True), ("News, all questions", False)):
        yes = [q.id for q in articles.questions if q.kind == "news" and q.answers and (q.trusted or not wanted)]
        rows = {name: line(found, yes, no, score.auroc) for name, found in {"Dateline": all_ours, **beside}.items()}
        table(f"{title} ({len(yes)}, and {len(no)} refusals)", rows)
        strict = strict or rows
    clean = [q.id for q in articles.questions if q.kind == "news" and q.answers and q.trusted]
    slips = [f"slips-{i}" for i in clean]
    table(
        "Three slips a question",
        {n: line(f, slips, [], score.auroc) for n, f in {"Dateline": all_ours, **beside}.items()},
    )
    kept = line(all_ours, slips, [], score.auroc)[0] / line(all_ours, clean, [], score.auroc)[0]
    print(f"\nkept of right at 1: {kept:.3f}")
    others_by_kind: dict[str, dict[str, dict[str, Result]]] = defaultdict(lambda: defaultdict(dict))
    asked: dict[str, list[Asked]] = defaultdict(list)
    for collection in others:
        beside_these = peers(collection, score.right)
        for q in collection.questions:
            asked[q.kind].append(q)
            for system, results in {"Dateline": by_set[q.kind], **beside_these}.items():
                others_by_kind[q.kind][system][q.id] = results[q.id]
    for kind, by_system in others_by_kind.items():
        yes, none = [q.id for q in asked[kind] if q.answers], [q.id for q in asked[kind] if not q.answers]
        if yes:
            table(f"{kind} ({len(yes)})", {n: line(f, yes, none, score.auroc) for n, f in by_system.items()})
    bins = reliability(scored)
    print("\n| confidence | answerable | questions |\n|---|---|---|")
    for mean, share, count in bins:
        print(f"| {mean:.3f} | {share:.3f} | {count} |")
    recall = np.mean([s.row.right.any() for s in scored if s.row.set == "news" and s.row.answerable])
    print(f"\na right sentence is among the candidates for {recall:.3f} of all news questions")
    picture(path, strict, bins)


if __name__ == "__main__":
    main()
