"""How often a public form was sent, so that nobody floods it."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class SubmissionCountQuerySet(models.QuerySet):
    def add_one(self, *, day, form, sender, limit):
        """Count one more, unless that is over the limit: then False. Safe however many come at once."""
        row, _is_new = self.get_or_create(day=day, form=form, sender=sender)
        return bool(self.filter(pk=row.pk, count__lt=limit).update(count=F("count") + 1))


class SubmissionCount(models.Model):
    """How often one sender used one public form on one day. The sender is a keyed daily hash."""

    day = models.DateField()
    form = models.CharField(max_length=20)
    sender = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    objects = SubmissionCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of submissions")
        verbose_name_plural = _("counts of submissions")
        constraints = [
            models.UniqueConstraint(name="submission_counted_once", fields=["day", "form", "sender"]),
        ]

    def __str__(self):
        return f"{self.day} {self.form}: {self.count}"
