"""Gathers what is to be translated into `clinic/locale`: Django's own command, for what the public reads."""

from pathlib import Path

from django.core.management.commands import makemessages

from clinic.translations import public_files


class Command(makemessages.Command):
    # An entry that is only like an older one is new to its translator, and line numbers change too often.
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    def find_files(self, root):
        public = set(public_files())
        return [found for found in super().find_files(root) if Path(found.path).resolve() in public]
