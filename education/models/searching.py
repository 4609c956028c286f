"""What search knows besides the pages: words of the field that mean the same, and how words are spelt."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .editions import Edition


@pghistory.track()
class Synonym(models.Model):
    """A word of the field, and what else it may be called: a search for it finds these as well."""

    language = models.CharField(
        _("language"), max_length=2, choices=Edition.Language, default=Edition.Language.ENGLISH
    )
    term = models.CharField(_("word"), max_length=60, help_text=_("In small letters, such as trd."))
    means = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("means the same"),
        size=10,
        help_text=_("With commas between, such as treatment-resistant depression."),
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                name="synonym_once",
                fields=["language", "term"],
                violation_error_message=_("This word is here already."),
            ),
            models.CheckConstraint(
                name="synonym_in_small_letters",
                condition=Q(term=Lower(F("term"))),
                violation_error_message=_("Write the word in small letters."),
            ),
        ]

    def __str__(self):
        return f"{self.term}: {', '.join(self.means)}"


class KnownWord(models.Model):
    """A word that stands on some published page: what a misspelt search is compared with."""

    language = models.CharField(_("language"), max_length=2, choices=Edition.Language)
    word = models.CharField(_("word"), max_length=60)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        constraints = [models.UniqueConstraint(name="knownword_once", fields=["language", "word"])]
        indexes = [GinIndex(name="knownword_alike", fields=["word"], opclasses=["gin_trgm_ops"])]

    def __str__(self):
        return self.word
