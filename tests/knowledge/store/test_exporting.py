import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation import scoring
from knowledge.store import Mark, Quoted, Sign, export

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
WIND, ROOF = Quoted("mill", 3, "The wind was too strong."), Quoted("mill", 2, "We could not save the roof.")
HELPFUL, NOT_HELPFUL, CHOSEN = Mark


def sign(mark, quoted=WIND, question="Why was the roof lost?", at=NOW):
    return Sign(mark, quoted, question, at)


def rows(*signs):
    return [json.loads(line) for line in export(signs).lines]


def test_a_question_comes_with_the_quotes_that_answered_it():
    (row,) = rows(
        sign(HELPFUL),
        sign(HELPFUL, question="why was the roof lost", at=NOW + timedelta(days=30)),
        sign(NOT_HELPFUL, ROOF),
        sign(CHOSEN, question="WHY was the  roof lost"),
    )
    assert row["question"] == "Why was the roof lost?"
    assert row["answers"] == [{"article_id": "mill", "text": "The wind was too strong."}]
    assert row["strict"]
    assert row["signs"] == {"helpful": 2, "not helpful": 1, "chosen": 1}
    assert row["id"].startswith("2024-W10_")


def test_the_id_stays_when_more_signs_come():
    assert rows(sign(HELPFUL))[0]["id"] == rows(sign(HELPFUL), sign(CHOSEN, at=NOW + timedelta(days=9)))[0]["id"]


def test_readers_outvote_each_other_quote_by_quote():
    (row,) = rows(sign(HELPFUL), sign(NOT_HELPFUL), sign(HELPFUL, ROOF), sign(HELPFUL, ROOF), sign(NOT_HELPFUL, ROOF))
    assert [answer["text"] for answer in row["answers"]] == [ROOF.text]


def test_a_chosen_result_answers_but_nobody_has_checked_it():
    (row,) = rows(sign(CHOSEN))
    assert row["answers"]
    assert not row["strict"]


def test_what_is_left_out_is_counted():
    found = export(
        [
            sign(HELPFUL, question=None),
            sign(CHOSEN, question=None),
            sign(NOT_HELPFUL, question="Who paid?"),
            sign(CHOSEN, question="mill ro"),
            sign(HELPFUL, question="Roof?"),
        ]
    )
    assert [json.loads(line)["question"] for line in found.lines] == ["Roof?"]
    assert (found.signs, found.without_text, found.without_answer, found.fragments) == (5, 2, 1, 1)


QUOTES = st.builds(
    Quoted, st.sampled_from(["a", "b"]), st.integers(0, 3), st.text(min_size=1).map(lambda t: "word " + t)
)
SIGNS = st.builds(
    Sign,
    st.sampled_from(list(Mark)),
    QUOTES,
    st.none() | st.text(max_size=20).map(lambda t: "what is " + t),
    st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)


@given(st.lists(SIGNS, max_size=12))
def test_whatever_readers_write_every_line_is_one_that_eval_reads(signs):
    found = export(signs)
    probes = [scoring.probe(line) for line in found.lines]
    assert all(probe.answers for probe in probes)
    assert len({probe.id for probe in probes}) == len(probes)
    assert found.without_text == sum(one.question is None for one in signs)
    assert not any(character in line for line in found.lines for character in "\n\r")
