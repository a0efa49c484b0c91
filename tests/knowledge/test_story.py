from knowledge.library import Library
from tests.articles import NOW, SEEDS, story


def test_a_sentence_by_itself_is_read_as_among_all():
    (seed,) = Library.load([SEEDS], now=NOW).stories.values()
    alone = [seed.sentence(index) for index in range(len(seed.bare))]
    assert "sentences" not in vars(seed)
    assert alone == list(seed.sentences)
    assert [seed.speaker(one.index) for one in alone] == [one.speaker for one in alone]
    assert [seed.leans_on(one.index) for one in alone] == [one.leans_on for one in alone]
    assert [seed.dates(one.index) for one in alone] == [one.dates for one in alone]


def test_it_says_whether_it_was_read_and_takes_over_what_was():
    first, second = story(), story()
    assert not first.is_read
    first.leans_on(0), first.dates(0)
    assert not first.is_read
    last = len(first.bare) - 1
    assert first.unread(last) == last + 1
    first.speaker(0)
    assert (first.unread(0), first.unread(last), first.is_read) == (0, last, False)
    first.speaker(last)
    assert first.is_read
    second.take_over(first)
    assert second.voices is first.voices
    assert second.sentences == first.sentences
