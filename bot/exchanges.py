"""What was asked and answered of late, chat by chat: for follow-ups, and so that an edited question edits its answer.

In memory and bounded: the oldest exchange of a chat goes first, and the chat that was silent longest.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

from knowledge.conversation.turn import Turn

PER_CHAT = 50
CHATS = 1_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question's message, the messages that answered it, and what a follow-up needs of them.

    `written` is the question's own words where it was understood as another, and empty else; `about` the article that
    it was asked about. So asked again, it has the same answer.
    """

    question: int
    answers: tuple[int, ...]
    turn: Turn
    written: str = ""
    about: str | None = None

    @property
    def asked(self) -> str:
        """The question as its reader wrote it."""
        return self.written or self.turn.question


@dataclass
class Exchanges:
    """The exchanges of every chat."""

    _chats: OrderedDict[int, OrderedDict[int, Exchange]] = field(default_factory=OrderedDict)

    def note(self, chat: int, exchange: Exchange) -> None:
        """Keep an exchange, in place of an earlier one on the same question."""
        kept = self._chats.setdefault(chat, OrderedDict())
        kept[exchange.question] = exchange
        self._chats.move_to_end(chat)
        if len(kept) > PER_CHAT:
            kept.popitem(last=False)
        if len(self._chats) > CHATS:
            self._chats.popitem(last=False)

    def of_question(self, chat: int, question: int) -> Exchange | None:
        """Return the exchange that a question's message belongs to."""
        return next((one for one in self._of(chat) if one.question == question), None)

    def answers(self, chat: int, question: int) -> tuple[int, ...]:
        """Return the messages that answered a question, none where it is forgotten."""
        found = self.of_question(chat, question)
        return found.answers if found else ()

    def of_answer(self, chat: int, answer: int) -> Exchange | None:
        """Return the exchange that a message of the bot belongs to."""
        return next((one for one in self._of(chat) if answer in one.answers), None)

    def before(self, chat: int, question: int) -> Exchange | None:
        """Return the last exchange before a question; message ids only grow."""
        earlier = [one for one in self._of(chat) if one.question < question]
        return max(earlier, key=lambda one: one.question, default=None)

    def forget(self, chat: int, question: int) -> None:
        """Keep nothing of a question."""
        self._chats.get(chat, OrderedDict()).pop(question, None)

    def forget_chat(self, chat: int) -> None:
        """Keep nothing of a chat."""
        self._chats.pop(chat, None)

    def _of(self, chat: int) -> Collection[Exchange]:
        kept = self._chats.get(chat)
        return kept.values() if kept else ()
