"""Bars drawn by the server."""

from clinic.bars import ABOVE, BELOW, HEIGHT, stacked, up_and_down


def test_the_highest_bar_fills_the_chart_and_parts_stand_on_each_other():
    chart = stacked([("one", {"a": 3, "b": 1}), ("two", {"a": 1, "b": 1})])
    first, second = chart.bars
    assert (first.said, second.said) == ("4", "2")
    assert (first.said_at, second.said_at) == (-ABOVE, HEIGHT / 2 - ABOVE)
    lower, upper = first.parts
    assert lower.y + lower.height == HEIGHT and upper.y + upper.height == lower.y


def test_a_chart_of_percentages_is_as_high_as_a_hundred():
    chart = stacked([("one", {"used": 25}), ("two", {"used": 0})], said=["25 %", "–"], highest=100)
    assert [part.height for bar in chart.bars for part in bar.parts] == [HEIGHT / 4, 0]
    assert [bar.said for bar in chart.bars] == ["25 %", "–"]


def test_a_chart_of_nothing_is_flat():
    chart = stacked([("none", {"a": 0})])
    assert (chart.bars[0].said_at, chart.bars[0].parts[0].height) == (HEIGHT - ABOVE, 0)


def test_bars_stand_on_the_ground_or_hang_from_it():
    chart = up_and_down([("one", 3), ("two", -1), ("three", None)], name="days", said=["+3", "-1", "–"])
    up, down, none = (bar.parts[0] for bar in chart.bars)
    assert up.y == 0 and up.height == chart.ground == down.y == none.y
    assert up.height == 3 * down.height and none.height == 0
    assert chart.bars[1].said_at == down.y + down.height + BELOW <= HEIGHT
    assert chart.bars[0].said_at == -ABOVE


def test_without_anything_below_the_ground_is_the_foot():
    for values in ([2, 0], [None, None]):
        columns = [(str(number), value) for number, value in enumerate(values)]
        assert up_and_down(columns, name="days", said=["", ""]).ground == HEIGHT
