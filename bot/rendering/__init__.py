"""What the bot says, as messages: one module a kind of thing. Pure: no clock, no network, no telegram."""
