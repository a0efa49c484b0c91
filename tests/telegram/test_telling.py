import logging

from bot.telling import tell_admins


async def test_each_admin_is_told_and_one_who_never_wrote_stops_nobody(server, bot, caplog):
    caplog.set_level(logging.WARNING)
    for id_ in (2, 3):
        server.user(id=id_).writes("/start")
    await tell_admins(bot, frozenset({3, 1, 2}), "x" * 10_000)
    sent = [call for call in server.calls if call.method == "sendMessage"]
    assert [call.params["chat_id"] for call in sent if call.status == 200] == ["2", "3"]
    assert {len(call.params["text"]) for call in sent} == {2048}
    assert "admin 1 could not be told" in caplog.text
