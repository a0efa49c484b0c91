"""Many readers at once: what each asked, by the number of its update, and when and how often it was answered."""

import time
from dataclasses import dataclass, field

GROUP_SIZE = 15
"""Questions of one group: Telegram takes 20 messages a minute into one."""
FIRST_READER, FIRST_GROUP = 10_000_000, -1_000_000_000


@dataclass(slots=True)
class Asked:
    """An update that wants an answer; `texts` is all that the answers show, where that is kept."""

    update_id: int
    kind: str
    time: float
    answers: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def seconds(self):
        """How long the first answer took, None where there is none."""
        return self.answers[0] - self.time if self.answers else None


class Crowd:
    """Readers of `server` who ask once each; `all` is everything that was asked, in order."""

    def __init__(self, server, *, texts=False):
        self._server, self._texts = server, texts
        self._told = server.happened
        server.happened = self._happened
        self.all = []
        self._waiting = {}
        self._pressable = []
        self._number = 0

    def reader(self):
        """Somebody who was not there before."""
        self._number += 1
        return self._server.user(id=FIRST_READER + self._number, first_name="Reader")

    def _note(self, kind, key):
        asked = self._waiting[key] = Asked(self._server.updates.last_id, kind, time.monotonic())
        self.all.append(asked)
        return asked

    def asks(self, text):
        """A question in a private chat."""
        reader = self.reader()
        reader.writes(text)
        return self._note("private", ("chat", reader.id))

    def asks_in_a_group(self, text):
        """The same in a group, addressed to the bot."""
        return self.asks_in(self._server.group(id=FIRST_GROUP - self._number // GROUP_SIZE), text)

    def asks_in(self, group, text, kind="group"):
        """The same in a group that is given; counted as `kind`."""
        message = self.reader().writes(f"@{self._server.bot['username']} {text}", chat=group)
        return self._note(kind, ("reply", group.id, message.id))

    def types(self, text):
        """An inline query."""
        reader = self.reader()
        query = self._server.ask_inline(reader.raw, text, "", "sender")
        return self._note("inline", ("query", query["id"]))

    def presses(self):
        """A button under an answer that came earlier; None where there is none yet."""
        while self._pressable:
            message = self._pressable.pop()
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            data = next((one["callback_data"] for row in rows for one in row if "callback_data" in one), None)
            if data is not None:
                query = self._server.ask_callback(message, data, self._server.users[message["chat"]["id"]])
                return self._note("press", ("query", query["id"]))
        return None

    def _happened(self, kind, payload):
        self._told(kind, payload)
        if kind == "message":
            chat, reply = payload["chat"]["id"], payload.get("reply_to_message")
            asked = self._waiting.get(("chat", chat) if chat > 0 else ("reply", chat, (reply or {}).get("message_id")))
            texts = [payload["text"]] if self._texts else []
            if chat > 0 and len(self._pressable) < 100:
                self._pressable.append(payload)
        elif kind in {"inline answer", "callback answer"}:
            asked = self._waiting.get(("query", payload["id"]))
            results = payload["answer"].get("results", ()) if self._texts else ()
            texts = [f"{one['title']}\n{one.get('description', '')}\n{one['shown'].text}" for one in results]
        else:
            return
        if asked is not None:
            asked.answers.append(time.monotonic())
            asked.texts.extend(texts)

    def forget(self):
        """Keep what was asked, and drop what the server keeps of it: it would grow without end."""
        server = self._server
        for kept in (server.calls, server.events, server.updates.delivered):
            kept.clear()
        for kept in (server.messages, server.queries):
            for key in list(kept)[:-2_000]:
                del kept[key]
        for key in [key for key, asked in self._waiting.items() if asked.answers][:-2_000]:
            del self._waiting[key]
