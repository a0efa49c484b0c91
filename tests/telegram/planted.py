"""Where a secret shows: whole, after its colon, percent-encoded, in base64, or a piece of it."""

import base64
import zipfile
from urllib.parse import quote

PIECE = 12
"""Characters in a row of a token's secret half that are no accident."""


def forms(secret):
    """All the ways in which it must not be found; those of a token are its halves and pieces of the secret one."""
    half = secret.partition(":")[2] or secret
    pieces = {half[start : start + PIECE] for start in range(len(half) - PIECE + 1)}
    encoded = {base64.b64encode(one.encode())[:-4].decode() for one in (secret, half)}
    every = "".join(f"%{ord(letter):02X}" for letter in half)
    return {secret, half, quote(secret, safe=""), every, every.lower()} | pieces | encoded


def found(secret, *texts):
    """The forms that stand in any of the texts, strings or bytes."""
    many = [text if isinstance(text, bytes) else text.encode(errors="surrogatepass") for text in texts]
    return sorted(one for one in forms(secret) if any(one.encode() in text for text in many))


def in_folder(secret, folder):
    """The files below a folder in which it stands, what zip files hold among them."""
    return sorted(str(path) for path in folder.rglob("*") if path.is_file() and found(secret, *_contents(path)))


def _contents(path):
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def said(server):
    """Everything that the bot told Telegram: all parameters of all calls."""
    return "\n".join(f"{name}={value}" for call in server.calls for name, value in call.params.items())
