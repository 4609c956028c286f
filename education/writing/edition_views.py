"""The page of one edition, where everything about it stands, what changed in it, and its steps onward."""

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from clinic.accounts.access import requires

from ..checks.gate import obstacles, obstacles_to_publishing, remarks
from ..library.reading import reading
from ..models import Edition
from . import publishing
from .differences import differences
from .finding import edition_at, open_edition_at, published_edition_at
from .forms import PlanForm, SignOffForm, WithdrawalForm, WordForm
from .turns import whose_turn

SEES, WRITES = "education.view_edition", "education.change_edition"


@requires(SEES)
@require_GET
def edition(request, topic, article, language, number):
    return show(request, edition_at(topic, article, language, number))


def show(request, edition, *, status=200, **more):
    """The page of an edition; `more` takes the place of a form that was filled in wrongly."""
    siblings = Edition.objects.filter(article=edition.article, language=edition.language)
    siblings = list(siblings.select_related("author").without_texts().order_by("-number"))
    now = timezone.now()
    context = {
        "edition": edition,
        "article": edition.article,
        "turn": whose_turn(edition, now),
        "obstacles": _in_the_way(edition),
        "remarks": list(remarks(edition)) if edition.is_open else [],
        "steps": edition.steps.select_related("by").order_by("-pk"),
        "writers": edition.writers.all(),
        "wrote": publishing.wrote(request.user, edition),
        "editions": siblings,
        "languages_to_begin": _languages_to_begin(edition.article),
        "open_edition": next((each for each in siblings if each.is_open), None),
        "published": next((each for each in siblings if each.state == Edition.State.PUBLISHED), None),
        "links": edition.preview_links.filter(expires_at__gt=now, revoked_at=None).select_related("made_by"),
        "sign_offs": edition.sign_offs.select_related("by"),
        "asks_director": edition.clinic_choices(),
        "word_form": WordForm(),
        "plan_form": PlanForm(),
        "withdrawal_form": WithdrawalForm(),
        "sign_off_form": SignOffForm(initial={"seen": edition.changed_at.isoformat()}),
        **more,
    }
    return render(request, "education/edition.html", context, status=status)


def _languages_to_begin(article):
    """Languages in which nobody has written this article yet: pairs of code and name."""
    begun = set(article.editions.values_list("language", flat=True))
    return [(code, name) for code, name in Edition.Language.choices if code not in begun]


@requires(SEES)
@require_GET
def compare(request, topic, article, language, number):
    """Two editions side by side: this one, and the one before it or another that is asked for."""
    edition = edition_at(topic, article, language, number)
    others = Edition.objects.filter(article=edition.article, language=language).exclude(pk=edition.pk)
    others = list(others.order_by("-number"))
    asked = request.GET.get("with", "")
    other = next((each for each in others if str(each.number) == asked), None) or _usual(edition, others)
    before, after = (other, edition) if other and other.number < edition.number else (edition, other)
    return render(request, "education/differences.html", {
        "edition": edition,
        "article": edition.article,
        "others": others,
        "other": other,
        "before": before,
        "after": after,
        "parts": differences(before, after) if other else [],
    })  # fmt: skip


def _in_the_way(edition):
    """What stands in the way of this edition's next step."""
    if edition.state == Edition.State.APPROVED:
        return obstacles_to_publishing(edition)
    return obstacles(edition) if edition.is_open else []


def _usual(edition, others):
    """What an edition is compared with unless asked: the published one before it, else the one before it."""
    earlier = [each for each in others if each.number < edition.number]
    published = [each for each in earlier if each.state == Edition.State.PUBLISHED]
    return next(iter([*published, *earlier, *others]), None)


@requires(SEES)
@csp_update({"frame-src": SELF})
@require_GET
def preview(request, topic, article, language):
    """The page as its readers will see it: at the width of this window, or in a frame as wide as a phone."""
    edition = open_edition_at(topic, article, language)
    context = {"obstacles": _in_the_way(edition), "as_on_a_phone": request.GET.get("width") == "phone"}
    return render(request, "education/preview.html", reading(edition) | context)


@requires(SEES)
@csp_replace({"frame-ancestors": SELF})
@xframe_options_sameorigin
@require_GET
def preview_page(request, topic, article, language):
    """The page alone, for the frame of the preview."""
    edition = open_edition_at(topic, article, language)
    return render(request, "education/preview_page.html", reading(edition))


@requires(WRITES)
@require_POST
def send(request, topic, article, language):
    edition = open_edition_at(topic, article, language)
    return move(
        request,
        edition,
        publishing.send_for_review,
        _("It now waits for a reviewer."),
        comment=_word(request),
    )


@requires(SEES)
@require_POST
def take_back(request, topic, article, language):
    edition = open_edition_at(topic, article, language)
    comment = _word(request) or _("Taken back to change it.")
    return move(request, edition, publishing.return_to_draft, _("It is a draft again."), comment=comment)


@requires(WRITES)
@require_POST
def publish(request, topic, article, language):
    edition = open_edition_at(topic, article, language)
    done = _("Published. This is what everybody reads now.")
    return move(request, edition, publishing.publish, done, comment=_word(request))


@requires(WRITES)
@require_POST
def plan(request, topic, article, language):
    """Plan an approved edition for a day and time on the clinic's clock."""
    edition, form = open_edition_at(topic, article, language), PlanForm(request.POST)
    if not form.is_valid():
        return show(request, edition, plan_form=form)
    done = _("It will be published by itself.")
    return move(request, edition, publishing.plan, done, at=form.cleaned_data["at"])


@requires(WRITES)
@require_POST
def unplan(request, topic, article, language):
    edition = open_edition_at(topic, article, language)
    return move(request, edition, publishing.plan, _("It is not published by itself any more."), at=None)


@requires(SEES)
@require_POST
def withdraw(request, topic, article, language):
    edition, form = published_edition_at(topic, article, language), WithdrawalForm(request.POST)
    if not form.is_valid():
        return show(request, edition, withdrawal_form=form)
    done = _("Withdrawn. Nobody reads this page any more.")
    return move(request, edition, publishing.withdraw, done, comment=form.cleaned_data["comment"])


def _word(request):
    form = WordForm(request.POST)
    return form.cleaned_data["comment"] if form.is_valid() else ""


def move(request, edition, act, done, **words):
    """Let the act be done, say so or why not, and go back to the edition’s page."""
    try:
        act(edition=edition, by=request.user, **words)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect(
        "content:edition", edition.article.shelf, edition.article.slug, edition.language, edition.number
    )
