"""Dateline's Telegram side: how a question comes in and an answer goes out, never how it is found."""
