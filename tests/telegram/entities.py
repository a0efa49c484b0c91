"""A text with its parse mode or entities, as sent, made into what readers see."""

import html
import json
import re

from tests.telegram import judge
from tests.telegram.strictness import Refusal


def shown(text, parse_mode=None, entities=None, *, notes, empty="message text is empty"):
    """The Parsed text that readers see; raises Refusal as sendMessage would.

    What Telegram takes in silence but readers never get (a link or date that it drops, entities that it cuts
    where they cross) is appended to `notes`.
    """
    if not text:
        raise Refusal(empty)
    try:
        match (parse_mode or "").lower():
            case "html":
                parsed = judge.parse_html(text)
            case "markdownv2" | "markdown" as mode:
                parsed = judge.parse_markdown(text, version=2 if mode == "markdownv2" else 1)
            case "":
                parsed = judge.Parsed(text, _listed(entities))
            case _:
                raise Refusal("unsupported parse_mode")
        cleaned = judge.clean(*parsed)
    except judge.Refused as refused:
        raise Refusal(str(refused)) from refused
    if parse_mode and parse_mode.lower() == "html":
        _note_losses(text, cleaned, notes)
    if not parse_mode and len(cleaned.entities) != len(parsed.entities):
        notes.append(f"entities cross, meet or can't be nested: {parsed.entities}")
    if len(cleaned.entities) > 100:
        notes.append(f"{len(cleaned.entities)} entities: Telegram shows 100 and drops the others")
    trimmed = _trim(cleaned)
    if not trimmed.text:
        raise Refusal("text must be non-empty")
    if judge.utf16_length(trimmed.text) > judge.MAX_TEXT:
        raise Refusal("message is too long")
    return trimmed


def valid_url(url):
    """Whether TDLib takes `url` as a link: http, https, tg or ton, with a host that has a dot."""
    try:
        return bool(judge.parse_html(f'<a href="{html.escape(url)}">x</a>').entities)
    except judge.Refused:
        return False


def _listed(entities):
    if not entities:
        return []
    if isinstance(entities, str):
        try:
            entities = json.loads(entities)
        except ValueError as error:
            raise Refusal("can't parse entities JSON object") from error
    if not isinstance(entities, list):
        raise Refusal("expected an Array of MessageEntity")
    return entities


_LOSABLE = {
    "tg-time": ["date_time"],
    "a": ["text_link", "text_mention"],
    "blockquote": ["blockquote", "expandable_blockquote"],
}


def _note_losses(text, parsed, notes):
    kept = [entity["type"] for entity in parsed.entities]
    for tag, kinds in _LOSABLE.items():
        written = len(re.findall(rf"<{tag}[\s>]", text, re.IGNORECASE))
        if written > sum(kept.count(kind) for kind in kinds):
            notes.append(f"Telegram drops or merges a <{tag}> without a word, of: {text!r}")


def _trim(parsed):
    """Spaces and line feeds at both ends go, and the entities move with the text."""
    text = parsed.text.strip()
    cut = judge.utf16_length(parsed.text) - judge.utf16_length(parsed.text.lstrip())
    end = judge.utf16_length(text)
    entities = []
    for entity in parsed.entities:
        start = max(entity["offset"] - cut, 0)
        length = min(entity["offset"] + entity["length"] - cut, end) - start
        if length > 0:
            entities.append({**entity, "offset": start, "length": length})
    return judge.Parsed(text, entities)
