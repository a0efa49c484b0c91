"""`dateline backup` and `dateline restore`: what the bot keeps, in one file and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.output import settings, stop, utc_now
from bot.wording import plural

if TYPE_CHECKING:
    from bot.backups import Manifest

Force = Annotated[bool, typer.Option("--force", help="Replace what is there already.")]


def backup_command(
    to: Annotated[Path, typer.Option("--to", help="A file, or a folder, in which the file is named by the time.")],
    force: Force = False,
) -> None:
    """Copy what the bot keeps into one file, while it runs: the store, what feeds brought, articles added by admins."""
    from bot.backups import BackupError, back_up  # noqa: PLC0415 - the database's libraries are loaded only by who needs
    from knowledge.store import StoreError  # noqa: PLC0415 - as above

    try:
        path, made = back_up(settings(), to, now=utc_now(), force=force)
    except (BackupError, StoreError) as error:
        raise stop(str(error)) from None
    typer.echo(f"{path}: {_what(made)}.")


def restore_command(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="A file that `dateline backup` made.")],
    force: Force = False,
) -> None:
    """Put a backup in the place of what the bot keeps; stop the bot first."""
    from bot.backups import BackupError, restore  # noqa: PLC0415 - as above
    from knowledge.store import StoreError  # noqa: PLC0415 - as above

    try:
        found = restore(settings(), source, force=force)
    except (BackupError, StoreError) as error:
        raise stop(str(error)) from None
    typer.echo(f"Restored, as of {found.made:%Y-%m-%d %H:%M} UTC: {_what(found)}.")


def _what(made: Manifest) -> str:
    return (
        f"the store (version {made.store}), {plural(made.number('feeds'), 'file')} of feeds, "
        f"{plural(made.number('added'), 'added article')}"
    )
