"""Medical directors: whoever a location names as the one who answers for its clinical settings."""

from django.contrib.auth.backends import BaseBackend

from clinic.accounts import roles

from .models import Location


def is_medical_director(person):
    """Whether a location names this prescriber as its medical director, asked once per request."""
    if not hasattr(person, "_is_medical_director"):
        person._is_medical_director = (
            person.is_active
            and person.is_prescriber
            and Location.objects.filter(medical_director=person).exists()
        )
    return person._is_medical_director


class MedicalDirectors(BaseBackend):
    """Gives a medical director the rights that the apps grant to that post. It signs nobody in.

    Nothing is stored: whoever is no longer named no longer has them.
    """

    def get_group_permissions(self, user_obj, obj=None):
        if obj is not None or user_obj.is_anonymous or not is_medical_director(user_obj):
            return frozenset()
        return roles.rights_of(roles.MEDICAL_DIRECTOR)

    def has_perm(self, user_obj, perm, obj=None):
        asks_for_it = perm in roles.rights_of(roles.MEDICAL_DIRECTOR)
        return asks_for_it and super().has_perm(user_obj, perm, obj)
