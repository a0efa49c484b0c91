"""Feeds as the tests write them."""

from email.utils import format_datetime
from xml.sax.saxutils import escape

RSS_TYPE = "application/rss+xml"
BODY = "The harbour in {name} was closed on Tuesday, mayor Anna Berg said. Ships went to Tarn instead."


def item(name, body=BODY, **changed):
    """One item's fields; `body` may have {name}."""
    fields = {
        "title": f"Harbour closed in {name}",
        "guid": f"https://news.example/{name}",
        "pubDate": "Tue, 24 Nov 2026 08:10:00 GMT",
        "description": body.format(name=name),
    }
    return {**fields, **changed}


def rss(*items, title="Northern Post", extra=""):
    written = "".join(
        "<item>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in one.items() if v is not None) + "</item>"
        for one in items
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:at='http://purl.org/atompub/tombstones/1.0'>"
        f"<channel><title>{title}</title><language>en</language>{extra}{written}</channel></rss>"
    ).encode()


def tombstone(ref):
    return f"<at:deleted-entry ref='{escape(ref)}' when='2026-11-24T12:00:00Z'/>"


def http_date(when):
    return format_datetime(when, usegmt=True)
