"""Where we are, whom to call, and what this website does with what people tell it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .visiting import places_to_visit


@login_not_required
@require_safe
def visit(request):
    """Where we are and when we are open."""
    return render(request, "locations/visit.html", {"places": places_to_visit()})


@login_not_required
@require_safe
def help_now(request):
    """Whom to call in a crisis: numbers first, nothing in the way."""
    return render(request, "locations/help_now.html")


@login_not_required
@require_safe
def privacy(request):
    """What this website keeps, and what it does not."""
    return render(request, "locations/privacy.html")


@login_not_required
@require_safe
def accessibility(request):
    """How to use this website, and what to do when something is in the way."""
    return render(request, "locations/accessibility.html")
