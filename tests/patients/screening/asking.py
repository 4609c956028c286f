"""The health questions as a test answers them: by the acts, and as a browser sends them."""

from datetime import date, time, timedelta
from uuid import uuid4

from clinic.locations.models import Weekday
from patients.safety.models import OnCall
from patients.screening import answering
from patients.screening.models import Rule
from tests.patients.screening.answer_sets import HARMLESS


def is_watched(clinic, **fields):
    """Somebody is on call at every hour of the week: only then a page asks about suicide."""
    duty = {"person": clinic.prescriber, "phone": "+12125550142", "weekdays": list(Weekday)}
    return OnCall.objects.create(**{**duty, "starts": time(0), "ends": time(0), **fields})


def rules():
    """The rules in use, by key."""
    return {rule.key: rule for rule in Rule.objects.in_use()}


def pair(value):
    """An answer as the acts take it: its value and the words to it."""
    return value if isinstance(value, tuple) else (value, "")


def save(response, answers, form_key=None, **options):
    """Save answers, given by key, as one step of the form does."""
    known = rules()
    return answering.save_answers(
        response=response,
        answers={known[key]: pair(value) for key, value in answers.items()},
        form_key=form_key or uuid4(),
        **options,
    )


def answer_all(patient, now=None, by=None, **otherwise):
    """Begin, answer every question without harm but for what is said here, and send; returns the response."""
    response = answering.begin(patient=patient, by=by, now=now)
    save(response, {**HARMLESS, **otherwise}, by=by, now=now)
    answering.submit(response=response, by=by, now=now)
    response.refresh_from_db()
    return response


def fields(answers):
    """The fields in which a browser sends these answers."""
    found = {}
    for key, answer in answers.items():
        value, text = pair(answer)
        if isinstance(value, dict):
            found |= {f"q_{key}-cm": value["height_cm"], f"q_{key}-kg": value["weight_kg"]}
        else:
            found[f"q_{key}"] = value
        if text:
            found[f"t_{key}"] = text
    return found


def somebody_born(clinic, birth_date):
    """A patient of any age: registering refuses minors, but a mistyped year is corrected later."""
    patient = clinic.register()
    patient.birth_date = birth_date
    patient.save()
    return patient


def born(age, today):
    """The birth date of somebody who turned so many years so many days ago."""
    years, days = age
    birthday = today - timedelta(days=days)
    try:
        return birthday.replace(year=birthday.year - years)
    except ValueError:  # February 29
        return date(birthday.year - years, 2, 28)
