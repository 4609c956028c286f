"""The clinic's own words on screen: the places, changing one, and a look at it where it stands."""

import inspect

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires

from ..history import history_of
from ..models import Edition, Wording
from . import wording

CHANGE = "education.change_wording"


class WordingForm(forms.Form):
    """The words of one place. `seen` tells which state of them the editor began from."""

    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=wording.AT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "An empty line begins a paragraph. Lines that begin with “- ” or “1. ” are a list."
        ),
    )


@requires("education.view_wording")
@require_safe
def places(request):
    """Every place, and whether it says the clinic's own words."""
    rows = {(row.key, row.language): row for row in Wording.objects.select_related("changed_by")}
    listed = [
        (
            key,
            place,
            [(language, name, rows.get((key, language))) for language, name in Edition.Language.choices],
        )
        for key, place in wording.places().items()
    ]
    return render(request, "education/wordings.html", {"places": listed})


@requires("education.view_wording")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, key, language):
    """One place: its words, what may stand in them, how it was before."""
    place, row = _place(key, language)
    form = WordingForm(
        request.POST if request.method == "POST" else None,
        initial={"text": _said(place, row, language), "seen": wording.stamp(row)},
    )
    if request.method == "POST":
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if request.POST.get("act") == "ship_back":
            wording.ship_back(key=key, language=language, by=request.user)
            messages.success(request, _("This place says what it ships with again."))
            return redirect("wording:edit", key, language)
        if form.is_valid():
            try:
                wording.change(key=key, language=language, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error("text", ValidationError(refusal.messages))
            else:
                messages.success(request, _("Kept. This is what everybody reads there now."))
                return redirect("wording:edit", key, language)
    return render(request, "education/wording.html", {
        "key": key,
        "place": place,
        "language": language,
        "language_name": Edition.Language(language).label,
        "row": row,
        "shipped": _said(place, None, language),
        "form": form,
        "may_change": request.user.has_perm(CHANGE),
        "history": history_of(Wording, key=key, language=language, fields=["text"]),
    })  # fmt: skip


@requires("education.view_wording")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, key, language):
    """The real page or mail with the words as they are typed, kept nowhere."""
    place, row = _place(key, language)
    text = request.POST.get("text", "")[: wording.AT_MOST] or _said(place, row, language)
    with translation.override(language):
        request.own_words = wording.own_words(language) | {key: text}
        if place.mail:
            return render(request, place.mail, {"subject": place.title, "place": key, **place.placeholders})
        page = resolve(reverse(place.page)).func
        return inspect.unwrap(page)(request)  # without what keeps it for strangers


def _place(key, language):
    """The place, and the row with the clinic's own words for it, or None."""
    if key not in wording.places() or language not in Edition.Language:
        raise Http404
    row = Wording.objects.select_related("changed_by").filter(key=key, language=language).first()
    return wording.places()[key], row


def _said(place, row, language):
    with translation.override(language):
        return row.text if row else str(place.words)
