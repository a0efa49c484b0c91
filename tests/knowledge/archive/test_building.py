"""A building that was broken off goes on where it was, and what comes of it is what one go gives."""

import contextlib
import hashlib
import json
import random

import pytest

from knowledge.archive import building
from knowledge.archive.archive import Archive
from knowledge.archive.building import build
from tests.articles import NOW
from tests.knowledge.archive.test_archive import DEEDS, PEOPLE, PLACES, said


class BrokenOffError(Exception):
    """A crash."""


def after(number):
    """A progress that breaks off after so many articles."""
    left = iter(range(number))

    def progress():
        if next(left, None) is None:
            raise BrokenOffError

    return progress


@pytest.fixture
def articles(tmp_path, monkeypatch):
    """Two files of articles, each with faults, an id twice and a document; read in parts of three."""
    monkeypatch.setattr(building, "_AT_ONCE", 3)
    monkeypatch.setattr(building, "_SHARE", 1e9)  # noted after each part, however long that takes
    folder = tmp_path / "articles"
    folder.mkdir()
    told = b"Vera Dahl opened a school in Vell.\n"
    (folder / "told.txt").write_bytes(told)
    for name, first in (("a.jsonl", 0), ("b.jsonl", 20)):
        lines = []
        for number in range(first, first + 20):
            text = f"{PEOPLE[number % 4]} {DEEDS[number % 5]} in {PLACES[number % 3]}. It was house {number}."
            article = {"id": f"n{number}", "headline": f"News {number}", "source": {"name": f"Post {number % 7}"}}
            article |= {"published": "2025-06-01", "language": "en" if number % 5 else "de", "text": text}
            lines.append(article)
        lines[4]["id"] = lines[1]["id"]
        lines[5]["headlin"] = lines[5].pop("headline")
        lines[6]["text"] = told.decode().strip()
        lines[6]["document"] = {"path": "told.txt", "sha256": hashlib.sha256(told).hexdigest()}
        (folder / name).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder


def contents(folder):
    """The files of an archive but for the inverted indexes, whose segments depend on when they were written."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def in_one_go(tmp_path, articles):
    build(tmp_path / "one", [articles], NOW)
    return contents(tmp_path / "one")


@pytest.mark.parametrize("seed", range(4))
def test_what_was_broken_off_again_and_again_ends_as_one_go(tmp_path, articles, in_one_go, seed):
    rng, there = random.Random(seed), tmp_path / "state" / "building"
    for _ in range(6):
        with contextlib.suppress(BrokenOffError):
            build(there, [articles], NOW, after(rng.randrange(2, 40)), every=0)
            break
    build(there, [articles], NOW, every=0)
    assert contents(there) == in_one_go
    with (
        contextlib.closing(Archive(tmp_path / "state", [articles])) as archive,
        contextlib.closing(Archive(tmp_path / "other", [articles])) as other,
    ):
        library, fresh = archive.open(NOW), other.open(NOW)
        for question in ("Who opened a school in Tarn?", "Who closd the old mill in Harow?", "Which house is 17?"):
            assert said(question, library) == said(question, fresh)


def test_what_was_committed_and_never_noted_is_taken_out_again(tmp_path, articles, monkeypatch):
    noted, write = iter(range(9)), building.checkpoint.write

    def sometimes(*told):
        if next(noted) == 3:
            raise BrokenOffError
        write(*told)

    monkeypatch.setattr(building.checkpoint, "write", sometimes)
    with pytest.raises(BrokenOffError):
        build(tmp_path / "state" / "building", [articles], NOW, every=0)
    with contextlib.closing(Archive(tmp_path / "state", [articles])) as archive:
        searchers = archive.open(NOW).index.searchers
        assert (searchers.articles.num_docs, searchers.sentences.num_docs) == (36, 70)


def test_what_was_done_is_not_done_again(tmp_path, articles, monkeypatch):
    with pytest.raises(BrokenOffError):
        build(tmp_path / "state", [articles], NOW, after(25), every=0)
    read = []
    whole = building._read
    monkeypatch.setattr(building, "_read", lambda entries, *more: read.extend(entries) or whole(entries, *more))
    counted = []
    build(tmp_path / "state", [articles], NOW, lambda: counted.append(1), every=0)
    assert len(read) == 40 - (20 + 12)  # the 26th article is in the fourth part of three entries of the second file
    assert len(counted) == 36  # also what was there: a bar goes to its end


def test_a_file_that_comes_late_is_removed_too(tmp_path, articles, in_one_go, monkeypatch):
    """tantivy's threads may end a little later than their writer."""
    there, remove = tmp_path / "state" / "building", building.shutil.rmtree
    late = iter([True])

    def removed_too_early(folder, **how):
        remove(folder, **how)
        if next(late, False):
            folder.mkdir(parents=True)
            (folder / "meta.json").write_bytes(b"{}")

    monkeypatch.setattr(building.shutil, "rmtree", removed_too_early)
    build(there, [articles], NOW)
    assert contents(there) == in_one_go


@pytest.mark.parametrize("what", ["file", "document", "new file", "code", "checkpoint"])
def test_after_a_change_it_begins_anew(tmp_path, articles, monkeypatch, what):
    there = tmp_path / "state"
    with pytest.raises(BrokenOffError):
        build(there, [articles], NOW, after(25), every=0)
    if what == "file":
        text = (articles / "a.jsonl").read_text(encoding="utf-8")
        (articles / "a.jsonl").write_text(text.replace("house 1.", "house 1001."), encoding="utf-8")
    elif what == "document":
        (articles / "told.txt").write_text("Vera Dahl sold a school in Vell.\n", encoding="utf-8")
    elif what == "new file":
        (articles / "0.jsonl").write_text((articles / "a.jsonl").read_text(encoding="utf-8"), encoding="utf-8")
    elif what == "code":
        monkeypatch.setattr("knowledge.archive.manifest.code", lambda: "another")
    else:
        (there / "checkpoint.json").write_text("{", encoding="utf-8")
    build(there, [articles], NOW, every=0)
    build(tmp_path / "one", [articles], NOW)
    assert contents(there) == contents(tmp_path / "one")


def test_asked_to_build_anew_it_goes_on_with_nothing(tmp_path, articles):
    with contextlib.closing(Archive(tmp_path / "state", [articles])) as archive:
        with pytest.raises(BrokenOffError):
            build(tmp_path / "state" / "building", [articles], NOW, after(25), every=0)
        counted = []
        archive.rebuild(NOW, lambda: counted.append(len(list((tmp_path / "state" / "building").glob("check*")))))
        assert counted[0] == 0
