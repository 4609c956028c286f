"""Whom a page of the diary is for: the patient in its address, or those whom a search finds first."""

from django.shortcuts import get_object_or_404

from patients.people.models import Patient

FOUND_AT_MOST = 20


def patient_of(request, reference):
    """The patient with this reference, if this person may see them; 404 otherwise."""
    return get_object_or_404(_seen_by(request.user), reference=reference)


def looked_for(request):
    """What `_find_patient.html` and `_found_patients.html` show: the words asked for in `q`, and whom they find."""
    words = request.GET.get("q", "").strip()[:80].replace("\0", "")
    found = list(_seen_by(request.user).named_like(words)[: FOUND_AT_MOST + 1]) if words else []
    return {"words": words, "found": found[:FOUND_AT_MOST], "has_more": len(found) > FOUND_AT_MOST}


def _seen_by(user):
    return Patient.objects.visible_to(user).marking_holds().select_related("location")
