import pytest

from benchmarks.scale import fresh
from knowledge.archive import Archive
from tests.benchmarks.scale.articles import write

an_article = fresh._article


@pytest.fixture
def archive(tmp_path):
    articles, added = write(tmp_path / "articles.jsonl"), tmp_path / "added"
    added.mkdir()
    archive = Archive(tmp_path / "archive", (articles, added))
    yield archive, (articles, added)
    archive.close()


def test_what_is_measured_of_an_archive(archive):
    archive, paths = archive
    built = fresh.build(archive)
    assert (built["articles"], built["faults"]) == (3, 0)
    asked = fresh.asking(archive, ["Who drew the bridge?"])
    assert asked["start_ms"] > 0
    assert asked["resident_mb"] is None or 1 < asked["resident_mb"] < 4_000
    changed = fresh.change(archive, paths, paths[1])
    assert len(list(paths[1].iterdir())) == fresh.CHANGES
    assert all(0 < changed[f"{name}_ms"] <= changed[f"{name}_worst_ms"] for name in ("add", "reload", "withdraw"))


def test_an_article_that_the_next_question_does_not_find_is_no_figure(archive, monkeypatch):
    archive, paths = archive
    monkeypatch.setattr(fresh, "_article", lambda number: an_article(number) | {"text": "Nothing is said here."})
    with pytest.raises(SystemExit, match="added-0 is not found"):
        fresh.change(archive, paths, paths[1])
