"""The cheapest way through the days: one day for each session of a course, with the days between that it may have.

A chain is a list of sessions in order. Each has `costs`, what every day it could lie on costs, by the day's ordinal;
each but the first has a link to the one before: the least and the most days between, or None for any number of days.
It goes session by session and keeps for each day the cheapest way that ends there, so what it finds is the best there
is and takes no longer than days × days between × sessions.
"""


def cheapest(chain, links):
    """The least cost of a chain and its days, or None where no way leads to its end; of equal ways the earlier one."""
    layers = list(_layers(chain, links))
    if len(layers) < len(chain) or not layers[-1]:
        return None
    day = min(layers[-1], key=lambda each: (layers[-1][each][0], each))
    cost, days = layers[-1][day][0], []
    for layer in reversed(layers):
        days.append(day)
        day = layer[day][1]
    return cost, days[::-1]


def stuck_at(chain, links):
    """Where no way leads to the end: the place in the chain that none of its days can be reached for, and the days
    that can be reached for the one before it.
    """
    before = {}
    for place, layer in enumerate(_layers(chain, links)):
        if not layer:
            return place, sorted(before)
        before = layer
    return None


def _layers(chain, links):
    """For each session the days it can lie on: `{day: (cost of the cheapest way there, the day before it)}`.

    Ends after the first session that cannot lie anywhere.
    """
    layer = {day: (cost, None) for day, cost in chain[0].items()}
    yield layer
    for costs, link in zip(chain[1:], links, strict=True):
        before, layer = layer, {}
        if not before:
            return
        for day, cost in costs.items():
            days = before if link is None else range(day - link[1], day - link[0] + 1)
            ways = [(before[each][0], each) for each in days if each in before]
            if ways:
                cheapest_way, day_before = min(ways)
                layer[day] = (cheapest_way + cost, day_before)
        yield layer
