"""Looking around in the articles: headlines, who speaks, a timeline, words, and what a half-typed line may mean."""
