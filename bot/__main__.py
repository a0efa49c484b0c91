"""The `dateline` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer
import typer.main
from babel import default_locale

from bot import logs
from bot.commands.asking import ask_command
from bot.commands.backing_up import backup_command, restore_command
from bot.commands.editor import check_command, schema_command
from bot.commands.explaining import explain_command
from bot.commands.exporting import export_command
from bot.commands.feeds import feeds_command
from bot.commands.imports import import_command
from bot.commands.indexing import index_command
from bot.commands.output import stop
from bot.commands.probing import calibrate_command, eval_command
from bot.commands.showing import show_command
from bot.settings import Settings, SettingsError, load_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Answer questions about the news, only in the news's own words.",
)
app.command("ask")(ask_command)
app.command("explain")(explain_command)
app.command("eval")(eval_command)
app.command("calibrate")(calibrate_command)
app.command("export")(export_command)
app.command("import")(import_command)
app.command("feeds")(feeds_command)
app.command("index")(index_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.command("check")(check_command)
app.command("show")(show_command)
app.command("schema")(schema_command)

# Options that take one path or several: `--articles a b` is `--articles a --articles b`.
_SEVERAL = ("--articles", "--questions")
_WITH_SEVERAL = ("eval", "calibrate")


@app.command()
def chat() -> None:
    """Ask in the terminal, without a token: lines from the keyboard or a pipe, one a question.

    The bot speaks the language of the terminal (LC_ALL, LC_MESSAGES, LANG).
    """
    from bot.console import run as talk  # noqa: PLC0415 - telegram is loaded only by what needs it

    raise typer.Exit(talk(_settings(), language=default_locale("LC_MESSAGES") or "en"))


@app.command()
def run() -> None:
    """Run the Telegram bot (DATELINE_TOKEN must be set)."""
    from bot.application import run as serve  # noqa: PLC0415 - telegram is loaded only by what needs it

    raise typer.Exit(serve(_settings()))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one object a line.")] = False,
) -> None:
    """Look at everything that the bot needs, from the token to the clock, and say what to do.

    Each line is `ok`, a `note`, or `wrong`. Exits with 1 where something is wrong.
    """
    from bot.commands.doctor import doctor as look  # noqa: PLC0415 - telegram is loaded only by what needs it

    raise typer.Exit(look(_settings(), as_json=as_json))


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise stop(str(error)) from None


def spread(arguments: Sequence[str]) -> list[str]:
    """Repeat an option that takes several paths before each of them."""
    if not arguments or arguments[0] not in _WITH_SEVERAL:
        return list(arguments)
    out: list[str] = []
    option = ""
    for argument in arguments:
        if argument.startswith("--"):
            option = argument if argument in _SEVERAL else ""
        elif option and out[-1] != option:
            out.append(option)
        out.append(argument)
    return out


def main() -> None:
    """Run the command."""
    logs.watch_crashes()
    # Called by itself, `app` would put typer's own report of a crash in the place of ours.
    typer.main.get_command(app)(spread(sys.argv[1:]), prog_name="dateline")


if __name__ == "__main__":
    main()
