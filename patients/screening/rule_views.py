"""The screening rules in the staff site: what is in use, another version proposed, and a second person's word on it."""

import itertools

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.accounts.access import requires
from clinic.locations.directors import is_medical_director
from education.models import Source

from .models import Rule
from .replaying import replay
from .rule_forms import DecisionForm, RuleForm
from .ruling import confirm, decide, differences, propose


@requires("screening.view_rule")
@require_safe
def rules(request):
    """Every rule in use, in order, with what waits for a second person and for a medical director."""
    in_use = list(Rule.objects.in_use())
    context = {
        "rules": in_use,
        "proposed": Rule.objects.proposed().select_related("proposed_by"),
        "unconfirmed": [rule for rule in in_use if not rule.is_confirmed],
    }
    return render(request, "screening/rules.html", context)


def the_rule(key):
    """The version in use; where the rule is out of use, its newest version that was let through."""
    rule = Rule.objects.in_use().filter(key=key).first()
    rule = rule or Rule.objects.filter(key=key, state=Rule.State.IN_USE).order_by("-version").first()
    if rule is None:
        raise Http404
    return rule


@requires("screening.view_rule")
@require_safe
def rule(request, key):
    """One rule with its sources, all of its versions, and what each says otherwise than the one before."""
    shown = the_rule(key)
    versions = list(
        Rule.objects.filter(key=key).select_related("proposed_by", "decided_by").order_by("version")
    )
    for earlier, later in itertools.pairwise(versions):
        later.differences = list(differences(earlier, later))
    context = {
        "rule": shown,
        "versions": versions[::-1],
        "sources": Source.objects.filter(code__in=shown.sources.split()),
        "waits": next((version for version in versions if version.state == Rule.State.PROPOSED), None),
        "may_confirm": is_medical_director(request.user) and not shown.is_confirmed,
    }
    return render(request, "screening/rule.html", context)


@requires("screening.change_rule")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def proposing(request, key):
    """Write another version of a rule; it is judged by nobody until a second person lets it through."""
    shown = the_rule(key)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=shown)
    if form.is_valid():
        try:
            proposed = propose(rule=shown, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is proposed. A second prescriber decides."))
            return redirect("rules:version", key, proposed.version)
    return render(request, "screening/propose.html", {"rule": shown, "form": form})


@requires("screening.view_rule")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def version(request, key, version):
    """One version beside the one in use: the difference, who would be flagged otherwise, and the decision."""
    shown = get_object_or_404(
        Rule.objects.select_related("proposed_by", "decided_by"), key=key, version=version
    )
    in_use = the_rule(key)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not request.user.has_perm("screening.change_rule"):
            raise PermissionDenied
        if form.is_valid() and request.POST.get("act") in ("let_through", "decline"):
            lets_through = request.POST["act"] == "let_through"
            try:
                decide(
                    rule=shown,
                    lets_through=lets_through,
                    because=form.cleaned_data["because"],
                    by=request.user,
                )
            except ValidationError as refusal:
                for words in refusal.messages:
                    form.add_error(None, words)
            else:
                done = _("It is in use from now on.") if lets_through else _("It is declined.")
                messages.success(request, done)
                return redirect("rules:rule", key)
    waits = shown.state == Rule.State.PROPOSED
    context = {
        "rule": shown,
        "in_use": in_use,
        "form": form,
        "differences": list(differences(in_use, shown)),
        "waits": waits,
        "may_decide": waits
        and request.user.has_perm("screening.change_rule")
        and shown.proposed_by_id != request.user.pk,
        "otherwise": replay(rule=shown, in_use=in_use, user=request.user) if waits else [],
    }
    return render(request, "screening/version.html", context)


@requires("screening.view_rule")
@require_POST
def confirming(request, key):
    """A medical director answers for a rule that rests on no source."""
    if not is_medical_director(request.user):
        raise PermissionDenied
    confirm(rule=the_rule(key), by=request.user)
    messages.success(request, _("You answer for this rule now."))
    return redirect("rules:rule", key)
