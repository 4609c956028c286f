"""What the database refuses an appointment by a trigger, where one row alone cannot tell."""

import pgtrigger
from django.utils.translation import gettext_lazy as _

from clinic.refusing import RefusingTrigger, refuse
from patients.consent.models import in_force_sql

from .statuses import ACTIVE_STATUSES, ARROWS

ACTIVE = "(" + ", ".join(f"'{status}'" for status in ACTIVE_STATUSES) + ")"


def status_moves_along_arrows():
    arrows = ", ".join(f"'{status}>{after}'" for status in ARROWS for after in ARROWS[status])
    name = "appointment_status_moves_along_arrows"
    return RefusingTrigger(
        name=name,
        operation=pgtrigger.UpdateOf("status"),
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            f"(OLD.status <> NEW.status AND (OLD.status || '>' || NEW.status) NOT IN ({arrows}))"
        ),
        func=refuse(name),
        refusals={name: _("The appointment’s present status does not allow that.")},
    )


def rests_on_what_is_in_force():
    """A treatment is booked, or booked again, while all it rests on holds; what ends later cancels none."""
    return RefusingTrigger(
        name="treatment_rests_on_what_is_in_force",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "course_id"),
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(f"(NEW.kind = 'treatment' AND NEW.status IN {ACTIVE})"),
        declare=[("today", "DATE"), ("rests", "RECORD")],
        func=f"""
            IF TG_OP = 'UPDATE' AND OLD.course_id IS NOT DISTINCT FROM NEW.course_id
                AND OLD.status IN {ACTIVE} AND NOT (OLD.status = 'offered' AND NEW.status = 'booked')
            THEN
                RETURN NEW;
            END IF;
            SELECT (now() AT TIME ZONE location.time_zone)::date INTO today
            FROM scheduling_room room JOIN locations_location location ON location.id = room.location_id
            WHERE room.id = NEW.room_id;
            SELECT course.ended_on IS NULL AS is_running,
                   EXISTS (
                       SELECT FROM screening_evaluation evaluation
                       WHERE evaluation.patient_id = course.patient_id
                           AND evaluation.treatment_id = course.treatment_id
                           AND evaluation.decision = 'eligible'
                           AND evaluation.suspended_at IS NULL AND evaluation.valid_until >= today
                           AND NOT EXISTS (
                               SELECT FROM screening_evaluation later
                               WHERE later.patient_id = evaluation.patient_id
                                   AND later.treatment_id = evaluation.treatment_id
                                   AND later.id > evaluation.id
                           )
                   ) AS is_evaluated,
                   {in_force_sql("consent", "today")} AS is_consented
            INTO rests
            FROM scheduling_course course
            JOIN consent_consent consent ON consent.id = course.consent_id
            WHERE course.id = NEW.course_id;
            IF NOT rests.is_running THEN
                {refuse("appointment_course_is_running")}
            ELSIF NOT rests.is_evaluated THEN
                {refuse("appointment_evaluation_in_force")}
            ELSIF NOT rests.is_consented THEN
                {refuse("appointment_consent_in_force")}
            ELSIF EXISTS (
                SELECT FROM people_hold WHERE patient_id = NEW.patient_id AND lifted_at IS NULL
            ) THEN
                {refuse("appointment_patient_not_on_hold")}
            ELSIF EXISTS (
                SELECT FROM scheduling_reviewgate
                WHERE course_id = NEW.course_id AND after_number < NEW.number
                    AND decision IN ('change', 'stop')
            ) THEN
                {refuse("appointment_before_a_review_that_ends_it")}
            END IF;
            RETURN NEW;
        """,
        refusals={
            "appointment_course_is_running": _("The course has ended."),
            "appointment_evaluation_in_force": _("The evaluation is no longer in force."),
            "appointment_consent_in_force": _("The consent is no longer in force."),
            "appointment_patient_not_on_hold": _("The patient’s care is on hold."),
            "appointment_before_a_review_that_ends_it": _(
                "A review decided that the course does not go on as planned: nothing is booked behind it."
            ),
        },
    )


def never_deleted():
    return pgtrigger.Protect(name="appointment_is_never_deleted", operation=pgtrigger.Delete)
