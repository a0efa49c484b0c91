"""TDLib itself, offline, as the judge of every text that the bot sends.

`tdjson` runs the very functions that the official Bot API server calls on `text`, `parse_mode` and
`entities`: what they refuse, Telegram refuses, in these words. Nothing here opens a socket; a text takes some
70 µs.
"""

import json
import re
from typing import NamedTuple

import tdjson

MAX_TEXT = 4096
"""Longest message, in UTF-16 units, after the entities are parsed."""

_SIMPLE = {
    "textEntityTypeBold": "bold",
    "textEntityTypeItalic": "italic",
    "textEntityTypeUnderline": "underline",
    "textEntityTypeStrikethrough": "strikethrough",
    "textEntityTypeSpoiler": "spoiler",
    "textEntityTypeCode": "code",
    "textEntityTypePre": "pre",
    "textEntityTypeBlockQuote": "blockquote",
    "textEntityTypeExpandableBlockQuote": "expandable_blockquote",
    "textEntityTypeMention": "mention",
    "textEntityTypeHashtag": "hashtag",
    "textEntityTypeCashtag": "cashtag",
    "textEntityTypeBotCommand": "bot_command",
    "textEntityTypeUrl": "url",
    "textEntityTypeEmailAddress": "email",
    "textEntityTypePhoneNumber": "phone_number",
}
_TO_TDLIB = {name: type_ for type_, name in _SIMPLE.items()}

# parseMarkdown is the one offline function that cleans a text and its entities as sending does; what it would
# read as Markdown is hidden from it behind private-use characters, as long in UTF-16.
_HIDE = {ord(char): 0xF8F0 + number for number, char in enumerate("*_~|`[]()")}
_SHOW = {hidden: char for char, hidden in _HIDE.items()}


class Refused(ValueError):  # noqa: N818 - named for what happened to the text
    """What Telegram says of a text that it doesn't take."""


class Parsed(NamedTuple):
    """A text as readers see it, and its entities as the Bot API has them (offsets in UTF-16 units)."""

    text: str
    entities: list[dict]


def _execute(request):
    try:
        answer = json.loads(tdjson.td_execute(json.dumps(request, ensure_ascii=False).encode()))
    except UnicodeEncodeError as error:
        raise Refused("Text must be encoded in UTF-8") from error
    if answer["@type"] == "error":
        raise Refused(answer["message"])
    return answer


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def utf16_length(text):
    """Length of `text` in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text, offset, length):
    """The part of `text` that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def parse_html(text):
    """`text` with parse_mode=HTML; raises Refused in TDLib's words."""
    return _parse(text, {"@type": "textParseModeHTML"})


def parse_markdown(text, version=2):
    """`text` with parse_mode=MarkdownV2 (version 1: Markdown); raises Refused in TDLib's words."""
    return _parse(text, {"@type": "textParseModeMarkdown", "version": version})


def _parse(text, parse_mode):
    return _parsed(_execute({"@type": "parseTextEntities", "text": text, "parse_mode": parse_mode}))


def detect(text):
    """Mentions, commands, links and the like that Telegram finds by itself in `text`."""
    found = _execute({"@type": "getTextEntities", "text": text})["entities"]
    return [entity for entity in map(_from_tdlib, found) if entity]


def clean(text, entities):
    """What sending makes of `text` and `entities`: control characters gone, entities sorted, split where they
    cross and merged where they meet. Raises Refused where an entity does not lie in the text.
    """
    formatted = {
        "@type": "formattedText",
        "text": text.translate(_HIDE),
        "entities": [_to_tdlib(entity) for entity in entities],
    }
    cleaned = _parsed(_execute({"@type": "parseMarkdown", "text": formatted}))
    return Parsed(cleaned.text.translate(_SHOW), cleaned.entities)


def check(text, parse_mode="HTML"):
    """Parse and clean `text` as sending would; raise Refused where it can't be a message."""
    parsed = clean(*(parse_html(text) if parse_mode == "HTML" else Parsed(text, [])))
    if not parsed.text.strip():
        raise Refused("text must be non-empty")
    if utf16_length(parsed.text) > MAX_TEXT:
        raise Refused("message is too long")
    return parsed


def _parsed(formatted):
    found = map(_from_tdlib, formatted["entities"])
    return Parsed(formatted["text"], [entity for entity in found if entity])


def _from_tdlib(entity):
    kind = entity["type"]
    place = {"offset": entity["offset"], "length": entity["length"]}
    match kind["@type"]:
        case "textEntityTypeTextUrl":
            return {"type": "text_link", **place, "url": kind["url"]}
        case "textEntityTypeMentionName":
            return {"type": "text_mention", **place, "user_id": kind["user_id"]}
        case "textEntityTypePreCode":
            return {"type": "pre", **place, "language": kind["language"]}
        case "textEntityTypeCustomEmoji":
            return {"type": "custom_emoji", **place, "custom_emoji_id": str(kind["custom_emoji_id"])}
        case "textEntityTypeDateTime":
            shown = _date_format(kind.get("formatting_type"))
            extra = {"date_time_format": shown} if shown else {}
            return {"type": "date_time", **place, "unix_time": kind["unix_time"], **extra}
        case name if name in _SIMPLE:
            return {"type": _SIMPLE[name], **place}
    return None  # bank cards and media timestamps are not in the Bot API


def _to_tdlib(entity):
    match entity["type"]:
        case "text_link":
            kind = {"@type": "textEntityTypeTextUrl", "url": entity["url"]}
        case "text_mention":
            user_id = entity["user_id"] if "user_id" in entity else entity["user"]["id"]
            kind = {"@type": "textEntityTypeMentionName", "user_id": user_id}
        case "pre" if entity.get("language"):
            kind = {"@type": "textEntityTypePreCode", "language": entity["language"]}
        case "custom_emoji":
            kind = {"@type": "textEntityTypeCustomEmoji", "custom_emoji_id": entity["custom_emoji_id"]}
        case "date_time":
            kind = {"@type": "textEntityTypeDateTime", "unix_time": entity["unix_time"]}
            if shown := entity.get("date_time_format"):
                kind["formatting_type"] = _date_formatting(shown)
        case name if name in _TO_TDLIB:
            kind = {"@type": _TO_TDLIB[name]}
        case name:
            raise Refused(f'unsupported type "{name}" of MessageEntity')
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": kind}


_PRECISION = {
    "dateTimePartPrecisionNone": ("", ""),
    "dateTimePartPrecisionShort": ("d", "t"),
    "dateTimePartPrecisionLong": ("D", "T"),
}


def _date_format(formatting):
    if formatting is None:
        return ""
    if formatting["@type"] == "dateTimeFormattingTypeRelative":
        return "r"
    weekday = "w" if formatting["show_day_of_week"] else ""
    day, _ = _PRECISION[formatting["date_precision"]["@type"]]
    _, time = _PRECISION[formatting["time_precision"]["@type"]]
    return weekday + day + time


def _date_formatting(shown):
    if shown == "r":
        return {"@type": "dateTimeFormattingTypeRelative"}
    if not re.fullmatch("w?[dD]?[tT]?", shown):
        raise Refused("Invalid date format used")

    def precision(letter):
        name = "Long" if letter.upper() in shown else "Short" if letter in shown else "None"
        return {"@type": f"dateTimePartPrecision{name}"}

    return {
        "@type": "dateTimeFormattingTypeAbsolute",
        "show_day_of_week": "w" in shown,
        "date_precision": precision("d"),
        "time_precision": precision("t"),
    }
