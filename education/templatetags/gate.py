"""What the gate says about an edition, where somebody answers it."""

from django import template

from education.letting_through import hits_to_answer, reasons_kept

register = template.Library()


@register.inclusion_tag("education/_let_through.html", takes_context=True)
def words_to_answer(context, edition):
    """The words of the list on this edition, each with a form for the reason it may stand, and reasons kept."""
    found = {}
    for hit in hits_to_answer(edition) if edition.is_open else ():
        found.setdefault((hit.phrase, hit.why), []).append(hit.sentence)
    return {
        "found": [{"phrase": phrase, "why": why, "sentences": each} for (phrase, why), each in found.items()],
        "kept": reasons_kept(edition).select_related("by"),
        "edition": edition,
        "perms": context["perms"],
        "csrf_token": context["csrf_token"],
    }
