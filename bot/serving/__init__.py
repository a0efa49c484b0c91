"""One small web server beside the bot: the webhook's address, and what a monitor asks."""
