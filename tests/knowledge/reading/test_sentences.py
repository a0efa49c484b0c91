import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import MAX_SENTENCE, Article
from knowledge.reading import enrich, split, stored_text
from knowledge.reading.datelines import parse_dateline
from tests.articles import article, story


def cut(text, **changed):
    found = article(text=text, **changed)
    return [sentence.text for sentence in split(found, text)]


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("MOSCOW, September 26./TASS/. The talks", ("MOSCOW", "September 26", "TASS")),
        ("GROSSETO, Italy (AP) — The ship", ("GROSSETO, Italy", None, "AP")),
        ("LONDON, Jan 23 (Reuters) - The bank", ("LONDON", "Jan 23", "Reuters")),
        ("New York CNN — The shop", ("New York", None, "CNN")),
        ("WASHINGTON (AFP) - The vote", ("WASHINGTON", None, "AFP")),
        ("Washington (CNN) The vote", ("Washington", None, "CNN")),
        ("PARIS, 3 March 2021 (AFP) – The strike", ("PARIS", "3 March 2021", "AFP")),
    ],
)
def test_an_agencys_dateline_is_no_part_of_the_sentence(paragraph, dateline):
    found, length = parse_dateline(paragraph)
    assert (found.place, found.date, found.agency) == dateline
    assert paragraph[length:].startswith("The ")
    assert cut(paragraph + " ended.") == [paragraph[length:] + " ended."]


@pytest.mark.parametrize("paragraph", ["The mill (built in 1871) burnt.", "Berg said: the wind.", "On May 3 it burnt."])
def test_a_sentence_is_no_dateline(paragraph):
    assert parse_dateline(paragraph) is None


def test_a_sub_heading_is_no_sentence_and_a_last_stop_may_be_missing():
    text = "It burnt.\n\nWhat comes next\n\nThe owner will rebuild it, he said. Work begins on Friday"
    found = split(article(text=text), text)
    assert [(s.heading, s.text) for s in found] == [
        (None, "It burnt."),
        ("What comes next", "The owner will rebuild it, he said."),
        ("What comes next", "Work begins on Friday"),
    ]


def test_a_quotation_keeps_its_attribution():
    text = '"We saw it. It burnt," Berg said. She left.'
    assert cut(text) == ['"We saw it. It burnt," Berg said.', "She left."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a mark without its partner leads nothing astray
        (
            'The wind was too strong," she said. "It burnt. It was old." Lind left.',
            ['The wind was too strong," she said.', '"It burnt. It was old."', "Lind left."],
        ),
        ('"The roof fell." — Anna Berg', ['"The roof fell." — Anna Berg']),
        ('"Was it old?" Anna Berg asked.', ['"Was it old?" Anna Berg asked.']),
        ('"Was it old?" He left for Tarn.', ['"Was it old?"', "He left for Tarn."]),
        ('"Was it old?" Lind wrote back, "It was."', ['"Was it old?"', 'Lind wrote back, "It was."']),
    ],
)
def test_a_quotation_and_what_follows_it(text, expected):
    assert cut(text) == expected


def test_what_readers_would_not_see_as_it_is_and_what_is_too_long_is_never_quoted():
    long = "Long " + "word " * 300 + "end."
    text = f"A tab\there. {long} Fine."
    found = split(article(text=text), text)
    assert [(s.quotable, len(s.text) > MAX_SENTENCE) for s in found] == [(False, False), (False, True), (True, False)]


def test_sections_without_a_document_make_their_own_text():
    sections = [{"sentences": [{"text": "One."}, {"text": "Two."}]}, {"heading": "H", "sentences": [{"text": "One."}]}]
    found = article(text=None, sections=sections)
    text = stored_text(found, None)
    assert text == "One. Two.\n\nH\n\nOne."
    assert [(s.start, s.heading, s.paragraph) for s in split(found, text)] == [(0, None, 0), (5, None, 0), (14, "H", 1)]


def test_an_editors_summary_is_never_quoted():
    sections = [{"sentences": [{"text": "One.", "kind": "summary"}, {"text": "Two."}]}]
    found = article(text=None, sections=sections)
    assert [s.quotable for s in split(found, stored_text(found, None))] == [False, True]


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.lists(
    st.sampled_from(["He said", "“Yes,”", "Berg", ".", "\n", "MOSCOW (AP) —", "but", "Mr. X", " ", "1.5", '"', "?"])
).map(" ".join)


@given(_TEXT, st.sampled_from(["en", "de", "ar", "zh", "xx"]))
def test_offsets_round_trip_and_reading_never_fails(text, language):
    found = Article.model_construct(**dict(article(language=language)) | {"text": text})
    sentences = enrich(found, text, split(found, text))
    end = 0
    for index, sentence in enumerate(sentences):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.start >= end
        end = sentence.end
        assert sentence.index == index
        assert sentence.leans_on is None or index - 2 <= sentence.leans_on < index


def test_a_story_reads_its_sentences_once():
    found = story()
    assert found.sentences is found.sentences


def test_a_line_that_was_only_wrapped_goes_on():
    text = (
        "Mayor Ingrid Falk said the repairs had cost 4.2 million crowns and that the old\nroadway was gone. Open.\n"
        "A new paragraph."
    )
    assert cut(text) == [text[: text.index(" Open")], "Open.", "A new paragraph."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Who did it?" Berg asked. Nobody knew.', ['"Who did it?" Berg asked.', "Nobody knew."]),
        ('"It burns!" the old man shouted. She ran.', ['"It burns!" the old man shouted.', "She ran."]),
        ('"Who did it?" They never found out.', ['"Who did it?"', "They never found out."]),
        ("It opens at 9 p.m. Friday. Bring tickets.", ["It opens at 9 p.m. Friday.", "Bring tickets."]),
        ("It opens at 9 p.m. Bring tickets.", ["It opens at 9 p.m.", "Bring tickets."]),
        ("He lives at 30 N. Second Street. She left.", ["He lives at 30 N. Second Street.", "She left."]),
        ("1. Fill the tank. 2. Start the engine.", ["1. Fill the tank.", "2. Start the engine."]),
        ("a. The tank b. The engine", ["a. The tank", "b. The engine"]),
        ("• The tank is full. It was not.", ["• The tank is full.", "It was not."]),
        ("Sect. 4 burnt. Sect. 5 did not.", ["Sect. 4 burnt.", "Sect. 5 did not."]),
    ],
)
def test_what_news_adds_to_the_rules(text, expected):
    assert cut(text) == expected


def test_a_quotation_too_long_to_be_quoted_whole_is_cut_at_its_own_sentences():
    text = '"' + "The roof fell on the old mill and nobody was hurt at all. " * 30 + '," Berg said.'
    found = split(article(text=text), text)
    assert len(found) > 1
    assert all(s.quotable and s.text == text[s.start : s.end] for s in found)
    assert "".join(s.text for s in found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "line",
    [
        "By Anna Berg",
        "By ANNA BERG and OLOF LIND, Northern Post",
        "— Anna Berg",
        "Read more: What the fire left",
        "RELATED: The owner will rebuild",
        "MORE:The owner will rebuild it soon",
        "Advertisement",
        "Additional reporting by Anna Berg",
        "(Reporting by Anna Berg; editing by Olof Lind)",
        "Sign up for our morning newsletter.",
        "Photo: Anna Berg",
        "anna.berg@post.example",
        "14.",
        "Читайте также",
    ],
)
def test_what_belongs_to_the_page_is_no_sentence(line):
    text = f"The mill burnt down.\n\n{line}\n\nNobody was hurt."
    assert cut(text) == ["The mill burnt down.", "Nobody was hurt."]


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the fire was out.",
        "Read the letter, she told them: it burns.",
        "UPDATE: The owner said on Friday that he will rebuild it.",
        "Follow-up talks begin on Friday.",
        "Anna Berg contributed 4 million crowns to the fund.",
        "Sharing is caring, Berg said.",
    ],
)
def test_what_only_looks_like_it_stays(line):
    assert cut(f"The mill burnt down.\n\n{line}")[1:] != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # several sentences of one quotation, before and after its attribution
            '"The roof fell. The floor fell. All of it fell," Berg said. She left.',
            ['"The roof fell. The floor fell. All of it fell," Berg said.', "She left."],
        ),
        ("Berg said: “The roof fell. We ran.” She left.", ["Berg said: “The roof fell. We ran.”", "She left."]),
        (
            "“The roof fell,” Berg said. “The floor fell. We ran.” She left.",
            ["“The roof fell,” Berg said.", "“The floor fell. We ran.”", "She left."],
        ),
        (  # a quotation that goes on in the next paragraphs: its mark opens each, and closes the last
            "“The roof fell,” Berg said. “The wind was strong.\n\n“The floor fell.\n\n“We ran.”\n\nShe left.",
            [
                "“The roof fell,” Berg said.",
                "“The wind was strong.",
                "“The floor fell.",
                "“We ran.”",
                "She left.",
            ],
        ),
        (
            '"The roof fell," Berg said. "The wind was strong.\n\n"We ran," she said.',
            ['"The roof fell," Berg said.', '"The wind was strong.', '"We ran," she said.'],
        ),
        (
            "What was lost:\n\n• The roof\n• The floor\n- The wheel. It was oak.\n\nNobody was hurt.",
            ["What was lost:", "• The roof", "• The floor", "- The wheel.", "It was oak.", "Nobody was hurt."],
        ),
        (
            "Gov. A. B. Falk met Dr. J. R. Lind Jr. of Tarn Inc. on Jan. 3. They spoke.",
            ["Gov. A. B. Falk met Dr. J. R. Lind Jr. of Tarn Inc. on Jan. 3.", "They spoke."],
        ),
        ("It was sold to Tarn Corp. Nobody was hurt.", ["It was sold to Tarn Corp.", "Nobody was hurt."]),
        (
            '"It was sold to Tarn Corp. Nobody was hurt," Berg said.',
            ['"It was sold to Tarn Corp. Nobody was hurt," Berg said.'],
        ),
        ("He met Tarn Corp. Chairman Olof Lind.", ["He met Tarn Corp. Chairman Olof Lind."]),
        (
            'He waited ... and ran. It ended… She slept. "I don\'t know..." she said.',
            ["He waited ... and ran.", "It ended…", "She slept.", '"I don\'t know..." she said.'],
        ),
        ("It burnt. Work begins on Friday", ["It burnt.", "Work begins on Friday"]),
    ],
)
def test_the_forms_that_news_has(text, expected):
    assert cut(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg, Northern Post",
        "Anna Berg | Northern Post",
        "Published 3 March 2024",
        "Updated March 6, 2024, 3:15 p.m. ET",
        "Read more about the mill",
    ],
)
def test_bylines_and_notes_of_the_page_are_dropped(line):
    assert cut(f"The mill burnt down.\n\n{line}\n\nNobody was hurt.") == ["The mill burnt down.", "Nobody was hurt."]


@pytest.mark.parametrize(
    "line",
    [
        "Published in 1998, the book sold well.",
        "Updated figures show that it burnt.",
        "Anna Berg told the Northern Post.",
        "Read more books, Berg said.",
    ],
)
def test_sentences_that_open_like_notes_of_the_page_stay(line):
    assert cut(f"The mill burnt down.\n\n{line}") == ["The mill burnt down.", line]
