"""Two patients who turn out to be one person: what hangs on the one follows to the other; both histories stay."""

import pghistory
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .known import KNOWN, what_is_known
from .look_alikes import keep_apart
from .models import DifferentPeople, Patient
from .registering import save_once


def merge_patients(*, patient, into, seen, by, taken=()):
    """Make two patients one: `patient` stays as it is, and leads to `into` from now on. Returns `into`.

    `taken` names what `into` takes from `patient` (of `KNOWN`); `seen` is what was known of the two when they
    were compared, `patient` first. Every app moves its own rows (`follow_patient` in its `AppConfig`), or
    refuses in words, and then nothing is merged. Refuses, by code: `same`; `merged` one that was merged with
    somebody else; `changed_meanwhile`.
    """
    if patient.pk == into.pk:
        raise ValidationError(_("This is one patient, not two."), code="same")
    with transaction.atomic(), pghistory.context(user=by.pk):
        # Nobody hangs anything on either of them meanwhile, not even past the acts.
        locked = Patient.objects.select_for_update(of=["self"]).select_related("location").order_by("pk")
        rows = {row.pk: row for row in locked.filter(pk__in=[patient.pk, into.pk])}
        patient, into = rows[patient.pk], rows[into.pk]
        if patient.merged_into_id == into.pk:  # sent twice
            return into
        refuse_what_is_not_as_seen(patient, into, seen)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows that name one another move one by one
        Patient.objects.filter(merged_into=patient).update(merged_into=into)
        patient.merged_into = into
        patient.save(update_fields=["merged_into"])
        for app in apps.get_app_configs():
            for follow in getattr(app, "follow_patient", ()):
                import_string(follow)(patient=patient, into=into)
        keep_apart_from_the_same(patient, into)
        for field in KNOWN:
            if field in taken:
                setattr(into, field, getattr(patient, field))
        save_once(into)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return into


def refuse_what_is_not_as_seen(patient, into, seen):
    if patient.merged_into_id or into.merged_into_id:
        raise ValidationError(
            _("Somebody has just merged one of them with another patient. Look at them again."), code="merged"
        )
    if [what_is_known(patient), what_is_known(into)] != list(seen):
        raise ValidationError(
            _("Somebody has just changed what we know of one of them. Look at them again, then merge."),
            code="changed_meanwhile",
        )


def keep_apart_from_the_same(patient, into):
    """Whoever is somebody else than the one is somebody else than the other; the two themselves are not."""
    for pair in DifferentPeople.objects.of(patient).select_related("one", "other", "said_by"):
        third = pair.other if pair.one_id == patient.pk else pair.one
        pair.delete()
        if third.pk != into.pk:
            keep_apart(patient=into, others=[third], because=pair.because, by=pair.said_by, now=pair.said_at)
