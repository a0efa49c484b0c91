"""The commands of `dateline`: asking and measuring, and what an editor does. None of them needs Telegram."""
