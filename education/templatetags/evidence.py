"""Numbers as pictures, and the marks that lead to the evidence."""

from django import template

register = template.Library()

ROW = 25
WIDTH, HEIGHT = 8, 17  # of one figure, in the picture's own units: see `pieces/out_of_100.html`
FIGURE = "m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0m-.5 11v-4a3 3 0 0 1 6 0v4z"


@register.filter
def people(count):
    """A hundred small figures in rows of 25: the outlines of the first `count`, and of the others."""
    figures = [
        f"M{number % ROW * WIDTH + WIDTH // 2} {number // ROW * HEIGHT + 4}{FIGURE}" for number in range(100)
    ]
    return {"counted": "".join(figures[:count]), "others": "".join(figures[count:])}


@register.inclusion_tag("pieces/evidence_mark.html")
def mark(evidence, claim):
    """The mark that leads to the note on this claim; the note leads back to the first."""
    return evidence.meet(claim.key)
