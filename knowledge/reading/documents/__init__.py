"""Documents as they come (text, Markdown, web pages, feeds, ninjs, JSON Lines): from bytes to manuscripts."""
