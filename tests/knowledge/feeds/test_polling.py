from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.feeds.polling import AT_A_POLL, REMEMBERED, News, Reply, step
from knowledge.feeds.state import FeedState, Item
from tests.knowledge.feeds.written import http_date, item, rss, tombstone

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=15)
URL = "https://news.example/feed"


def poll(state, reply, now=NOW):
    return step(state, reply, now=now, every=EVERY, random=lambda: 0.5)


def fresh(**changed):
    return FeedState(url=URL, **changed)


def ok(*items, extra="", **headers):
    return Reply(200, headers, rss(*items, extra=extra))


def read(found, now=NOW):
    """The state once everything new was written."""
    items = {one.key: Item(digest=one.digest, seen=now, article="x") for one in found.entries}
    return found.state.with_items(items)


def test_a_first_poll_gives_all_entries_and_what_to_ask_with_next():
    found = poll(fresh(), ok(item("a"), item("b"), etag='"1"', **{"last-modified": "x"}))
    assert len(found.entries) == 2
    assert (found.state.etag, found.state.last_modified, found.state.items) == ('"1"', "x", {})
    assert (found.state.last_success, found.state.next_poll, found.news) == (NOW, NOW + EVERY, None)


def test_only_what_is_new_or_has_changed_is_read():
    state = read(poll(fresh(), ok(item("a"), item("b"))))
    assert poll(state, ok(item("b"), item("a"))).entries == ()
    changed = poll(state, ok(item("c"), item("a"), item("b", body="{name} has opened again, she said.")))
    assert [one.key[-1] for one in changed.entries] == ["c", "b"]


def test_what_was_not_written_is_read_again():
    unwritten = poll(fresh(), ok(item("a"))).state
    assert len(poll(unwritten, ok(item("a"))).entries) == 1


def test_a_feed_of_thousands_is_read_in_several_polls():
    reply = ok(*(item(f"n{n}") for n in range(AT_A_POLL + 10)), etag='"1"')
    first = poll(fresh(), reply)
    assert (len(first.entries), first.state.etag) == (AT_A_POLL, None)
    second = poll(read(first), reply)
    assert (len(second.entries), second.state.etag) == (10, '"1"')
    assert not {one.key for one in first.entries} & {one.key for one in second.entries}
    assert poll(read(second), reply).entries == ()


def test_unchanged_is_a_success_without_a_body():
    state = read(poll(fresh(), ok(item("a"), etag='"1"')))
    later = NOW + EVERY
    found = poll(state, Reply(304), later)
    assert (found.entries, found.state.etag, found.state.items) == ((), '"1"', state.items)
    assert (found.state.last_success, found.state.next_poll) == (later, later + EVERY)


def test_an_item_that_is_gone_is_forgotten_late_and_never_taken_back():
    state = read(poll(fresh(), ok(item("a"), item("b"))))
    found = poll(state, ok(item("b")), NOW + REMEMBERED)
    assert len(found.state.items) == 2
    found = poll(found.state, ok(item("b")), NOW + REMEMBERED + EVERY)
    assert list(found.state.items) == ["https://news.example/b"]
    assert found.withdrawn == {}


def test_what_is_taken_back_is_said_until_it_is_done():
    ref = "https://news.example/a"
    state = read(poll(fresh(), ok(item("a"))))
    found = poll(state, ok(extra=tombstone(ref)))
    assert found.withdrawn == {ref: "withheld"}
    done = found.state.with_items({ref: Item(digest="withheld", seen=NOW)})
    assert poll(done, ok(extra=tombstone(ref))).withdrawn == {}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 502, 302, 204, 206])
def test_other_answers_are_failures_that_wait_longer_each_time(status):
    state, waits = read(poll(fresh(), ok(item("a"), etag='"1"'))), []
    for _ in range(4):
        state = poll(state, Reply(status)).state
        waits.append(state.next_poll - NOW)
    assert waits == [EVERY, 2 * EVERY, 4 * EVERY, 8 * EVERY]
    assert state.error == f"the server answered {status}"
    assert (state.etag, len(state.items), state.failures) == ('"1"', 1, 4)


def test_a_body_that_cannot_be_read_is_a_fault_and_what_there_is_stays():
    state = read(poll(fresh(), ok(item("a"), etag='"1"')))
    found = poll(state, Reply(200, {"etag": '"2"'}, rss(item("b"))[:-30]))
    assert (found.state.error, found.entries) == ("the feed is cut short", ())
    assert (found.state.etag, found.state.items) == ('"1"', state.items)
    assert found.state.last_success == NOW


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["7200", http_date(NOW + timedelta(hours=2))])
def test_a_server_that_says_when_is_not_asked_before(status, said):
    found = poll(fresh(), Reply(status, {"retry-after": said}))
    assert found.state.next_poll == NOW + timedelta(hours=2)
    sooner = poll(fresh(), Reply(status, {"retry-after": "1"}))
    assert sooner.state.next_poll == NOW + EVERY


def test_only_busy_servers_may_say_when():
    assert poll(fresh(), Reply(404, {"retry-after": "7200"})).state.next_poll == NOW + EVERY


def test_gone_is_never_asked_again_until_the_operator_says_so():
    found = poll(read(poll(fresh(), ok(item("a")))), Reply(410))
    assert (found.news, found.state.dead, found.state.next_poll) == (News.DEAD, True, None)
    assert not found.state.due(NOW + timedelta(days=9999))
    assert len(found.state.items) == 1
    again = found.state.revived()
    assert again.due(NOW)
    assert poll(again, ok(item("a"))).news is News.RECOVERED


def test_a_failing_feed_is_told_once_and_once_when_it_works_again():
    state, news = fresh(), []
    for reply in ["no", "no", "no", "no", "no", ok(), ok(), "no", ok(), "no", "no", "no", ok()]:
        found = poll(state, reply)
        state = found.state
        news.append(found.news)
    failing, works = News.FAILING, News.RECOVERED
    assert news == [*[None] * 2, failing, *[None] * 2, works, *[None] * 5, failing, works]


def test_where_it_has_moved_for_good_is_remembered_while_it_works_there():
    moved = Reply(200, {}, rss(item("a")), moved="https://new.example/feed")
    state = poll(fresh(), moved).state
    assert state.address == "https://new.example/feed"
    assert poll(state, Reply(304)).state.address == "https://new.example/feed"
    for count in range(3):
        assert state.address == "https://new.example/feed", count
        state = poll(state, Reply(410)).state
    assert (state.address, state.dead) == (URL, False)
    assert poll(state, Reply(410)).state.dead
    assert poll(fresh(), Reply(404, moved="https://new.example/feed")).state.moved is None


def test_a_validator_that_cannot_be_sent_back_is_not_kept():
    for odd in ('"é"', '"\n"', "x" * 2000, ""):
        assert poll(fresh(), ok(item("a"), etag=odd)).state.etag is None


replies = st.one_of(
    st.text(max_size=20),
    st.builds(
        Reply,
        st.sampled_from([200, 200, 301, 304, 404, 410, 429, 500, 503]),
        st.dictionaries(st.sampled_from(["etag", "last-modified", "retry-after"]), st.text(max_size=20)),
        st.one_of(st.binary(max_size=50), st.just(rss(item("a"))), st.just(rss(item("b"))[:-9])),
    ),
)


@given(st.lists(replies, max_size=12), st.floats(0, 1, exclude_max=True))
def test_whatever_a_server_does_the_next_try_lies_ahead_and_the_state_survives_the_disk(answers, random):
    state, now = fresh(), NOW
    for reply in answers:
        found = step(state, reply, now=now, every=EVERY, random=lambda: random)
        state = FeedState.model_validate_json(found.state.model_dump_json(exclude_defaults=True))
        assert state == found.state
        assert state.dead or state.next_poll - now >= 0.9 * EVERY
        assert (state.error is None) == (state.failures == 0)
        now = state.next_poll or now + EVERY
