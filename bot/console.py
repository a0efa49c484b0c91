"""`dateline chat`: the same application, handlers and renderer in a terminal, without a token.

A request object that answers the Bot API from memory stands in for the network; a line that is typed becomes an
update, what the bot sends is printed, and its buttons are numbers to type.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TextIO
from urllib.parse import urlsplit

from rich.console import Console
from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot import logs, services
from bot.application import App, build
from bot.feeds.folders import library_paths
from bot.localization.phrases import Phrases, for_language
from bot.services import Clock, load_reranker, utc_now
from bot.settings import Settings
from bot.terminal import terminal_text
from knowledge.library import LiveLibrary
from knowledge.sentence_model import ModelError

_ME = {"id": 1, "is_bot": True, "first_name": "Dateline", "username": "dateline_bot"}
_YOU = {"id": 2, "is_bot": False, "first_name": "You"}  # and the language of the terminal
_CHAT = {"id": 2, "type": "private", "first_name": "You"}
_LEAVE = {"exit", "quit"}


class Key(NamedTuple):
    """A button as the Bot API has it, the row that it stands in, and the message that it stands under."""

    button: dict[str, Any]
    row: int
    message: int


@dataclass
class Screen:
    """What was sent since the last question: texts in HTML, and the buttons, each with its row and its message."""

    said: list[tuple[int, str]] = field(default_factory=list)
    buttons: list[Key] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)


class MemoryRequest(BaseRequest):
    """Answers the Bot API from memory and keeps what was sent; opens no socket."""

    def __init__(self) -> None:
        self.screen = Screen()
        self._ids = itertools.count(1)

    @property
    def read_timeout(self) -> float | None:
        """There is nothing to wait for."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> tuple[int, bytes]:
        """Carry out one call of the Bot API."""
        called = urlsplit(url).path.rsplit("/", 1)[-1]
        given: dict[str, Any] = request_data.json_parameters if request_data else {}
        return 200, json.dumps({"ok": True, "result": self._result(called, given)}).encode()

    def _result(self, called: str, given: dict[str, Any]) -> object:
        if called == "getMe":
            return _ME
        if called in {"sendMessage", "editMessageText"}:
            id_ = int(given["message_id"]) if called == "editMessageText" else next(self._ids)
            self.screen.said.append((id_, str(given["text"])))
            rows = json.loads(given.get("reply_markup", "{}")).get("inline_keyboard", [])
            self.screen.buttons = [Key(button, n, id_) for n, row in enumerate(rows) for button in row]
            return message(id_, "", bot=True)
        if called == "answerCallbackQuery" and given.get("text"):
            self.screen.alerts.append(str(given["text"]))
        return True

    def next_id(self) -> int:
        """Return the number of the next message."""
        return next(self._ids)


def message(id_: int, text: str, *, bot: bool = False, language: str = "en") -> dict[str, Any]:
    """A message as the Bot API has it, the bot's or one of somebody who reads `language`."""
    entities = (
        [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text.startswith("/") else []
    )
    return {
        "message_id": id_,
        "date": 0,
        "chat": _CHAT,
        "from": _ME if bot else {**_YOU, "language_code": language},
        "text": text or "…",
        "entities": entities,
    }


def _done(button: dict[str, Any]) -> str:
    """What a button does by itself in Telegram, as a line: the address opened, what is typed, or what is copied."""
    if "switch_inline_query" in button:
        return f"@{_ME['username']} {button['switch_inline_query']}"
    return str(button["copy_text"]["text"] if "copy_text" in button else button.get("url", ""))


class Session:
    """One conversation with the application, of somebody who reads `language`."""

    def __init__(self, application: App, request: MemoryRequest, language: str = "en") -> None:
        self._application = application
        self._language = language
        self._request = request
        self._updates = itertools.count(1)

    async def says(self, line: str) -> Screen:
        """Put a line to the bot, as a question, a command, or the number of a button; returns what it said."""
        screen = self._request.screen
        offered = screen.buttons
        screen.said, screen.alerts = [], []
        number = int(line) if line.isdecimal() and line.isascii() and len(line) < 4 else 0
        key = offered[number - 1] if 0 < number <= len(offered) else None
        if key is not None and "callback_data" not in key.button:
            screen.alerts = [_done(key.button)]
            return screen
        if key is not None:
            update = self._pressed(key.button["callback_data"], key.message)
        else:
            screen.buttons = []
            update = {"message": message(self._request.next_id(), line, language=self._language)}
        found = Update.de_json({"update_id": next(self._updates), **update}, self._application.bot)
        await self._application.process_update(found)
        return screen

    def _pressed(self, data: str, id_: int) -> dict[str, Any]:
        shown, you = message(id_, "…", bot=True), {**_YOU, "language_code": self._language}
        return {"callback_query": {"id": "1", "from": you, "chat_instance": "1", "data": data, "message": shown}}


def run(
    settings: Settings,
    *,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    clock: Clock = utc_now,
    language: str = "en",
) -> int:
    """Talk in `language` until the input ends; returns the exit code, 2 where there is no usable article or model."""
    logs.configure("error")
    try:
        reranker = load_reranker(settings)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    live = LiveLibrary(library_paths(settings), now=clock())
    for fault in live.current.faults:
        print(fault, file=sys.stderr)
    if not len(live.current):
        print("No usable article was found; `dateline check` says what is wrong with them.", file=sys.stderr)
        return 2
    request = MemoryRequest()
    tokenless = settings.model_copy(update={"token": None})
    application = build(tokenless, live, request=request, clock=clock, reranker=reranker)
    console = Console(file=stdout or sys.stdout, highlight=False, soft_wrap=not (stdout or sys.stdout).isatty())
    session, say = Session(application, request, language), for_language(language)
    asyncio.run(_talk(session, application, stdin or sys.stdin, console, lambda: _greet(console, live, clock, say)))
    return 0


async def _talk(session: Session, application: App, stdin: TextIO, console: Console, greet: Callable[[], None]) -> None:
    await application.initialize()
    try:
        if stdin.isatty():
            greet()
        for line in _lines(stdin, console):
            _show(console, await session.says(line))
    finally:
        await application.shutdown()
        await services.installed(application.bot_data).store.close()


def _greet(console: Console, live: LiveLibrary, clock: Clock, say: Phrases) -> None:
    asked = say.ngettext("{count} article. Ask about:", "{count} articles. Ask about:", len(live.current))
    console.print(asked, style="dim", markup=False)
    for article in live.current.latest(clock(), 1):
        console.print(f"  {article.headline}", style="bold", markup=False)
    # Translators: "exit" is typed as it stands.
    ends = say.gettext("A number presses a button, {help} helps, {exit} or Ctrl-D ends.", help="/help", exit="exit")
    console.print(ends, style="dim", markup=False)


def _lines(stdin: TextIO, console: Console) -> Iterator[str]:
    """The lines that are asked, until the end of the input, Ctrl-C, or a word that leaves."""
    while True:
        try:
            line = console.input("\n[bold]> [/bold]") if stdin.isatty() else stdin.readline()
        except (EOFError, KeyboardInterrupt):
            return
        if not stdin.isatty() and not line:
            return
        if line.strip().lower() in _LEAVE:
            return
        if line.strip():
            yield line.strip()


def _show(console: Console, screen: Screen) -> None:
    for _, said in screen.said:
        console.print(terminal_text(said))
    for alert in screen.alerts:
        console.print(alert, style="yellow", markup=False)
    numbered = enumerate(screen.buttons, 1)
    for _, row in itertools.groupby(numbered, key=lambda one: (one[1].message, one[1].row)):
        labels = "  ".join(f"[{number}] {key.button['text']}" for number, key in row)
        console.print(labels, style="green", markup=False)
    console.print()
