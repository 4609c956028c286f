"""One person who asked several times: finding their inquiries, and answering them in one."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import answering
from .models import Inquiry

State = Inquiry.State


def merge(*, inquiry, into, by):
    """Close an inquiry as asked twice; its story is told in the one it is merged into. Returns that one.

    The person goes on waiting since they asked first. `reopen` takes it back.
    """
    with transaction.atomic(), pghistory.context(user=by.pk):
        rows = {
            row.pk: row
            for row in Inquiry.objects.filter(pk__in=[inquiry.pk, into.pk])
            .order_by("pk")
            .select_for_update(no_key=True)
        }
        inquiry, into = rows[inquiry.pk], rows[into.pk]
        if inquiry.merged_into_id == into.pk:  # sent twice
            return into
        if inquiry.pk == into.pk or into.merged_into_id:
            raise ValidationError(_("Merge it into an inquiry that stands by itself."), code="merged")
        answering.refuse_unless_waiting(inquiry)
        waits_since = inquiry.unanswered_since
        for earlier in Inquiry.objects.filter(merged_into=inquiry).order_by("pk"):
            earlier.merged_into = into
            earlier.save(update_fields=["merged_into"])
        answering.end(inquiry, State.CLOSED, close_reason=Inquiry.CloseReason.DUPLICATE, merged_into=into)
        if waits_since and into.is_waiting:
            into.unanswered_since = min(waits_since, into.unanswered_since or waits_since)
            into.snoozed_until = None
            into.save(update_fields=["unanswered_since", "snoozed_until"])
    return into
