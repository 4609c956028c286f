"""The clinic's clock on pages of the content wing, whose rows belong to no location."""

from django.utils import timezone

from clinic.locations.models import Location

NAMESPACE = "content"


class ClinicsZone:
    """Reads and shows times in the zone of the clinic's first location while such a page is made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.namespace == NAMESPACE and request.user.is_authenticated:
            location = Location.objects.open_for_business().order_by("pk").first()
            if location:
                timezone.activate(location.zone)
