"""What the gate says about an edition, where somebody answers it."""

from django import template

from ..checks.letting_through import hits_to_answer, reasons_kept

register = template.Library()


@register.inclusion_tag("education/_let_through.html", takes_context=True)
def words_to_answer(context, edition):
    """The words of the list in each sentence of this edition, with a form for the reason they may stand there,
    and reasons kept."""
    hits = hits_to_answer(edition) if edition.is_open else ()
    return {
        "found": {(hit.phrase, hit.sentence): hit for hit in hits}.values(),
        "kept": reasons_kept(edition).select_related("by"),
        "edition": edition,
        "perms": context["perms"],
        "csrf_token": context["csrf_token"],
    }
