"""Another copy of the bot polls with the same token: a moment of it passes, and of two that stay one goes on."""

from tests.telegram import faults
from tests.telegram.process import BotProcess
from tests.telegram.stories import COST, COST_QUESTION

ENDED = "Another copy of this bot is already running with the same token; stop it first."


async def test_of_two_copies_one_ends_and_the_other_goes_on(server, articles, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    async with BotProcess(server, articles, tmp_path) as first, BotProcess(server, articles, other) as second:
        await first.ready()
        await server.until(lambda: not (first.running and second.running) or None, 60, "the end of one")
        await server.silence(3)  # what the one does at its end is not the end of the other
        left = second if second.running else first
        ended = first if second.running else second
        assert left.running
        assert await ended.ends() == 1
        assert ENDED in ended.stderr[-1]
        assert "Traceback" not in ended.output + left.output
        assert COST in "".join((await server.user().says(COST_QUESTION)).quoted())
        assert await left.terminate() == 0
    assert len(server.called("sendMessage")) == 1


async def test_a_conflict_that_passes_ends_nothing(server, articles, tmp_path):
    async with BotProcess(server, articles, tmp_path) as bot:
        await bot.ready()
        server.fail("getUpdates", faults.conflict(), times=3)
        server.user(id=8).writes("/help")  # the poll that waits ends, and the next ones are refused
        reply = await server.user(id=7).says(COST_QUESTION, within=30)
        assert COST in "".join(reply.quoted())
        await server.until(lambda: server.faults.left == 0 or None, 30, "the last refusal")
        await server.polled(30)
        assert await bot.terminate() == 0
    assert bot.output.count("another copy of this bot") == 3
    assert "Traceback" not in bot.output
