"""Bars for a chart that is drawn by the server, as SVG: it needs no script, and prints."""

from dataclasses import dataclass

WIDTH, GAP, HEIGHT = 40, 16, 160  # of a bar and of the chart, in the SVG's own units


@dataclass(frozen=True)
class Part:
    """One colored part of a bar, `name` being the class of its color."""

    name: str
    count: int
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    label: str
    total: int
    x: float
    middle: float
    top: float
    parts: list[Part]


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    width: float
    height: float = HEIGHT


def stacked(columns):
    """A chart of `(label, {name: count})` columns, each a bar whose parts stand on each other in this order."""
    highest = max((sum(counts.values()) for _label, counts in columns), default=0) or 1
    bars = []
    for number, (label, counts) in enumerate(columns):
        x, top, parts = number * (WIDTH + GAP) + GAP, HEIGHT, []
        for name, count in counts.items():
            height = round(count * HEIGHT / highest, 1)
            top = round(top - height, 1)
            parts.append(Part(name, count, x, top, height))
        bars.append(Bar(label, sum(counts.values()), x, x + WIDTH / 2, top, parts))
    return Chart(bars, len(bars) * (WIDTH + GAP) + GAP)
