"""Feeds, without a clock, network or disk: what an answer means, what of it is new, and when to ask again."""
