"""`dateline doctor`: looks at everything that the bot needs, and says what to do."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from datetime import datetime

from rich.console import Console

from bot import logs, storage
from bot.commands.output import FAULTS, utc_now
from bot.doctor import here
from bot.doctor.findings import Finding, Verdict
from bot.doctor.telegram import of_telegram
from bot.settings import Settings
from knowledge.store import StoreError

_STYLES = {Verdict.OK: "green", Verdict.NOTE: "yellow", Verdict.WRONG: "bold red"}


def doctor(chosen: Settings, *, as_json: bool = False) -> int:
    """Print what was found; returns the exit code, FAULTS where something is wrong."""
    secrets = list(chosen.secrets)
    with contextlib.suppress(StoreError):  # where its URL is none, which is told below
        secrets += storage.secrets(chosen)
    redact = logs.configure("error", secrets=secrets).redact
    found = asyncio.run(examine(chosen, utc_now))
    out = Console(highlight=False, soft_wrap=True)
    for one in found:
        if as_json:
            told = {"about": one.about, "verdict": one.verdict, "found": one.found, "do": one.do}
            print(redact(json.dumps(told, ensure_ascii=False)))
        else:
            out.print(redact(str(one)), style=_STYLES[one.verdict], markup=False)
    return FAULTS if any(one.verdict is Verdict.WRONG for one in found) else 0


async def examine(chosen: Settings, clock: Callable[[], datetime]) -> list[Finding]:
    """Look at everything, and return what was found in the order in which it is mended."""
    now = clock()
    return [
        *here.of_settings(chosen),
        *await of_telegram(chosen, clock),
        *await asyncio.to_thread(lambda: list(here.of_articles(chosen, now))),
        here.of_index(chosen),
        *here.of_feeds(chosen),
        await here.of_store(chosen, now),
    ]
