"""Pictures of real replies, for README: `python -m tests.telegram.pictures --to docs/pictures` (needs Chromium).

The bot runs as its operator runs it, against the strict server; what it sends is drawn from the entities and buttons
that arrived.
"""

import argparse
import asyncio
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.telegram import phone
from tests.telegram.process import ROOT, BotProcess
from tests.telegram.server import Server

WIDTH = 390
BOT = "Dateline"


async def scenes():
    """Name to HTML, of each kind of place."""
    server = Server()
    await server.start()
    with tempfile.TemporaryDirectory() as folder:
        async with BotProcess(server, ROOT / "seeds", Path(folder)) as bot:
            await bot.ready(within=90)
            found = {
                "private": await _private(server, 11, "When did Gwaido declare himself president?"),
                "more": await _private(server, 12, "What did Peskov say about loans?", press="More quotes"),
                "article": await _private(server, 13, "Who declared himself interim president?", press="Article"),
                "refusal": await _private(server, 14, "What did Peskov say about loans to Cuba?"),
                "arabic": await _private(server, 15, "Who declared himself interim president?", "ar"),
                "group": await _group(server),
                "inline": await _inline(server),
            }
    await server.stop()
    return found


async def _private(server, id_, question, language="en", press=""):
    reader = server.user(id_, first_name="Ada", language_code=language)
    reply = await reader.says(question, within=60)
    if press:
        await reply.press(press, within=60)
    asked = server.messages[reader.id, reply.id - 1]
    bubbles = [phone.bubble(raw, bot_id=server.bot["id"]) for raw in (asked, reply.raw)]
    return phone.page(BOT, "bot", bubbles, direction="rtl" if language == "ar" else "ltr")


async def _group(server):
    group = server.group(title="News desk")
    ada, ben = server.user(first_name="Ada"), server.user(8, first_name="Ben")
    talk = [
        ada.writes("Did anybody follow Venezuela back then?", chat=group),
        ben.writes("Only a little.", chat=group),
    ]
    question = f"@{server.bot['username']} who recognised Guaido?"
    reply = await ada.says(question, chat=group, within=60)
    asked = server.messages[group.id, reply.reply_to]
    raws = [*(one.raw for one in talk), asked, reply.raw]
    return phone.page("News desk", "3 members", [phone.bubble(raw, bot_id=server.bot["id"]) for raw in raws])


async def _inline(server):
    ada = server.user(first_name="Ada")
    results = await ada.types_inline("putin mad", within=60)
    return phone.inline_page(f"@{server.bot['username']} putin mad", results)


def draw(html, path):
    """Photograph a page with headless Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html + _MEASURE, encoding="utf-8")
        # As high as what is on it.
        dumped = _chromium(folder, 100, "--dump-dom", source.as_uri())
        height = int(re.search(r'data-height="(\d+)"', dumped)[1])
        _chromium(folder, height, f"--screenshot={path}", source.as_uri())


_MEASURE = "<script>document.body.dataset.height = document.body.scrollHeight</script>"


def _chromium(folder, height, *what):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is needed to draw pictures: install the package `chromium`.")
    done = subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-sync"),
            *("--disable-background-networking", "--no-first-run", "--force-device-scale-factor=1.5"),
            *(f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{height}", *what),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    folder = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    for name, html in asyncio.run(scenes()).items():
        draw(html, folder.resolve() / f"{name}.png")
        print(folder / f"{name}.png")


if __name__ == "__main__":
    main()
