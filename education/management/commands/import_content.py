"""Takes in a library that somebody shares as files: what is new comes in, what is here is not overwritten."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clinic.accounts.models import User

from ...exchange.importing import load
from ...ledger import ledger


class Command(BaseCommand):
    help = (
        "Takes in the library in FOLDER. New pages come as drafts, and a page that is here gets a new draft "
        "where its words differ. What else differs is named and stays as it is here. Either all of it comes "
        "in, or nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="FOLDER")
        parser.add_argument("--author", metavar="E-MAIL", help="who stands as author of the drafts")
        parser.add_argument(
            "--checked-by",
            metavar="E-MAIL",
            help="who here answers for what the folder calls verified; without, it comes in as not verified",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--update-claims",
            action="store_true",
            help="take over sources, claims and other rows that differ; pages that cite them are to be rechecked",
        )

    def handle(self, *args, folder, author, checked_by, dry_run, update_claims, **options):
        try:
            report = load(
                folder,
                author=author and author_of(author),
                checked_by=checked_by and checker_of(checked_by),
                take_over=update_claims,
                dry_run=dry_run,
            )
        except ValidationError as refusal:
            raise CommandError("\n".join(["Nothing was taken in.", *refusal.messages])) from refusal
        if dry_run:
            self.stdout.write("This is what would happen; nothing has changed.")
        self.tell(report)

    def tell(self, report):
        counts = ", ".join(f"{number} {what}" for what, number in report.added.items())
        self.stdout.write(f"Added {counts}." if counts else "Nothing here is new.")
        for heading, places in (
            ("These differed, and are now as in the folder:", report.taken_over),
            (
                "Nobody here has verified these yet (--checked-by names who answers for them):",
                report.unverified,
            ),
            ("These pages differ, and have a new draft:", report.redrafted),
            ("These pages differ, and somebody’s draft is open, so they stay as they are:", report.held),
            ("These differ, and stay as they are here (--update-claims takes them over):", report.kept),
        ):
            if places:
                self.stdout.write("\n  ".join([heading, *places]))


def author_of(email):
    """The person who signs in with this address."""
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist as missing:
        raise CommandError(f"Nobody here signs in as {email}.") from missing


def checker_of(email):
    """Who signs in with this address and may answer for claims and sources."""
    person = author_of(email)
    if not ledger.may_check(person):
        raise CommandError(f"{person} may not answer for claims and sources.")
    return person
