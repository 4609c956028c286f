from django.core.management.base import BaseCommand

from patients.consent.starter import load_documents


class Command(BaseCommand):
    help = "Issues a starting consent text for each treatment that has none; again, it changes nothing."

    def handle(self, **options):
        issued = load_documents()
        for document in issued:
            self.stdout.write(str(document))
        if not issued:
            self.stdout.write("Every treatment with a starting text has a document already.")
