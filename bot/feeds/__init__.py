"""Feeds as the bot polls them: politely, onto the disk, published at once or held for approval."""
