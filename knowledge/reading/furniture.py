"""Lines in an article that are not its text: bylines, "read more", calls to subscribe, credits, bare numbers."""

from __future__ import annotations

import regex

_LONGEST = 240
_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*(?:\s(?:(?:de|da|del|van|von|der|bin|al|el)\s)?\p{Lu}[\p{L}\p{M}.'’-]*){1,3}"
_NAMES = rf"{_NAME}(?:(?:,|,?\s(?:and|und|et|y|и|&))\s{_NAME})*"
_PATTERNS = (
    # By Jane Doe · By JANE DOE and JOHN ROE, Associated Press · Von … · Por … · Par …
    rf"(?:By|BY|Von|Por|Par|Автор:?)\s{_NAMES}(?:\s?[,|/–—-]\s?[^.!?]{{1,60}})?",
    rf"[–—-]{{1,2}}\s?{_NAMES}",
    (
        r"\(?(?i:(?:additional |with )?(?:reporting|writing|editing|contributions?|research) (?:by|from)|contributing:|"
        r"contributed to this (?:report|story)|editing by)\s.*"
    ),
    rf"{_NAMES}(?:, [^.]{{1,60}},)? contributed (?:reporting )?to this (?:report|story|article)\.?",
    (
        r"(?i:read|see|watch|listen|learn|find out|view|click|tap)\s?(?i:more|also|next|now|on|here|this|it|below|the"
        r" full|to listen)?(?:\s\w+){0,4}\s?[:|>»→].*"
    ),
    (
        r"(?i:read more|more on this(?: story)?|related(?: (?:story|stories|article|articles|content|links?))?|"
        r"recommended(?: stories| reading)?|advertisement|"
        r"story continues below(?: advertisement)?|sponsored|share(?: this(?: story| article)?)?|print|comments?|"
        r"loading\W*|most (?:read|popular)|top stories|skip to (?:main )?content|back to top|"
        r"leer más|más información|weiterlesen|mehr zum thema|lire aussi|à lire aussi|читайте также|подробнее)\W*"
    ),
    (
        r"(?i:subscribe|sign up|follow (?:us|him|her|me|them|\p{L}+(?: \p{L}+)?) (?:on|at)|download (?:the|our) app|"
        r"get (?:the|our) .{1,40}newsletter|click here|tap here|support (?:our|local) journalism|contact (?:the )?"
        r"(?:reporter|writer|author|us)|email (?:him|her|them|us)|reach (?:him|her|them|the reporter))\b.*"
    ),
    r"(?i:(?:read|see|find out|learn) more (?:about|on|of|from|in|at))\s[^.!?]*",
    (
        r"(?i:(?:first |last |originally )?(?:published|updated|posted|modified))(?: on| at)?:?\s(?=\d|(?:Mon|Tue|"
        r"Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))(?=.{0,40}\d)(?:[^.!?;]|[ap]\.m\.|\p{L}{3}\.){1,80}"
    ),
    (
        rf"{_NAMES},?\s(?:[|–—-]\s)?(?:(?:\p{{Lu}}[\p{{L}}.&]*|of|the|The)\s){{0,4}}(?:Post|Times|News|Press|Journal|Tribune|Herald|"
        r"Gazette|Reuters|AP|AFP|BBC|CNN|Network|TODAY|Chronicle|Observer|Guardian|"
        r"(?i:staff(?: writer)?|correspondent|reporter|editor))"
    ),
    r"(?:MORE|READ|READ MORE|RELATED|WATCH|ALSO|SEE ALSO)\s?[:|>»→].*",
    r"(?:OPINION|FACT CHECK|LIVE|UPDATES?|VIDEO|PHOTOS?|GRAPHICS?)\s?[:|>»→].*[^.]",
    r"\p{Lu}[\p{Lu}\p{N} &'’-]{2,40}:\p{Lu}\S*\s.*[^.!?]",  # a label glued to the headline it links to
    r"(?i:(?:photo|image|picture|video|graphic|illustration|credit)s?(?: (?:by|credits?|courtesy))?)\s?[:/|].*",
    r"(?:©|\(c\)|(?i:copyright))\s.*|(?i:all rights reserved).*",
    r"\S+@\S+\.\S+|@\w+|https?://\S+",
    r"[(\[]?(?:\d{1,3}|\p{Latin})[.)\]]+|\d{1,3}|[•●▪⁃*>#]+",  # "14." on a line of its own
)
_FURNITURE = regex.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))


def is_furniture(line: str) -> bool:
    """Whether `line`, a paragraph of its own, belongs to the page rather than to the article."""
    line = line.strip()
    return len(line) <= _LONGEST and bool(_FURNITURE.fullmatch(line))
