"""Looking around in the articles without a question: headlines, who speaks, a timeline, words, and a half-typed line."""
