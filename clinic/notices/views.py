"""What patients are told of their appointments: what waits for a call, what went out, and all of it beside one."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.accounts.access import requires
from clinic.panels import Panel

from .models import Notice
from .phoning import say_told

ON_A_PAGE = 25
SHOWN_FOR = timedelta(days=30)


@requires("notices.view_notice")
@require_safe
def notices(request):
    """What a person has to tell, the next visit first; or all that was told of late, the newest first."""
    found, now = Notice.objects.visible_to(request.user).for_lists(), timezone.now()
    shows_all = request.GET.get("show") == "all"
    of_late, to_tell = found.filter(made_at__gte=now - SHOWN_FOR), found.to_tell(now).soonest_first(now)
    page = Paginator(of_late if shows_all else to_tell, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page, "shows_all": shows_all})


@requires("notices.change_delivery")
@require_POST
def told(request, reference):
    """Say that somebody told the patient by phone; back to where they were."""
    visible = Notice.objects.visible_to(request.user).select_related("appointment", "location")
    notice = get_object_or_404(visible, reference=reference)
    try:
        say_told(notice=notice, by=request.user, now=timezone.now())
        messages.success(request, _("Told by phone: it stands with the appointment."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    if request.POST.get("back") == "appointment":
        return redirect("scheduling:appointment", notice.appointment.reference)
    return redirect("notices:list")


def beside(appointment, user):
    """The panel on an appointment's page: what the patient was told of it, the newest first."""
    if not user.has_perm("notices.view_notice"):
        return None
    shown = Notice.objects.filter(appointment=appointment).for_lists()
    to_tell = set(shown.to_tell(timezone.now()).values_list("pk", flat=True))
    return Panel("notices/_beside.html", {"notices": shown, "to_tell": to_tell})
