"""Files on their way: photos and documents that the bot sends, and what people send it, to be downloaded."""

from aiohttp import web

from tests.telegram import judge, strictness
from tests.telegram.entities import shown, valid_url
from tests.telegram.methods import _chat, _replied, method, number
from tests.telegram.strictness import Refusal

MOST_DOWNLOADED = 20_000_000
"""Bytes that a bot may download."""
MOST_PHOTO, MOST_DOCUMENT = 10_000_000, 50_000_000
MOST_CAPTION = 1024
_SENT = (
    "chat_id message_thread_id direct_messages_topic_id caption parse_mode caption_entities disable_notification "
    "protect_content allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup "
    "business_connection_id"
)


def put(server, name, data, size=None):
    """A file that somebody sends, as its message has it; `size` is what is said of it, where that is not so."""
    id_ = f"BQAC{len(server.files)}"
    server.files[id_] = (name, data)
    return {
        "file_id": id_,
        "file_unique_id": f"U{len(server.files)}",
        "file_name": name,
        "file_size": len(data) if size is None else size,
    }


@method("getFile", "file_id")
async def get_file(server, params):
    if params.get("file_id") not in server.files:
        raise Refusal("wrong file_id or the file is temporarily unavailable")
    name, data = server.files[params["file_id"]]
    if len(data) > MOST_DOWNLOADED:
        raise Refusal("file is too big")
    found = {"file_id": params["file_id"], "file_unique_id": "U", "file_size": len(data)}
    return found | {"file_path": f"documents/{params['file_id']}/{name}"}


def download(server, path):
    """The response to the download of a file whose path `getFile` gave."""
    id_ = path.split("/")[1] if path.count("/") == 2 else ""
    if id_ not in server.files:
        return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
    return web.Response(body=server.files[id_][1], content_type="application/octet-stream")


@method("sendPhoto", f"photo show_caption_above_media has_spoiler {_SENT}")
async def send_photo(server, params):
    name, data = await _uploaded(params, "photo", MOST_PHOTO)
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8")):
        raise Refusal("IMAGE_PROCESS_FAILED")
    photo = put(server, name, data)
    return await _send(server, params, photo=[{**photo, "width": 1200, "height": 675}])


@method("sendDocument", f"document thumbnail disable_content_type_detection {_SENT}")
async def send_document(server, params):
    name, data = await _uploaded(params, "document", MOST_DOCUMENT)
    return await _send(server, params, document=put(server, name, data))


async def _uploaded(params, field, most):
    given = params.get(field)
    if given is None:
        raise Refusal(f"there is no {field} in the request")
    if isinstance(given, str):
        raise Refusal(f"{field} by id or URL is not in this server; it knows uploads")
    data = given.file.read()
    if not data:
        raise Refusal("file must be non-empty")
    if len(data) > most:
        raise Refusal("Request Entity Too Large", 413)
    return given.filename, data


async def _send(server, params, **media):
    chat = _chat(server, params)
    markup = strictness.reply_markup(params.get("reply_markup"), notes=server.failures, valid_url=valid_url)
    more = dict(media)
    if params.get("caption"):
        caption = shown(
            params["caption"], params.get("parse_mode"), params.get("caption_entities"), notes=server.failures
        )
        if judge.utf16_length(caption.text) > MOST_CAPTION:
            raise Refusal("message caption is too long")
        more |= {"caption": caption.text, "caption_entities": caption.entities}
    return server.add_message(
        chat,
        server.bot,
        "",
        [],
        markup=markup,
        reply_to=_replied(server, chat, params),
        thread=number(params, "message_thread_id"),
        **more,
    )
