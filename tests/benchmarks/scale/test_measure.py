import pytest

from benchmarks.scale.measure import ENOUGH, Growth, Question, Times, Turns, questions


def test_the_median_and_the_99th_percentile():
    times = Times.of([float(n) for n in range(101)])
    assert (times.count, times.p50, times.p99) == (101, 50.0, 99.0)


def test_no_99th_percentile_of_a_few():
    assert Times.of([1.0] * (ENOUGH - 1)).p99 is None
    assert Times.of([1.0] * ENOUGH).p99 == 1.0


def test_growth_by_a_power_is_found_and_goes_on():
    growth = Growth.of({size: 3.0 * size**0.4 for size in (10_000, 100_000, 1_000_000)})
    assert growth.exponent == pytest.approx(0.4)
    assert growth.at(62_000_000) == pytest.approx(3.0 * 62_000_000**0.4)


def test_growth_needs_two_sizes():
    with pytest.raises(ValueError, match="two sizes"):
        Growth.of({10_000: 1.0})


def test_questions_are_asked_as_they_are_and_with_one_slip():
    texts = [f"Who painted the harbour number {n} in Tessaly?" for n in range(30)]
    found = questions(texts)
    assert found == questions(texts) != questions(texts, seed=7)
    assert sorted(q.text for q in found if q.kind == "clean") == sorted(texts)
    slips = [q.text for q in found if q.kind == "typo"]
    assert len(slips) == 30
    assert sum(text in texts for text in slips) < 5  # a letter may be exchanged for itself
    assert {q.kind for q in found[:10]} == {"clean", "typo"}


def test_systems_take_turns_and_each_begins_as_often():
    log = []
    turns = Turns({name: lambda text, name=name: log.append((name, text)) for name in "abc"}, again=["a"])
    asked = [Question("clean", str(n)) for n in range(6)]
    times = turns.take([], asked)
    assert [text for _, text in log] == [str(n) for n in range(6) for _ in range(4)]
    assert [log[4 * n][0] for n in range(6)] == list("abcabc")
    assert [log[4 * n + 3][0] for n in range(6)] == ["a"] * 6
    assert {key: found.count for key, found in times.items()} == {
        (name, "clean"): 6 for name in ("a", "b", "c", "a, again")
    }


def test_a_slow_system_is_asked_fewer_questions_all_over_the_run():
    clock = iter(range(100_000))
    log = []
    turns = Turns({"slow": log.append}, most=25.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.scale.measure.time.perf_counter", lambda: float(next(clock)))  # a second each
        times = turns.take([Question("clean", "w")] * 3, [Question("clean", str(n)) for n in range(100)])
    assert log[3:] == [str(n) for n in range(0, 100, 4)]
    assert times["slow", "clean"].count == 25


def test_a_slow_system_is_asked_again_only_what_it_was_asked():
    clock = iter(range(100_000))
    log = []
    turns = Turns({"slow": log.append}, again=["slow"], most=5.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmarks.scale.measure.time.perf_counter", lambda: float(next(clock)))  # a second each
        turns.take([Question("clean", "w")], [Question("clean", str(n)) for n in range(10)])
    assert log[1:] == [str(n) for n in range(0, 10, 2) for _ in range(2)]
