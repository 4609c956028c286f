"""The best plan of a course, held against every plan there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.scheduling import usuals
from clinic.scheduling.usuals import Entry, Liking, Offers, Spot, best

MONDAY = 739_000 - (739_000 - 1) % 7
SPOTS = st.builds(
    Spot,
    st.integers(MONDAY, MONDAY + 9),
    st.sampled_from([540, 555, 570, 660, 785]),
    st.integers(0, 1),
    st.integers(0, 1),
)
STEPS = st.tuples(st.integers(1, 3), st.integers(0, 3)).map(lambda step: (step[0], step[0] + step[1]))
TASKS = st.fixed_dictionaries(
    {
        "offered": st.lists(SPOTS, min_size=1, max_size=12, unique=True),
        "steps": st.lists(STEPS, min_size=0, max_size=3),
        "booked": st.dictionaries(st.integers(0, 3), SPOTS, max_size=2),
        "weekdays": st.frozensets(st.integers(1, 7), max_size=3),
        "hours": st.tuples(st.none() | st.sampled_from([555, 560]), st.none() | st.sampled_from([560, 660])),
    }
)


def every_plan(task):
    """All ways to lay the sessions on what is offered that keep the days between."""
    count = len(task["steps"]) + 1
    choices = [[task["booked"][n]] if n in task["booked"] else task["offered"] for n in range(count)]
    for plan in product(*choices):
        for n, (least, most) in enumerate(task["steps"]):
            both_booked = {n, n + 1} <= set(task["booked"])
            if not both_booked and not least <= plan[n + 1].day - plan[n].day <= most:
                break
        else:
            yield plan


def cost_of(plan, task):
    """As the docstring of `usuals` has it, with whatever is usual tried out."""
    new = [spot for n, spot in enumerate(plan) if n not in task["booked"]]
    earliest, latest = task["hours"]
    cost = 30 * len({spot.weekday for spot in plan})
    for spot in new:
        cost += spot.day - MONDAY
        cost += 50 * bool(task["weekdays"] and spot.weekday not in task["weekdays"])
        if earliest is not None and spot.minute < earliest:
            cost += 5 * (earliest // 15 - spot.minute // 15)
        elif latest is not None and spot.minute > latest:
            cost += 5 * (spot.minute // 15 - latest // 15)
    known = [*task["offered"], *task["booked"].values()]
    return cost + min(
        sum(
            2 * abs(spot.minute // 15 - minute // 15)
            + 40 * (spot.clinician != who)
            + 10 * (spot.room != where)
            for spot in plan
        )
        for minute, who, where in product(
            {spot.minute for spot in known}, {spot.clinician for spot in known}, {spot.room for spot in known}
        )
    )


def found_for(task):
    offers = Offers()
    by_place = {}
    for spot in task["offered"]:
        by_place.setdefault(spot[:3], []).append(spot.room)
    for place, rooms in by_place.items():
        offers.add(*place, tuple(rooms))
    booked = {n: spot for n, spot in task["booked"].items() if n <= len(task["steps"])}
    entries = [Entry(n, booked.get(n), MONDAY, MONDAY + 9) for n in range(len(task["steps"]) + 1)]
    links = [None if {n, n + 1} <= set(booked) else step for n, step in enumerate(task["steps"])]
    return best(entries, links, offers, Liking(MONDAY, task["weekdays"], *task["hours"]))


def holds(task):
    task["booked"] = {n: spot for n, spot in task["booked"].items() if n <= len(task["steps"])}
    costs = {plan: cost_of(plan, task) for plan in every_plan(task)}
    found = found_for(task)
    if not costs:
        assert found is None
        return
    assert found.cost == min(costs.values())
    plan = tuple(found.spots.get(n) or task["booked"][n] for n in range(len(task["steps"]) + 1))
    assert costs[plan] == found.cost


@given(task=TASKS)
@settings(max_examples=40, deadline=None)
def test_no_plan_costs_less_than_the_best_one(task):
    holds(task)


@pytest.mark.drill
@given(task=TASKS)
@settings(max_examples=1500, deadline=None)
def test_no_plan_costs_less_than_the_best_one_of_many(task):
    holds(task)


def test_the_weights_are_those_the_clinic_reads_of():
    assert (usuals.WEEKDAY, usuals.CLINICIAN, usuals.ROOM, usuals.CLOCK) == (30, 40, 10, 2)
    assert (usuals.WISHED_DAY, usuals.WISHED_CLOCK) == (50, 5)
    assert (usuals.LATER, usuals.LATE) == (1, 100)
