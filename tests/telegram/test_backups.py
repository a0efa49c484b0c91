"""`dateline backup` beside a bot that runs, and `restore` after it has stopped."""

import asyncio
import os
import sys

from tests.telegram.process import ROOT, BotProcess
from tests.telegram.stories import ADMIN, COST_QUESTION


async def dateline(folder, articles, *arguments):
    """The command beside the bot; its exit code and output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=clean | {"DATELINE_ARTICLES": str(articles), "HOME": str(folder), "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    return (await process.communicate())[0].decode(), process.returncode


async def test_what_was_copied_while_the_bot_answered_comes_back_after_it_has_stopped(server, articles, tmp_path):
    reader, admin = server.user(), server.user(id=ADMIN, first_name="Edith")
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        await reader.says("/follow Ingrid Falk")
        await admin.says("/withdraw aldmoor-bridge")
        copying = asyncio.create_task(dateline(tmp_path, articles, "backup", "--to", "copy.zip"))
        await reader.says("/following")
        said, code = await copying
        assert code == 0, said
        assert "copy.zip: the store (version " in said
        await admin.says("/restore aldmoor-bridge")
        said, code = await dateline(tmp_path, articles, "restore", "copy.zip", "--force")
        assert (code, "stop it first" in said) == (2, True), said
        assert "4.2 million" in (await reader.says(COST_QUESTION)).text
        assert await bot.terminate() == 0
    said, code = await dateline(tmp_path, articles, "restore", "copy.zip")
    assert (code, "dateline.db is there already" in said) == (2, True), said
    said, code = await dateline(tmp_path, articles, "restore", "copy.zip", "--force")
    assert code == 0, said
    async with BotProcess(server, articles, tmp_path, admins=[ADMIN]) as bot:
        await bot.ready()
        assert "Falk" in (await reader.says("/following")).text
        assert "4.2 million" not in (await reader.says(COST_QUESTION)).text  # withdrawn, as it was then
        assert await bot.terminate() == 0
