"""What the bot says in its reader's language: catalogues of messages, how they are filled, and who reads which.

A handler asks `say = await readers.phrases(update, context)` and hands `say=say` to what it renders with; there
`say.phrase("Nothing here about {words}.", words=marked)` is a piece of a message, `say.gettext("Context")` plain text,
and `bot.wording` writes dates. Every text to a reader is such a call with the English text in it.
"""
