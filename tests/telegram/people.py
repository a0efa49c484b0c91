"""The people of a test, as readable as what they do: `reply = await user.says("What did he say?")`."""

import time
from dataclasses import dataclass

from tests.telegram import judge


class Message:
    """A message in a chat, always as it stands now: edits are seen, a deleted one is gone."""

    def __init__(self, server, raw):
        self._server = server
        self.chat_id, self.id = raw["chat"]["id"], raw["message_id"]

    @property
    def raw(self):
        """The message as the Bot API gives it."""
        return self._server.messages[self.chat_id, self.id]

    @property
    def text(self):
        """The text as readers see it, after parsing."""
        return self.raw["text"]

    @property
    def entities(self):
        return self.raw.get("entities", [])

    def quoted(self, kind="blockquote"):
        """The parts of the text under entities of `kind`."""
        return [
            judge.utf16_slice(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] == kind
        ]

    @property
    def thread(self):
        return self.raw.get("message_thread_id")

    @property
    def reply_to(self):
        """The id of the message that this one answers, or None."""
        return self.raw.get("reply_to_message", {}).get("message_id")

    @property
    def buttons(self):
        """Label to button, in reading order."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return {button["text"]: button for row in rows for button in row}

    async def press(self, label, *, by=None, within=5.0):
        """Press the callback button `label`; wait until the bot has answered, and edited or sent."""
        server, labels = self._server, [name for name in self.buttons if label in name]
        if not labels:
            raise AssertionError(f"no button {label!r} among {list(self.buttons)}")
        since = len(server.events)
        query = server.ask_callback(self.raw, self.buttons[labels[0]]["callback_data"], by or self._presser())

        def outcome():
            events = server.events_since(since, self.chat_id)
            if "answer" not in query:
                return None
            # A toast is an answer by itself; a silent one only stops the spinner, so something must follow.
            if not events and not (query["answer"]["text"] or query["answer"]["url"]):
                return None
            return Pressed(
                notice=query["answer"]["text"],
                alert=query["answer"]["alert"],
                edited=any(kind == "edit" for kind, _ in events),
                message=Message(server, events[-1][1]) if events else None,
            )

        return await server.until(outcome, within, f"what pressing {label!r} does")

    def _presser(self):
        if self.chat_id not in self._server.users:
            raise AssertionError("in a group say who presses: press(label, by=user)")
        return self._server.users[self.chat_id]

    def __repr__(self):
        return f"<Message {self.id} in {self.chat_id}: {self.text!r}>"


@dataclass(frozen=True)
class Pressed:
    """What a button did: a toast (`notice`), an edited message or a new one."""

    notice: str
    alert: bool
    edited: bool
    message: Message | None


@dataclass(frozen=True)
class InlineResult:
    """One line of the list over the input field, and the message that choosing it sends."""

    id: str
    title: str
    description: str
    text: str
    entities: list
    raw: dict


class InlineAnswer(list):
    """The results of an inline query, best first."""

    def __init__(self, answer):
        super().__init__(
            InlineResult(
                id=result["id"],
                title=result["title"],
                description=result.get("description", ""),
                text=result["shown"].text,
                entities=result["shown"].entities,
                raw=result,
            )
            for result in answer["results"]
        )
        self.button = answer["button"]
        self.next_offset = answer["next_offset"]
        self.cache_time = answer["cache_time"]
        self.is_personal = answer["is_personal"]


class Group:
    """A group, supergroup or forum that the bot is in; topics are message threads by number."""

    def __init__(self, server, chat):
        self._server, self._chat = server, chat
        self.id = chat["id"]

    def kicks(self):
        """Remove the bot."""
        self._chat["closed"] = f"bot was kicked from the {self._chat['public']['type']} chat"


class User:
    """A person with a private chat with the bot, which exists once they have written to it."""

    def __init__(self, server, raw):
        self._server, self.raw, self.id = server, raw, raw["id"]

    def writes(self, text, *, chat=None, reply_to=None, thread=None, via_bot=False):
        """Send `text` and don't wait for an answer; the message sent."""
        server = self._server
        there = server.chats[chat.id if chat else self.id]
        there["known"] = True
        if thread:
            there["threads"].add(thread)
        raw = server.add_message(
            there,
            self.raw,
            text,
            judge.detect(text),
            reply_to=reply_to.raw if reply_to else None,
            thread=thread,
            **({"via_bot": server.bot} if via_bot else {}),
        )
        server.updates.push("message", raw)
        return Message(server, raw)

    async def says(self, text, *, chat=None, reply_to=None, thread=None, within=5.0):
        """Send `text`; the bot's next message in that chat."""
        since = len(self._server.events)
        there = chat.id if chat else self.id
        self.writes(text, chat=chat, reply_to=reply_to, thread=thread)

        def answer():
            found = [raw for kind, raw in self._server.events_since(since, there) if kind == "message"]
            return Message(self._server, found[0]) if found else None

        return await self._server.until(answer, within, f"an answer to {text!r}")

    async def edits(self, message, text, *, within=5.0):
        """Edit one's own message; the message that the bot then edits or sends."""
        since = len(self._server.events)
        message.raw.update(text=text, entities=judge.detect(text), edit_date=int(time.time()))
        self._server.updates.push("edited_message", message.raw)

        def answer():
            found = self._server.events_since(since, message.chat_id)
            return Message(self._server, found[0][1]) if found else None

        return await self._server.until(answer, within, f"an answer to the edit {text!r}")

    async def types_inline(self, query, *, offset="", chat_type="sender", within=5.0):
        """Type "@bot query" in some chat; the results that the bot offers."""
        asked = self._server.ask_inline(self.raw, query, offset, chat_type)
        answer = await self._server.until(
            lambda: asked.get("answer"), within, f"results for the inline query {query!r}"
        )
        return InlineAnswer(answer)

    def chooses(self, result, query, *, chat=None):
        """Send an inline result; the bot sees its own message come by."""
        chosen = {"result_id": result.id, "from": self.raw, "query": query}
        self._server.updates.push("chosen_inline_result", chosen)
        return self.writes(result.text, chat=chat, via_bot=True)

    def blocks(self):
        """Block the bot."""
        self._server.chats[self.id]["closed"] = "bot was blocked by the user"

    def unblocks(self):
        self._server.chats[self.id]["closed"] = None
