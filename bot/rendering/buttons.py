"""The buttons under a quote, and what their data says."""

from __future__ import annotations

from collections.abc import Iterable

from bot.localization.phrases import Phrases
from bot.markup import text_fragment
from bot.references import quote_key
from bot.rendering.citations import citation
from bot.rendering.messages import Button, Rows, rows
from knowledge.answering import Quote

MORE, QUOTE, ARTICLE, PAGE, RATED = "more:", "quote:", "art:", "page:", "fb:"
"""What data begins with: another screen of quotes, the quote again, a page of its article, a page of any, a rating."""
SHARED = "quote:"
"""What the inline query of a shared quote begins with; its key follows."""
HELPFUL, NOT_HELPFUL = "+", "-"


def quote_buttons(quote: Quote, say: Phrases, first: Iterable[Button] = (), last: Iterable[Button] = ()) -> Rows:
    """Return the buttons for `quote`, between those that come first and last."""
    key = quote_key(quote)
    url = quote.article.url
    found = [*first, Button(say.pgettext("button", "Article"), data=f"{ARTICLE}0:{key}")]
    if url is not None:
        # Translators: opens the article where it was published.
        source = say.pgettext("button", "Source")
        found.append(Button(source, url=text_fragment(str(url), quote.sentence.text)))
    # Translators: sends the quote to another chat.
    found.append(Button(say.pgettext("button", "Share"), query=f"{SHARED}{key}"))
    # Translators: copies the quote with its source, as it is cited in a text.
    found.append(Button(say.pgettext("button", "Copy citation"), copied=citation(quote, say)))
    # Translators: whether the quote helped its reader.
    yes = Button(say.pgettext("button", "👍 Helpful"), data=f"{RATED}{HELPFUL}:{key}")
    no = Button(say.pgettext("button", "👎 Not helpful"), data=f"{RATED}{NOT_HELPFUL}:{key}")
    return (*rows(found), (yes, no), *rows(last))
