"""What the database holds when two patients turn out to be one person: the rows of the one follow to the other."""

import pgtrigger
from django.utils.translation import gettext_lazy as _


class FollowsPatient(pgtrigger.Trigger):
    """For rows that hang on a `patient`: they go to another only where the two were merged, and then all of them.

    `refusals` are the words for people by the name under which it refuses.
    """

    refusals = {
        "patient_was_merged": _("This patient was here twice; the two are one now. Open their page again."),
        "row_stays_with_its_patient": _("What was recorded for one patient stays with them."),
    }

    def __init__(self):
        super().__init__(
            name="follows_its_patient",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("patient_id"),
            func="""
                IF TG_OP = 'UPDATE' THEN
                    IF NEW.patient_id = OLD.patient_id THEN
                        RETURN NEW;
                    END IF;
                    IF NOT EXISTS (
                        SELECT FROM people_patient
                        WHERE id = OLD.patient_id AND merged_into_id = NEW.patient_id
                    ) THEN
                        RAISE EXCEPTION 'row_stays_with_its_patient'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'row_stays_with_its_patient';
                    END IF;
                END IF;
                IF EXISTS (
                    SELECT FROM people_patient WHERE id = NEW.patient_id AND merged_into_id IS NOT NULL
                ) THEN
                    RAISE EXCEPTION 'patient_was_merged'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'patient_was_merged';
                END IF;
                RETURN NEW;
            """,
        )


def merged_into_one_that_stands():
    """No chains: whoever is merged was merged into one who stands, and nobody was merged into them."""
    return pgtrigger.Trigger(
        name="merged_into_one_that_stands",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        func="""
            IF EXISTS (
                SELECT FROM people_patient AS other
                WHERE (other.id = NEW.merged_into_id AND other.merged_into_id IS NOT NULL)
                    OR other.merged_into_id = NEW.id
            ) THEN
                RAISE EXCEPTION 'patient_merged_into_one_that_stands' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
