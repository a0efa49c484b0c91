"""A message as a phone shows it, as HTML: for looking at what readers get, from its actual entities and buttons."""

import html

from tests.telegram import judge

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "text_link": "a",
    "url": "a",
    "mention": "a",
    "bot_command": "a",
}

STYLE = """
* { box-sizing: border-box }
body { margin: 0; width: 390px; background: #cfe0c3;
  font: 15px/1.35 "Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC", sans-serif;
  color: #111 }
header { background: #fff; padding: 10px 14px; font-weight: 600; border-bottom: 1px solid #d0d0d0 }
header small { display: block; font-weight: 400; color: #888 }
main { padding: 10px 8px; display: flex; flex-direction: column; gap: 8px }
.bubble { max-width: 88%; padding: 6px 10px 7px; border-radius: 14px; white-space: pre-wrap; overflow-wrap: anywhere;
  box-shadow: 0 1px 1px #0002 }
.bubble > .who { color: #168acd; font-weight: 600; font-size: 13px; white-space: normal }
.bubble > .to { border-left: 3px solid #168acd; padding: 1px 7px; margin: 2px 0 4px; font-size: 13px; color: #555;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.theirs { background: #fff; align-self: flex-start; border-bottom-left-radius: 4px }
.ours { background: #e5fcd0; align-self: flex-end; border-bottom-right-radius: 4px }
blockquote { margin: 2px 0; padding: 3px 9px; background: #168acd14; border-inline-start: 3px solid #168acd;
  border-radius: 5px }
blockquote.expandable { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden;
  position: relative }
blockquote.expandable::after { content: "⌄"; position: absolute; inset-inline-end: 6px; bottom: 0; color: #168acd }
a { color: #168acd; text-decoration: none }
time { color: #168acd }
.keys { max-width: 88%; align-self: flex-start; display: flex; flex-direction: column; gap: 4px; width: 88%;
  margin-top: -4px }
.keys div { display: flex; gap: 4px }
.keys span { flex: 1; background: #5a7a4c99; color: #fff; border-radius: 8px; text-align: center; padding: 7px 4px;
  font-size: 14px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; position: relative }
.keys span sup { position: absolute; top: 2px; inset-inline-end: 5px; font-size: 9px }
.result { background: #fff; padding: 8px 12px; border-bottom: 1px solid #e5e5e5 }
.result b { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.result span { color: #777; font-size: 14px; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical;
  overflow: hidden }
.field { background: #fff; padding: 10px 14px; border-top: 1px solid #d0d0d0; color: #333 }
"""


def body(text, entities):
    """`text` with its entities as elements; entities nest, as Telegram has them."""
    opens, closes = {}, {}
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        opens.setdefault(start, []).append(_opening(entity))
        closes.setdefault(end, []).insert(0, _closing(entity))
    pieces, last = [], 0
    for at in sorted({*opens, *closes}):
        pieces += [html.escape(judge.utf16_slice(text, last, at - last)), *closes.get(at, ()), *opens.get(at, ())]
        last = at
    pieces.append(html.escape(judge.utf16_slice(text, last, judge.utf16_length(text) - last)))
    # A block's own line ends are not shown twice.
    return "".join(pieces).replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote", "<blockquote")


def _opening(entity):
    if entity["type"] == "expandable_blockquote":
        return '<blockquote class="expandable" dir="auto">'
    if entity["type"] == "blockquote":
        return '<blockquote dir="auto">'
    return f"<{_name(entity)}>"


def _closing(entity):
    return f"</{_name(entity)}>"


def _name(entity):
    if entity["type"] == "expandable_blockquote":
        return "blockquote"
    return "time" if entity["type"] == "date_time" else _TAGS.get(entity["type"], "span")


def bubble(raw, *, bot_id):
    """One message with its buttons."""
    ours = raw["from"]["id"] != bot_id and raw["chat"]["type"] == "private"
    who = "" if raw["chat"]["type"] == "private" else f'<div class="who">{html.escape(raw["from"]["first_name"])}</div>'
    replied = raw.get("reply_to_message")
    to = f'<div class="to">{html.escape(replied.get("text", ""))}</div>' if replied else ""
    found = body(raw["text"], raw.get("entities", []))
    side = "ours" if ours else "theirs"
    return f'<div class="bubble {side}" dir="auto">{who}{to}{found}</div>{_keys(raw)}'


def _keys(raw):
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    shown = "".join("<div>" + "".join(map(_key, row)) + "</div>" for row in rows)
    return f'<div class="keys">{shown}</div>' if shown else ""


def _key(button):
    sign = "↗" if "url" in button or "switch_inline_query" in button else "⧉" if "copy_text" in button else ""
    return f"<span>{html.escape(button['text'])}<sup>{sign}</sup></span>"


def page(title, subtitle, bubbles, *, direction="ltr"):
    """A whole chat, as wide as a phone."""
    return (
        f'<!doctype html><html dir="{direction}"><meta charset="utf-8"><style>{STYLE}</style>'
        f"<header>{html.escape(title)}<small>{html.escape(subtitle)}</small></header><main>{''.join(bubbles)}</main>"
    )


def inline_page(typed, results):
    """The list of inline results over the field where they are typed for."""
    rows = "".join(
        f'<div class="result"><b dir="auto">{html.escape(one.title)}</b>'
        f'<span dir="auto">{html.escape(one.description)}</span></div>'
        for one in results
    )
    field = f'<div class="field">{html.escape(typed)}</div>'
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{rows}{field}'
