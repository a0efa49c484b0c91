"""What Telegram refuses besides broken texts: keyboards, inline results, commands. In its own words."""

import json
import re

_PREFIX = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
}


class Refusal(Exception):  # noqa: N818 - the Bot API's word for it is an error code, ours is what it does
    """A response with ok=false."""

    def __init__(self, description, code=400, parameters=None):
        if not re.match(r".[A-Z_]", description):  # CONSTANTS stay, sentences start small, as officially
            description = description[:1].lower() + description[1:]
        self.code, self.parameters = code, parameters
        self.description = f"{_PREFIX[code]}: {description}"
        super().__init__(self.description)


BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "login_url",
    "web_app",
    "callback_game",
    "pay",
)
_BUTTON_FIELDS = {"text", "style", "icon_custom_emoji_id", *BUTTON_ACTIONS}

CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def decoded(value, what):
    """`value` as JSON, where it came as a string of a form."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise Refusal(f"can't parse {what} JSON object") from error


def bytes_of(text):
    return len(text.encode())


def reply_markup(value, *, notes, valid_url):
    """The checked reply markup, or None where there is none."""
    if value in (None, ""):
        return None
    markup = decoded(value, "reply keyboard markup")
    if not isinstance(markup, dict):
        raise Refusal("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return markup
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for row in rows:
        for button in row:
            _button(button, notes, valid_url)
    if sum(map(len, rows)) > 100:
        raise Refusal("reply markup is too long")
    return {"inline_keyboard": [row for row in rows if row]} if any(rows) else None


def _button(button, notes, valid_url):
    cannot = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise Refusal(cannot + "InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise Refusal(cannot + 'Can\'t find field "text"')
    if not button["text"].strip():
        raise Refusal("inline keyboard button text must be non-empty")
    actions = [name for name in BUTTON_ACTIONS if name in button]
    if not actions:
        raise Refusal(cannot + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:  # the official server takes the first one and drops the other without a word
        notes.append(f"a button does one thing, not {' and '.join(actions)}: {button}")
    if unknown := button.keys() - _BUTTON_FIELDS:
        notes.append(f"no such field of InlineKeyboardButton: {', '.join(sorted(unknown))}")
    if "callback_data" in button and not 1 <= bytes_of(button["callback_data"]) <= 64:
        raise Refusal("BUTTON_DATA_INVALID")
    if "url" in button and not valid_url(button["url"]):
        raise Refusal(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise Refusal("BUTTON_COPY_TEXT_INVALID")


def commands(value):
    """The checked list of BotCommand."""
    listed = decoded(value or "[]", "commands")
    if not isinstance(listed, list):
        raise Refusal("expected an Array of BotCommand")
    if len(listed) > 100:
        raise Refusal("BOT_COMMANDS_TOO_MUCH")
    for entry in listed:
        command, description = entry.get("command", "").removeprefix("/"), entry.get("description", "")
        if not command:
            raise Refusal("command must be non-empty")
        if len(command) > 32:
            raise Refusal("command length must not exceed 32")
        if not re.fullmatch(r"[a-z0-9_]+", command):
            raise Refusal("BOT_COMMAND_INVALID")
        if not description.strip():
            raise Refusal("command description must be non-empty")
        if len(description) > 256:
            raise Refusal("command description length must not exceed 256")
    return listed


_SCOPES = {
    "default": set(),
    "all_private_chats": set(),
    "all_group_chats": set(),
    "all_chat_administrators": set(),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}


def command_scope(value):
    """The checked BotCommandScope, `default` where none is given."""
    scope = decoded(value or '{"type": "default"}', "BotCommandScope")
    if scope.get("type") not in _SCOPES:
        raise Refusal("can't parse BotCommandScope: Unsupported type specified")
    if missing := _SCOPES[scope["type"]] - scope.keys():
        raise Refusal(f"can't parse BotCommandScope: Can't find field \"{missing.pop()}\"")
    return scope


def language(value):
    """The checked language_code: two letters, or none."""
    if value and not re.fullmatch(r"[a-z]{2}", value):
        raise Refusal("invalid language code specified")
    return value or ""


_RESULT_FIELDS = {
    "type",
    "id",
    "title",
    "input_message_content",
    "reply_markup",
    "url",
    "description",
    "thumbnail_url",
    "thumbnail_width",
    "thumbnail_height",
}


def inline_results(value, *, notes, shown, valid_url):
    """The checked articles of answerInlineQuery, each with its message under `shown`."""
    results = decoded(value or "[]", "inline query results")
    if not isinstance(results, list):
        raise Refusal("expected an Array of inline query results")
    if len(results) > 50:
        raise Refusal("RESULTS_TOO_MUCH")
    checked = [_inline_result(result, notes, shown, valid_url) for result in results]
    ids = [result["id"] for result in checked]
    if len(set(ids)) < len(ids):
        raise Refusal("RESULT_ID_DUPLICATE")
    return checked


def _inline_result(result, notes, shown, valid_url):
    cannot = "can't parse inline query result: "
    for name in ("type", "id", "title", "input_message_content"):
        if name not in result:
            raise Refusal(f'{cannot}Can\'t find field "{name}"')
    if result["type"] != "article":
        raise Refusal(f"{cannot}type {result['type']!r} is not in this server; it knows articles")
    if not 1 <= bytes_of(result["id"]) <= 64:
        raise Refusal("RESULT_ID_INVALID")
    if not result["title"].strip():
        raise Refusal("ARTICLE_TITLE_EMPTY")
    if unknown := result.keys() - _RESULT_FIELDS:
        notes.append(f"no such field of InlineQueryResultArticle: {', '.join(sorted(unknown))}")
    content = result["input_message_content"]
    try:
        text = shown(content.get("message_text"), content.get("parse_mode"), content.get("entities"), notes=notes)
    except Refusal as refusal:
        raise Refusal(cannot + refusal.description.removeprefix("Bad Request: ").capitalize()) from refusal
    markup = reply_markup(result.get("reply_markup"), notes=notes, valid_url=valid_url)
    return {**result, "shown": text, "reply_markup": markup}


def inline_button(value):
    """The checked InlineQueryResultsButton, or None."""
    if value in (None, ""):
        return None
    button = decoded(value, "InlineQueryResultsButton")
    if not button.get("text"):
        raise Refusal("SWITCH_PM_TEXT_EMPTY")
    start = button.get("start_parameter")
    if start is None and "web_app" not in button:
        raise Refusal("can't parse InlineQueryResultsButton: Can't find field \"start_parameter\"")
    if start is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", start):
        raise Refusal("START_PARAM_INVALID")
    return button
