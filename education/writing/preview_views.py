"""Private links to an edition that is not published: editors make and end them, anybody who has one reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.accounts.access import requires

from ..library.reading import reading
from . import previewing
from .edition_views import WRITES, show
from .finding import open_edition_at


@requires(WRITES)
@require_POST
def share(request, topic, article, language):
    """Make a private link. It is shown once, on the page that answers."""
    edition = open_edition_at(topic, article, language)
    try:
        link = previewing.make_link(edition=edition, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("content:edition", topic, article, language, edition.number)
    return show(request, edition, new_link=link)


@requires(WRITES)
@require_POST
def end(request, topic, article, language, digest):
    edition = open_edition_at(topic, article, language)
    previewing.end_link(link=get_object_or_404(edition.preview_links, token_sha256=digest))
    messages.success(request, _("The link opens nothing any more."))
    return redirect("content:edition", topic, article, language, edition.number)


@login_not_required
@require_safe
def read(request, token):
    """The edition behind a private link, as its readers will see it."""
    edition = previewing.edition_behind(token, timezone.now())
    if edition is None:
        response = render(request, "education/preview_gone.html", status=404)
    else:
        response = render(request, "education/preview_by_link.html", reading(edition))
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
