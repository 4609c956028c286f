"""What a patient is asked to sign on their own pages."""

from clinic.scheduling.models import Course
from patients.consent.asking import asked_of
from patients.screening.models import Evaluation


def asked_for(patient):
    """The texts for all patients, and those for the treatments that this one was evaluated for or has."""
    today = patient.location.today()
    evaluated = Evaluation.objects.in_force(today).eligible().filter(patient=patient)
    running = Course.objects.running().filter(patient=patient)
    treatments = [
        *evaluated.values_list("treatment", flat=True),
        *running.values_list("treatment", flat=True),
    ]
    return asked_of(patient, treatments, today)
