"""Where an editor answers a word of the list: why it may stand on a page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import requires

from ..writing.finding import open_edition_at
from . import letting_through
from .hype_forms import ReasonForm


@requires("education.add_lintoverride")
@require_POST
def let_through(request, topic, article, language):
    edition = open_edition_at(topic, article, language)
    form = ReasonForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([message for each in form.errors.values() for message in each])
        letting_through.let_through(edition=edition, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("The reason is kept, and reviewers see it."))
    return redirect("content:edition", topic, article, language, edition.number)
