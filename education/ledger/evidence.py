"""The evidence of one edition: the claims it cites, numbered as a reader meets them, with their sources."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..models import Claim, ClaimSource, EditionClaim
from ..rich_text import cited_keys

SOURCES = Prefetch("citations", ClaimSource.objects.select_related("source"), to_attr="sources_cited")
SOURCES_OF_THE_CLAIM = Prefetch("claim__citations", SOURCES.queryset, to_attr="sources_cited")


@dataclass(frozen=True)
class Note:
    """What the page says of one claim. `changed`: its verdict is another than when the page was reviewed.

    One that no longer `stands` was retracted, or is not verified, or its sources have fallen: nobody leans on it.
    """

    number: int
    claim: Claim
    changed: bool = False
    stands: bool = True

    @property
    def verdict(self):
        """What a reader sees first of it."""
        if self.stands:
            return self.claim.get_verdict_display()
        return _("We took this back") if self.claim.retracted_on else _("We are checking this")


class Evidence:
    """The numbered notes of one edition, and the mark that leads from the text to each."""

    def __init__(self, notes, unknown=()):
        self.notes = notes
        self.unknown = list(unknown)
        self._notes = {note.claim.key: note for note in notes}
        self._marked = set()

    @classmethod
    def of(cls, edition):
        """The frozen list of a published edition; of a draft, what its text cites now."""
        if not edition.is_open:
            return cls.of_published([edition])
        keys = cited_keys(*edition.texts)
        cited = Claim.objects.filter(key__in=keys).annotate(stands=_stands("pk")).prefetch_related(SOURCES)
        claims = {claim.key: claim for claim in cited}
        known = [claims[key] for key in keys if key in claims]
        return cls(
            [Note(number, claim, stands=claim.stands) for number, claim in enumerate(known, 1)],
            [key for key in keys if key not in claims],
        )

    @classmethod
    def of_published(cls, editions):
        """One list for several editions on one page, in the order in which a reader meets them."""
        places = {edition.pk: place for place, edition in enumerate(editions)}
        cited = (
            EditionClaim.objects.filter(edition__in=places)
            .select_related("claim")
            .defer("claim__search_vector")
            .annotate(stands=_stands("claim"))
            .prefetch_related(SOURCES_OF_THE_CLAIM)
        )
        changed, once = {}, {}
        for each in sorted(cited, key=lambda each: (places[each.edition_id], each.position)):
            once.setdefault(each.claim_id, each)
            changed[each.claim_id] = changed.get(each.claim_id, False) or each.changed_since_review
        return cls(
            [
                Note(number, each.claim, changed[each.claim_id], each.stands)
                for number, each in enumerate(once.values(), 1)
            ]
        )

    @classmethod
    def of_claims(cls, claims):
        """A list of citable claims that a page shows by themselves; `prefetch_related(SOURCES)` first."""
        once = {claim.pk: claim for claim in claims}.values()
        return cls([Note(number, claim) for number, claim in enumerate(once, 1)])

    def meet(self, key):
        """The `note` on this claim and whether it is met `first` here; None for an unknown one."""
        note = self._notes.get(key)
        if note is None:
            return None
        first = note.number not in self._marked
        self._marked.add(note.number)
        return {"note": note, "first": first}

    def mark(self, key):
        """The numbered mark behind the words that rest on this claim; nothing for an unknown one."""
        met = self.meet(key)
        return render_to_string("pieces/evidence_mark.html", met).strip() if met else ""

    @property
    def pictures(self):
        """The numbers to draw, note by note: `note`, and pairs of what is counted and how many of 100."""
        drawn = [note for note in self.notes if note.stands and note.claim.pictures]
        return [{"note": note, "counts": note.claim.out_of_100} for note in drawn]


def _stands(claim):
    """Whether a page published today might rest on the claim in this column."""
    return Exists(Claim.objects.citable().filter(pk=OuterRef(claim)))
