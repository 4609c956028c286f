"""The ledger on screen: the claims and the sources, and on each page of theirs the acts somebody may do."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires

from ..history import history_of
from ..models import Claim, ClaimSource, Edition, Source
from . import ledger, rechecking
from .forms import (
    CheckForm,
    ClaimFilter,
    NoteForm,
    ReasonForm,
    RecheckForm,
    SourceFilter,
    StandingForm,
    VerifyForm,
)

ON_A_PAGE = 25
CLAIM_FIELDS = (
    "statement", "often_said", "verdict", "strength", "strength_note", "status", "status_note", "numbers",
    "pictures", "is_verified", "is_clinic_choice", "retracted_on", "checked_on", "next_check",
)  # fmt: skip
SOURCE_FIELDS = (
    "kind", "authors", "title", "published_in", "year", "place", "doi", "pmid", "url", "accessed_on", "read_in",
    "is_verified", "standing",
)  # fmt: skip
ON_PUBLISHED_PAGES = Count("editions", filter=Q(editions__state=Edition.State.PUBLISHED), distinct=True)


@requires("education.view_claim")
@require_safe
def claims(request):
    """The list of claims."""
    form = ClaimFilter(request.GET)
    found = form.claims().annotate(pages=ON_PUBLISHED_PAGES).order_by("key")
    return _list(request, "education/claims.html", form, found, today=timezone.localdate())


@requires("education.view_source")
@require_safe
def sources(request):
    """The list of sources."""
    form = SourceFilter(request.GET)
    return _list(
        request,
        "education/ledger_sources.html",
        form,
        form.sources().annotate(uses=Count("claims")).order_by("code"),
    )


def _list(request, template, form, found, **more):
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"filters": form, "page": page, "is_narrowed": any(form.asked_for().values())}
    return render(request, template, context | more)


@requires("education.view_claim")
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request, key):
    """One claim: what it says, what it rests on, who checked it, where it stands; each button is one act."""
    claim = get_object_or_404(Claim.objects.select_related("checked_by"), key=key)
    year_ahead = timezone.localdate() + ledger.A_YEAR
    forms = {
        "verify": VerifyForm(prefix="verify"),
        "doubt": NoteForm(prefix="doubt"),
        "check": CheckForm(prefix="check", initial={"next_check": year_ahead}),
        "retract": ReasonForm(prefix="retract"),
        "reinstate": ReasonForm(prefix="reinstate"),
        "recheck": RecheckForm(prefix="recheck"),
    }
    done = _act(request, claim, CLAIM_ACTS, forms)
    if done:
        return redirect("ledger:claim", key)
    published = Q(citations__claim=claim, state=Edition.State.PUBLISHED)
    still_open = Q(pk__in=Edition.objects.open().citing([claim.key]).values("pk"))
    cited_in = Edition.objects.filter(published | still_open)
    return render(request, "education/claim.html", {
        "claim": claim,
        "citations": claim.citations.select_related("source"),
        "cited_in": cited_in.select_related("article__topic").distinct().order_by("title", "number"),
        "is_compared": claim.compared_facts.exists(),
        "rechecks": _with_forms(claim.rechecks.open(), forms["recheck"]),
        "history": history_of(Claim, pgh_obj_id=claim.pk, fields=CLAIM_FIELDS),
        "forms": forms,
        "form": forms.get(request.POST.get("act")),
        "may_check": ledger.may_check(request.user),
        "is_due": claim.next_check <= timezone.localdate(),
    })  # fmt: skip


@requires("education.view_source")
@require_http_methods(["GET", "HEAD", "POST"])
def source(request, code):
    """One source: where it is found, who verified it, which claims rest on it."""
    source = get_object_or_404(Source, code=code)
    forms = {
        "verify": VerifyForm(prefix="verify"),
        "doubt": NoteForm(prefix="doubt"),
        "standing": StandingForm(prefix="standing", initial={"standing": source.standing}),
    }
    if _act(request, source, SOURCE_ACTS, forms):
        return redirect("ledger:source", code)
    pages = Prefetch("claim", Claim.objects.annotate(pages=ON_PUBLISHED_PAGES))
    return render(request, "education/ledger_source.html", {
        "source": source,
        "citations": ClaimSource.objects.filter(source=source).prefetch_related(pages).order_by("claim__key"),
        "history": history_of(Source, pgh_obj_id=source.pk, fields=SOURCE_FIELDS),
        "forms": forms,
        "form": forms.get(request.POST.get("act")),
        "may_check": ledger.may_check(request.user),
    })  # fmt: skip


def _act(request, row, acts, forms):
    """Whether the act somebody asked for is done; else its form in `forms` says what is missing."""
    if request.method != "POST":
        return False
    name = request.POST.get("act")
    if name not in acts:
        raise SuspiciousOperation("There is no such act.")
    if not ledger.may_check(request.user):
        raise PermissionDenied
    form = forms[name] = type(forms[name])(request.POST, prefix=name)
    if not form.is_valid():
        return False
    try:
        messages.success(request, acts[name](row, request.user, form.cleaned_data))
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True


def _with_forms(rechecks, answered):
    """Each open recheck with its own form; the one somebody has just answered keeps what was typed."""
    rows = []
    for number, recheck in enumerate(rechecks.select_related("edition__article__topic", "source")):
        names = {"page": address_of(recheck.edition), "reason": recheck.reason}
        form = RecheckForm(prefix="recheck", initial=names, auto_id=f"id_%s_{number}")
        if answered.is_bound and all(answered[name].data == value for name, value in names.items()):
            form = answered
        rows.append((recheck, form))
    return rows


def verify(row, by, typed):
    ledger.verify(row, by=by, note=typed["note"])
    return _("Verified.")


def doubt(row, by, typed):
    ledger.doubt(row, by=by, note=typed["note"])
    return _("It is not verified any more.")


def check(claim, by, typed):
    ledger.record_check(claim, by=by, next_check=typed["next_check"], note=typed["note"])
    return _("The check is kept.")


def retract(claim, by, typed):
    ledger.retract_claim(claim, by=by, reason=typed["reason"])
    return _("Retracted. Nothing may rest on this claim from today on.")


def reinstate(claim, by, typed):
    ledger.reinstate_claim(claim, by=by, reason=typed["reason"])
    return _("The retraction is taken back. Verify the claim before a page rests on it again.")


def standing(source, by, typed):
    ledger.change_standing(source, standing=typed["standing"], by=by, note=typed["note"])
    return _("The standing is changed.")


def close_recheck(claim, by, typed):
    open_ones = claim.rechecks.open().filter(reason=typed["reason"]).select_related("edition__article__topic")
    recheck = next((each for each in open_ones if address_of(each.edition) == typed["page"]), None)
    if recheck is None:
        raise ValidationError(_("A colleague has looked at this page already."))
    rechecking.close(recheck, by=by, note=typed["note"])
    return _("Kept: the page was looked at.")


def address_of(edition):
    """How the form of a recheck names its page."""
    return f"{edition.article.shelf}/{edition.article.slug}/{edition.language}"


CLAIM_ACTS = {
    "verify": verify,
    "doubt": doubt,
    "check": check,
    "retract": retract,
    "reinstate": reinstate,
    "recheck": close_recheck,
}
SOURCE_ACTS = {"verify": verify, "doubt": doubt, "standing": standing}
