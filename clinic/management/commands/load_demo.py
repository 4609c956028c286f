"""`manage.py load_demo`: an invented clinic, dated around today."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from clinic.demo.agreements import load_agreements
from clinic.demo.answers import load_answers
from clinic.demo.asked import load_inquiries
from clinic.demo.day import load_days
from clinic.demo.feeds import load_feeds
from clinic.demo.letters import load_letters
from clinic.demo.library import load_library, publish_library
from clinic.demo.notices import load_notices
from clinic.demo.own_pages import load_own_pages
from clinic.demo.past import load_past
from clinic.demo.patients import load_patients
from clinic.demo.places import load_places
from clinic.demo.team import load_team
from clinic.demo.visits import confirm_preparations, load_visits
from clinic.demo.waiting import load_waiting
from clinic.demo.watch import load_on_call
from clinic.locations.starter import load_crisis_lines
from clinic.scheduling.starter import load_appointment_types, load_preparations, load_protocols
from patients.consent.starter import load_documents
from patients.safety.starter import load_response_times
from patients.screening.loading import load_rules


class Command(BaseCommand):
    help = (
        "Loads the demo clinic: invented people with a known password. Never on a server that real people use. "
        "Running it again adds nothing."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        now = timezone.now()
        load_crisis_lines()
        team = load_team()
        load_library(team)
        load_appointment_types()
        load_preparations()
        load_protocols()
        load_documents()
        load_response_times()
        load_rules()
        locations = load_places(team)
        load_on_call(team)
        publish_library(team)
        inquiries = load_inquiries(locations, team["frontdesk"], now)
        load_patients(team, locations, inquiries, now)
        load_days(team, now)
        load_own_pages(team, now)
        confirm_preparations(team, now)
        load_visits(team, now)
        load_answers(team, now)
        load_agreements(team)
        load_letters(team, now)
        load_feeds(team, now)
        load_waiting(team, now)
        load_past(team, locations, now)
        load_notices(team, now)
        self.stdout.write("The demo clinic is in.")
