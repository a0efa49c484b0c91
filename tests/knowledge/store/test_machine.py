"""The store beside a plain dictionary, over whatever order of settings, follows, ratings, updates and forgetting."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from knowledge.store import Kind, Mark, Preferences, Quoted, TooManyError, open_store

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
LIMIT = 3
USERS = st.sampled_from([1, 2])
CHATS = st.sampled_from([1, 2, -7, -8])
TOPICS = st.sampled_from(["mills", "Mills ", "the  bridge", "мост", "a\x00b", "\ud800"])
QUOTES = st.sampled_from([Quoted("mill", 0, "One."), Quoted("mill", 1, "Two."), Quoted("bridge", 0, "One.")])
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "language": st.sampled_from([None, "de", "zh-Hans"]),
        "quotes": st.sampled_from([None, 1, 2]),
        "context": st.sampled_from([None, True, False]),
        "zone": st.sampled_from([None, "UTC+3", "Europe/Berlin"]),
    },
)


class StoreMachine(RuleBasedStateMachine):
    """Every rule does the same to both; now and then, and at the end, both are asked the same."""

    @initialize()
    def begin(self):
        self.loop = asyncio.new_event_loop()
        self.store = self.of(open_store("sqlite://", keep_texts=True))
        self.clock = NOW
        self.preferences, self.rated, self.chosen, self.updates = {}, {}, [], {}
        self.followed = []  # [user, chat, words]

    def of(self, waiting):
        return self.loop.run_until_complete(waiting)

    def teardown(self):
        if not hasattr(self, "loop"):
            return
        try:
            self.look()
        finally:
            self.of(self.store.close())
            self.loop.close()

    @rule(minutes=st.integers(0, 2_000))
    def time_goes_on(self, minutes):
        self.clock += timedelta(minutes=minutes)

    @rule(chat=CHATS, changes=CHANGES)
    def set_something(self, chat, changes):
        there = self.preferences.get(chat, {}) | changes
        self.preferences[chat] = {name: value for name, value in there.items() if value is not None}
        held = self.of(self.store.preferences.change(chat, **changes))
        assert held == Preferences(**self.preferences[chat])

    @rule(chat=CHATS)
    def reset(self, chat):
        self.preferences.pop(chat, None)
        self.of(self.store.preferences.reset(chat))

    @rule(user=USERS, quoted=QUOTES, helpful=st.booleans())
    def rate(self, user, quoted, helpful):
        new = self.rated.get((user, quoted.digest)) is not helpful
        self.rated[user, quoted.digest] = helpful
        assert self.of(self.store.feedback.rate(user, quoted, helpful=helpful, question="?", now=self.clock)) is new

    @rule(user=USERS, quoted=QUOTES)
    def choose(self, user, quoted):
        self.chosen.append(user)
        self.of(self.store.feedback.choose(user, quoted, question="\ud800?", now=self.clock))

    @rule(user=USERS, chat=CHATS, topic=TOPICS)
    def follow(self, user, chat, topic):
        one = [user, chat, " ".join(topic.split()).casefold()]
        full = sum(other[0] == user for other in self.followed) >= LIMIT
        add = self.store.follows.add(user, chat, Kind.TOPIC, topic, limit=LIMIT, now=self.clock)
        if one not in self.followed and full:
            try:
                self.of(add)
            except TooManyError:
                return
            raise AssertionError("more than the limit")
        found, new = self.of(add)
        assert new is (one not in self.followed)
        assert (found.user_id, found.chat_id) == (user, chat)
        if new:
            self.followed.append(one)

    @rule(user=USERS, data=st.data())
    def end_one(self, user, data):
        found = self.of(self.store.follows.of(user))
        if found:
            number = data.draw(st.integers(0, len(found) - 1))
            ended = found[number]
            assert self.of(self.store.follows.end(3 - user, ended.id, now=self.clock)) is None  # somebody else's
            assert self.of(self.store.follows.end(user, ended.id, now=self.clock)) == ended
            assert self.of(self.store.follows.end(user, ended.id, now=self.clock)) is None
            mine = [one for one in self.followed if one[0] == user]
            self.followed.remove(mine[number])

    @rule(user=USERS, chat=st.none() | CHATS)
    def end_all(self, user, chat):
        gone = [one for one in self.followed if one[0] == user and chat in {None, one[1]}]
        assert self.of(self.store.follows.end_all(user, now=self.clock, chat_id=chat)) == len(gone)
        self.followed = [one for one in self.followed if one not in gone]

    @rule(old=st.sampled_from([-7, -8]), new=st.sampled_from([-7, -8]))
    def migrate(self, old, new):
        if old == new:
            return
        self.of(self.store.follows.erase_ended(before=self.clock + timedelta(days=1)))
        self.of(self.store.forgetting.migrate_chat(old, new))
        moved = []
        for user, chat, words in self.followed:
            one = [user, new if chat == old else chat, words]
            if chat != old or one not in self.followed:
                moved.append(one)
        self.followed = moved
        if old in self.preferences:
            kept = self.preferences.pop(old)
            self.preferences.setdefault(new, kept)

    @rule(user=USERS)
    def forget(self, user):
        self.of(self.store.forgetting.forget(user))
        self.rated = {key: said for key, said in self.rated.items() if key[0] != user}
        self.chosen = [one for one in self.chosen if one != user]
        self.followed = [one for one in self.followed if user not in one[:2]]
        self.preferences.pop(user, None)
        assert self.of(self.store.forgetting.kept_about(user)).forgettable == 0

    @rule(chat=st.sampled_from([-7, -8]))
    def leave(self, chat):
        self.of(self.store.forgetting.forget_chat(chat))
        self.followed = [one for one in self.followed if one[1] != chat]
        self.preferences.pop(chat, None)

    @rule(number=st.integers(1, 6))
    def take(self, number):
        new = number not in self.updates
        assert self.of(self.store.updates.take(number, f"body {number}", now=self.clock)) is new
        if new:
            self.updates[number] = (False, None)

    @rule(number=st.integers(1, 6))
    def send(self, number):
        self.of(self.store.updates.note_sending(number))
        if number in self.updates:
            self.updates[number] = (True, self.updates[number][1])

    @rule(number=st.integers(1, 6))
    def finish(self, number):
        self.of(self.store.updates.finish(number, now=self.clock))
        if number in self.updates:
            self.updates[number] = (self.updates[number][0], self.clock)

    @rule()
    def forget_handled(self):
        old = {n for n, (_, done) in self.updates.items() if done is not None and done < self.clock - timedelta(days=1)}
        assert self.of(self.store.updates.forget_handled(now=self.clock)) == len(old)
        self.updates = {number: state for number, state in self.updates.items() if number not in old}

    @rule()
    def look(self):
        """Not after every step: to ask takes ten times as long as to change."""
        self.settings_are_as_they_were_left()
        self.what_is_followed_is_what_was_asked_for()
        self.feedback_adds_up()
        self.what_is_not_handled_waits()

    def settings_are_as_they_were_left(self):
        for chat in (1, 2, -7, -8):
            assert self.of(self.store.preferences.of(chat)) == replace(Preferences(), **self.preferences.get(chat, {}))

    def what_is_followed_is_what_was_asked_for(self):
        for user in (1, 2):
            found = [(one.chat_id, one.text.casefold()) for one in self.of(self.store.follows.of(user))]
            assert len(found) == sum(one[0] == user for one in self.followed)
            assert [chat for chat, _ in found] == [one[1] for one in self.followed if one[0] == user]
        assert self.of(self.store.follows.number()) == len(self.followed)

    def feedback_adds_up(self):
        said = list(self.rated.values())
        marks = {Mark.HELPFUL: said.count(True), Mark.NOT_HELPFUL: said.count(False), Mark.CHOSEN: len(self.chosen)}
        assert self.of(self.store.feedback.totals()) == marks

    def what_is_not_handled_waits(self):
        left = [(one.update_id, one.body, one.sending) for one in self.of(self.store.updates.left_over())]
        assert left == [
            (number, f"body {number}", sending)
            for number, (sending, done) in sorted(self.updates.items())
            if done is None
        ]


TestStore = StoreMachine.TestCase
TestStore.settings = settings(max_examples=max(1, settings().max_examples // 6), stateful_step_count=30)
