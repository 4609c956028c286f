"""`manage.py load_starter_settings`: crisis lines, library, questions, types and consent texts to begin with."""

from django.core.management.base import BaseCommand
from django.db import transaction

from clinic.locations.starter import load_crisis_lines
from clinic.notices.starter import load_reminder_times
from clinic.scheduling.starter import load_appointment_types, load_preparations, load_protocols
from education import starter as library
from patients.consent.starter import load_documents
from patients.safety.starter import load_response_times
from patients.screening.loading import load_rules


class Command(BaseCommand):
    help = (
        "Puts in crisis lines, the starter library as drafts, appointment types, consent documents, screening "
        "rules, response times and reminders to begin with, where they are missing. Nothing that is here is changed; a "
        "medical director confirms what it brings."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        load_crisis_lines()
        library.load()
        load_appointment_types()
        load_preparations()
        load_protocols()
        load_documents()
        load_response_times()
        load_rules()
        load_reminder_times()
        self.stdout.write(
            "Starter settings are in. A medical director confirms them under Appointment types and How to prepare."
        )
