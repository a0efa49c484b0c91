"""What is said to an admin who withdraws, restores or corrects an article. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.localization.phrases import ENGLISH, Phrases
from bot.markup import Markup, join, named, tag, text
from bot.rendering.messages import Rendered

USAGE = {"withdraw": "/withdraw ID", "restore": "/restore ID", "correct": "/correct ID …"}


def render_usage(command: str, *, say: Phrases = ENGLISH) -> Rendered:
    """How a command is used, and what it does."""
    if command == "withdraw":
        what = say.phrase("The article is shown nowhere any more, until you take that back.")
    elif command == "restore":
        what = say.phrase("A withdrawn article is shown again; of one that is not, your correction is taken back.")
    else:
        what = say.phrase("What you write behind the id is shown with every quote of the article.")
    how = say.phrase("Put the article's id behind it: {example}", example=USAGE[command])
    return Rendered.of([join([how, what])])


def render_no_article(id_: str, near: Sequence[str], *, say: Phrases = ENGLISH) -> Rendered:
    """No article has the id; those that have one like it."""
    lines = [say.phrase("No article has the id {id}.", id=named(id_, 80))]
    if near:
        lines.append(say.phrase("The nearest ids: {ids}", ids=say.commas([tag("code", text(one)) for one in near])))
    return Rendered.of([join(lines)])


def render_withdrawn(
    headline: str, id_: str, *, again: bool = False, kept: bool = True, say: Phrases = ENGLISH
) -> Rendered:
    """An article is withdrawn, or was before; `kept` where that outlasts a restart."""
    if again:
        first = say.phrase("This article is withdrawn already: {headline}", headline=_bold(headline))
    else:
        first = say.phrase("Withdrawn: {headline}", headline=_bold(headline))
    back = say.phrase("It is shown nowhere. {restore} takes that back.", restore=_command("restore", id_))
    return Rendered.of([join([first, back, _lasting(kept, say)])])


def render_restored(
    headline: str,
    *,
    was_withheld: bool,
    was_corrected: bool,
    by_file: bool = False,
    kept: bool = True,
    say: Phrases = ENGLISH,
) -> Rendered:
    """A withdrawal or a correction is taken back, or there was none; `by_file` where its own file withholds it."""
    if was_withheld:
        first = say.phrase("Restored: {headline}", headline=_bold(headline))
    elif was_corrected:
        first = say.phrase("Your correction is taken back: {headline}", headline=_bold(headline))
    else:
        first = say.phrase("No admin has withdrawn or corrected this: {headline}", headline=_bold(headline))
    still = say.phrase("Its own file withholds it, which only an editor can change.") if by_file else Markup()
    return Rendered.of([join([first, still, _lasting(kept, say)])])


def render_corrected(
    headline: str, correction: str, id_: str, *, kept: bool = True, say: Phrases = ENGLISH
) -> Rendered:
    """An article is shown with a correction from now on."""
    first = say.phrase("Corrected: {headline}", headline=_bold(headline))
    back = say.phrase("This is shown with it. {restore} takes it back.", restore=_command("restore", id_))
    return Rendered.of([join([first, tag("blockquote", text(correction)), back, _lasting(kept, say)])])


def render_bad_correction(why: str, *, say: Phrases = ENGLISH) -> Rendered:
    """A correction that cannot be shown; `why` is in English."""
    return Rendered.of([say.phrase("The correction cannot be shown: {why}", why=why)])


def _lasting(kept: bool, say: Phrases) -> Markup:
    return Markup() if kept else say.phrase("This could not be saved: it holds until my next start only.")


def _bold(headline: str) -> Markup:
    return tag("b", named(headline))


def _command(name: str, id_: str) -> Markup:
    """To be copied by a tap: a command with its argument is no link."""
    return tag("code", text(f"/{name} {id_}"))
