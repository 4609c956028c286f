"""The site's map on one screen."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from clinic import health
from clinic.feeds.views import read as calendar_feed
from education.library.machines import SITE_MAP
from education.pictures.views import picture

ROBOTS = login_not_required(TemplateView.as_view(template_name="robots.txt", content_type="text/plain"))

# What the public reads, in English as written here, in Spanish under es/.
urlpatterns = i18n_patterns(
    path("", include("education.urls")),
    path("", include("clinic.locations.urls")),
    path("suitability/", include("patients.screening.urls")),
    path("inquire/", include("patients.inquiries.urls")),
    path("inquiry/", include("patients.inquiries.status_urls")),
    path("my/", include("clinic.my.urls")),
    prefix_default_language=False,
)

urlpatterns += [
    path("preview/", include("education.writing.preview_urls")),
    path("pictures/<uuid:reference>.webp", picture, name="picture"),
    path("robots.txt", ROBOTS, name="robots"),
    path("sitemap.xml", login_not_required(require_safe(sitemap)), {"sitemaps": SITE_MAP}, name="sitemap"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("staff/inbox/", include("patients.inquiries.staff_urls")),
    path("staff/patients/", include("patients.people.staff_urls")),
    path("staff/", include("patients.area.staff_urls")),
    path("staff/safety/", include("patients.safety.staff_urls")),
    path("staff/health-questions/", include("patients.screening.rule_urls")),
    path("staff/patients/", include("patients.screening.staff_urls")),
    path("staff/patients/", include("patients.consent.staff_urls")),
    path("staff/patients/", include("clinic.desk.staff_urls")),
    path("staff/", include("clinic.scheduling.staff_urls")),
    path("staff/", include("clinic.feeds.staff_urls")),
    path("staff/", include("clinic.figures.staff_urls")),
    path("staff/", include("clinic.requests.staff_urls")),
    path("staff/waitlist/", include("clinic.waitlist.urls")),
    path("staff/notices/", include("clinic.notices.staff_urls")),
    path("staff/content/", include("education.ledger.urls")),
    path("staff/content/", include("education.wordings.urls")),
    path("staff/content/letters/", include("patients.screening.letter_urls")),
    path("staff/content/preparation/", include("clinic.scheduling.preparation_urls")),
    path("staff/content/pictures/", include("education.pictures.urls")),
    path("staff/content/", include("education.staff_urls")),
    path("staff/", include("clinic.accounts.staff_urls")),
    path("staff/", admin.site.urls),
]

handler500 = "clinic.errors.server_error"
