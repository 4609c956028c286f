"""The evidence of one edition: the claims it cites, numbered as a reader meets them, with their sources."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.template.loader import render_to_string

from .models import Claim, ClaimSource, EditionClaim
from .rich_text import cited_keys

SOURCES = Prefetch("citations", ClaimSource.objects.select_related("source"), to_attr="sources_cited")
SOURCES_OF_THE_CLAIM = Prefetch("claim__citations", SOURCES.queryset, to_attr="sources_cited")


@dataclass(frozen=True)
class Note:
    """What the page says of one claim. `changed`: its verdict is another than when the page was reviewed."""

    number: int
    claim: Claim
    changed: bool = False


class Evidence:
    """The numbered notes of one edition, and the mark that leads from the text to each."""

    def __init__(self, notes, unknown=()):
        self.notes = notes
        self.unknown = list(unknown)
        self._numbers = {note.claim.key: note.number for note in notes}
        self._marked = set()

    @classmethod
    def of(cls, edition):
        """The frozen list of a published edition; of a draft, what its text cites now."""
        if not edition.is_open:
            return cls.of_published([edition])
        keys = cited_keys(*edition.texts)
        claims = {claim.key: claim for claim in Claim.objects.filter(key__in=keys).prefetch_related(SOURCES)}
        known = [claims[key] for key in keys if key in claims]
        return cls(
            [Note(number, claim) for number, claim in enumerate(known, 1)],
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
            .prefetch_related(SOURCES_OF_THE_CLAIM)
        )
        changed, claims = {}, {}
        for each in sorted(cited, key=lambda each: (places[each.edition_id], each.position)):
            claims.setdefault(each.claim_id, each.claim)
            changed[each.claim_id] = changed.get(each.claim_id, False) or each.changed_since_review
        return cls([Note(number, claim, changed[pk]) for number, (pk, claim) in enumerate(claims.items(), 1)])

    @classmethod
    def of_claims(cls, claims):
        """A list of claims that a page shows by themselves; `prefetch_related(SOURCES)` first."""
        once = {claim.pk: claim for claim in claims}.values()
        return cls([Note(number, claim) for number, claim in enumerate(once, 1)])

    def meet(self, key):
        """The `number` of this claim's note and whether it is met `first` here; None for an unknown one."""
        number = self._numbers.get(key)
        if number is None:
            return None
        first = number not in self._marked
        self._marked.add(number)
        return {"number": number, "first": first}

    def mark(self, key):
        """The numbered mark behind the words that rest on this claim; nothing for an unknown one."""
        met = self.meet(key)
        return render_to_string("pieces/evidence_mark.html", met).strip() if met else ""

    @property
    def pictures(self):
        """The numbers to draw, note by note: `note`, and pairs of what is counted and how many of 100."""
        return [{"note": note, "counts": note.claim.out_of_100} for note in self.notes if note.claim.pictures]
