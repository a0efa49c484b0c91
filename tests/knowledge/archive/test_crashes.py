"""Killed at any moment, an archive is right at the next start. DATELINE_KILLS=50 kills more often than usual."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from knowledge.archive import Archive, checkpoint
from knowledge.archive.building import build
from knowledge.library import Library
from knowledge.retrieval.analysis import analyse
from tests.articles import NOW
from tests.knowledge.archive.test_archive import DEEDS, PLACES, put
from tests.knowledge.archive.test_building import contents

KILLS = int(os.environ.get("DATELINE_KILLS", "5"))
PROJECT = Path(__file__).parents[3]


def candidates(asked, library):
    found = library.index.candidates(analyse(asked, library.index.vocabulary, "en"))
    return {(library.index.stories[one.story].article.id, one.index) for one in found}


def test_an_archive_that_was_killed_is_right_at_the_next_start(tmp_path):
    rng = random.Random(7)
    for number in range(12):
        put(tmp_path / "articles", number, f"Ines Okoro {rng.choice(DEEDS)} in {rng.choice(PLACES)}.")
    for kill in range(KILLS):
        command = [sys.executable, "-m", "tests.knowledge.archive.changing", str(tmp_path), str(kill)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
            # While it opens, or some way into its changes.
            for _ in range(rng.randrange(4)):
                process.stdout.readline()
            time.sleep(rng.uniform(0, 0.3))
            process.kill()
        archive = Archive(tmp_path / "state", [tmp_path / "articles"])
        library = archive.open(NOW)
        fresh = Library.load([tmp_path / "articles"], now=NOW)
        assert sorted(library.stories) == sorted(fresh.stories)
        assert all(library.has(story) for story in fresh.stories.values())
        for asked in (*DEEDS, *PLACES, "Number was told"):
            # What was removed still counts a little in BM25, so that scores may differ; what is found does not.
            assert candidates(asked, library) == candidates(asked, fresh)
        vocabularies = [one.index.vocabulary for one in (library, fresh)]
        assert (
            len({(one.sentences, one.languages, one.entry("tarn"), one.keys.count("harrow")) for one in vocabularies})
            == 1
        )
        archive.close()


def test_a_building_that_was_killed_goes_on_and_ends_as_one_go(tmp_path):
    rng = random.Random(11)
    articles = tmp_path / "articles"
    articles.mkdir()
    lines = []
    for number in range(600):
        text = f"Ines Okoro {rng.choice(DEEDS)} in {rng.choice(PLACES)}. It was house {number}."
        told = {"id": f"n{number}", "headline": f"News {number}", "source": {"name": "Post"}, "language": "en"}
        lines.append(json.dumps(told | {"text": text, "published": "2025-06-01"}))
    (articles / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build(tmp_path / "one", [articles], NOW)
    there, went_on = tmp_path / "state", 0
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.knowledge.archive.building_on", str(there), str(articles)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
            for _ in range(rng.randrange(1, 6)):
                process.stdout.readline()
            time.sleep(rng.uniform(0, 0.05))
            process.kill()
        begun = checkpoint.read(there)
        went_on += begun is not None
        if begun is None and (there / "manifest.json").exists():  # it was done before it was killed
            shutil.rmtree(there)
    assert went_on
    build(there, [articles], NOW)
    assert contents(there) == contents(tmp_path / "one")
