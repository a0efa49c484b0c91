"""Reading: from a document to an article, and from an article to sentences that know who said what, and when."""

from knowledge.reading.reader import day_of_writing, enrich
from knowledge.reading.splitting import NotInDocumentError, split, stored_text

__all__ = ["NotInDocumentError", "day_of_writing", "enrich", "split", "stored_text"]
