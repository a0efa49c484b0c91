"""A conversation in any order: questions, follow-ups, edits, what is edited away, and buttons.

Whatever comes, each question that stands has one answer, what was edited into talk has none, no message is answered
twice, and Telegram's rules are kept.
"""

import asyncio
import contextlib
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.telegram.inprocess import Clock, keeping
from tests.telegram.server import Server
from tests.telegram.stories import BOLTS_QUESTION, BRIDGE, COST_QUESTION, OFF_TOPIC

ASKED = st.sampled_from([COST_QUESTION, BOLTS_QUESTION, OFF_TOPIC, "When did the harbour bridge reopen to traffic?"])
FOLLOW_UPS = st.sampled_from(["When was that?", "And China?", "What did she say about it?", "Why?", "thanks", "?"])
FREE = {"questions_per_minute": 0, "chat_questions_per_minute": 0, "queries_per_minute": 0}


class ConversationMachine(RuleBasedStateMachine):
    """`standing` are the reader's messages that are questions still, with the id of the answer to each."""

    @initialize()
    def begin(self):
        self.loop = asyncio.new_event_loop()
        self.open = contextlib.AsyncExitStack()
        self.standing, self.taken_back = {}, []
        self.wait(self.start())

    async def start(self):
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        articles = folder / "articles"
        articles.mkdir()
        (articles / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
        self.server = Server()
        await self.server.start()
        self.open.push_async_callback(self.server.stop)
        self.shop = await self.open.enter_async_context(keeping(self.server, articles, folder, Clock(), **FREE))
        self.reader = self.server.user()

    def wait(self, doing):
        return self.loop.run_until_complete(doing)

    def teardown(self):
        if not hasattr(self, "reader"):
            return
        try:
            self.look()
        finally:
            self.wait(self.open.aclose())
            self.loop.close()
        assert not self.server.failures, self.server.failures

    async def quiet(self):
        """Until all that was sent has been handled."""
        await self.server.until(
            lambda: (self.server.updates.polled and not self.shop.inbox.open) or None, 10, "an end of the work"
        )

    @rule(text=ASKED | FOLLOW_UPS)
    def ask(self, text):
        async def asked():
            since = len(self.server.events)
            message = self.reader.writes(text)
            await self.quiet()
            answers = [raw for kind, raw in self.server.events_since(since, self.reader.id) if kind == "message"]
            assert len(answers) == 1, answers
            return message, answers[0]["message_id"]

        message, answer = self.wait(asked())
        self.standing[message.id] = (message, answer)

    @rule(text=ASKED | FOLLOW_UPS, data=st.data())
    def edit(self, text, data):
        if not self.standing:
            return
        number = data.draw(st.sampled_from(sorted(self.standing)))
        message, _ = self.standing[number]

        async def edited():
            since = len(self.server.events)
            self.reader.changes(message, text)
            await self.quiet()
            return [
                raw["message_id"] for kind, raw in self.server.events_since(since, self.reader.id) if kind == "message"
            ]

        new = self.wait(edited())
        assert not new, "an edit was answered with a message of its own"

    @rule(data=st.data())
    def edit_away(self, data):
        """Edited into a command, it is no question any more."""
        if not self.standing:
            return
        number = data.draw(st.sampled_from(sorted(self.standing)))
        message, answer = self.standing.pop(number)

        async def edited():
            self.reader.changes(message, "/latest")
            await self.quiet()

        self.wait(edited())
        self.taken_back.append(answer)

    @rule(data=st.data(), twice=st.booleans())
    def press(self, data, twice):
        if not self.standing:
            return
        _, answer = self.standing[data.draw(st.sampled_from(sorted(self.standing)))]
        raw = self.server.messages[self.reader.id, answer]
        buttons = [button for row in raw.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
        data_of = [button["callback_data"] for button in buttons if "callback_data" in button]
        if not data_of:
            return
        chosen = data.draw(st.sampled_from(data_of))

        async def pressed():
            since = len(self.server.events)
            queries = [self.server.ask_callback(raw, chosen, self.reader.raw) for _ in range(1 + twice)]
            await self.quiet()
            assert all("answer" in query for query in queries), "a button goes on spinning"
            kinds = [kind for kind, _ in self.server.events_since(since, self.reader.id)]
            assert "message" not in kinds, kinds

        self.wait(pressed())

    @rule()
    def look(self):
        answers = [answer for _, answer in self.standing.values()]
        assert len(answers) == len(set(answers))
        assert all((self.reader.id, answer) in self.server.messages for answer in answers)
        assert not any((self.reader.id, answer) in self.server.messages for answer in self.taken_back)


def test_a_conversation_in_any_order():
    examples = max(1, settings().max_examples // 15)
    run_state_machine_as_test(ConversationMachine, settings=settings(max_examples=examples, stateful_step_count=12))
