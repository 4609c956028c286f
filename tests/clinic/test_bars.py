"""Bars drawn by the server."""

from clinic.bars import HEIGHT, stacked


def test_the_highest_bar_fills_the_chart_and_parts_stand_on_each_other():
    chart = stacked([("one", {"a": 3, "b": 1}), ("two", {"a": 1, "b": 1})])
    first, second = chart.bars
    assert (first.total, first.top, second.top) == (4, 0, HEIGHT / 2)
    lower, upper = first.parts
    assert lower.y + lower.height == HEIGHT and upper.y + upper.height == lower.y


def test_a_chart_of_nothing_is_flat():
    chart = stacked([("none", {"a": 0})])
    assert (chart.bars[0].top, chart.bars[0].parts[0].height) == (HEIGHT, 0)
