import json
import random

import regex
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scale.corpus import Corpus
from benchmarks.scale.variation import Variation, another_number, shape
from knowledge.article import Article
from knowledge.reading import split, stored_text
from tests.benchmarks.scale.articles import ARTICLES, NOW, write

HARBOUR, ORCHARD, BRIDGE = ARTICLES
VARIATION = Variation(ARTICLES)


def sentences(article):
    article = Article.model_validate(article, context={"now": NOW})
    return [sentence.text for sentence in split(article, stored_text(article, None))]


def test_a_copy_is_the_same_every_time_and_differs_from_the_next():
    assert VARIATION.copy(HARBOUR, 1) == Variation(ARTICLES).copy(HARBOUR, 1)
    assert VARIATION.copy(HARBOUR, 1)["text"] != VARIATION.copy(HARBOUR, 2)["text"]
    assert len({VARIATION.copy(HARBOUR, number)["id"] for number in range(9)} | {HARBOUR["id"]}) == 10


def test_names_give_way_to_names_of_other_articles_of_the_same_shape():
    text = VARIATION.copy(HARBOUR, 1)["text"]
    others = {word for article in (ORCHARD, BRIDGE) for word in regex.findall(r"\p{Lu}\p{L}+", article["text"])}
    for name in ("Alma", "Novak", "Tessaly"):
        assert name not in text
    first, last = regex.search(r"told (\w+) (\w+) that", text).groups()
    assert {first, last} <= others
    assert (shape(first), shape(last)) == (shape("Alma"), shape("Novak"))


def test_a_name_gives_way_to_the_same_name_all_through_a_copy_the_headline_too():
    copy = VARIATION.copy(HARBOUR, 3)
    name = regex.search(r"told \w+ (\w+) that", copy["text"])[1]
    assert copy["text"].count(name) == HARBOUR["text"].count("Novak") == 3
    assert copy["headline"].startswith(f"{name} ")


def test_no_two_names_of_a_copy_become_one_and_none_becomes_another_of_its_article():
    pattern = regex.compile(r"orchard of (\w+) (\w+) lies in (\w+), .* by (\w+) (\w+)\.$")
    own = set(pattern.search(ORCHARD["text"]).groups())
    assert {shape(name) for name in own} == {"Xxxx", "Xxxxx", "Xxxxxxx"}
    for number in range(1, 40):
        names = pattern.search(VARIATION.copy(ORCHARD, number)["text"]).groups()
        assert len(set(names)) == len(names)
        assert not own & set(names)


def test_numbers_give_way_to_others_of_as_many_digits():
    for number in range(1, 50):
        text = VARIATION.copy(HARBOUR, number)["text"]
        day, year, ships, share, seven = map(str, regex.findall(r"\d+", text))
        assert 10 <= int(day) <= 31
        assert day != "14"
        assert 2000 <= int(year) <= 2029
        assert year != "2021"
        assert len(ships) == 3
        assert ships != "412"
        assert len(share) == 1
        assert share != "7"
        assert (len(seven), seven[0], seven != "007") == (3, "0", True)


@given(st.text("0123456789", min_size=1, max_size=12), st.integers())
def test_a_number_becomes_another_one_of_as_many_digits(number, seed):
    other = another_number(number, random.Random(seed))
    assert other != number
    assert (len(other), other.isdecimal()) == (len(number), True)
    assert len(number) == 1 or (other[0] == "0") == (number[0] == "0")


def test_everything_else_stays_words_and_days_and_paragraphs():
    def skeleton(text):
        return regex.sub(r"\d", "0", regex.sub(r"\b(?!Monday|January|The|On|It|Sen)\p{Lu}\p{L}+", "N", text))

    for article in ARTICLES:
        assert skeleton(VARIATION.copy(article, 1)["text"]) == skeleton(article["text"])


def test_abbreviations_stay():
    assert VARIATION.copy(BRIDGE, 1)["text"].count("Sen.") == 2


def test_a_copy_has_as_many_sentences():
    for article in ARTICLES:
        for number in range(1, 10):
            assert len(sentences(VARIATION.copy(article, number))) == len(sentences(article))


def test_a_corpus_has_the_real_articles_first_and_then_their_copies(tmp_path):
    corpus = Corpus(write(tmp_path / "real.jsonl"), tmp_path / "corpus", NOW)
    corpus.grow(5)
    first = dict(written(tmp_path / "corpus"))
    assert list(first) == ["harbour", "orchard"]
    corpus.grow(20)
    all_ = dict(written(tmp_path / "corpus"))
    assert list(all_)[:4] == ["harbour", "orchard", "bridge", "harbour-1"]
    assert all_ | first == all_
    assert (corpus.articles, corpus.real) == (len(all_), 3)
    assert len(corpus.sentences) == sum(len(sentences(article)) for article in all_.values()) >= 20
    assert len(corpus.sentences) - len(sentences(list(all_.values())[-1])) < 20


def test_a_copy_that_is_cut_otherwise_is_left_out(tmp_path, monkeypatch):
    def joined(self, article, number):
        copied = copy(self, article, number)
        return copied | {"text": copied["text"].replace(".", ",")} if article["id"] == "orchard" else copied

    copy = Variation.copy
    monkeypatch.setattr(Variation, "copy", joined)
    corpus = Corpus(write(tmp_path / "real.jsonl"), tmp_path / "corpus", NOW)
    corpus.grow(20)
    ids = [id_ for id_, _ in written(tmp_path / "corpus")]
    assert "bridge-1" in ids
    assert "orchard-1" not in ids


def written(folder):
    for file in sorted(folder.iterdir()):
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)["id"], json.loads(line)
