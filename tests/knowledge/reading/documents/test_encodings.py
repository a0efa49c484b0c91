import gzip

import pytest

from knowledge.reading.documents.encodings import decoded, unpacked
from knowledge.reading.documents.manuscript import UnreadableDocumentError

FRENCH = "Le vieux moulin a brûlé mardi soir, a déclaré la cheffe des pompiers. Personne n'a été blessé."
RUSSIAN = "Старая мельница сгорела во вторник вечером, сообщила глава пожарной службы. Никто не пострадал."
POLISH = "Stary młyn spłonął we wtorek wieczorem, powiedziała szefowa straży pożarnej. Nikt nie został ranny."
CURLY = "The mill burnt down — “nobody was hurt”, the fire chief’s office said on Tuesday."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_a_byte_order_mark_is_believed(encoding):
    assert decoded(RUSSIAN.encode(encoding)).text == RUSSIAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "latin-1"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "iso-8859-2"),
        (CURLY, "cp1252"),
    ],
)
def test_an_encoding_that_nobody_declares_is_found_and_said(text, encoding):
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert found.guessed


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_a_declaration_is_believed(head):
    found = decoded(f"{head}<p>{RUSSIAN}</p>".encode("cp1251"))
    assert RUSSIAN in found.text
    assert not found.guessed


def test_what_the_server_says_goes_before_what_the_page_says():
    data = f'<meta charset="koi8-r"><p>{RUSSIAN}</p>'.encode("cp1251")
    assert RUSSIAN in decoded(data, "windows-1251").text


def test_what_calls_itself_latin_1_is_windows_1252_as_on_the_web():
    assert decoded(CURLY.encode("cp1252"), "iso-8859-1").text == CURLY


def test_utf_8_that_is_declared_to_be_something_else_is_utf_8():
    assert decoded(f"<meta charset=windows-1252><p>{RUSSIAN}</p>".encode()).text.endswith(f"{RUSSIAN}</p>")


def test_utf_16_without_a_mark_is_read_where_it_is_declared():
    assert decoded(CURLY.encode("utf-16-le"), "utf-16le").text == CURLY


@pytest.mark.parametrize(
    ("data", "charset", "problem"),
    [
        (b"", None, "empty"),
        (b"\x00\x01\x02", None, "binary"),
        (b"%PDF-1.7 text", None, "binary"),
        (b"line\n\xff\xfe", None, "line 2: byte 0xFF is not UTF-8, and no other encoding"),
        (b"<meta charset=utf-8>\n\xe9t\xe9 fini", None, "line 2: byte 0xE9 is not utf-8, which it declares"),
        ("\ufeffx".encode("utf-16-le") + b"\x00", None, "line 1: byte 0x00 is not utf-16-le"),
        (b"caf\xe9 \xff", "base64", "save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_says_why(data, charset, problem):
    with pytest.raises(UnreadableDocumentError, match=problem):
        decoded(data, charset)


def test_gzip_is_unpacked_within_bounds():
    assert unpacked(gzip.compress(b"It burnt.")) == b"It burnt."
    with pytest.raises(UnreadableDocumentError, match="larger than 10 MB"):
        unpacked(gzip.compress(bytes(200_000_000), 1))
    with pytest.raises(UnreadableDocumentError, match="damaged"):
        unpacked(b"\x1f\x8bnothing of the kind")
    with pytest.raises(UnreadableDocumentError, match="cut short"):
        unpacked(gzip.compress(b"It burnt." * 100)[:20])
