"""A drawn signature: strokes, each a list of points [x, y] in whole units of a sheet of 600 by 200."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WIDTH, HEIGHT = 600, 200
MOST_POINTS = 1500


def check_drawing(drawing):
    """Refuse, with code `drawing`, what is not a list of strokes on the sheet."""
    is_one = isinstance(drawing, list) and all(
        isinstance(stroke, list) and stroke and all(map(_is_point, stroke)) for stroke in drawing
    )
    if not is_one or sum(map(len, drawing)) > MOST_POINTS:
        raise ValidationError(
            _("We could not read what you drew. Draw it again, or sign with your typed name only."),
            code="drawing",
        )


def _is_point(point):
    is_pair = isinstance(point, list) and len(point) == 2 and all(type(each) is int for each in point)
    return is_pair and 0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT


def lines_of(drawing):
    """The strokes as the `points` of SVG polylines. A dot is a line that goes nowhere."""
    return [
        " ".join(f"{x:d},{y:d}" for x, y in (stroke if len(stroke) > 1 else stroke * 2)) for stroke in drawing
    ]
