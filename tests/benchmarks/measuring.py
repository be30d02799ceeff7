"""Rounds of cases that take turns, and rows of results."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Case = Callable[[], float]  # one round; returns how many a second


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A median with its extremes over the rounds, in `unit`."""

    lowest: float
    median: float
    highest: float
    unit: str = "/s"

    @classmethod
    def of(cls, values: list[float], unit: str = "/s") -> "Figure":
        return cls(
            lowest=min(values), median=statistics.median(values), highest=max(values), unit=unit
        )

    def __str__(self) -> str:
        return f"{_short(self.median)}{self.unit} ({_short(self.lowest)}–{_short(self.highest)})"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `least` or `most` is the target, for `ratio` or, without one, `ours`;
    a row without a target is there to be read."""

    what: str
    ours: Figure
    peer: Figure | None = None
    peer_name: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours.median / self.peer.median if self.peer else None

    @property
    def reached(self) -> bool | None:
        value = self.ours.median if self.ratio is None else self.ratio
        if self.least is not None:
            return value >= self.least
        return value <= self.most if self.most is not None else None

    @property
    def target(self) -> str:
        if self.most is not None:
            return f"≤ {_short(self.most)}{self.ours.unit}"
        if self.least is None:
            return ""
        if self.peer is None:
            return f"≥ {_short(self.least)}{self.ours.unit}"
        return f"≥ {self.least:.0%}" if self.least < 1 else f"≥ {self.least:g}×"

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "ours": _figure(self.ours),
            "peer": None if self.peer is None else {"name": self.peer_name, **_figure(self.peer)},
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "target": self.target or None,
            "reached": self.reached,
        }


def take_turns(cases: Mapping[str, Case], rounds: int) -> dict[str, Figure]:
    """Every case once, then every case again: what disturbs the machine disturbs all of them."""
    values: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            values[name].append(case())
    return {name: Figure.of(found) for name, found in values.items()}


def rate(count: int, work: Callable[[], object]) -> float:
    """`work` does a thing `count` times."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def often(seconds: float, thing: Callable[[], object]) -> float:
    """How often a second a thing is done, one after the other, for so long."""
    count, started = 0, time.perf_counter()
    while (took := time.perf_counter() - started) < seconds:
        thing()
        count += 1
    return count / took


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "median": round(figure.median, 3),
        "min": round(figure.lowest, 3),
        "max": round(figure.highest, 3),
        "unit": figure.unit.strip("/ ") if figure.unit != "/s" else "per second",
    }


def _short(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3g}"
