"""What the bot does with each kind of update; one thin module a kind."""
