"""A gate: the least and the most that figures may be, as a small file in YAML or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, FiniteFloat, ValidationError

from knowledge.evaluation.scoring import FIGURES
from knowledge.files import Entry, Fault


def _known(name: str) -> str:
    if name not in FIGURES:
        near = get_close_matches(name, FIGURES, 1)
        raise ValueError(f"no such figure; did you mean `{near[0]}`?" if near else f"known are {', '.join(FIGURES)}")
    return name


_Limits = dict[Annotated[str, AfterValidator(_known)], FiniteFloat]


class Gate(BaseModel):
    """Figures by name with the least (`minimum`) and the most (`maximum`) that each may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: _Limits = {}
    maximum: _Limits = {}


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that does not hold, in words."""

    figure: str
    message: str

    def __str__(self) -> str:
        return f"{self.figure}: {self.message}"


def read_gate(entry: Entry) -> Gate | list[Fault]:
    """Return the gate that a file holds, or what is wrong with it."""
    try:
        gate = Gate.model_validate(entry.data)
    except ValidationError as error:
        return [_fault(entry, one["loc"], one["type"], one["msg"]) for one in error.errors(include_url=False)]
    if not gate.minimum and not gate.maximum:
        return [Fault(str(entry.path), entry.line, "minimum", "the gate has no figure; give `minimum` or `maximum`")]
    return gate


def _fault(entry: Entry, place: tuple[int | str, ...], kind: str, message: str) -> Fault:
    place = tuple(step for step in place if step != "[key]")
    if kind == "extra_forbidden":
        message = "is not a part of a gate; it has `minimum` and `maximum`, each figures with numbers"
    elif kind.startswith(("float", "finite")):
        message = "expected a number"
    elif kind == "dict_type":
        message = "expected figures with numbers, e.g. `answer@1: 0.9`"
    line = entry.locate(place)
    return Fault(str(entry.path), line, ".".join(map(str, place)), message.removeprefix("Value error, "))


def fallen(gate: Gate, figures: Mapping[str, float | None]) -> list[Fall]:
    """Return the figures that are less or more than they may be, or could not be measured."""
    found = []
    for limits, sign, word in ((gate.minimum, 1, "below"), (gate.maximum, -1, "above")):
        for name, limit in limits.items():
            value = figures.get(name)
            if value is None:
                found.append(Fall(name, "could not be measured by these questions"))
            elif (value - limit) * sign < 0:
                found.append(Fall(name, f"{value:.4g} is {word} {limit:.4g}"))
    return found
