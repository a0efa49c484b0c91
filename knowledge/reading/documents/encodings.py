"""From bytes to text: what the document declares, what its sender declared, or else what it looks like.

The order is the HTML standard's (byte order mark, transport, declaration), with strict UTF-8 tried first where
nothing is declared: text of another encoding practically never happens to be valid UTF-8.
"""

from __future__ import annotations

import codecs
import zlib
from dataclasses import dataclass

import regex
from charset_normalizer import from_bytes

from knowledge.reading.documents.manuscript import MAX_DOCUMENT, UnreadableDocumentError
from knowledge.reading.languages import votes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = (
    regex.compile(rb"<\?xml[^>]{0,100}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']"),
    regex.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", regex.I),
)
_HEAD = 4096
"""Bytes that are searched for a declaration; the HTML standard looks at 1,024."""
_SAMPLE = 20_000
"""Bytes that a guess is made from; more change nothing and take time."""
# What the Web calls by these names is Windows's superset of them (WHATWG Encoding, 4.2).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_ON_THE_WEB = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "iso8859-2", "iso8859-15", "koi8-r", "koi8-u")
"""The single-byte encodings of the languages that we can judge, the most common first."""
_COHERENT = 0.2
"""charset-normalizer's coherence (0 to 1) from which its guess is taken."""
_WORDS = 2000
_SURE = 2.0
"""Mean Zipf frequency of the words that are not plain ASCII; letters of another encoding make words of none."""
_FEW = 0.1
_BINARY = regex.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"\x7fELF")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text and the encoding that it was read in; `guessed` where nobody declared it."""

    text: str
    encoding: str
    guessed: bool


def unpacked(data: bytes) -> bytes:
    """Return `data`, unpacked where it is gzipped; raises UnreadableDocumentError before it grows too large."""
    if data.startswith(b"\x1f\x8b"):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            data = stream.decompress(data, MAX_DOCUMENT + 1)
        except zlib.error:
            raise UnreadableDocumentError("the .gz is damaged; pack it again") from None
        if not stream.eof and len(data) <= MAX_DOCUMENT:
            raise UnreadableDocumentError("the .gz is cut short; pack it again")
    if len(data) > MAX_DOCUMENT:
        raise UnreadableDocumentError(f"the document is larger than {MAX_DOCUMENT // 1_000_000} MB; split it")
    return data


def decoded(data: bytes, charset: str | None = None) -> Decoded:
    """Return the text of `data`; `charset` is what the sender declared (HTTP), if anything.

    Raises UnreadableDocumentError for what is empty, binary, or not in the encoding that it declares.
    """
    if not data.strip():
        raise UnreadableDocumentError("the document is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data[len(mark) :], encoding, "its byte order mark says"), encoding, False)
    wide = known(charset or "") or ""
    if wide.startswith(("utf-16", "utf-32")):  # full of zeros, and no binary
        return Decoded(_strictly(data, wide, "it declares"), wide, False)
    if data.startswith(_MAGIC) or _BINARY.search(data[:_SAMPLE]):
        raise UnreadableDocumentError("the document is binary, not text; save it as text or HTML")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", False)  # before any declaration: none is wrong more often
    except UnicodeDecodeError as error:
        first_bad = error.start
    head = data[:_HEAD]
    names = [charset] if charset else []
    names += [match[1].decode("ascii", "replace") for form in _DECLARED if (match := form.search(head))]
    for name in names:
        declared = known(name)
        if declared and declared != "utf-8":
            return Decoded(_strictly(data, declared, "it declares"), declared, False)
    if names:
        line = data.count(b"\n", 0, first_bad) + 1
        raise UnreadableDocumentError(
            f"line {line}: byte 0x{data[first_bad]:02X} is not {names[0]}, which it declares; save it as UTF-8"
        )
    return _guessed(data, first_bad)


def known(name: str) -> str | None:
    """Return Python's name of an encoding as the Web means it, or None for what it does not know."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(found, found)


def _strictly(data: bytes, encoding: str, why: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableDocumentError(
            f"line {line}: byte 0x{data[error.start]:02X} is not {encoding}, which {why}; save it as UTF-8"
        ) from None
    except (LookupError, ValueError):  # a codec that is no text encoding ("rot13", "base64")
        raise UnreadableDocumentError(f"{encoding}, which {why}, is no text encoding; save it as UTF-8") from None


def _guessed(data: bytes, first_bad: int) -> Decoded:
    """Take the encoding that gives words of a language that we know, or else what charset-normalizer is sure of.

    Its own order goes by single letters, and takes one Central European encoding for another.
    """
    start = max(0, first_bad - _SAMPLE // 2)
    sample = data[start : start + _SAMPLE]
    sure, encoding = max(((_evidence(sample, name), name) for name in _ON_THE_WEB), key=lambda pair: pair[0])
    line = data.count(b"\n", 0, first_bad) + 1
    wrong = f"line {line}: byte 0x{data[first_bad]:02X} is not UTF-8"
    if sure < _SURE:
        best = from_bytes(sample).best()
        if best is None or best.coherence < _COHERENT:
            raise UnreadableDocumentError(f"{wrong}, and no other encoding gives words that we know; save it as UTF-8")
        encoding = best.encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableDocumentError(f"{wrong}, and not {encoding} throughout; save it as UTF-8") from None
    return Decoded(text, encoding, True)


def _evidence(sample: bytes, encoding: str) -> float:
    """Return the mean Zipf frequency of the words that have letters of their own in this encoding.

    The others look the same in each, and one or two letters are a word in any.
    """
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    every = regex.findall(r"\w+", text)
    foreign = [word for word in every if not word.isascii()]
    found = max(votes(" ".join(word for word in foreign if len(word) > 2)[:_WORDS]).values(), default=0.0)
    if encoding == "cp1252" and len(foreign) < _FEW * len(every):
        return max(found, _SURE)  # the Web's own default, for a rare name in plain text, or curly quotes
    return found
