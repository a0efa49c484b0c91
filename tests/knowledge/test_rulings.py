import threading
from datetime import UTC, datetime

import pytest

from knowledge.answering import Answer, ask
from knowledge.library import LiveLibrary
from knowledge.rulings import Ruling, as_corrected, nearest, ruled
from tests.articles import NOW, library, story, write

QUESTION = "Who said the old mill in Harrow burnt down?"


def test_a_withheld_article_is_no_longer_quotable_and_nothing_is_indexed_anew():
    shelf = library(story(), story(id="other", text="The bridge in Tarn reopened on Monday, Olof Lind said."))
    assert isinstance(ask(QUESTION, shelf, now=NOW), Answer)
    less = shelf.under({"harrow-mill": Ruling(withheld=True)})
    found = ask(QUESTION, less, now=NOW)
    assert not isinstance(found, Answer)
    assert "harrow-mill" not in {article.id for article in found.nearest}
    assert [article.id for article in less.latest(NOW, 9)] == ["other"]
    assert less.index.tokens is shelf.index.tokens
    assert less.siblings is shelf.siblings
    assert len(less.index.stories) == 2
    assert isinstance(ask(QUESTION, shelf, now=NOW), Answer)  # who holds the old snapshot holds a whole one


def test_a_library_without_what_is_ruled_on_is_the_same():
    shelf = library()
    assert shelf.under({"elsewhere": Ruling(withheld=True)}) is shelf
    assert shelf.under({}) is shelf


def test_what_was_read_of_a_corrected_article_is_kept():
    told = story()
    read = told.sentences
    changed = ruled(told, as_corrected("It burnt on Monday.", NOW))
    assert changed.sentences is read
    assert (changed.article.status, changed.article.correction.text) == ("corrected", "It burnt on Monday.")
    assert changed.article.correction.date == NOW


def test_a_ruling_only_ever_shows_less_of_an_article():
    held = story(status="withheld")
    assert ruled(held, Ruling()) is held
    assert ruled(held, as_corrected("Wrong.", NOW)) is held
    both = ruled(story(), Ruling(withheld=True, correction="Wrong.", corrected=NOW))
    assert not both.article.quotable(NOW)


def test_the_editors_own_correction_stays_in_sight_where_there_is_room():
    one = story(status="corrected", correction={"text": "The name was wrong."})
    assert ruled(one, Ruling(correction="So was the day.")).article.correction.text == (
        "The name was wrong. So was the day."
    )
    long = Ruling(correction="x" * 1020)
    assert ruled(one, long).article.correction.text == long.correction


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1025, "a\u202eb", "a\x00b"])
def test_a_correction_that_cannot_be_shown_is_no_ruling(text):
    with pytest.raises(ValueError, match=r"\S"):
        as_corrected(text, NOW)


def test_a_correction_is_one_line():
    assert as_corrected(" One\n  two ", NOW).correction == "One two"


def test_rulings_hold_over_reloads_and_for_articles_that_come_later(tmp_path):
    write(tmp_path, "a.json", id="a")
    live = LiveLibrary([tmp_path], now=NOW)
    live.rule({"a": Ruling(withheld=True), "b": Ruling(withheld=True)})
    assert live.current.latest(NOW, 9) == ()
    write(tmp_path, "b.json", id="b")
    diff = live.reload(NOW)
    assert (diff.added, diff.changed) == (("b",), ())  # a ruling is no change of a file
    assert live.current.latest(NOW, 9) == ()
    live.rule({"a": Ruling()})
    assert [article.id for article in live.current.latest(NOW, 9)] == ["a"]
    assert dict(live.rulings) == {"b": Ruling(withheld=True)}
    assert not live.ruling("a")


def test_a_ruling_during_a_reload_holds_before_and_after_it(tmp_path, monkeypatch):
    write(tmp_path, "a.json", id="a")
    live = LiveLibrary([tmp_path], now=NOW)
    loading, go_on = threading.Event(), threading.Event()
    load = type(live.current).load.__func__

    def slow(cls, *args, **kwargs):
        found = load(cls, *args, **kwargs)
        loading.set()
        assert go_on.wait(10)
        return found

    monkeypatch.setattr(type(live.current), "load", classmethod(slow))
    reloading = threading.Thread(target=live.reload, args=(NOW,))
    reloading.start()
    assert loading.wait(10)
    live.rule({"a": Ruling(withheld=True)})
    assert live.current.latest(NOW, 9) == ()
    go_on.set()
    reloading.join()
    assert live.current.latest(NOW, 9) == ()


def test_a_reload_carries_over_what_was_read_beside_rulings(tmp_path):
    write(tmp_path, "a.json", id="a")
    live = LiveLibrary([tmp_path], now=NOW)
    read = live.current.stories["a"].sentences
    live.rule({"a": as_corrected("Wrong.", datetime(2024, 3, 8, tzinfo=UTC))})
    live.reload(NOW)
    assert live.current.stories["a"].sentences is read
    assert live.current.stories["a"].article.correction.text == "Wrong."


def test_the_nearest_ids_are_offered():
    ids = ["harrow-mill", "harrow-mine", "tarn-ferry"]
    assert nearest(ids, "Harow-mill")[0] == "harrow-mill"
    assert nearest(ids, "zzz") == ()
    assert nearest([], "x") == ()
