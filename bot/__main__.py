"""The `dateline` command."""

from __future__ import annotations

import sys

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def run() -> None:
    """Run the Telegram bot (DATELINE_TOKEN must be set)."""
    from bot.application import run as run_bot
    from bot.settings import SettingsError, load_settings

    try:
        raise typer.Exit(run_bot(load_settings()))
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None


@app.callback()
def _dateline() -> None:
    """Answer questions about the news, only in the news's own words."""


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
