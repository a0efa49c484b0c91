"""`dateline index`: builds the index of a large library before the bot starts, and says what it holds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from bot.archives import archive_for
from bot.commands.output import progress, settings, stop, utc_now
from bot.wording import plural
from knowledge.archive import ArchiveInUseError


def index_command(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it anew, whatever is there.")] = False,
    faults: Annotated[
        Path | None, typer.Option("--faults", help="Write what is wrong with articles to this file, not to stderr.")
    ] = None,
) -> None:
    """Bring the index in DATELINE_STATE up to date with DATELINE_ARTICLES, so that `dateline run` starts at once."""
    chosen = settings()
    began = time.monotonic()
    try:
        archive = archive_for(chosen)
    except ArchiveInUseError as error:
        raise stop(str(error)) from None
    except OSError as error:
        raise stop(f"{chosen.state}: {error.strerror}; check DATELINE_STATE") from None
    try:
        with progress("Indexing articles") as advance:
            library = (archive.rebuild if rebuild else archive.open)(utc_now(), advance)
        told = "".join(f"{fault}\n" for fault in library.faults)
        if faults is None:
            typer.echo(told, err=True, nl=False)
        else:
            faults.write_text(told, encoding="utf-8")
        sentences = library.index.vocabulary.sentences
        typer.echo(
            f"{plural(len(library), 'article')}, {plural(sentences, 'sentence')}, "
            f"{plural(len(library.faults), 'fault')}; {time.monotonic() - began:.1f} s"
        )
    finally:
        archive.close()
