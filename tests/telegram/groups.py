"""Groups, and what happens to them and to the bot in them."""

from tests.telegram.people import Message, User

_RIGHTS = """can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes
can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_react_to_messages
can_edit_tag can_change_info can_invite_users can_pin_messages can_manage_topics"""
_ADMIN_RIGHTS = """can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats
can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories
can_delete_stories can_manage_tags"""
MEMBER_FIELDS = {
    "kicked": {"until_date": 0},
    "restricted": {"is_member": True, "until_date": 0} | dict.fromkeys(_RIGHTS.split(), False),
    "administrator": dict.fromkeys(_ADMIN_RIGHTS.split(), False),
}
"""What a ChatMember of a status has besides its user; a restricted one may do nothing."""

_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_AS_A_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
_CHANNEL = {"id": -1002000000001, "type": "channel", "title": "Northern Post"}


class Group:
    """A group, supergroup or forum; topics are message threads by number."""

    def __init__(self, server, chat):
        self._server, self._chat = server, chat
        self.id = chat["id"]

    def adds(self, *, by, status="member", was="left"):
        """Somebody adds the bot, promotes or restricts it: from one status to another."""
        self._chat["known"], self._chat["closed"] = True, None
        self._server.membership(self._chat, by.raw, was, status)

    def kicks(self, *, by=None):
        """Remove the bot."""
        self._chat["closed"] = f"bot was kicked from the {self._chat['public']['type']} chat"
        if by is not None:
            self._server.membership(self._chat, by.raw, "member", "kicked")

    def is_deleted(self):
        """The group is no more; nobody tells the bot."""
        self._chat["known"] = False

    def welcomes(self, user):
        """Somebody joins, as a service message."""
        return self._happens(user.raw, new_chat_members=[user.raw])

    def anonymous_admin(self):
        """An admin who writes in the group's name."""
        return User(self._server, _ANONYMOUS, sender_chat=self._chat["public"])

    def channel(self):
        """Somebody who writes in a channel's name."""
        return User(self._server, _AS_A_CHANNEL, sender_chat=_CHANNEL)

    def gets_post(self, text):
        """A post of the group's channel comes by, forwarded by Telegram itself."""
        origin = {"type": "channel", "date": int(self._server.time()), "chat": _CHANNEL, "message_id": 12}
        return User(self._server, _TELEGRAM, sender_chat=_CHANNEL).writes(
            text, chat=self, is_automatic_forward=True, forward_origin=origin
        )

    def becomes_supergroup(self, *, by, id=-1009876543210):  # noqa: A002 - as Telegram calls it
        """Turn a group into a supergroup; both chats tell of it. Gives the new one, whose messages count from 1."""
        new = self._server.group(id=id, title=self._chat["public"]["title"])
        self._chat["became"] = id
        self._happens(by.raw, migrate_to_chat_id=id)
        new._happens(by.raw, migrate_from_chat_id=self.id)
        return new

    def _happens(self, sender, **what):
        raw = self._server.add_message(self._chat, sender, "", [], **what)
        self._server.updates.push("message", raw)
        return Message(self._server, raw)
