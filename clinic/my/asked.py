"""What a patient is asked to sign on their own pages."""

from django.db.models import Q

from clinic.scheduling.models import Course
from education.models import Treatment
from patients.consent.asking import asked_of
from patients.screening.models import Evaluation


def asked_for(patient):
    """The texts for all patients, and those for the treatments that this one was evaluated for or has."""
    today = patient.location.today()
    evaluated = Evaluation.objects.in_force(today).eligible().filter(patient=patient)
    running = Course.objects.running().filter(patient=patient)
    theirs = Q(pk__in=evaluated.values("treatment")) | Q(pk__in=running.values("treatment"))
    return asked_of(patient, Treatment.objects.filter(theirs), today)
