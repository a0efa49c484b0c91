"""Requests, notices, failures and crashes in any order: a reader sees a quote once, and nothing is lost."""

import asyncio
import contextlib
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from knowledge.store import Kind, Quoted, TooManyError, open_store
from tests.knowledge.store.databases import KINDS, database

LIMIT = 3
USERS = st.integers(1, 3)
TEXTS = st.sampled_from(["mills", "roofs", "Who paid?", "loans", "winds"])
QUOTES = st.lists(st.integers(0, 5).map(lambda n: Quoted("mill", n, f"Sentence {n}.")), max_size=4)


class Deliveries(RuleBasedStateMachine):
    """The store beside a model of it: what each reader was promised, what they saw, and what may have got lost."""

    kind = "sqlite"

    def __init__(self):
        super().__init__()
        self.runner = asyncio.Runner()
        self.cleanup = contextlib.AsyncExitStack()
        self.now = datetime(2024, 3, 8, 12, tzinfo=UTC)
        self.open = {}  # follow id -> (user, text)
        self.ended = {}  # (user, text) -> follow id, since the request may come again
        self.promised, self.seen, self.unsure = {}, {}, {}  # follow id -> sentences
        self.claimed = None

    def run(self, waiting):
        return self.runner.run(waiting)

    @initialize()
    def start(self):
        folder = Path(self.cleanup.enter_context(tempfile.TemporaryDirectory()))
        self.url = self.run(self.cleanup.enter_async_context(database(self.kind, folder)))
        self.store = self.run(open_store(self.url))

    def teardown(self):
        if hasattr(self, "store"):
            self.run(self.store.close())
        self.run(self.cleanup.aclose())
        self.runner.close()

    @rule(user=USERS, text=TEXTS)
    def follow(self, user, text):
        mine = [one for one in self.open.values() if one[0] == user]
        adding = self.store.follows.add(user, user, Kind.TOPIC, text, limit=LIMIT, now=self.now)
        if (user, text) not in mine and len(mine) >= LIMIT:
            with pytest.raises(TooManyError):
                self.run(adding)
            return
        found, new = self.run(adding)
        assert new is ((user, text) not in mine)
        assert self.ended.pop((user, text), found.id) == found.id
        self.open[found.id] = (user, text)
        for kept in (self.promised, self.seen, self.unsure):
            kept.setdefault(found.id, set())

    @precondition(lambda self: self.open)
    @rule(data=st.data(), quotes=QUOTES)
    def news(self, data, quotes):
        follow = data.draw(st.sampled_from(sorted(self.open)))
        numbers = {one.sentence for one in quotes}
        new = numbers - self.promised[follow]
        assert self.run(self.store.notices.put(follow, quotes, now=self.now)) == len(new)
        self.promised[follow] |= numbers

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def end(self, data):
        follow = data.draw(st.sampled_from(sorted(self.open)))
        user, text = self.open.pop(follow)
        assert self.run(self.store.follows.end(user, follow, now=self.now)).text == text
        self.ended[user, text] = follow

    @precondition(lambda self: self.claimed is None)
    @rule(most=st.integers(1, 3))
    def claim(self, most):
        self.claimed = self.run(self.store.notices.claim(now=self.now, most=most))
        if self.claimed is not None:
            assert self.claimed.follow.id in self.open
            assert len(self.claimed.quotes) <= most

    @precondition(lambda self: self.claimed)
    @rule()
    def send(self):
        self._see(self.claimed)
        self.run(self.store.notices.sent(self.claimed, now=self.now))
        self.claimed = None

    @precondition(lambda self: self.claimed)
    @rule(minutes=st.integers(0, 10), tried=st.booleans())
    def fail(self, minutes, tried):
        settle = self.store.notices.failed if tried else self.store.notices.postpone
        self.run(settle(self.claimed, now=self.now, until=self.now + timedelta(minutes=minutes)))
        self.claimed = None

    @precondition(lambda self: self.claimed)
    @rule(arrived=st.booleans())
    def no_answer_comes(self, arrived):
        self._unsure(arrived)
        self.run(self.store.notices.unsure(self.claimed, now=self.now))
        self.claimed = None

    @rule(arrived=st.booleans())
    def crash(self, arrived):
        """The process dies, perhaps with a message on its way that did or did not arrive; another one starts."""
        if self.claimed is not None:
            self._unsure(arrived)
        left = len(self.claimed.notices) if self.claimed and self._there(self.claimed) else 0
        self.claimed = None
        self.run(self.store.close())
        self.store = self.run(open_store(self.url))
        assert self.run(self.store.notices.recover(now=self.now)) == left

    @rule(user=USERS)
    def forget(self, user):
        self.run(self.store.forgetting.forget(user))
        assert self.run(self.store.forgetting.kept_about(user)).forgettable == 0
        self.open = {id_: one for id_, one in self.open.items() if one[0] != user}
        self.ended = {one: id_ for one, id_ in self.ended.items() if one[0] != user}

    @rule(minutes=st.integers(1, 10))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.claimed is None)
    @rule()
    def everything_is_delivered(self):
        self.now += timedelta(hours=1)
        while (delivery := self.run(self.store.notices.claim(now=self.now, most=2))) is not None:
            self._see(delivery)
            self.run(self.store.notices.sent(delivery, now=self.now))
        for follow in self.open:
            assert self.promised[follow] == self.seen[follow] | self.unsure[follow]

    @invariant()
    def the_list_is_right(self):
        if not hasattr(self, "store"):
            return
        listed = {one.id: (one.user_id, one.text) for one in self.run(self.store.follows.open())}
        assert listed == self.open

    def _see(self, delivery):
        for one in delivery.quotes:
            assert one.sentence not in self.seen[delivery.follow.id], "a reader saw a quote twice"
            assert one.sentence in self.promised[delivery.follow.id]
            self.seen[delivery.follow.id].add(one.sentence)

    def _unsure(self, arrived):
        if arrived:
            self._see(self.claimed)
        self.unsure[self.claimed.follow.id] |= {one.sentence for one in self.claimed.quotes}

    def _there(self, delivery):
        follow = delivery.follow.id
        return follow in self.open or follow in self.ended.values()


def _case(kind):
    case = type(f"Deliveries_{kind}", (Deliveries,), {"kind": kind}).TestCase
    case.settings = settings(max_examples=settings().max_examples // 6, stateful_step_count=25)
    return case


for _kind in KINDS:
    if _kind != "memory":
        globals()[f"TestDeliveriesOn{_kind.title()}"] = _case(_kind)
