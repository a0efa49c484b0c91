"""What keeps the library fresh while the bot answers: feeds, watched folders, and a word where it goes stale."""
