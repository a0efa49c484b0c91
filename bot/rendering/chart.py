"""/stats as a picture: questions a day, answered and refused. Without words, which its caption has."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta

from knowledge.store import Day

DAYS = 30
"""Days that the picture shows, today's the last."""
ANSWERED, REFUSED = "#0072b2", "#e69f00"
"""Blue and orange that people of every colour vision tell apart (Okabe and Ito, 2008), as the caption's squares."""
_WIDE, _HIGH, _DPI = 8.0, 4.5, 150
_EVERY = 5
"""Days between two that are written out."""
_MIDDAY = 0.5


def draw(days: Sequence[Day], until: date) -> bytes:
    """Return a PNG of the figures of DAYS days up to `until`; days without any have none. Takes about a second."""
    # Slow to import, and needed by who asks for the picture alone.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415 - not pyplot, which keeps every figure and is of one thread
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    known = {one.day: one for one in days}
    shown = [until - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    answered = [known[day].answered if day in known else 0 for day in shown]
    refused = [known[day].refusals if day in known else 0 for day in shown]
    figure = Figure(figsize=(_WIDE, _HIGH), dpi=_DPI, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = list(range(DAYS))
    axes.bar(places, answered, color=ANSWERED, width=0.8)
    axes.bar(places, refused, bottom=answered, color=REFUSED, width=0.8)
    named = [place for place in places if (DAYS - 1 - place) % _EVERY == 0]
    axes.set_xticks(named, [f"{shown[place].day}.{shown[place].month}." for place in named])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.set_xlim(-_MIDDAY - 0.2, DAYS - _MIDDAY + 0.2)
    axes.set_ylim(0, max(*(a + r for a, r in zip(answered, refused, strict=True)), 4) * 1.08)
    axes.grid(axis="y", color="#dddddd")
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=13, length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
