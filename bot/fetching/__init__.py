"""Addresses of strangers, fetched within bounds: feeds, what an admin adds, and what an operator imports."""

from bot.fetching.hops import MAX_REDIRECTS, Fetched, FetchError, fetch
from bot.fetching.places import Resolve, Rules, resolved

__all__ = ["MAX_REDIRECTS", "FetchError", "Fetched", "Resolve", "Rules", "fetch", "resolved"]
