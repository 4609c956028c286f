"""The people who work at the demo clinic. Nobody here exists."""

from django.contrib.auth.models import Group

from clinic.accounts import roles
from clinic.accounts.models import User

DOMAIN = "stillwater.example"
PASSWORD = "stillwater-demo-2026"

# Everybody who signs in, with the demo's password: name of the mailbox, person, credentials, role. There is one
# for each role, and a second editor, since a page is read by two people who wrote none of it.
LOG_INS = (
    ("frontdesk", "Fern Frontdesk", "", roles.FRONT_DESK),
    ("clinician", "Clara Clinician", "RN, demo", roles.CLINICIAN),
    ("prescriber", "Percy Prescriber", "MD, demo", roles.PRESCRIBER),
    ("editor", "Edie Editor", "", roles.EDITOR),
    ("reviewer", "Rhea Reviewer", "MD, demo", roles.CLINICAL_REVIEWER),
    ("plainreader", "Paula Plainly", "", roles.EDITOR),
    ("manager", "Max Manager", "", roles.MANAGER),
    ("privacy", "Priya Privacy", "", roles.PRIVACY_OFFICER),
)
# Colleagues who fill the diary and cannot sign in.
COLLEAGUES = (
    ("lake.clinician", "Leo Lakeside", "RN, demo", roles.CLINICIAN),
    ("lake.prescriber", "Lena Lakeside", "NP, demo", roles.PRESCRIBER),
    ("second.clinician", "Cora Colleague", "RN, demo", roles.CLINICIAN),
)


def load_team():
    """Everybody, by the name of their mailbox. Somebody who is here stays as they are."""
    team = {}
    for people, password in ((LOG_INS, PASSWORD), (COLLEAGUES, None)):
        for mailbox, name, credentials, role in people:
            email = f"{mailbox}@{DOMAIN}"
            user = User.objects.filter(email=email).first()
            if user is None:
                user = User.objects.create_user(email, password, name=name, credentials=credentials)
                user.groups.add(Group.objects.get(name=role))
            team[mailbox] = user
    return team
