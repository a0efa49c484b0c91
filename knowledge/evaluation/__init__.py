"""Scoring a library's answers to questions whose answers are known: figures, a gate for them, a threshold."""
