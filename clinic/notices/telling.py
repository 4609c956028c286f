"""What we tell of notices in a patient's story: what was sent and told, and what does not arrive."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .models import Delivery


def tell(patients, user):
    """Each delivery that reached somebody, and those that are tried in vain (two queries)."""
    if not user.has_perm("notices.view_notice"):
        return
    theirs = Delivery.objects.filter(notice__appointment__patient__in=patients)
    shown = theirs.select_related("told_by", "notice__appointment")
    for delivery in shown.exclude(sent_at=None):
        yield _entry(delivery, delivery.sent_at)
    for delivery in shown.in_vain():
        yield _entry(delivery, delivery.notice.made_at, _("It does not arrive. Tell them by phone."))


def _entry(delivery, at, trouble=""):
    words = {"how": delivery.get_channel_display(), "what": delivery.notice.what}
    url = reverse("scheduling:appointment", args=[delivery.notice.appointment.reference])
    what = _("Told of an appointment. %(how)s: %(what)s") % words
    return Entry(at, what, delivery.told_by or _("the portal"), url=url, trouble=trouble)
