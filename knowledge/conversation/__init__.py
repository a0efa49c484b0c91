"""Follow-up questions: what a reader means who has just been answered."""
