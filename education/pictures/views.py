"""Pictures: the one address anybody gets them from, and the pages editors keep them on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires

from ..models import Edition, Picture
from . import adding_pictures
from .forms import DescriptionForm, UploadForm

ON_A_PAGE = 24
A_YEAR = 365 * 24 * 60 * 60  # the file of a reference never changes


@login_not_required
@require_safe
def picture(request, reference):
    """The file itself; the database is not asked."""
    try:
        file = default_storage.open(f"pictures/{reference}.webp")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(
        file, content_type="image/webp", headers={"Cache-Control": f"public, max-age={A_YEAR}, immutable"}
    )


@requires("education.view_picture")
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request):
    """The list of pictures, and adding one."""
    if request.method == "POST" and not request.user.has_perm("education.add_picture"):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        written = form.cleaned_data
        try:
            adding_pictures.add_picture(
                file=written["upload"],
                alternative_text=written["alternative_text"],
                credit=written["credit"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error("upload", refusal)
        else:
            messages.success(
                request, _("The picture is here. Put it into a text from the list beside the text.")
            )
            return redirect("pictures:list")
    page = Paginator(Picture.objects.all(), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "education/pictures.html", {"form": form, "errors": form.errors, "page": page})


@requires("education.change_picture")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request, reference):
    """One picture: where it is used, and what it says it shows."""
    picture = get_object_or_404(Picture, reference=reference)
    form = DescriptionForm(request.POST or None, instance=Picture.objects.get(pk=picture.pk))
    if request.method == "POST" and form.is_valid():
        adding_pictures.describe(picture=picture, **form.cleaned_data)
        messages.success(request, _("The words are kept for wherever you put this picture in from now on."))
        return redirect("pictures:list")
    context = {
        "picture": picture,
        "form": form,
        "errors": form.errors,
        "editions": _editions_that_show(picture),
    }
    return render(request, "education/picture.html", context)


def _editions_that_show(picture):
    somewhere = Q()
    for part in Edition.RICH_PARTS:
        somewhere |= Q(**{f"{part}__contains": picture.address})
    editions = Edition.objects.filter(somewhere).select_related("article__topic")
    return editions.order_by("title", "-number")
