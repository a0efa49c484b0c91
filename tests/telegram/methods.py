"""The methods of the Bot API that the bot uses: their parameters, and what they do to the server's state."""

import time

from tests.telegram import strictness
from tests.telegram.entities import shown, valid_url
from tests.telegram.strictness import Refusal

METHODS = {}


def method(name, parameters=""):
    """Register a function as the method `name` with every one of its `parameters` in Bot API 10.0."""

    def register(function):
        METHODS[name.lower()] = (name, frozenset(parameters.split()), function)
        return function

    return register


def number(params, name, default=0):
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        return default


def true(value):
    return value in (True, "true", "True", "1", 1)


def _chat(server, params):
    """The chat that the bot may write to; raises Refusal as Telegram does where it may not."""
    if params.get("chat_id") in (None, ""):
        raise Refusal("chat_id is empty")
    chat = server.chats.get(number(params, "chat_id"))
    if chat is None or not chat["known"]:
        raise Refusal("chat not found")
    if chat["closed"]:
        raise Refusal(chat["closed"], 403)
    if chat["became"]:
        raise Refusal("group chat was upgraded to a supergroup chat", 400, {"migrate_to_chat_id": chat["became"]})
    return chat


@method("getMe")
async def get_me(server, params):
    return {
        **server.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": True,
        **server.switches,
    }


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(server, params):
    allowed = params.get("allowed_updates")
    return await server.updates.poll(
        number(params, "offset"),
        min(max(number(params, "limit", 100), 1), 100),
        min(max(number(params, "timeout"), 0), 50),
        None if allowed is None else strictness.decoded(allowed, "allowed_updates"),
    )


@method(
    "setWebhook",
    "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
)
async def set_webhook(server, params):
    url = params.get("url", "")
    if url and not url.startswith(("https://", "http://127.0.0.1:")):
        raise Refusal("bad webhook: An HTTPS URL must be provided for webhook")
    allowed = params.get("allowed_updates")
    server.updates.set_webhook(
        url,
        params.get("secret_token"),
        None if allowed is None else strictness.decoded(allowed, "allowed_updates"),
        drop=true(params.get("drop_pending_updates")),
    )
    return True


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(server, params):
    server.updates.set_webhook("", None, None, drop=true(params.get("drop_pending_updates")))
    return True


@method("getWebhookInfo")
async def get_webhook_info(server, params):
    webhook = server.updates.webhook
    info = {
        "url": webhook["url"] if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(server.updates.pending),
    }
    if webhook and webhook["error"]:
        info |= {"last_error_date": int(time.time()), "last_error_message": webhook["error"]}
    return info


def _command_key(server, params):
    scope = strictness.command_scope(params.get("scope"))
    if "chat_id" in scope:
        _chat(server, scope)
    return (*(scope.get(name) for name in ("type", "chat_id", "user_id")), _language(params))


def _language(params):
    return strictness.language(params.get("language_code"))


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(server, params):
    checked = strictness.commands(params.get("commands"))
    server.commands[_command_key(server, params)] = checked
    return True


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(server, params):
    server.commands.pop(_command_key(server, params), None)
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(server, params):
    return server.commands.get(_command_key(server, params), [])


def _profile_text(kind, limit):
    field = {"Description": "description", "ShortDescription": "short_description", "Name": "name"}[kind]

    @method(f"setMy{kind}", f"{field} language_code")
    async def set_text(server, params):
        text = params.get(field, "")
        if len(text) > limit:
            raise Refusal(f"BOT_{field.upper()}_TOO_LONG")
        server.profile[field, _language(params)] = text
        return True

    @method(f"getMy{kind}", "language_code")
    async def get_text(server, params):
        return {field: server.profile.get((field, _language(params)), "")}


_profile_text("Description", 512)
_profile_text("ShortDescription", 120)
_profile_text("Name", 64)


def _text(server, params):
    return shown(params.get("text"), params.get("parse_mode"), params.get("entities"), notes=server.failures)


def _markup(server, params):
    return strictness.reply_markup(params.get("reply_markup"), notes=server.failures, valid_url=valid_url)


_MESSAGE = "text parse_mode entities link_preview_options reply_markup business_connection_id"


@method(
    "sendMessage",
    "chat_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters " + _MESSAGE,
)
async def send_message(server, params):
    text = _text(server, params)
    markup = _markup(server, params)
    chat = _chat(server, params)
    replied = _replied(server, chat, params)
    thread = number(params, "message_thread_id") or (replied or {}).get("message_thread_id")
    if thread and thread not in chat["threads"]:
        raise Refusal("message thread not found")
    return server.add_message(
        chat, server.bot, text.text, text.entities, markup=markup, reply_to=replied, thread=thread
    )


def _replied(server, chat, params):
    if not params.get("reply_parameters"):
        return None
    reply = strictness.decoded(params["reply_parameters"], "ReplyParameters")
    message = server.messages.get((reply.get("chat_id", chat["id"]), reply["message_id"]))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise Refusal("message to be replied not found")
    return message


def _edited(server, params):
    if inline := params.get("inline_message_id"):
        if inline not in server.inline_messages:
            raise Refusal("MESSAGE_ID_INVALID")
        return server.inline_messages[inline]
    chat = _chat(server, params)
    message = server.messages.get((chat["id"], number(params, "message_id")))
    if message is None:
        raise Refusal("message to edit not found")
    if message["from"]["id"] != server.bot["id"]:
        raise Refusal("message can't be edited")
    return message


def _edit(server, message, **changes):
    if all((value or None) == message.get(name) for name, value in changes.items()):
        raise Refusal(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    for name, value in changes.items():
        message.pop(name, None)
        if value:
            message[name] = value
    message["edit_date"] = int(server.time())
    if "inline_message_id" in message:
        server.happened("inline edit", message)
        return True
    server.happened("edit", message)
    return message


@method("editMessageText", "chat_id message_id inline_message_id " + _MESSAGE)
async def edit_message_text(server, params):
    text = _text(server, params)
    markup = _markup(server, params)
    message = _edited(server, params)
    return _edit(server, message, text=text.text, entities=text.entities, reply_markup=markup)


@method("editMessageReplyMarkup", "chat_id message_id inline_message_id reply_markup business_connection_id")
async def edit_message_reply_markup(server, params):
    markup = _markup(server, params)
    return _edit(server, _edited(server, params), reply_markup=markup)


@method("deleteMessage", "chat_id message_id")
async def delete_message(server, params):
    chat = _chat(server, params)
    if server.messages.pop((chat["id"], number(params, "message_id")), None) is None:
        raise Refusal("message to delete not found")
    return True


@method("sendChatAction", "chat_id action message_thread_id business_connection_id")
async def send_chat_action(server, params):
    if params.get("action") not in strictness.CHAT_ACTIONS:
        raise Refusal("wrong parameter action in request")
    _chat(server, params)
    return True


_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChat", "chat_id")
async def get_chat(server, params):
    chat = _chat(server, params)
    return {
        **chat["public"],
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)


@method("getChatMember", "chat_id user_id")
async def get_chat_member(server, params):
    chat = _chat(server, params)
    user = server.users.get(number(params, "user_id"))
    if user is None:
        raise Refusal("member not found")
    if user["id"] in chat.get("admins", ()):
        return {"user": user, "status": "administrator", **dict.fromkeys(_RIGHTS, False)}
    return {"user": user, "status": "member"}


@method("leaveChat", "chat_id")
async def leave_chat(server, params):
    chat = _chat(server, params)
    if chat["public"]["type"] == "private":
        raise Refusal("chat member status can't be changed in private chats")
    chat["closed"] = f"bot is not a member of the {chat['public']['type']} chat"
    return True
