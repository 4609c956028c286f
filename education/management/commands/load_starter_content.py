"""Loads the starter library: claims with their sources, and first articles as drafts."""

from django.core.management.base import BaseCommand

from ... import starter
from .import_content import author_of


class Command(BaseCommand):
    help = (
        "Loads the starter library: claims with their sources, and first articles as drafts for you to "
        "review. What is here already is left as it is, so this can be run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--author", metavar="E-MAIL", help="who stands as author of the drafts")

    def handle(self, *args, author, **options):
        added = starter.load(author=author and author_of(author))
        counts = ", ".join(f"{number} {what}" for what, number in added.items() if number)
        self.stdout.write(f"Added {counts}." if counts else "All of it is here already.")
