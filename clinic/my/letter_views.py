"""The letters on a patient's own pages: as they were signed, to read again and to print."""

from django.shortcuts import render

from patients.screening.letters import letters_to

from .views import opened


@opened
def letters(request, patient, token):
    """Every letter to this patient, the newest first; with what else is there and whom to call."""
    context = {
        "patient": patient,
        "token": token,
        "letters": letters_to(patient),
        "locations": [patient.location],
    }
    return render(request, "my/letters.html", context)
