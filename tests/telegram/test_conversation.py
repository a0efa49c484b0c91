"""Five hundred lines of three people in one group: the bot speaks exactly when it is addressed.

What addresses it stands here in words of its own, beside the line that is written; nothing is asked of the bot's code.
"""

import random

import pytest

from tests.telegram.inprocess import answering
from tests.telegram.media import FIELDS
from tests.telegram.stories import BOLTS_QUESTION, COST_QUESTION, OFF_TOPIC

LINES = 500
QUESTIONS = (
    COST_QUESTION,
    BOLTS_QUESTION,
    OFF_TOPIC,
    "When did the harbour bridge in Aldmoor reopen?",
    "Who is the mayor?",
    "May cyclists use the northern lane?",
)
TALK = (
    *QUESTIONS,
    "Good morning all",
    "lol",
    "Is dateline_bot any good? Ask it",
    "mail news@dateline_bot.example if you like",
    "@dateline_bots is another one",
    "the bridge, again, 4.2 million crowns?!",
    "👍👍",
    "https://t.me/dateline_bot?start=ask",
    "What did @other_bot say about the bridge?",
)
THANKS = ("thanks", "Thank you!", "ok great", "👍", "well, well, well", "told you so", "no way", "danke schön")

SILENT = (
    "talks", "talks", "talks", "replies_to_somebody", "names_another_bot", "commands_another_bot", "forwards_a_call",
    "sends_media", "welcomes", "shares_an_inline_result", "edits_talk", "thanks_the_bot", "turns_to_somebody",
    "commands_another_bot_in_a_reply", "gets_an_unknown_command",
)  # fmt: skip
SPOKEN = (
    "names_it", "asks", "asks_it_by_name", "replies_to_it", "captions", "calls_it_to_somebodys_question", "calls_it",
    "browses", "edits_talk_into_a_question",
)  # fmt: skip
CHANGED = ("edits_its_question", "takes_its_question_back")


class Conversation:
    """The group, and what is expected of the bot: `answered` are the lines, by id, that it owes one message each."""

    def __init__(self, server, seed):
        self.random = random.Random(seed)
        self.server, self.group = server, server.group()
        self.people = [
            server.user(id=number, username=name) for number, name in ((7, "ada_l"), (8, "bo_hansen"), (9, "cy_kane"))
        ]
        self.talk, self.asked = [], []  # lines that nobody answered, and those that were, with who wrote them
        self.answered, self.edited, self.deleted = [], 0, 0

    def pick(self, among):
        return self.random.choice(among)

    def line(self, text, *, spoken=False, **where):
        person = self.pick(self.people)
        message = person.writes(text, chat=self.group, **where)
        if spoken:
            self.asked.append((person, message))
        else:
            self.keep(person, message)
        return message

    def keep(self, person, message):
        """A line of talk that may be answered or edited; a reply to the bot would be a question once it asks."""
        replied = message.raw.get("reply_to_message", {"from": person.raw})
        if replied["from"] is not self.server.bot and "via_bot" not in message.raw:
            self.talk.append((person, message))

    def answers(self):
        """The bot's messages that still stand."""
        return [
            self.server.messages[key]
            for key, raw in self.server.messages.items()
            if raw["from"] is self.server.bot and raw["chat"]["id"] == self.group.id
        ]

    def an_answer(self):
        raw = self.pick(self.answers())
        return type(self.talk[0][1])(self.server, raw)

    # ------------------------------------------------------------------ it is not addressed

    def talks(self):
        self.line(self.pick(TALK))

    def replies_to_somebody(self):
        self.line(self.pick(TALK), reply_to=self.pick(self.talk)[1])

    def names_another_bot(self):
        self.line(f"@other_bot {self.pick(QUESTIONS)}")

    def commands_another_bot(self):
        self.line(f"{self.pick(['/ask', '/latest', '/help'])}@other_bot {self.pick(QUESTIONS)}")

    def commands_another_bot_in_a_reply(self):
        self.line(f"/ask@other_bot {self.pick(QUESTIONS)}", reply_to=self.an_answer())

    def gets_an_unknown_command(self):
        self.line("/weather Aldmoor")

    def forwards_a_call(self):
        self.pick(self.people).forwards(f"@dateline_bot {self.pick(QUESTIONS)}", chat=self.group)

    def sends_media(self):
        caption = self.pick(["", "the bridge", COST_QUESTION])
        self.pick(self.people).sends(self.pick(sorted(FIELDS)), caption=caption, chat=self.group)

    def welcomes(self):
        self.group.welcomes(self.pick(self.people))

    def shares_an_inline_result(self):
        self.line(f"@dateline_bot {self.pick(QUESTIONS)}", via_bot=True)

    def edits_talk(self):
        person, message = self.pick(self.talk)
        person.changes(message, self.pick(TALK))

    def thanks_the_bot(self):
        self.line(self.pick(THANKS), reply_to=self.an_answer())

    def turns_to_somebody(self):
        self.line(f"@{self.pick(['ada_l', 'bo_hansen', 'cy_kane'])} {self.pick(QUESTIONS)}", reply_to=self.an_answer())

    # ------------------------------------------------------------------ it is addressed

    def names_it(self):
        text, name = self.pick(QUESTIONS), self.pick(["@dateline_bot", "@Dateline_Bot"])
        return self.line(self.pick([f"{name} {text}", f"{name}, {text}", f"{text} {name}"]), spoken=True)

    def asks(self):
        return self.line(f"/ask {self.pick(QUESTIONS)}", spoken=True)

    def asks_it_by_name(self):
        return self.line(f"/ask@dateline_bot {self.pick(QUESTIONS)}", spoken=True, reply_to=self.pick(self.talk)[1])

    def replies_to_it(self):
        return self.line(self.pick(QUESTIONS), spoken=True, reply_to=self.an_answer())

    def captions(self):
        person = self.pick(self.people)
        return person.sends("photo", caption=f"@dateline_bot {self.pick(QUESTIONS)}", chat=self.group)

    def calls_it_to_somebodys_question(self):
        theirs = self.pick(self.people).writes(self.pick(QUESTIONS), chat=self.group)
        return self.pick(self.people).writes("@dateline_bot", chat=self.group, reply_to=theirs)

    def calls_it(self):
        return self.pick(self.people).writes(self.pick(["@dateline_bot", "/ask"]), chat=self.group)

    def browses(self):
        return self.pick(self.people).writes(self.pick(["/latest", "/help@dateline_bot", "/about"]), chat=self.group)

    def edits_talk_into_a_question(self):
        person, message = self.pick(self.talk[-5:])
        if self.server.time() - message.raw["date"] > 240:  # too old for the bot to begin with it
            return self.asks()
        self.talk.remove((person, message))
        self.asked.append((person, message))
        person.changes(message, f"@dateline_bot {self.pick(QUESTIONS)}")
        return message

    # ------------------------------------------------------------------ its answer changes

    async def edits_its_question(self):
        person, message = self.asked[-1]
        other = [text for text in QUESTIONS if text not in message.text]
        before = len(self.server.called("editMessageText"))
        person.changes(message, f"@dateline_bot {self.pick(other)}")
        await self.server.until(lambda: len(self.server.called("editMessageText")) > before or None, 20, "an edit")
        self.edited += 1

    async def takes_its_question_back(self):
        person, message = self.asked.pop()
        person.changes(message, self.pick(["never mind", "forget it"]))
        self.deleted += 1
        await self.server.until(lambda: len(self.server.called("deleteMessage")) == self.deleted or None, 20, "an end")
        self.keep(person, message)

    async def speaks_after(self, act):
        since = len(self.server.events)
        message = act()
        self.answered.append(message.id)
        reply = await self.people[0].hears(since, chat=self.group, within=20)
        assert reply.reply_to == message.id, (
            act.__name__,
            message,
            self.server.messages[self.group.id, reply.reply_to].get("text"),
        )


@pytest.mark.parametrize("seed", [20240305])
async def test_it_speaks_exactly_when_it_is_addressed(server, articles, clock, seed):
    spoken = []
    async with answering(server, articles, clock=clock) as shop:
        group = Conversation(server, seed)
        group.talks()
        await group.speaks_after(group.names_it)
        for number in range(2, LINES):
            clock.forward(15)  # unhurried: nobody comes near a limit
            # Every kind comes early, then as it happens; an answer changes now and then.
            kinds = (*SILENT, *SPOKEN)
            name = kinds[number % len(kinds)] if number < 60 else group.pick([*SILENT * 3, *SPOKEN, *CHANGED])
            if name in CHANGED and (not group.asked or group.asked[-1][1].id not in group.answered):
                name = "talks"
            act = getattr(group, name)
            if name in SPOKEN:
                await group.speaks_after(act)
            elif name in CHANGED:
                await act()
            else:
                act()
            spoken.append(name)
        await server.silence(1.0)
        assert shop.limits is not None
    replies = [raw["reply_to_message"]["message_id"] for kind, raw in server.events if kind == "message"]
    assert replies == group.answered
    assert len(server.called("sendMessage")) == len(group.answered)
    assert len(server.called("editMessageText")) == group.edited
    assert len(server.called("deleteMessage")) == group.deleted
    # The conversation was one: each kind of line came up, and most of it was none of the bot's business.
    assert {*SILENT, *SPOKEN, *CHANGED} == set(spoken)
    assert 60 < len(group.answered) < LINES / 2
    assert min(group.edited, group.deleted) > 3
