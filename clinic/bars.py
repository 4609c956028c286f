"""Bars for a chart that is drawn by the server, as SVG: it needs no script, and prints.

`pieces/chart.html` draws it. What a chart shows stands in a table beside it, too.
"""

from dataclasses import dataclass

WIDTH, GAP, HEIGHT = 40, 16, 160  # of a bar and of the chart, in the SVG's own units
ABOVE, BELOW = 4, 12  # from a bar to the foot of the words over it, or under it


@dataclass(frozen=True)
class Part:
    """One colored part of a bar, `name` being the class of its color."""

    name: str
    count: float
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """A bar: what it stands for, and what it says at its end."""

    label: str
    said: str
    x: float
    middle: float
    said_at: float
    parts: list[Part]


@dataclass(frozen=True)
class Chart:
    """Bars on a line at `ground`, from the top."""

    bars: list[Bar]
    width: float
    bar_width: float
    ground: float = HEIGHT
    height: float = HEIGHT


def stacked(columns, *, said=None, highest=None, width=WIDTH, gap=GAP):
    """A chart of `(label, {name: count})` columns, each a bar whose parts stand on each other in this order.

    A bar says its total, or what `said` has for it. The tallest fills the chart, unless `highest` says what would.
    """
    totals = [sum(counts.values()) for _label, counts in columns]
    scale, bars = HEIGHT / (highest or max(totals, default=0) or 1), []
    for number, (label, counts) in enumerate(columns):
        x, top, parts = number * (width + gap) + gap, HEIGHT, []
        for name, count in counts.items():
            height = round(count * scale, 1)
            top = round(top - height, 1)
            parts.append(Part(name, count, x, top, height))
        words = str(totals[number] if said is None else said[number])
        bars.append(Bar(label, words, x, x + width / 2, top - ABOVE, parts))
    return Chart(bars, len(bars) * (width + gap) + gap, width)


def up_and_down(columns, *, name, said, width=WIDTH, gap=GAP):
    """A chart of `(label, value)` columns: bars above the ground where the value is above nought, and below it.

    All have the color `name`; a value of None has no bar. Each says what `said` has for it.
    """
    values = [value or 0 for _label, value in columns]
    up, down = max([0, *values]), -min([0, *values])
    room = HEIGHT - (ABOVE + BELOW if down else 0)  # for the words under the lowest bar
    scale = room / ((up + down) or 1)
    ground, bars = round(up * scale, 1) if up or down else HEIGHT, []
    for number, ((label, _value), value) in enumerate(zip(columns, values, strict=True)):
        x, height = number * (width + gap) + gap, round(abs(value) * scale, 1)
        y = ground if value < 0 else round(ground - height, 1)
        said_at = y + height + BELOW if value < 0 else y - ABOVE
        bars.append(Bar(label, said[number], x, x + width / 2, said_at, [Part(name, value, x, y, height)]))
    return Chart(bars, len(bars) * (width + gap) + gap, width, ground)
