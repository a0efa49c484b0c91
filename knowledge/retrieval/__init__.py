"""From a question to the sentences that may answer it: analysis, vocabulary, engine, ranking."""
