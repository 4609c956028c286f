"""The editors' board: what waits for whom, what is due, and what broke under pages that are published."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Subquery, TextField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..checks.site_links import LINK, dead_among
from ..models import Article, Claim, DirectorSignOff, Edition, EditionStep, LintOverride, Recheck
from ..models.editions import ALL_TEXT
from ..writing.publishing import REVIEW, SIGN_OFF, WRITE

SHOWN = 8  # of each pile, on the board
State = Edition.State


@dataclass
class Pile:
    """Things that wait for the same: all that was `found`, the first of them, and where all of them are listed."""

    key: str
    title: str
    found: object  # a queryset or a list
    url: str = ""
    is_late: bool = False

    def __post_init__(self):
        self.url = self.url or reverse("content:pile", args=[self.key])

    @cached_property
    def _first(self):
        return list(self.found[: SHOWN + 1])

    @property
    def rows(self):
        return self._first[:SHOWN]

    @cached_property
    def count(self):
        """Asked for only where there are more than are shown."""
        if len(self._first) <= SHOWN:
            return len(self._first)
        return len(self.found) if isinstance(self.found, list) else self.found.count()

    @property
    def more(self):
        """How many are not shown."""
        return self.count - len(self.rows)

    @property
    def since(self):
        """When the first of them began to wait, where that is known."""
        return getattr(self.rows[0], "waits_since", None) if self.rows else None


@dataclass(frozen=True)
class BrokenLink:
    """A link on a published page that leads a reader nowhere."""

    edition: Edition
    href: str


# -- Editions on their way -----------------------------------------------------------------------------


def drafts_of(user):
    """Drafts this person wrote in; with `sent_back_by` and `comment` where a reviewer returned them."""
    return _on_their_way().written_by(user).filter(state=State.DRAFT)


def to_review(user):
    """What waits for a clinical reviewer, as far as this person wrote none of it."""
    return _on_their_way().for_review_by(user).filter(state=State.CLINICAL_REVIEW)


def to_read(user):
    """What waits to be read for plain language, as far as this person wrote none of it."""
    return _on_their_way().for_review_by(user).filter(state=State.PLAIN_REVIEW)


def approved():
    """What both reviewers passed, planned for a time or not."""
    return _on_their_way().filter(state=State.APPROVED).order_by(F("publish_at").asc(nulls_last=True), "pk")


def to_sign_off():
    """What leans on a number this clinic chose and no medical director has signed off as it reads now."""
    keys = Claim.objects.filter(is_clinic_choice=True).values_list("key", flat=True)
    signed = DirectorSignOff.objects.filter(edition=OuterRef("pk"), words_of=OuterRef("changed_at"))
    return _on_their_way().citing(keys).filter(~Exists(signed))


def with_others(user):
    """Everything on its way that waits for somebody else than this person."""
    mine = Q(pk__in=drafts_of(user).values("pk")) | Q(state=State.APPROVED)
    if user.has_perm(REVIEW):
        mine |= Q(pk__in=to_review(user).values("pk"))
    if user.has_perm(WRITE):
        mine |= Q(pk__in=to_read(user).values("pk"))
    return _on_their_way().exclude(mine)


def _on_their_way():
    """Open editions, what waits longest first, each with the last step it took."""
    last = EditionStep.objects.filter(edition=OuterRef("pk")).order_by("-at", "-pk")
    returned = last.filter(moved_to=State.DRAFT)
    return (
        Edition.objects.open()
        .select_related("article__topic", "author")
        .without_texts()
        .annotate(
            waits_since=Subquery(last.values("at")[:1]),
            sent_back_by=Subquery(returned.values("by__name")[:1], output_field=CharField()),
            comment=Subquery(returned.values("comment")[:1]),
        )
        .order_by(F("waits_since").asc(nulls_last=True), "changed_at")
    )


# -- What readers read now -----------------------------------------------------------------------------


def due_soon(today):
    """Published editions whose review is due within 60 days."""
    return _published().due_soon(today)


def overdue(today):
    """Published editions past their review; after 90 days search and sitemap leave them out."""
    return _published().overdue(today).told_when_overdue(today)


def _published():
    editions = Edition.objects.published().select_related("article__topic").without_texts()
    return editions.order_by("review_due", "title")


def rechecks():
    """Published pages to look at again, the longest wait first."""
    return Recheck.objects.open().select_related("edition__article__topic", "claim", "source")


def broken_links():
    """Links on published pages that lead to no page of this site: the addresses in one query, then each once."""
    hrefs = Func(
        ALL_TEXT,
        Value(LINK),
        Value("g"),
        function="regexp_matches",
        output_field=ArrayField(TextField()),
    )
    hrefs.set_returning = True
    published = Edition.objects.published().select_related("article__topic").without_texts()
    found = published.annotate(href=hrefs)
    return [BrokenLink(edition, href) for edition, href in dead_among((each, each.href[0]) for each in found)]


def overrides():
    """Words of the list that stand on pages all the same, each with its reason, the newest first.

    Each with the `title` that its page has now.
    """
    editions = Edition.objects.filter(article=OuterRef("article"), language=OuterRef("language"))
    title = Subquery(editions.order_by("-number").values("title")[:1])
    return LintOverride.objects.select_related("article__topic", "by").annotate(title=title).order_by("-at")


# -- The board -----------------------------------------------------------------------------------------


def to_take_up(user) -> list[Pile]:
    """What this person can take up now, most pressing first; empty piles too, so that they can say so."""
    piles = []
    if user.has_perm(REVIEW):
        title = _("Pages to review clinically")
        piles.append(Pile("to-review", title, to_review(user), _list(State.CLINICAL_REVIEW)))
    if user.has_perm(SIGN_OFF):
        piles.append(Pile("to-sign-off", _("Pages to sign off as medical director"), to_sign_off()))
    if user.has_perm(WRITE):
        title = _("Pages to read for plain language")
        piles += [
            Pile("to-read", title, to_read(user), _list(State.PLAIN_REVIEW)),
            Pile("drafts", _("Your drafts"), drafts_of(user), _list(State.DRAFT)),
            Pile("approved", _("Pages approved and planned"), approved(), _list(State.APPROVED)),
        ]
    return piles


def for_person(user) -> list[Pile]:
    """What this person can take up, and what is on its way with somebody else."""
    return [*to_take_up(user), Pile("with-others", _("Pages with somebody else"), with_others(user))]


def pressing(today: date) -> list[Pile]:
    """What has to be looked at under pages that are published."""
    claims, due = (
        Claim.objects.due(today).order_by("next_check"),
        reverse("ledger:claims", query={"show": "due"}),
    )
    return [
        Pile("overdue", _("Pages past their review"), overdue(today), _list("overdue"), is_late=True),
        Pile("rechecks", _("Pages to look at again"), rechecks(), is_late=True),
        Pile("claims", _("Claims to check again"), claims, due, is_late=True),
    ]


def for_everybody(today: date) -> list[Pile]:
    """The same, and what may well be looked at."""
    return [
        *pressing(today),
        Pile("links", _("Links that lead nowhere"), broken_links(), is_late=True),
        Pile("due", _("Reviews due within 60 days"), due_soon(today), _list("due")),
        Pile("overrides", _("Words let through"), overrides()),
    ]


def pile(user, today: date, key) -> Pile | None:
    """The one of this name, as this person sees it."""
    piles = [*for_person(user), *for_everybody(today)]
    return next((each for each in piles if each.key == key), None)


def _list(state):
    """The list of all content, narrowed to what is in this state."""
    return reverse("content:list", query={"state": state}) + "#all"


# -- All content ---------------------------------------------------------------------------------------


def content(*, kind="", topic="", state="", language="", words=""):
    """Articles with an edition that is open or published, narrowed; those nobody has begun as well."""
    today = timezone.localdate()
    current = Edition.objects.filter(state__in=[*Edition.OPEN_STATES, State.PUBLISHED])
    asked = current.filter(article=OuterRef("pk"))
    if language:
        asked = asked.filter(language=language)
    if words:
        asked = asked.filter(Q(title__icontains=words) | Q(also_called__icontains=words))
    match state:
        case "overdue":
            asked = asked.filter(pk__in=overdue(today).values("pk"))
        case "due":
            asked = asked.filter(pk__in=due_soon(today).values("pk"))
        case _ if state in State.values:
            asked = asked.filter(state=state)
    found = Article.objects.select_related("topic")
    if kind:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(topic__slug=topic)
    if state == "not_begun":
        found = found.exclude(Exists(current.filter(article=OuterRef("pk"))))
        return found.filter(slug__icontains=words) if words else found
    if words and not (state or language):
        return found.filter(Exists(asked) | Q(slug__icontains=words))
    return found.filter(Exists(asked)) if (state or language or words) else found


def with_current_editions(articles) -> list[Article]:
    """These articles, each with its open and published editions as `current` (one query)."""
    current = Edition.objects.filter(article__in=articles, state__in=[*Edition.OPEN_STATES, State.PUBLISHED])
    current = current.select_related("author", "reviewer").without_texts()
    by_article = {}
    for edition in current.told_when_overdue(timezone.localdate()).order_by("language", "-number"):
        by_article.setdefault(edition.article_id, []).append(edition)
    for article in articles:
        article.current = by_article.get(article.pk, [])
    return articles
