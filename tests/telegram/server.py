"""A strict Bot API server on loopback: to the bot it is Telegram, to the test it is the people in it."""

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass

from aiohttp import web

from tests.telegram import files, groups, people, queries  # noqa: F401 - the last brings methods of its own
from tests.telegram.faults import Faults, respond
from tests.telegram.methods import METHODS
from tests.telegram.strictness import Refusal
from tests.telegram.updates import Updates

TOKEN = "123456:A-token-of-the-tests_0123456789abcdef"

_HOUSEKEEPING = {"getupdates", "getme", "deletewebhook", "setwebhook", "getwebhookinfo", "getchat"} | {
    f"{verb}my{what}" for verb in ("get", "set") for what in ("commands", "description", "shortdescription")
}


@dataclass(frozen=True)
class Call:
    """One request of the bot: the method as Telegram spells it, its parameters, when (monotonic seconds)."""

    method: str
    params: dict
    time: float
    status: int
    description: str = ""


class Server:
    """Telegram, as far as one bot can tell.

    `failures` collects what Telegram lets pass but no bot should do (an unknown parameter, a button with two
    actions, a link that is dropped in silence): the fixture fails a test that leaves any.
    """

    def __init__(self, token=TOKEN, *, query_lifetime=10.0):
        self.token = token
        self.bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Dateline",
            "username": "dateline_bot",
        }
        self.switches = {}  # what @BotFather has set otherwise, as getMe tells it
        self.query_lifetime = query_lifetime
        self.time = time.time  # what messages are dated by; a test may move it
        self.users, self.chats, self.messages, self.queries = {}, {}, {}, {}
        self.inline_messages = {}
        self.files = {}  # name and bytes by file id
        self.commands, self.profile = {}, {}
        self.calls, self.events, self.failures = [], [], []
        self._changed = asyncio.Event()
        self.updates, self.faults = Updates(self._changed.set), Faults()
        self._last_id = 0
        self._runner = None
        self._port = 0

    async def start(self):
        """Listen on 127.0.0.1, on the port of the time before where there was one."""
        app = web.Application(client_max_size=20 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.updates.resume()

    async def stop(self):
        """Be gone: connections are refused until the next `start`."""
        await self.updates.close()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self):
        """What DATELINE_API_URL is set to."""
        return f"http://127.0.0.1:{self._port}"

    # ---------------------------------------------------------------- what a test says

    def user(self, id=7, *, first_name="Ada", language_code="en", username=None):  # noqa: A002 - as Telegram calls it
        """A person; the bot can't write to them before they have written to it."""
        raw = {"id": id, "is_bot": False, "first_name": first_name, "language_code": language_code}
        if username:
            raw["username"] = username
        public = {"id": id, "type": "private", "first_name": first_name}
        self._add_chat(public | ({"username": username} if username else {}), known=False)
        self.users[id] = raw
        return people.User(self, raw)

    def group(self, id=-1001234567890, *, title="Newsroom", kind="supergroup", forum=False, member=True, admins=()):  # noqa: A002 - as Telegram calls it
        """A group that the bot is in (or not), with privacy mode off: it gets every message. `admins` are users."""
        public = {"id": id, "type": kind, "title": title} | ({"is_forum": True} if forum else {})
        chat = self._add_chat(public, known=member)
        chat["admins"] = {user.id for user in admins}
        return groups.Group(self, chat)

    def fail(self, method, fault, times=1):
        """The next `times` calls of `method` meet `fault` (see tests.telegram.faults)."""
        self.faults.order(method, fault, times)

    def called(self, method):
        """The calls of `method` so far, refused ones too."""
        return [call for call in self.calls if call.method == method]

    async def silence(self, seconds=0.3):
        """Assert that the bot says nothing to anybody for `seconds`: no message, no edit, no "typing"."""
        before = len(self.calls)
        await asyncio.sleep(seconds)
        heard = [call for call in self.calls[before:] if call.method.lower() not in _HOUSEKEEPING]
        assert not heard, f"expected silence, heard {heard}"

    async def polled(self, within=10.0):
        """Wait until the bot waits for updates."""
        await self.until(lambda: self.updates.polled or None, within, "a getUpdates")

    async def until(self, find, within, what):
        """Wait until `find()` gives something and return it; fail for want of `what` after `within` s.

        It is asked at each of the server's events, and now and then besides: it may look at other things too.
        """
        try:
            async with asyncio.timeout(within):
                while (found := find()) is None:
                    self._changed.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 0.2)
        except TimeoutError:
            heard = "\n".join(f"  {call.method} {call.status} {call.description}" for call in self.calls[-8:])
            raise AssertionError(f"waited {within} s for {what}; the last calls were\n{heard or '  none'}") from None
        return found

    # ---------------------------------------------------------------- state

    def _add_chat(self, public, *, known):
        chat = {"id": public["id"], "public": public, "known": known, "closed": None, "threads": set()}
        chat |= {"topics": {}, "became": None}
        self.chats[public["id"]] = chat
        return chat

    def _new_id(self):
        self._last_id += 1
        return self._last_id

    def happened(self, kind, payload):
        self.events.append((kind, payload))
        self._changed.set()

    def events_since(self, index, chat_id):
        """The messages and edits of the bot in a chat, from the event number `index` on."""
        return [
            (kind, raw)
            for kind, raw in self.events[index:]
            if kind in {"message", "edit"} and raw["chat"]["id"] == chat_id
        ]

    def add_message(self, chat, sender, text, entities, *, markup=None, reply_to=None, thread=None, **more):
        raw = {
            "message_id": self._new_id(),
            "from": sender,
            "chat": chat["public"],
            "date": int(self.time()),
            "text": text,
        }
        optional = {
            "entities": entities,
            "reply_markup": markup,
            "message_thread_id": thread,
            "is_topic_message": bool(thread) and bool(chat["public"].get("is_forum")),
            "reply_to_message": reply_to and {k: v for k, v in reply_to.items() if k != "reply_to_message"},
        }
        raw |= {name: value for name, value in optional.items() if value} | more
        if not text:
            del raw["text"]
        self.messages[chat["id"], raw["message_id"]] = raw
        if sender is self.bot:
            self.happened("message", raw)
        return raw

    def ask_callback(self, message, data, sender):
        query = {"id": f"{self._new_id()}00", "asked": time.monotonic()}
        self.queries[query["id"]] = query
        payload = {
            "id": query["id"],
            "from": sender.raw if isinstance(sender, people.User) else sender,
            "chat_instance": str(message["chat"]["id"]),
            "data": data,
        }
        inline = message.get("inline_message_id")
        payload |= {"inline_message_id": inline} if inline else {"message": message}
        self.updates.push("callback_query", payload)
        return query

    def ask_inline(self, sender, text, offset, chat_type):
        query = {"id": f"{self._new_id()}00", "asked": time.monotonic()}
        self.queries[query["id"]] = query
        payload = {
            "id": query["id"],
            "from": sender,
            "query": text,
            "offset": offset,
            "chat_type": chat_type,
        }
        self.updates.push("inline_query", payload)
        return query

    def ask_guest(self, raw):
        """A message that calls the bot into a chat that it is not in; kept for nobody."""
        query = {"id": f"{self._new_id()}00", "asked": time.monotonic(), "message": raw}
        self.queries[query["id"]] = query
        self.updates.push("guest_message", raw | {"guest_query_id": query["id"]})
        return query

    def membership(self, chat, by, was, becomes):
        """The bot's own place in a chat changes."""
        payload = {"chat": chat["public"], "from": by, "date": int(self.time())}
        for name, status in (("old_chat_member", was), ("new_chat_member", becomes)):
            payload[name] = {"user": self.bot, "status": status} | groups.MEMBER_FIELDS.get(status, {})
        self.updates.push("my_chat_member", payload)

    # ---------------------------------------------------------------- the socket

    async def _handle(self, request):
        asked = re.fullmatch(r"/file/bot(\d+:[\w-]+)/(.+)", request.path)
        if asked and asked[1] == self.token:
            return files.download(self, asked[2])
        path = re.fullmatch(r"/bot(\d+:[\w-]+)/(\w+)", request.path)
        if not path:
            return _error(404, "Not Found")
        if path[1] != self.token:
            return _error(401, "Unauthorized")
        known = METHODS.get(path[2].lower())
        if known is None:
            self.failures.append(f"no such method: {path[2]}")
            return _error(404, "Not Found: method not found")
        name, allowed, function = known
        params = await _parameters(request)
        if unknown := params.keys() - allowed:
            self.failures.append(f"no such parameter of {name}: {', '.join(sorted(unknown))}")

        async def carry_out():
            try:
                status, body = 200, {"ok": True, "result": await function(self, params)}
            except Refusal as refusal:
                status = refusal.code
                body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
                body |= {"parameters": refusal.parameters} if refusal.parameters else {}
            self._record(name, params, status, body.get("description", ""))
            return status, body

        fault = self.faults.take(name)
        if fault is None:
            status, body = await carry_out()
            return web.json_response(body, status=status)
        if not fault.carried_out:
            self._record(name, params, fault.code, fault.description or fault.name)
        return await respond(request, fault, carry_out)

    def _record(self, name, params, status, description):
        self.calls.append(Call(name, params, time.monotonic(), status, description))
        self._changed.set()


def _error(code, description):
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)


async def _parameters(request):
    """Parameters from the query, a form, multipart or JSON, as Telegram takes them."""
    params = dict(request.query)
    if request.content_type == "application/json":
        return params | (await request.json() if await request.read() else {})
    return params | dict(await request.post())
