"""The gate before publishing: what stands between an edition and its readers, and where to mend it.

`obstacles` judges the words, at every step; `obstacles_to_publishing` also asks for what the last step needs;
`remarks` stop nothing.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Claim, Edition, Picture
from ..rich_text import cited_keys, pictures_in
from . import plain_language
from .letting_through import hits_to_answer
from .plain_language import HIGHEST_GRADE, LONGEST_SENTENCE
from .site_links import ABOUT_TO_BE_READ, IN_SIGHT, dead_links

WORDS_OF_A_NAME = 4  # a drug's or an office's name may be the same in two languages


@dataclass(frozen=True)
class Obstacle:
    """One thing to mend: a sentence that says what, and the address of the place.

    `for_writers`: only those who write pages can open that address.
    """

    words: str
    href: str
    for_writers: bool = False

    def __str__(self):
        return self.words


def obstacles(edition, linked=IN_SIGHT):
    """What these words lack before anybody may read them: a list of obstacles, none when they lack nothing.

    Pages they link to count as there when an edition of theirs is in one of the states `linked`.
    """
    return [
        *_claims(edition),
        *_parts(edition),
        *_grade(edition),
        *_hype(edition),
        *_pictures(edition),
        *_links(edition, linked),
        *_translation(edition),
        *_note(edition),
    ]


def obstacles_to_publishing(edition):
    """What an approved edition lacks before it is published: what its words lack, and what it waits for."""
    return [*obstacles(edition, linked=ABOUT_TO_BE_READ), *_sign_off(edition)]


def remarks(edition):
    """What a writer should look at again, though it stops nothing: sentences that are hard to read."""
    for part in edition.RICH_PARTS:
        for sentence in plain_language.long_sentences(getattr(edition, part)):
            words = _(
                "This sentence has %(count)d words; more than %(most)d are hard to follow: “%(sentence)s”"
            )
            count = len(sentence.split())
            told = {"count": count, "most": LONGEST_SENTENCE, "sentence": sentence}
            yield _in(edition, part, words % told)


def _claims(edition):
    keys = cited_keys(*edition.texts)
    if not edition.body.strip():
        yield _in(edition, "body", _("The page has no text yet."))
    elif not keys:
        words = _("The page cites no claim. Link what it says to the claims it rests on.")
        yield _in(edition, "body", words)
    citable = set(Claim.objects.citable().filter(key__in=keys).values_list("key", flat=True))
    doubtful = [key for key in keys if key not in citable]
    claims = {claim.key: claim for claim in Claim.objects.filter(key__in=doubtful)} if doubtful else {}
    for key in doubtful:
        if key not in claims:
            words = _("There is no claim “%(key)s”. Correct the link or write the claim.")
            yield _in(edition, _part_that_cites(edition, key), words % {"key": key})
        else:
            words = _why_not_citable(claims[key]) % {"key": key}
            yield Obstacle(words, reverse("ledger:claim", args=[key]))


def _why_not_citable(claim):
    if claim.retracted_on:
        return _("The claim “%(key)s” was retracted. Take out what rests on it, or cite another claim.")
    if not claim.is_verified:
        return _("Nobody has verified the claim “%(key)s”. Check it against its sources first.")
    return _("None of the sources of the claim “%(key)s” is verified and stands. Check them first.")


def _part_that_cites(edition, key):
    return next(part for part in edition.RICH_PARTS if key in cited_keys(getattr(edition, part)))


def _parts(edition):
    """Risks as prominent as benefits, everywhere; all four parts and the status line about a treatment."""
    if edition.article.weighs_benefits_and_risks:
        for part, words in (
            (
                "benefits",
                _("A page about a condition or a treatment says what may help. That part is empty."),
            ),
            ("risks", _("A page about a condition or a treatment says what may harm. That part is empty.")),
            (
                "alternatives",
                _("A page about a condition or a treatment names other ways. That part is empty."),
            ),
        ):
            if not getattr(edition, part):
                yield _in(edition, part, words)
        if not edition.article.treatments.exists():
            words = _(
                "A page about a condition or a treatment shows what is approved. Choose its treatments."
            )
            yield Obstacle(words, reverse("admin:education_article_change", args=[edition.article_id]))
    elif edition.benefits and not edition.risks:
        words = _("The page names benefits but no risks. Write the risks as fully as the benefits.")
        yield _in(edition, "risks", words)
    if edition.risks and any(
        less < more for less, more in zip(_size(edition.risks), _size(edition.benefits), strict=True)
    ):
        words = _(
            "The risks are shorter than the benefits. Give them at least as many points and as many words, "
            "so that readers see both alike."
        )
        yield _in(edition, "risks", words)


def _grade(edition):
    grade = plain_language.grade((edition.title, edition.summary, *edition.texts), edition.language)
    if grade > HIGHEST_GRADE:
        words = _(
            "It reads at grade %(grade)s; readers need grade %(highest)d or below. "
            "Make its sentences shorter and use everyday words."
        )
        yield _in(edition, "body", words % {"grade": grade, "highest": HIGHEST_GRADE})


def _hype(edition):
    for hit in hits_to_answer(edition):
        words = _("“%(phrase)s” in “%(sentence)s”: %(why)s Say it otherwise, or write why it may stand.")
        told = {"phrase": hit.phrase, "sentence": hit.sentence, "why": hit.why}
        yield _in(edition, hit.part, words % told, else_at="let-through")


def _pictures(edition):
    pictures = [(part, *each) for part in edition.RICH_PARTS for each in pictures_in(getattr(edition, part))]
    references = {reference for _part, reference, _told in pictures}
    there = Picture.objects.filter(reference__in=references).values_list("reference", flat=True)
    missing = references - set(map(str, there)) if references else ()
    for part, reference, told in pictures:
        if reference in missing:
            yield _in(edition, part, _("A picture is no longer there. Take it out."))
        elif not told:
            words = _("A picture does not say what it shows. Put it in again from the list of pictures.")
            yield _in(edition, part, words)


def _links(edition, linked):
    for link in dead_links(edition, linked):
        words = _("The link “%(words)s” leads to %(address)s, where readers would find nothing. Correct it.")
        yield _in(edition, link.part, words % {"words": link.words, "address": link.href})


def _translation(edition):
    """A page that stands in another language too shares no sentence with it: those are not translated yet."""
    others = Edition.objects.published().filter(article=edition.article_id).exclude(language=edition.language)
    theirs = {block for other in others for text in other.texts for block in plain_language.blocks(text)}
    for part in edition.RICH_PARTS if theirs else ():
        for block in plain_language.blocks(getattr(edition, part)):
            if block in theirs and len(block.split()) > WORDS_OF_A_NAME:
                words = _("“%(sentence)s” stands in another language of this page too. Translate it.")
                yield _in(edition, part, words % {"sentence": block})


def _note(edition):
    """Who has read an earlier edition is told what is new in this one."""
    same = Edition.objects.filter(article=edition.article_id, language=edition.language)
    if not edition.change_note and same.once_published().exclude(pk=edition.pk).exists():
        yield _in(
            edition, "change_note", _("Readers are told what changed, and why. Write it in a sentence.")
        )


def _sign_off(edition):
    keys = edition.clinic_choices().values_list("key", flat=True)
    if keys and not edition.is_signed_off:
        words = _(
            "It leans on numbers that this clinic chose (%(claims)s). A medical director signs them off as "
            "these words give them."
        )
        yield Obstacle(words % {"claims": ", ".join(keys)}, _on_its_page(edition, "sign-off"))


def _size(rich_text):
    """How much a reader sees: points of a list, and words."""
    return rich_text.count("<li>"), sum(len(block.split()) for block in plain_language.blocks(rich_text))


def _in(edition, name, words, else_at="next"):
    """An obstacle in the words of one field: it leads to where they are written, or, once they stand, to the
    place on the edition’s page where somebody takes it back or goes on otherwise."""
    if edition.state == Edition.State.DRAFT:
        address = reverse("content:edit", args=_address(edition))
        return Obstacle(words, f"{address}#id_{name}", for_writers=True)
    return Obstacle(words, _on_its_page(edition, else_at))


def _on_its_page(edition, place):
    return f"{reverse('content:edition', args=[*_address(edition), edition.number])}#{place}"


def _address(edition):
    return [edition.article.shelf, edition.article.slug, edition.language]
