"""What `dateline doctor` looks at: everything that the bot needs, and what to do where it is not so."""
