import hashlib
import json
import threading

import pytest

from knowledge import live as module
from knowledge.library import Library
from knowledge.live import LiveLibrary
from knowledge.loading import read_stories
from tests.articles import MILL, NOW, SEEDS, fields, library, story, write


def found_faults(path, **kwargs):
    return read_stories([path], now=NOW, **kwargs)[1]


def test_the_seed_loads_without_a_fault():
    found = Library.load([SEEDS], now=NOW)
    assert (len(found), found.faults, found.languages) == (1, (), ("en",))


def test_a_bad_article_never_takes_the_good_ones_down(tmp_path):
    write(tmp_path, "good.json")
    write(tmp_path, "bad.json", id="bad", headline=None)
    (tmp_path / "worse.yaml").write_text("{", encoding="utf-8")
    found = Library.load([tmp_path], now=NOW)
    assert list(found.stories) == ["harrow-mill"]
    assert [(fault.path.rpartition("/")[2], fault.field) for fault in found.faults] == [
        ("bad.json", "headline"),
        ("worse.yaml", "file"),
    ]


def test_a_fault_names_file_line_and_field_in_plain_english(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(
        "id: a\nheadlin: Words\nsource:\n  name: ''\npublished: 2031-01-01\nlanguage: English please\n"
        "sections:\n  - sentences:\n      - text: One.\n      - txt: Two.\n",
        encoding="utf-8",
    )
    lines = {f"{fault.line}: {fault.field}: {fault.message}" for fault in found_faults(path)}
    assert "2: headlin: unknown key `headlin`; did you mean `headline`?" in lines
    assert "1: headline: is missing" in lines
    assert any(line.startswith("4: source.name: is empty") for line in lines)
    assert any(line.startswith("5: published: ") and "future" in line for line in lines)
    assert any(line.startswith("6: language: ") for line in lines)
    assert any(line.startswith("10: sections.0.sentences.1.text: is missing") for line in lines)
    assert not any("pydantic" in line or "Input should" in line for line in lines)


def test_a_second_article_of_one_id_is_refused_and_names_the_first(tmp_path):
    write(tmp_path, "a.json")
    write(tmp_path, "b.json", headline="Another")
    stories, faults = read_stories([tmp_path], now=NOW)
    assert stories["harrow-mill"].article.headline == "Fire destroys Harrow's old mill"
    assert [fault.field for fault in faults] == ["id"]
    assert "a.json:1" in faults[0].message


@pytest.fixture
def documented(tmp_path):
    """An article made from a document, as (folder, write it with these sentences)."""

    def put(*sentences, **changed):
        (tmp_path / "doc.txt").write_text(MILL, encoding="utf-8")
        digest = hashlib.sha256(MILL.encode()).hexdigest()
        sections = [{"sentences": [{"text": text} for text in sentences]}]
        document = {"path": "doc.txt", "sha256": digest} | changed
        (tmp_path / "a.json").write_text(
            json.dumps(fields(text=None, sections=sections, document=document), indent=1), encoding="utf-8"
        )
        return tmp_path / "a.json"

    return put


def test_every_sentence_stands_in_the_document(documented):
    path = documented("She said nobody had been hurt.", "But its new owner had not insured it.")
    stories, faults = read_stories([path], now=NOW)
    assert faults == []
    found = stories["harrow-mill"]
    assert [found.text[s.start : s.end] for s in found.bare] == [s.text for s in found.bare]


@pytest.mark.parametrize(
    ("sentences", "problem"),
    [
        (["She said nobody had been harmed."], "differs from the document at character 27"),
        (
            ["She said\u00a0nobody had been hurt."],
            "character 9 is a no-break space (U+00A0), in the document it is a space",
        ),
        (["He never said this."], "does not stand in the document"),
        (["But its new owner had not insured it.", "She said nobody had been hurt."], "order"),
    ],
)
def test_a_changed_word_is_found_on_its_line(documented, sentences, problem):
    path = documented(*sentences)
    (fault,) = found_faults(path)
    assert problem in fault.message
    assert fault.field.startswith("sections.0.sentences.")
    assert '"text"' in path.read_text(encoding="utf-8").split("\n")[fault.line - 1]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"sha256": "0" * 64}, "has changed"),
        ({"path": "gone.txt"}, "cannot be read"),
        ({"path": "../doc.txt"}, "outside"),
        ({"path": "/etc/passwd"}, "outside"),
    ],
)
def test_a_document_is_there_unchanged_and_beside_its_article(documented, changed, problem):
    (fault,) = found_faults(documented("She said nobody had been hurt.", **changed))
    assert (fault.field, problem in fault.message) == ("document", True)


def test_a_link_out_of_the_folder_is_not_followed(documented, tmp_path):
    path = documented("She said nobody had been hurt.", path="link.txt")
    outside = tmp_path.parent / f"{tmp_path.name}-outside.txt"
    outside.write_text(MILL, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(outside)
    assert "outside" in found_faults(path)[0].message


def test_an_open_question_makes_a_draft(tmp_path):
    questions = [{"field": "published", "question": "year: which?"}]
    path = write(tmp_path, published=None, questions=questions)
    stories, faults = read_stories([path], now=NOW)
    assert stories == {}
    assert "open question: year: which?" in str(faults[0])
    stories, faults = read_stories([path], now=NOW, drafts=True)
    assert (list(stories), len(faults)) == (["harrow-mill"], 1)


def test_a_path_that_is_not_there_is_a_fault(tmp_path):
    assert "is not there" in found_faults(tmp_path / "gone")[0].message


def test_the_latest_come_newest_first_and_only_what_may_be_shown():
    stories = [
        story(id="old", published="2020-01-01"),
        story(id="undated", published=None),
        story(id="new", published="2024-03-07T08:00:00+00:00"),
        story(id="held", published="2024-03-08", status="withheld"),
    ]
    found = library(*stories)
    assert [a.id for a in found.latest(NOW, 10)] == ["new", "old", "undated"]
    assert [a.id for a in found.latest(NOW, 1, 1)] == ["old"]


def test_a_reload_says_what_changed_and_swaps_in_one_step(tmp_path):
    write(tmp_path, "a.json", id="a")
    write(tmp_path, "b.json", id="b")
    write(tmp_path, "c.json", id="c")
    live = LiveLibrary([tmp_path], now=NOW)
    before = live.current
    write(tmp_path, "b.json", id="b", headline="Changed")
    (tmp_path / "c.json").unlink()
    write(tmp_path, "d.json", id="d")
    write(tmp_path, "e.json", id="e", headline=None)
    diff = live.reload(NOW)
    assert (diff.added, diff.changed, diff.removed, diff.kept) == (("d",), ("b",), ("c",), False)
    assert [fault.field for fault in diff.refused] == ["headline"]
    assert set(live.current.stories) == {"a", "b", "d"}
    # Whoever still holds the old snapshot holds a whole one.
    assert set(before.stories) == {"a", "b", "c"}
    assert before.index.stories[1].article.headline != "Changed"


def test_a_reload_of_nothing_keeps_the_library(tmp_path):
    path = write(tmp_path)
    live = LiveLibrary([tmp_path], now=NOW)
    path.write_text("{", encoding="utf-8")
    diff = live.reload(NOW)
    assert (diff.kept, len(diff.refused), len(live.current)) == (True, 1, 1)


def test_a_folder_that_went_away_keeps_the_library(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    path = write(folder)
    live = LiveLibrary([folder], now=NOW)
    path.unlink()
    folder.rmdir()
    assert live.reload(NOW).kept
    assert len(live.current) == 1


def test_reloads_take_turns(tmp_path, monkeypatch):
    write(tmp_path)
    live = LiveLibrary([tmp_path], now=NOW)
    running, most = 0, 0
    lock, load = threading.Lock(), module.Library.load

    def slow(*args, **kwargs):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return load(*args, **kwargs)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(module.Library, "load", slow)
    threads = [threading.Thread(target=live.reload, args=(NOW,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_an_article_without_a_sentence_is_refused(tmp_path):
    assert "no sentence" in found_faults(write(tmp_path, text="— …"))[0].message


def test_a_reload_keeps_what_was_read_in_articles_that_have_not_changed(tmp_path):
    write(tmp_path, "same.json", id="same")
    write(tmp_path, "other.json", id="other")
    live = LiveLibrary([tmp_path], now=NOW)
    before = {id_: story.sentences for id_, story in live.current.stories.items()}
    write(tmp_path, "other.json", id="other", text="It burnt, fire chief Anna Berg said.")
    live.reload(NOW)
    after = live.current.stories
    assert after["same"].sentences is before["same"]
    assert "sentences" not in vars(after["other"])
    assert after["other"].sentences[0].text == "It burnt, fire chief Anna Berg said."
