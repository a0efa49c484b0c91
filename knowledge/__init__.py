"""Dateline's news side: articles, and the sentences in them that answer a question. Knows no Telegram."""
