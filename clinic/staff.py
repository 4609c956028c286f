"""The one staff site: the admin's model pages and our own pages in one shell, with one log-in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.accounts.forms import LoginForm
from patients.inquiries.models import Inquiry
from patients.safety.models import SafetyTask

WINGS = ("clinic", "patients", "education")


@dataclass(frozen=True)
class Entry:
    """One line of the staff navigation."""

    label: str
    icon: str
    url_name: str
    permissions: tuple[str, ...] = ()
    count: object = None  # a function of the user, asked only for those who may open the page

    def for_user(self, user, path):
        """What the shell's template shows, or None where this person may not open the page."""
        if not user.has_perms(self.permissions):
            return None
        url = reverse(self.url_name)
        home = reverse("admin:index")
        is_current = path == url if url == home else path.startswith(url)
        return {
            "label": self.label,
            "icon": self.icon,
            "url": url,
            "current": is_current,
            "count": self.count(user) if self.count else None,
        }


def waiting_inquiries(user):
    return Inquiry.objects.visible_to(user).filter(state=Inquiry.State.NEW).count()


def open_safety_tasks(user):
    return SafetyTask.objects.visible_to(user).nobody_took_up().count()


NAVIGATION = (
    (
        _("Work"),
        (
            Entry(_("Today"), "today", "admin:index"),
            Entry(_("Inbox"), "inbox", "inbox:list", ("inquiries.view_inquiry",), waiting_inquiries),
            Entry(_("Messages"), "message", "area:messages", ("area.view_patientmessage",)),
            Entry(_("Requests"), "message", "requests:list", ("requests.view_changerequest",)),
            Entry(_("Safety"), "alert", "safety:tasks", ("safety.view_safetytask",), open_safety_tasks),
            Entry(_("Calendar"), "calendar", "scheduling:calendar", ("scheduling.view_appointment",)),
            Entry(_("Arrivals"), "clock", "scheduling:today", ("scheduling.view_appointment",)),
            Entry(_("Waiting list"), "people", "waitlist:board", ("waitlist.view_wish",)),
            Entry(_("Notices"), "mail", "notices:list", ("notices.view_notice",)),
            Entry(_("Patients"), "patients", "people:list", ("people.view_patient",)),
            Entry(
                _("Courses"), "type", "scheduling:courses", ("scheduling.view_course", "people.view_patient")
            ),
            Entry(_("Figures"), "content", "figures:figures", ("figures.view_figures",)),
            Entry(_("Content"), "content", "content:list", ("education.view_edition",)),
        ),
    ),
    (
        _("Settings"),
        (
            Entry(_("Clinic"), "clinic", "admin:locations_clinic_changelist", ("locations.view_clinic",)),
            Entry(
                _("Locations"),
                "location",
                "admin:locations_location_changelist",
                ("locations.view_location",),
            ),
            Entry(
                _("Crisis lines"),
                "help",
                "admin:locations_crisisline_changelist",
                ("locations.view_crisisline",),
            ),
            Entry(_("On-call hours"), "clock", "admin:safety_oncall_changelist", ("safety.add_oncall",)),
            Entry(_("Health questions"), "content", "rules:list", ("screening.view_rule",)),
            Entry(_("Hours"), "clock", "scheduling:hours", ("scheduling.change_clinicianhours",)),
            Entry(_("Rooms"), "room", "admin:scheduling_room_changelist", ("scheduling.change_room",)),
            Entry(
                _("Clinicians"),
                "clinician",
                "admin:scheduling_clinician_changelist",
                ("scheduling.change_clinician",),
            ),
            Entry(
                _("Appointment types"),
                "type",
                "admin:scheduling_appointmenttype_changelist",
                ("scheduling.change_appointmenttype",),
            ),
            Entry(
                _("How to prepare"),
                "content",
                "admin:scheduling_preparation_changelist",
                ("scheduling.change_preparation",),
            ),
            Entry(
                _("Protocols"),
                "type",
                "admin:scheduling_protocol_changelist",
                ("scheduling.change_protocol",),
            ),
            Entry(_("Calendar feeds"), "calendar", "feeds:feeds", ("feeds.end_every_feed",)),
            Entry(
                _("Reminders"),
                "clock",
                "admin:notices_remindertime_changelist",
                ("notices.change_remindertime",),
            ),
            Entry(_("People"), "people", "admin:accounts_user_changelist", ("accounts.view_user",)),
        ),
    ),
)


def is_ours(model):
    """Whether a model belongs to one of the portal's wings."""
    return model.__module__.split(".")[0] in WINGS


def not_found(page, request, opts, object_id):
    """A row that is not there, or not for this person (R1). Django would send them home and say its number."""
    raise Http404


class StaffSite(AdminSite):
    site_header = _("Staff")
    site_title = _("Staff")
    index_title = _("Today")
    enable_nav_sidebar = False
    login_form = LoginForm

    def register(self, model_or_iterable, admin_class=None, **options):
        """Give our own models their pages. Those of a library (queued mails, groups) have none: roles are
        code, and a mail is nobody's reading."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        ours = [model for model in models if is_ours(model)]
        super().register(ours, admin_class, _get_obj_does_not_exist_redirect=not_found, **options)

    def get_urls(self):
        """The admin's addresses, but for the one that leads to any row of any library by its number."""
        return [entry for entry in super().get_urls() if getattr(entry, "name", None) != "view_on_site"]

    def has_permission(self, request):
        """Everybody who may sign in may open the staff site; each page asks for its own right."""
        return request.user.is_authenticated and request.user.is_active

    def get_app_list(self, request, app_label=None):
        """The models of one app. All of them, for a navigation we do not show, are not looked up on each page."""
        return super().get_app_list(request, app_label) if app_label else []

    def index(self, request, extra_context=None):
        """What needs doing now."""
        from clinic.desk.views import home

        return home(request)


def navigation(user, path):
    """The groups of the staff navigation with the lines this person may open."""
    groups = []
    for label, entries in NAVIGATION:
        lines = [line for entry in entries if (line := entry.for_user(user, path))]
        if lines:
            groups.append({"label": label, "entries": lines})
    return groups


def shell(request):
    """Context processor: what the staff shell shows around every staff page."""
    user = getattr(request, "user", None)
    if user is None or not request.path.startswith(reverse("admin:index")) or not user.is_authenticated:
        return {}
    return {"navigation": navigation(user, request.path)}
