"""Who may do what because a location names them its medical director."""

import pytest
from django.contrib.auth.models import Group

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.locations.models import Location

SIGN_OFF = "education.sign_off_edition"


@pytest.fixture
def prescriber(db):
    user = User.objects.create_user("percy@stillwater.example", name="Percy")
    user.groups.add(Group.objects.get(name=roles.PRESCRIBER))
    return user


@pytest.fixture
def location(prescriber):
    return Location.objects.create(
        name="Riverside", slug="riverside", time_zone="America/New_York", country="US", phone="+12125550142",
        medical_director=prescriber,
    )  # fmt: skip


def fresh(user):
    """The same person in their next request."""
    return User.objects.get(pk=user.pk)


def test_whom_a_location_names_may_sign_off_and_read_what_they_sign(prescriber, location):
    director = fresh(prescriber)
    assert director.has_perms([SIGN_OFF, "education.view_edition"])
    assert SIGN_OFF in director.get_all_permissions()
    assert not director.has_perm("education.change_edition")


def test_no_other_prescriber_may(prescriber, location):
    colleague = User.objects.create_user("lena@stillwater.example", name="Lena")
    colleague.groups.add(Group.objects.get(name=roles.PRESCRIBER))
    assert not colleague.has_perm(SIGN_OFF)


def test_whoever_is_no_longer_named_no_longer_may(prescriber, location):
    Location.objects.update(medical_director=None)
    assert not fresh(prescriber).has_perm(SIGN_OFF)


@pytest.mark.parametrize("change", ["leaves", "is no longer a prescriber"])
def test_a_director_who_left_or_no_longer_prescribes_may_not(prescriber, location, change):
    if change == "leaves":
        User.objects.update(is_active=False)
    else:
        prescriber.groups.clear()
    assert not fresh(prescriber).has_perm(SIGN_OFF)


def test_nobody_is_a_director_by_a_group():
    assert not set(roles.POSTS) & set(roles.ROLES)


def test_whom_no_post_concerns_costs_no_question_to_the_database(
    prescriber, location, django_assert_num_queries
):
    colleague = fresh(prescriber)
    colleague.has_perm("inquiries.view_inquiry")
    with django_assert_num_queries(0):
        assert not colleague.has_perm("inquiries.delete_inquiry")
