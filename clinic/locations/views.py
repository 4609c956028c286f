"""Where we are, whom to call, and what this website does with what people tell it."""

from django.shortcuts import render

from clinic.kept_pages import read_by_anybody

from .visiting import places_to_visit


@read_by_anybody
def visit(request):
    """Where we are and when we are open."""
    return render(request, "locations/visit.html", {"places": places_to_visit()})


@read_by_anybody
def help_now(request):
    """Whom to call in a crisis: numbers first, nothing in the way."""
    return render(request, "locations/help_now.html")


@read_by_anybody
def privacy(request):
    """What this website keeps, and what it does not."""
    return render(request, "locations/privacy.html")


@read_by_anybody
def accessibility(request):
    """How to use this website, and what to do when something is in the way."""
    return render(request, "locations/accessibility.html")
