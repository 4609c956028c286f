"""Publishing: the way of an edition from draft to readers, step by step, each kept with who took it and why."""

import calendar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic import kept_pages

from ..checks.gate import obstacles, obstacles_to_publishing
from ..models import Article, Claim, DirectorSignOff, Edition, EditionClaim, EditionStep
from ..rich_text import cited_keys
from ..search.searching import learn_words

WRITE, REVIEW, SIGN_OFF = (
    f"education.{right}" for right in ("change_edition", "review_edition", "sign_off_edition")
)
State = Edition.State
COMMENT_LENGTH = EditionStep._meta.get_field("comment").max_length


@transaction.atomic
def send_for_review(*, edition, by, comment=""):
    """Hand a finished draft to the clinical reviewers; until they answer, nobody changes it.

    Without a comment the note on what changed speaks for it. Returns the edition.
    """
    edition = _locked(edition)
    if edition.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be sent for review."))
    _refuse_if([*_may_not(by, WRITE), *_in_the_way(edition)])
    comment = comment.strip() or edition.change_note or _("Sent for review.")
    return _step(edition, State.CLINICAL_REVIEW, by, comment)


@transaction.atomic
def pass_clinical_review(*, edition, by, comment, seen=None):
    """A clinician who wrote none of it answers for what it says; next it is read for plain language.

    `seen` is the `changed_at` of the words the reviewer has read. Returns the edition.
    """
    edition = _locked(edition)
    if edition.state != State.CLINICAL_REVIEW:
        raise ValidationError(_("This edition does not wait for clinical review."))
    _refuse_if(
        [*_may_not(by, REVIEW), *_not_yours(by, edition), *_unseen(edition, seen), *_in_the_way(edition)]
    )
    edition.reviewer, edition.reviewed_on = by, timezone.localdate()
    return _step(edition, State.PLAIN_REVIEW, by, comment, "reviewer", "reviewed_on")


@transaction.atomic
def pass_plain_review(*, edition, by, comment, seen=None):
    """An editor who wrote none of it finds it plain; then it is approved. Returns the edition."""
    edition = _locked(edition)
    if edition.state != State.PLAIN_REVIEW:
        raise ValidationError(_("This edition does not wait for plain-language review."))
    _refuse_if(
        [*_may_not(by, WRITE), *_not_yours(by, edition), *_unseen(edition, seen), *_in_the_way(edition)]
    )
    edition.plain_reviewer, edition.plain_reviewed_on = by, timezone.localdate()
    return _step(edition, State.APPROVED, by, comment, "plain_reviewer", "plain_reviewed_on")


@transaction.atomic
def return_to_draft(*, edition, by, comment):
    """Make an edition on its way a draft again, to be changed; its reviews begin anew. Returns the edition."""
    edition = _locked(edition)
    if edition.state not in (State.CLINICAL_REVIEW, State.PLAIN_REVIEW, State.APPROVED):
        raise ValidationError(_("This edition is not on its way to the public."))
    _refuse_if(_may_not(by, WRITE, REVIEW))
    edition.reviewer = edition.reviewed_on = edition.plain_reviewer = edition.plain_reviewed_on = None
    edition.publish_at = None
    reviews = ("reviewer", "reviewed_on", "plain_reviewer", "plain_reviewed_on", "publish_at")
    return _step(edition, State.DRAFT, by, comment, *reviews)


@transaction.atomic
def sign_off(*, edition, by, comment="", seen=None):
    """A medical director confirms the numbers this clinic chose, as these words give them.

    Returns the DirectorSignOff; changed words need it again.
    """
    edition = _locked(edition)
    if not edition.is_open:
        raise ValidationError(_("This edition is not on its way to the public."))
    if not by.has_perm(SIGN_OFF):
        raise ValidationError(_("Only a location’s medical director signs off these numbers."))
    _refuse_if(_unseen(edition, seen))
    sign_off = DirectorSignOff(
        edition=edition, words_of=edition.changed_at, by=by, at=timezone.now(), comment=comment
    )
    sign_off.full_clean()
    sign_off.save()
    return sign_off


@transaction.atomic
def plan(*, edition, by, at):
    """Let an approved edition be published by itself at a time (None: not by itself). Returns the edition."""
    edition = _locked(edition)
    if edition.state != State.APPROVED:
        raise ValidationError(_("Only an approved edition can be planned."))
    refusals = _may_not(by, WRITE)
    if at is not None and at <= timezone.now():
        refusals.append(_("Choose a time to come, or publish now."))
    _refuse_if([*refusals, *(_in_the_way_of_readers(edition) if at else ())])
    edition.publish_at = at
    return _step(edition, State.APPROVED, by, _planned_for(at), "publish_at")


@transaction.atomic
def publish(*, edition, by, comment=""):
    """Let the public read an approved edition, in place of the one published before.

    Freezes the words and the list of claims cited, and sets the date of the next review: so many months
    after the clinical review as the kind of page asks for. Returns the edition.
    """
    edition = _locked(edition)
    if edition.state != State.APPROVED:
        raise ValidationError(_("Only an approved edition can be published."))
    _refuse_if([*_may_not(by, WRITE), *_in_the_way_of_readers(edition)])
    return _make_public(edition, by, comment or _("Published."))


def publish_due(*, now):
    """Publish every approved edition whose time has come; returns those published and those refused.

    Each in its own transaction, by whoever planned it. One that the gate refuses stays approved, without
    its time, and the reason becomes a step the editors read.
    """
    published, refused = [], []
    for waiting in Edition.objects.due_to_publish(now):
        with transaction.atomic():
            edition = Edition.objects.due_to_publish(now).filter(pk=_locked(waiting).pk).first()
            if edition is None:
                continue  # somebody took it back, or published it, a moment ago
            by = edition.steps.latest("pk").by
            if obstacles := _in_the_way_of_readers(edition):
                edition.publish_at = None
                comment = _("Not published as planned: %(why)s") % {"why": " ".join(obstacles)}
                refused.append(_step(edition, State.APPROVED, by, comment[:COMMENT_LENGTH], "publish_at"))
            else:
                published.append(_make_public(edition, by, _("Published as planned.")))
    return published, refused


def publish_what_is_due():
    """The minute's job: what was planned for a time that has come."""
    publish_due(now=timezone.now())


@transaction.atomic
def withdraw(*, edition, by, comment):
    """Take a published edition from the public, with a reason they can read. Returns the edition."""
    edition = _locked(edition)
    if edition.state != State.PUBLISHED:
        raise ValidationError(_("Only a published edition can be withdrawn."))
    _refuse_if(_may_not(by, WRITE, REVIEW))
    return _step(edition, State.WITHDRAWN, by, comment)


def wrote(person, edition):
    """Whether any word of this edition is theirs, so that they cannot review it."""
    return Edition.objects.filter(pk=edition.pk).written_by(person).exists()


def _locked(edition):
    """The edition as it stands now; its article is locked, so that one of two people waits."""
    Article.objects.select_for_update(no_key=True).get(pk=edition.article_id)
    return Edition.objects.select_related("article").get(pk=edition.pk)


def _step(edition, state, by, comment, *changed):
    """Move the edition to its next state and keep who did it, with their words.

    What the public reads from then on, it reads at once.
    """
    step = EditionStep(
        edition=edition,
        moved_from=edition.state,
        moved_to=state,
        by=by,
        at=timezone.now(),
        comment=comment.strip(),
    )
    if not step.comment:
        raise ValidationError(_("Say a few words to whoever comes next."), code="comment_missing")
    step.full_clean()
    edition.state = state
    edition.save(update_fields=["state", *changed])
    step.save()
    if State.PUBLISHED in (step.moved_from, step.moved_to):
        kept_pages.drop()
    return edition


def _make_public(edition, by, comment):
    _freeze_citations(edition)
    for before in Edition.objects.published().filter(article=edition.article, language=edition.language):
        superseded = _("Edition %(number)s takes its place.") % {"number": edition.number}
        _step(before, State.SUPERSEDED, by, superseded)
    edition.review_due = _months_after(edition.reviewed_on, edition.article.review_months)
    edition.published_at = timezone.now()
    learn_words(edition)
    return _step(edition, State.PUBLISHED, by, comment, "review_due", "published_at")


def _planned_for(at):
    if at is None:
        return _("Not to be published by itself.")
    return _("To be published %(when)s.") % {"when": date_format(timezone.localtime(at), "M j, Y, H:i T")}


def _in_the_way(edition):
    return [str(each) for each in obstacles(edition)]


def _in_the_way_of_readers(edition):
    return [str(each) for each in obstacles_to_publishing(edition)]


def _may_not(person, *rights):
    """Why this person may not, unless they have one of these rights."""
    if any(person.has_perm(right) for right in rights):
        return []
    if rights == (REVIEW,):
        return [_("%(name)s may not review pages.") % {"name": person}]
    return [_("%(name)s may not work on pages.") % {"name": person}]


def _not_yours(person, edition):
    if wrote(person, edition):
        return [_("You wrote in this edition, so somebody else reviews it. Ask a colleague.")]
    return []


def _unseen(edition, seen):
    if seen is not None and seen != edition.changed_at:
        return [_("The text has changed since you read it. Read it again before you answer for it.")]
    return []


def _freeze_citations(edition):
    """Keep what the claims cited say today, in the order a reader meets them."""
    keys = cited_keys(*edition.texts)
    claims = {claim.key: claim for claim in Claim.objects.filter(key__in=keys)}
    EditionClaim.objects.bulk_create(
        EditionClaim(
            edition=edition,
            claim=claims[key],
            position=position,
            statement=claims[key].statement,
            verdict=claims[key].verdict,
        )
        for position, key in enumerate(keys, 1)
    )


def _refuse_if(reasons):
    if reasons:
        raise ValidationError([str(each) for each in reasons])


def _months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
