"""The people of a test, as readable as what they do: `reply = await user.says("What did he say?")`."""

from dataclasses import dataclass

from tests.telegram import files, judge, media


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

    async def press(self, label, *, by=None, within=15.0):
        """Press the callback button `label`; wait until the bot has answered, and edited or sent."""
        server, labels = self._server, [name for name in self.buttons if label in name]
        if not labels:
            raise AssertionError(f"no button {label!r} among {list(self.buttons)}")
        since = len(server.events)
        query = server.ask_callback(self.raw, self.buttons[labels[0]]["callback_data"], by or self._presser())

        def outcome():
            events = self._events(since)
            if "answer" not in query:
                return None
            # A toast is an answer by itself; a silent one only stops the spinner, so something must follow.
            if not events and not (query["answer"]["text"] or query["answer"]["url"]):
                return None
            return Pressed(
                notice=query["answer"]["text"],
                alert=query["answer"]["alert"],
                edited=any(kind == "edit" for kind, _ in events),
                message=type(self)(server, events[-1][1]) if events else None,
            )

        return await server.until(outcome, within, f"what pressing {label!r} does")

    def _events(self, since):
        return self._server.events_since(since, self.chat_id)

    def _presser(self):
        if self.chat_id not in self._server.users:
            raise AssertionError("in a group say who presses: press(label, by=user)")
        return self._server.users[self.chat_id]

    def __repr__(self):
        return f"<Message {self.id} in {self.chat_id}: {self.text!r}>"


class GuestMessage(Message):
    """What the bot said in a chat that it is not in, always as it stands now."""

    def __init__(self, server, raw):
        super().__init__(server, raw)
        self.inline_id = raw["inline_message_id"]

    @property
    def raw(self):
        return self._server.inline_messages[self.inline_id]

    def _events(self, since):
        edits = [event for event in self._server.events[since:] if event[0] == "inline edit"]
        return [("edit", raw) for _, raw in edits if raw["inline_message_id"] == self.inline_id]


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


class User:
    """A person with a private chat with the bot, which exists once they have written to it.

    Who writes in the name of a chat has it as `sender_chat`, and a bot of Telegram's as `raw`.
    """

    def __init__(self, server, raw, *, sender_chat=None):
        self._server, self.raw, self.id = server, raw, raw["id"]
        self._name = {"sender_chat": sender_chat} if sender_chat else {}

    def writes(self, text, *, chat=None, reply_to=None, thread=None, via_bot=False, quote=None, ago=0, **more):
        """Send `text` and don't wait for an answer; the message sent.

        `quote` is a part of what it replies to, which is in another chat where there is no `reply_to`; it was written
        `ago` seconds ago; `more` are further fields.
        """
        server = self._server
        there = server.chats[chat.id if chat else self.id]
        there["known"] = True
        if thread:
            there["threads"].add(thread)
        replied = reply_to.raw if reply_to else self._opening(there, thread)
        if quote is not None:
            more["quote"] = {"text": quote, "position": 0}
            elsewhere = {"origin": {"type": "hidden_user", "date": int(server.time()), "sender_user_name": "Bo"}}
            more |= {} if reply_to else {"external_reply": elsewhere}
        if via_bot:
            more["via_bot"] = server.bot
        if ago:
            more["date"] = int(server.time()) - ago
        more |= self._name
        raw = server.add_message(there, self.raw, text, judge.detect(text), reply_to=replied, thread=thread, **more)
        server.updates.push("message", raw)
        return Message(server, raw)

    def _opening(self, there, thread):
        """Whatever is written in a topic replies to the message that opened it."""
        if not thread or not there["public"].get("is_forum"):
            return None
        opening = {"message_id": thread, "from": self.raw, "chat": there["public"], "date": int(self._server.time())}
        opening["forum_topic_created"] = {"name": "A topic", "icon_color": 7322096}
        return there["topics"].setdefault(thread, opening)

    def sends(self, what, *, caption="", **where):
        """Send a photo, a voice message, a sticker or an animation, with a caption or without."""
        more = {what: media.FIELDS[what]}
        if caption:
            more |= {"caption": caption, "caption_entities": judge.detect(caption)}
        return self.writes("", **more, **where)

    async def uploads(self, name, data, *, caption="", size=None, within=15.0, **where):
        """Send a document; the bot's next message."""
        since = len(self._server.events)
        more = {"document": files.put(self._server, name, data, size)}
        if caption:
            more |= {"caption": caption, "caption_entities": judge.detect(caption)}
        self.writes("", **more, **where)
        return await self.hears(since, within=within, what=f"an answer to the document {name!r}")

    def forwards(self, text, *, origin="Somebody", **where):
        """Forward what somebody else has written."""
        told = {"type": "hidden_user", "date": int(self._server.time()) - 3600, "sender_user_name": origin}
        return self.writes(text, forward_origin=told, **where)

    async def says(self, text, *, within=15.0, **where):
        """Send `text`; the bot's next message in that chat."""
        since, chat = len(self._server.events), where.get("chat")
        self.writes(text, **where)
        return await self.hears(since, chat=chat, within=within, what=f"an answer to {text!r}")

    async def hears(self, since, *, chat=None, within=15.0, what="an answer"):
        """The bot's first message in a chat from the event number `since` on."""
        there = chat.id if chat else self.id

        def answer():
            found = [raw for kind, raw in self._server.events_since(since, there) if kind == "message"]
            return Message(self._server, found[0]) if found else None

        return await self._server.until(answer, within, what)

    async def hears_of(self, words, *, asking, within=20.0):
        """Send `asking`; the bot's first message after it that has `words`, whatever else comes before."""
        since = len(self._server.events)
        self.writes(asking)

        def answer():
            found = [raw for kind, raw in self._server.events_since(since, self.id) if kind == "message"]
            told = (Message(self._server, raw) for raw in found)
            return next((one for one in told if words in one.text), None)

        return await self._server.until(answer, within, f"a message of {words!r}")

    def calls(self, text, *, chat, reply_to=None, ago=0, quote=None, **more):
        """Call the bot into a chat that it is not in; the open query."""
        server = self._server
        raw = {"message_id": 5, "from": self.raw, "chat": server.chats[chat.id]["public"], "text": text}
        raw |= {"date": int(server.time()) - ago, "entities": judge.detect(text)} | more
        if reply_to is not None:
            raw["reply_to_message"] = {k: v for k, v in reply_to.raw.items() if k != "inline_message_id"}
        if quote is not None:
            raw["quote"] = {"text": quote, "position": 0}
        return server.ask_guest(raw)

    async def summons(self, text, *, within=15.0, **where):
        """The same; what the bot says there as a guest."""
        query = self.calls(text, **where)
        answer = await self._server.until(lambda: query.get("answer"), within, f"an answer to {text!r}")
        return GuestMessage(self._server, answer)

    async def edits(self, message, text, *, within=15.0):
        """Edit one's own message; the message that the bot then edits or sends."""
        since = len(self._server.events)
        self.changes(message, text)

        def answer():
            found = self._server.events_since(since, message.chat_id)
            return Message(self._server, found[0][1]) if found else None

        return await self._server.until(answer, within, f"an answer to the edit {text!r}")

    def changes(self, message, text, *, ago=0):
        """Edit one's own message and don't wait for anything."""
        message.raw.update(text=text, entities=judge.detect(text), edit_date=int(self._server.time()) - ago)
        self._server.updates.push("edited_message", message.raw)

    async def types_inline(self, query, *, offset="", chat_type="sender", within=15.0):
        """Type "@bot query" in some chat; the results that the bot offers."""
        asked = self._server.ask_inline(self.raw, query, offset, chat_type)
        answer = await self._server.until(
            lambda: asked.get("answer"), within, f"results for the inline query {query!r}"
        )
        return InlineAnswer(answer)

    async def inline_pages(self, query, between=None):
        """Type it and scroll down: every page of what is offered; `between` happens after the first."""
        pages = [await self.types_inline(query)]
        if between:
            await between()
        while pages[-1].next_offset:
            assert len(pages) < 60
            pages.append(await self.types_inline(query, offset=pages[-1].next_offset))
        return pages

    async def types_inline_to_the_end(self, query):
        """The results of all pages."""
        return [one for page in await self.inline_pages(query) for one in page]

    def chooses(self, result, query, *, chat=None):
        """Send an inline result; the bot sees its own message come by."""
        chosen = {"result_id": result.id, "from": self.raw, "query": query}
        self._server.updates.push("chosen_inline_result", chosen)
        return self.writes(result.text, chat=chat, via_bot=True)

    def blocks(self):
        """Block the bot."""
        chat = self._server.chats[self.id]
        chat["closed"] = "bot was blocked by the user"
        self._server.membership(chat, self.raw, "member", "kicked")

    def unblocks(self):
        chat = self._server.chats[self.id]
        chat["closed"] = None
        self._server.membership(chat, self.raw, "kicked", "member")
