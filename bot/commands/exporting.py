"""`dateline export`: what readers thought of quotes, as a set of questions."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.commands.output import FAULTS, stop
from bot.settings import Settings, SettingsError, load_settings
from bot.wording import plural

if TYPE_CHECKING:
    from knowledge.store import Export


def export_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the questions go, as JSON Lines.")],
) -> None:
    """Write readers' feedback and chosen inline results as questions with answers, for `eval` and training.

    Only questions whose text was kept (DATELINE_KEEP_TEXTS) can be written. Exits with 1 where there is none.
    """
    from knowledge.store import StoreError  # noqa: PLC0415 - the database's libraries are loaded only by what needs it

    try:
        settings = load_settings()
        found = asyncio.run(_exported(settings))
    except (SettingsError, StoreError) as error:
        raise stop(str(error)) from None
    out = Console(highlight=False, soft_wrap=True)
    if found.lines:
        try:
            file.write_text("".join(f"{line}\n" for line in found.lines), encoding="utf-8")
        except OSError as error:
            raise stop(f"{file}: cannot be written: {error.strerror}") from None
        out.print(f"{file}: {plural(len(found.lines), 'question')} from {plural(found.signs, 'sign')}.", markup=False)
    else:
        out.print(f"There is no question to write, of {plural(found.signs, 'sign')}.", markup=False)
    for number, why in (
        (found.without_text, "without the question's text, which is only kept with DATELINE_KEEP_TEXTS=true"),
        (found.without_answer, "whose quotes were all found not helpful: a person has to say what answers them"),
        (found.fragments, "only typed inline, and too short to be asked again"),
    ):
        if number:
            out.print(f"Left out: {number:,} {why}.", markup=False)
    if not found.lines:
        raise typer.Exit(FAULTS)


async def _exported(settings: Settings) -> Export:
    from bot.storage import open_for, place  # noqa: PLC0415 - as above
    from knowledge.store import export  # noqa: PLC0415 - as above

    where = place(settings)
    if isinstance(where, Path) and not where.exists():
        raise stop(f"There is no store at {where}: run this where the bot runs, or set DATELINE_STATE.")
    async with await open_for(settings) as store:
        return export([sign async for sign in store.feedback.signs()])
