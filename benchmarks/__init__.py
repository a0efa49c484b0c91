"""Measurements, each beside a peer in the same run, and the training of the ranker."""
