"""A library on disk says what one in memory says, whatever way it came about and whatever happened to it."""

import contextlib
import hashlib
import json
import shutil
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import files
from knowledge.answering import Answer, ask
from knowledge.archive import Archive, ArchiveInUseError
from knowledge.following import places
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.store.follows import Kind
from tests.articles import NOW

PLACES = ("Harrow", "Tarn", "Vell", "Odessa", "Brightwater")
PEOPLE = ("Mara Falk", "Jonas Reed", "Ines Okoro", "Lev Antonov")
DEEDS = ("closed the old mill", "raised ferry fares by 12 per cent", "opened a school", "lost 40 jobs", "banned cars")

ONE = st.builds(
    lambda person, place, deed, other, year: (
        f"{person} {deed} in {place} on 3 May {year}. She said the council of {other} had agreed. "
        f"Residents of {place} welcomed it."
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from(PLACES),
    st.sampled_from(DEEDS),
    st.sampled_from(PLACES),
    st.integers(2019, 2025),
)
TEXTS = st.lists(ONE, min_size=2, max_size=8)
QUESTIONS = st.lists(
    st.builds(
        lambda start, deed, place: f"{start} {deed} in {place}?",
        st.sampled_from(("Who", "When was it that somebody", "Why has Fallk")),
        st.sampled_from((*DEEDS, "rased fery fares", "opend a shcool")),
        st.sampled_from((*PLACES, "Harow", "Brigthwater")),
    ),
    min_size=1,
    max_size=4,
)


def put(folder, number, text, **more):
    folder.mkdir(exist_ok=True)
    article = {
        "id": f"a{number:02}",
        "headline": f"News of the day {number}",
        "source": {"name": "Northern Post"},
        "published": f"2025-06-{1 + number % 28:02}",
        "language": "en",
        "text": text,
    }
    told = {name: value for name, value in (article | more).items() if value is not None}
    (folder / f"a{number:02}.json").write_text(json.dumps(told), encoding="utf-8")


def said(question, library):
    """All that a reader sees, and the scores behind it."""
    found = ask(question, library, now=NOW)
    ranked = [(one.article.id, one.sentence.index, round(one.score, 6)) for one in found.trace.ranked]
    corrected = [(one.word, one.readings) for one in found.trace.corrections]
    if isinstance(found, Answer):
        shown = [(quote.id, quote.passage, [one.id for one in quote.also_reported_by]) for quote in found.quotes]
    else:
        shown = [found.uncovered, found.apart, [one.id for one in found.nearest]]
    return round(found.confidence, 6), ranked, corrected, shown


@settings(max_examples=25)
@given(TEXTS, QUESTIONS, st.integers(1, 7))
def test_an_index_says_the_same_fresh_reopened_and_built_article_by_article(tmp_path_factory, texts, questions, first):
    folder = tmp_path_factory.mktemp("archive")
    articles, state = folder / "articles", folder / "state"
    for number, text in enumerate(texts[:first]):
        put(articles, number, text)
    archive = Archive(state, [articles])
    library = archive.open(NOW)
    for number, text in enumerate(texts[first:], first):
        put(articles, number, text)
        library, diff = archive.refresh(NOW)
        assert diff.added == (f"a{number:02}",)
    grown = [said(question, library) for question in questions]
    archive.close()
    archive = Archive(state, [articles])
    reopened = [said(question, archive.open(NOW)) for question in questions]
    archive.close()
    fresh = Library.load([articles], now=NOW)
    expected = [said(question, fresh) for question in questions]
    assert grown == expected
    assert reopened == expected
    shutil.rmtree(folder)


@pytest.fixture
def articles(tmp_path):
    put(tmp_path / "articles", 1, "Mara Falk closed the old mill in Harrow on 3 May 2024. Residents welcomed it.")
    put(tmp_path / "articles", 2, "Ferry fares in Tarn rise by 12 per cent, Jonas Reed said. The council had agreed.")
    return tmp_path / "articles"


@pytest.fixture
def archive(tmp_path, articles):
    archive = Archive(tmp_path / "state", [articles])
    yield archive
    archive.close()


def quoted(question, library):
    found = ask(question, library, now=NOW)
    return found.quotes[0].sentence.text if isinstance(found, Answer) else None


MILL = "Who closed the old mill in Harrow?"


def test_what_changes_in_the_files_is_followed_and_earlier_snapshots_stay_whole(archive, articles):
    before = archive.open(NOW)
    put(articles, 1, "Ines Okoro closed the old mill in Harrow on 4 May 2024. Residents welcomed it.")
    put(articles, 3, "Lev Antonov opened a school in Vell.")
    (articles / "a02.json").unlink()
    after, diff = archive.refresh(NOW)
    assert (diff.added, diff.changed, diff.removed) == (("a03",), ("a01",), ("a02",))
    assert quoted(MILL, after).startswith("Ines Okoro")
    assert quoted("By how much do ferry fares in Tarn rise?", after) is None
    assert quoted("Who opened a school in Vell?", after) == "Lev Antonov opened a school in Vell."
    assert quoted(MILL, before).startswith("Mara Falk")
    assert quoted("By how much do ferry fares in Tarn rise?", before).startswith("Ferry fares")
    assert sorted(after.stories) == ["a01", "a03"]
    assert [article.id for article in after.latest(NOW, 5)] == ["a03", "a01"]


def test_a_word_that_only_a_removed_article_had_corrects_nothing(archive, articles):
    put(articles, 3, "The zeppelin landed in Vell.")
    library = archive.open(NOW)
    assert ask("Where did the zepelin land?", library, now=NOW).trace.corrections
    (articles / "a03.json").unlink()
    library, _ = archive.refresh(NOW)
    assert not ask("Where did the zepelin land?", library, now=NOW).trace.corrections
    assert library.index.vocabulary.entry("zeppelin") is None


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.TOPIC])
def test_what_was_removed_is_followed_no_longer(archive, articles, kind):
    put(articles, 3, '"The fares are fair," Jonas Reed said in Tarn.')
    followed = "Jonas Reed" if kind is Kind.PERSON else "fares"
    assert {story.article.id for story, _ in places(kind, followed, archive.open(NOW), now=NOW)} == {"a02", "a03"}
    (articles / "a03.json").unlink()
    library, _ = archive.refresh(NOW)
    assert {story.article.id for story, _ in places(kind, followed, library, now=NOW)} == {"a02"}


def test_what_has_not_changed_is_not_read(archive, articles, monkeypatch):
    archive.open(NOW)
    archive.refresh(NOW)
    read = []
    monkeypatch.setattr("knowledge.loading.files.read", lambda path: read.append(path.name) or iter(()))
    _, diff = archive.refresh(NOW)
    assert (read, diff.added, diff.kept) == ([], (), False)


def test_a_bad_file_is_named_again_until_it_is_mended(archive, articles):
    library = archive.open(NOW)
    (articles / "bad.json").write_text('{"id": "bad"}', encoding="utf-8")
    library, diff = archive.refresh(NOW)
    assert diff.refused
    assert {fault.path for fault in library.faults} == {str(articles / "bad.json")}
    put(articles, 4, "Mended.")
    (articles / "a04.json").rename(articles / "bad.json")
    library, diff = archive.refresh(NOW)
    assert (diff.added, diff.refused, library.faults) == (("a04",), (), ())


def test_a_file_with_faults_is_read_again_only_where_they_may_have_mended(archive, articles, monkeypatch):
    (articles / "bad.json").write_text('{"id": "bad"}', encoding="utf-8")
    put(articles, 3, "Of tomorrow.", published="2026-12-24")
    library = archive.open(NOW)
    assert len(library.faults) >= 2
    opened = []
    of_file = files.read
    monkeypatch.setattr("knowledge.loading.files.read", lambda path: opened.append(path.name) or of_file(path))
    library, diff = archive.refresh(NOW)
    assert opened == ["a03.json"]
    assert len(library.faults) >= 2
    library, diff = archive.refresh(NOW + timedelta(days=30))
    assert diff.added == ("a03",)


def test_a_document_that_changes_is_noticed(archive, articles):
    (articles / "said.txt").write_text("Ines Okoro banned cars in Odessa.", encoding="utf-8")
    told = {"path": "said.txt", "sha256": hashlib.sha256((articles / "said.txt").read_bytes()).hexdigest()}
    sections = [{"sentences": [{"text": "Ines Okoro banned cars in Odessa."}]}]
    put(articles, 8, None, document=told, sections=sections)
    assert "a08" in archive.open(NOW).stories
    (articles / "said.txt").write_text("Ines Okoro allowed cars in Odessa.", encoding="utf-8")
    library, diff = archive.refresh(NOW)
    assert (diff.removed, "a08" in library.stories) == (("a08",), False)
    assert [fault.field for fault in diff.refused] == ["document"]


def test_a_path_that_goes_missing_leaves_everything_as_it_was(archive, articles):
    archive.open(NOW)
    articles.rename(articles.with_name("elsewhere"))
    library, diff = archive.refresh(NOW)
    assert diff.kept
    assert len(library) == 2


@pytest.mark.parametrize("step", ["keep_keys", "Shelf", "keep"])
def test_a_change_that_fails_half_way_is_made_by_the_next_refresh(archive, articles, monkeypatch, step):
    archive.open(NOW)
    put(articles, 3, "Lev Antonov opened a school in Vell.")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"knowledge.archive.following.{step}", full)
        with pytest.raises(OSError, match="space"):
            archive.refresh(NOW)
    library, _ = archive.refresh(NOW)
    assert quoted("Who opened a school in Vell?", library) == "Lev Antonov opened a school in Vell."
    assert quoted(MILL, library).startswith("Mara Falk")
    assert len(library) == len(library.index.stories) - len(library.index.gone) == 3
    assert library.index.searchers.articles.num_docs == 3


def test_two_copies_cannot_have_one_archive(archive, tmp_path, articles):
    with pytest.raises(ArchiveInUseError, match="in use"):
        Archive(tmp_path / "state", [articles])


@pytest.mark.parametrize(
    "name", ["manifest.json", "ids", "records", "record_starts", "lexicon/key.npy", "lexicon/lexicon.json", "runs.npy"]
)
@pytest.mark.parametrize("harm", ["gone", "cut", "emptied"])
def test_a_broken_index_is_noticed_and_built_anew(tmp_path, articles, caplog, name, harm):
    archive = Archive(tmp_path / "state", [articles])
    archive.open(NOW)
    archive.close()
    file = tmp_path / "state" / "index" / name
    data = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(data[: len(data) // 2] if harm == "cut" else b"")
    archive = Archive(tmp_path / "state", [articles])
    assert quoted(MILL, archive.open(NOW)).startswith("Mara Falk")
    assert "is built anew" in caplog.text
    archive.close()


@pytest.mark.parametrize("part", ["sentences", "articles"])
@pytest.mark.parametrize("harm", ["gone", "cut", "of another time"])
def test_a_broken_inverted_index_is_noticed_and_built_anew(tmp_path, articles, caplog, part, harm):
    archive = Archive(tmp_path / "state", [articles])
    archive.open(NOW)
    folder = tmp_path / "state" / "index" / part
    shutil.copytree(folder, tmp_path / "before")
    put(articles, 3, "Lev Antonov opened a school in Vell.")
    archive.refresh(NOW)
    archive.close()
    if harm == "of another time":
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "before", folder)
    else:
        for file in folder.iterdir():
            if harm == "gone":
                file.unlink()
            else:
                file.write_bytes(file.read_bytes()[:10])
    archive = Archive(tmp_path / "state", [articles])
    assert quoted("Who opened a school in Vell?", archive.open(NOW)) == "Lev Antonov opened a school in Vell."
    assert "is built anew" in caplog.text
    archive.close()


def test_an_index_of_another_version_is_built_anew(tmp_path, articles, archive, monkeypatch, caplog):
    archive.open(NOW)
    archive.close()
    monkeypatch.setattr("knowledge.archive.manifest.code", lambda: "another")
    again = Archive(tmp_path / "state", [articles])
    assert quoted(MILL, again.open(NOW)).startswith("Mara Falk")
    assert "another version" in caplog.text
    again.close()


def test_a_live_library_on_disk_is_reloaded(archive, articles):
    live = LiveLibrary([articles], now=NOW, kept=archive)
    put(articles, 5, "Ines Okoro banned cars in Odessa.")
    assert live.reload(NOW).added == ("a05",)
    assert quoted("Who banned cars in Odessa?", live.current) == "Ines Okoro banned cars in Odessa."


def test_articles_that_may_not_be_shown_are_not_found(archive, articles):
    put(articles, 6, "Lev Antonov banned cars in Odessa.", status="withheld")
    put(articles, 7, "Mara Falk lost 40 jobs in Vell.", embargoed_until="2999-01-01T00:00:00Z")
    library = archive.open(NOW)
    assert quoted("Who banned cars in Odessa?", library) is None
    assert quoted("Who lost 40 jobs in Vell?", library) is None
    assert {"a06", "a07"} <= set(library.stories)
    put(articles, 6, "Lev Antonov banned cars in Odessa.")
    library, diff = archive.refresh(NOW)
    assert diff.changed == ("a06",)
    assert quoted("Who banned cars in Odessa?", library) == "Lev Antonov banned cars in Odessa."


def test_several_processes_build_what_one_builds(tmp_path, monkeypatch):
    lines = []
    for number in range(230):
        who, deed, place = PEOPLE[number % 4], DEEDS[number % 5], PLACES[number % 3]
        put(tmp_path / "one", 0, f"{who} {deed} in {place}. It was house {number}.", id=f"n{number}")
        lines.append((tmp_path / "one" / "a00.json").read_text(encoding="utf-8"))
    lines[150] = lines[150].replace('"n150"', '"n3"')  # an id that an earlier part has
    lines[190] = lines[190].replace('"headline"', '"headlin"')
    lines[191] = lines[191].replace('"n191"', '"n190"')  # whose first bearer was refused
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr("knowledge.archive.building._LARGE", 0)
    with contextlib.closing(Archive(tmp_path / "state", [articles])) as archive:
        library, fresh = archive.open(NOW), Library.load([articles], now=NOW)
        assert list(library.stories) == list(fresh.stories)
        assert [str(fault) for fault in library.faults] == [str(fault) for fault in fresh.faults]
        assert len(library.faults) == 3
        for question in ("Who opened a school in Tarn?", "Who closd the old mill in Harow?", "Which house is 77?"):
            assert said(question, library) == said(question, fresh)
