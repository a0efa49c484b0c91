"""The methods that answer a query: the press of a button, an inline query, a guest's. Each once, and not for long."""

import time

from tests.telegram import strictness
from tests.telegram.entities import shown, valid_url
from tests.telegram.methods import method, number, true
from tests.telegram.strictness import Refusal, bytes_of


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(server, params):
    if len(params.get("text", "")) > 200:
        raise Refusal("MESSAGE_TOO_LONG")
    query = _open_query(server, params.get("callback_query_id"))
    query["answer"] = {
        "text": params.get("text", ""),
        "alert": true(params.get("show_alert")),
        "url": params.get("url"),
    }
    server.happened("callback answer", query)
    return True


@method(
    "answerInlineQuery",
    "inline_query_id results cache_time is_personal next_offset button",
)
async def answer_inline_query(server, params):
    results = strictness.inline_results(params.get("results"), notes=server.failures, shown=shown, valid_url=valid_url)
    button = strictness.inline_button(params.get("button"))
    if bytes_of(params.get("next_offset", "")) > 64:
        raise Refusal("NEXT_OFFSET_INVALID")
    query = _open_query(server, params.get("inline_query_id"))
    query["answer"] = {
        "results": results,
        "button": button,
        "next_offset": params.get("next_offset", ""),
        "cache_time": number(params, "cache_time", 300),
        "is_personal": true(params.get("is_personal")),
    }
    server.happened("inline answer", query)
    return True


@method("answerGuestQuery", "guest_query_id result")
async def answer_guest_query(server, params):
    if not params.get("result"):
        raise Refusal("result is empty")
    result = strictness.decoded(params["result"], "InlineQueryResult")
    (result,) = strictness.inline_results([result], notes=server.failures, shown=shown, valid_url=valid_url)
    query = _open_query(server, params.get("guest_query_id"))
    asked, text = query["message"], result["shown"]
    raw = {
        "inline_message_id": f"guest-{query['id']}",
        "message_id": asked["message_id"] + 1,
        "date": int(server.time()),
        "from": server.bot,
        "chat": asked["chat"],
        "text": text.text,
        "entities": text.entities,
        "guest_bot_caller_user": asked["from"],
    }
    raw |= {"reply_markup": result["reply_markup"]} if result["reply_markup"] else {}
    server.inline_messages[raw["inline_message_id"]] = query["answer"] = raw
    server.happened("guest answer", raw)
    return {"inline_message_id": raw["inline_message_id"]}


def _open_query(server, query_id):
    """A callback, inline or guest query can be answered once, and not for long."""
    query = server.queries.get(query_id)
    if query is None or "answer" in query or time.monotonic() - query["asked"] > server.query_lifetime:
        raise Refusal("query is too old and response timeout expired or query ID is invalid")
    return query
