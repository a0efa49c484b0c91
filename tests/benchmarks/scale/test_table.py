from benchmarks.scale import kept, picture, table
from benchmarks.scale.measure import Times
from benchmarks.scale.table import OURS, Size


def size(sentences, ask, peer):
    found = Size(sentences, sentences // 50, 0, built={"peer": 0.5}, load=1.5)
    found.ours = {
        "build": {"seconds": 3.0, "peak_mb": 200.0},
        "disk_mb": 7.4,
        "ask": {"start_ms": 31.0, "first_ms": 400.0, "resident_mb": None},
        "change": {"add_ms": 9.0, "found_ms": 5.0, "withdraw_ms": 0.25, "reload_ms": 1.0},
    }
    for name, p50 in ((OURS, ask), (f"{OURS}, again", ask / 2), ("peer", peer)):
        found.times[name, "clean"] = Times(200, p50, 3 * p50)
        found.times[name, "typo"] = Times(50, 2 * p50, None)
    return found


SIZES = [size(1_000, 2.0, 1.0), size(100_000, 4.0, 100.0)]


def test_a_row_a_size_and_system_ours_first():
    rows = table.answering(SIZES).splitlines()[2:]
    assert [row.split(" | ")[1] for row in rows] == ["ask", "ask, again", "peer"] * 2
    assert rows[0] == "| 1,000 | ask | 250 | 2.00 ms | 6.00 ms | 4.00 ms | – |  | 3.0 s |"
    assert rows[2] == "| 1,000 | peer | 250 | 1.00 ms | 3.00 ms | 2.00 ms | – | 2.0 × as slow | 0.5 s |"
    assert "| 25.0 × as fast |" in rows[5]


def test_what_keeping_takes_and_nothing_where_the_system_does_not_tell():
    row = table.keeping(SIZES[:1]).splitlines()[2]
    assert row == (
        "| 1,000 | 20 | 0 | 3.0 s | 200 MB | 7 MB | – | 31.0 ms | 400 ms | 9.00 ms | 5.00 ms | 0.25 ms | 1.00 ms "
        "| 1.5 |"
    )


def test_a_million_articles_are_extrapolated_and_it_says_so():
    told = table.growing(SIZES)
    assert told.startswith(
        "An extrapolation, not a measurement: a million articles would be 50,000,000 sentences, 500 "
    )
    assert "| peer | 1.00 | 50,000 ms |" in told  # linear: a hundred times the size took a hundred times as long
    assert "| ask | 0.15 |" in told


def test_the_growth_between_the_last_two_sizes_is_told_beside_that_over_all():
    told = table.growing([*SIZES, size(200_000, 8.0, 200.0)])
    assert "| ask | 0.22 – 1.00 |" in told


def test_one_size_does_not_grow():
    assert table.growing(SIZES[:1]) == ""


def test_the_picture_is_drawn(tmp_path):
    picture.draw(tmp_path / "scale.png", SIZES)
    assert (tmp_path / "scale.png").read_bytes().startswith(b"\x89PNG")


def test_what_was_measured_is_kept(tmp_path):
    figures = tmp_path / "scale.json"
    assert kept.read(figures) == []
    kept.write(figures, SIZES)
    assert kept.read(figures) == SIZES
