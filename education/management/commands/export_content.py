"""Writes the library into a folder that people can read, compare and keep in git."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ...exchange.exporting import export


class Command(BaseCommand):
    help = (
        "Writes sources, claims, treatments, topics and what is published of each page into FOLDER, as files "
        "that git can compare. Pages that are no longer published leave the folder."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="FOLDER")
        parser.add_argument(
            "--drafts", action="store_true", help="of pages with an edition on its way, write that one"
        )

    def handle(self, *args, folder, drafts, **options):
        try:
            counts = export(folder, drafts=drafts)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write("Wrote " + ", ".join(f"{number} {what}" for what, number in counts.items()) + ".")
