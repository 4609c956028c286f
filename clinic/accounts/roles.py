"""The roles of the clinic, as groups, and what each may do.

An app says in its `AppConfig.grants` which role may do what with its own models; this
module turns that into groups once the permissions exist.

A post is what somebody holds by being named elsewhere, so it has no group: a location names
its medical director, and `clinic.locations.directors` gives them what `grants` says.
"""

from functools import cache

from django.apps import apps
from django.contrib.auth.management import create_permissions

FRONT_DESK = "front desk"
CLINICIAN = "clinician"
PRESCRIBER = "prescriber"
EDITOR = "editor"
CLINICAL_REVIEWER = "clinical reviewer"
MANAGER = "manager"
PRIVACY_OFFICER = "privacy officer"

ROLES = (FRONT_DESK, CLINICIAN, PRESCRIBER, EDITOR, CLINICAL_REVIEWER, MANAGER, PRIVACY_OFFICER)

MEDICAL_DIRECTOR = "medical director"
POSTS = (MEDICAL_DIRECTOR,)


def grant_roles(sender, using, **kwargs):
    """Give every role exactly what one app grants it; runs after that app's migrations.

    Permissions a manager added by hand to a role's group are taken back: roles are code, so
    that the access matrix stays true.
    """
    from django.contrib.auth.models import Group, Permission

    grants = getattr(sender, "grants", None)
    if grants is None:
        return
    unknown_roles = set(grants) - {*ROLES, *POSTS}
    if unknown_roles:
        raise ValueError(f"{sender.label} grants to unknown roles: {sorted(unknown_roles)}")
    create_permissions(sender, using=using, verbosity=0)
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.using(using).filter(content_type__app_label=sender.label)
    }
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        granted = {permissions[codename] for codename in grants.get(role, ())}
        held = set(group.permissions.using(using).filter(content_type__app_label=sender.label))
        group.permissions.remove(*(held - granted))
        group.permissions.add(*(granted - held))


@cache
def rights_of(post):
    """The rights that the apps grant to a post, such as `education.sign_off_edition`."""
    return frozenset(
        f"{app.label}.{codename}"
        for app in apps.get_app_configs()
        for codename in getattr(app, "grants", {}).get(post, ())
    )
