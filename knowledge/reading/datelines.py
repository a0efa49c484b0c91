"""The dateline that opens an agency story: place, date and agency, in the forms that agencies use."""

from __future__ import annotations

import regex

from knowledge.article import Dateline

# MOSCOW · GROSSETO, Italy · New York · Washington, D.C.
_CAP = r"\p{Lu}[\p{L}\p{M}.'’-]*"
_PLACE = rf"(?P<place>{_CAP}(?:[ /]{_CAP}){{0,3}}(?:,\s{_CAP}(?:\s{_CAP}){{0,2}})?)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?P<date>{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:\s\d{{4}})?)"
_DASH = r"\s?(?:--|[-–—])\s"

_AGENCY = "AP|AFP|Reuters|CNN Business|CNN|UPI|dpa|EFE|Xinhua|IPS|RFE/RL|KUNA|ANSA"

_FORMS = tuple(
    regex.compile(form)
    for form in (
        rf"{_PLACE},\s{_DATE}\.?\s?/(?P<agency>[^/\n]{{2,40}})/\.?[-–—]?\s+",  # MOSCOW, September 26./TASS/.
        rf"{_PLACE},\s{_DATE}\s?\((?P<agency>[^()\n]{{2,40}})\)(?:{_DASH}|\s)",  # LONDON, Jan 23 (Reuters) -
        rf"{_PLACE}\s?\((?P<agency>{_AGENCY})\)(?:{_DASH}|\s)",  # Washington (CNN)
        rf"{_PLACE}\s?\((?P<agency>[^()\n]{{2,40}})\){_DASH}",  # GROSSETO, Italy (AP) —
        rf"{_PLACE}\s(?P<agency>CNN|CNN Business|AP|AFP|Reuters){_DASH}",  # New York CNN —
        rf"{_PLACE},\s{_DATE}{_DASH}",  # PARIS, March 3 —
        r"(?P<place>\p{Lu}{3,}(?:[ .,'’-]+\p{Lu}{2,}){0,3})(?:--|\s?[–—]\s|\s-\s)",  # CAIRO —
    )
)


def parse_dateline(paragraph: str) -> tuple[Dateline, int] | None:
    """Return the dateline at the start of `paragraph` and its length in characters, or None."""
    for form in _FORMS:
        match = form.match(paragraph)
        if match:
            found = match.groupdict()
            return Dateline(place=found["place"], date=found.get("date"), agency=found.get("agency")), match.end()
    return None
