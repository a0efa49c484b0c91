"""How a library on disk answers, and what keeping it takes, as it grows; each figure beside its peers' in one run.

    python -m benchmarks.scale --articles PATH --questions FILE.jsonl [--sizes 10000,100000,1000000] [--out FOLDER]
        [--add]

A size is a number of sentences: real articles first, then varied copies of them (benchmarks/scale/variation.py). Every
question is asked as it is and with one slip in a longer word. All systems take turns question by question, the one
that begins changing; ours (the whole `ask`, from question to quotes) is asked a second time at the end of its turn.
Build, start, memory and changes are measured in processes of their own, without what is imported. Tables and picture
go to FOLDER as scale.md and scale.png, figures as scale.json; with --add the sizes that are in there stay beside these.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.question_sets import read_lines
from benchmarks.scale import kept, picture, table
from benchmarks.scale.corpus import Corpus
from benchmarks.scale.fresh import in_a_fresh_process
from benchmarks.scale.measure import System, Turns, questions
from benchmarks.scale.peers import each_peer
from benchmarks.scale.table import OURS, Size
from knowledge.answering import ask
from knowledge.archive import Archive

WARMING = 20
"""Questions, clean and with a slip, that are asked first and not counted."""
_PEERS = ("tantivy", "bm25s", "numba", "rank-bm25", "rapidfuzz")


def measured(corpus: Corpus, folder: Path, texts: list[str]) -> Size:
    """Measure everything at the corpus's present size; `folder` is empty and stays so in the end."""
    size = Size(len(corpus.sentences), corpus.articles, corpus.articles - corpus.real)
    archive, added, asked = folder / "archive", folder / "added", folder / "questions.json"
    added.mkdir(parents=True)
    asked.write_text(json.dumps(texts), encoding="utf-8")
    said(f"{size.sentences:,} sentences: the archive is built")
    size.ours["build"] = in_a_fresh_process("build", archive, corpus.folder, added)
    size.ours["disk_mb"] = sum(file.stat().st_size for file in archive.rglob("*") if file.is_file()) / 2**20
    size.ours["ask"] = in_a_fresh_process("ask", archive, corpus.folder, added, asked)
    opened, now = Archive(archive, (corpus.folder, added)), datetime.now(UTC)
    library = opened.open(now)
    systems: dict[str, System] = {OURS: lambda question: ask(question, library, now=now)}
    for peer in each_peer(corpus.sentences, folder):
        said(f"{size.sentences:,} sentences: {peer.name} built in {peer.built:.1f} s")
        systems[peer.name], size.built[peer.name] = peer.ask, peer.built
    gc.collect()
    gc.freeze()  # what the peers hold is not gone through while another is timed
    both = questions(texts)
    size.times = Turns(systems, again=[OURS]).take(both[:WARMING], both[WARMING:])
    gc.unfreeze()
    opened.close()
    said(f"{size.sentences:,} sentences: articles come and go")
    size.ours["change"] = in_a_fresh_process("change", archive, corpus.folder, added)
    size.load = os.getloadavg()[2]
    return size


def said(what: str) -> None:
    """Tell whoever waits."""
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure every size, print the tables so far after each, and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of sentences")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--add", action="store_true", help="to the sizes that were measured before")
    given = parser.parse_args()
    texts = [row["question"] for row in read_lines(given.questions)]
    heading = {"Python": platform.python_version()} | {name: version(name) for name in _PEERS}
    heading |= {f"{len(texts)} questions,": "clean and with a typo each", "cores": str(os.cpu_count())}
    given.out.mkdir(parents=True, exist_ok=True)
    figures = given.out / "scale.json"
    sizes = kept.read(figures) if given.add else []
    with tempfile.TemporaryDirectory(prefix="scale-") as temporary:
        corpus = Corpus(given.articles, Path(temporary) / "articles", datetime.now(UTC))
        for wanted in sorted(int(size) for size in given.sizes.split(",")):
            corpus.grow(wanted)
            with tempfile.TemporaryDirectory(prefix="scale-", dir=temporary) as folder:
                found = measured(corpus, Path(folder), texts)
            others = [size for size in sizes if size.sentences != found.sentences]
            sizes = sorted([*others, found], key=lambda size: size.sentences)
            kept.write(figures, sizes)
            (given.out / "scale.md").write_text(table.document(sizes, heading), encoding="utf-8")
            picture.draw(given.out / "scale.png", sizes)
            said(f"{wanted:,} sentences are done; tables and picture are in {given.out}")
    print(table.document(sizes, heading))


if __name__ == "__main__":
    main()
