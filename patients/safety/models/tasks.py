"""Safety tasks: a person must look, now or today, and every step of it is kept."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from post_office.models import STATUS, Email

from clinic.frozen import Frozen
from clinic.refusing import RefusingTrigger, refuse
from patients.inquiries.models import Inquiry
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Hold, Patient

from .triggers import LEVEL_OF, Cause, Level

RAISED_COLUMNS = (
    "reference", "form_key", "inquiry_id", "cause", "level", "words", "raised_at", "raised_by_id",
    "acknowledge_by", "call_by", "hold_id",
)  # fmt: skip
ARROWS = {
    "open": ("acknowledged",),
    "acknowledged": ("contacted",),
    "contacted": ("assessed",),
    "assessed": ("closed",),
}
NEXT_STATES = ", ".join(f"'{state}>{after}'" for state, reached in ARROWS.items() for after in reached)


def _whoever_did(step):
    """A step that is done has a name and a moment; one that is not has neither."""
    by, at = f"{step}_by__isnull", f"{step}_at__isnull"
    return Q(**{by: True, at: True}) | Q(**{by: False, at: False})


def _done_in(states, step):
    return Q(state__in=states, **{f"{step}_at__isnull": False}) | (
        ~Q(state__in=states) & Q(**{f"{step}_at__isnull": True})
    )


class SafetyTaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every task, for whoever may be asked to take one up: a cry for help has no other patients' list."""
        return self if user.has_perm("safety.view_safetytask") else self.none()

    def unclosed(self):
        return self.exclude(state=SafetyTask.State.CLOSED)

    def nobody_took_up(self):
        """Tasks that wait for somebody to say that they have them."""
        return self.filter(state=SafetyTask.State.OPEN)

    def of_patient(self, patient):
        """Tasks of this patient, those from when they only asked us among them."""
        return self.filter(Q(patient=patient) | Q(inquiry__isnull=False, inquiry=patient.inquiry_id))

    def for_staff(self):
        """With all that a list shows, the most pressing first."""
        people = models.Prefetch("patient", Patient.objects.marking_holds().select_related("location"))
        return (
            self.select_related("owner", "raised_by", "inquiry__location", "closed_by")
            .prefetch_related(people)
            .order_by("level", "raised_at", "pk")
        )


@pghistory.track()
class SafetyTask(models.Model):
    """Somebody may be in danger, and one named person has to take it up. `raising` and `following` write it."""

    class State(models.TextChoices):
        OPEN = "open", _("Nobody has taken it up")
        ACKNOWLEDGED = "acknowledged", _("Taken up")
        CONTACTED = "contacted", _("Reached")
        ASSESSED = "assessed", _("Assessed")
        CLOSED = "closed", _("Closed")

    class Outcome(models.TextChoices):
        SAFE = "safe", _("Safe, with a plan they agreed to")
        OTHER_CARE = "other_care", _("Handed over to other care")
        EMERGENCY = "emergency", _("Emergency services were called")
        MISTAKE = "mistake", _("Not what they meant; we spoke about it")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("inquiry"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cause = models.CharField(_("what happened"), max_length=20, choices=Cause)
    level = models.CharField(_("how soon"), max_length=2, choices=Level)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    raised_at = models.DateTimeField(_("raised"), default=timezone.now)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("raised by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the person’s own answer did."),
    )
    hold = models.ForeignKey(
        Hold, verbose_name=_("hold"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledge_by = models.DateTimeField(_("to be taken up by"))
    call_by = models.DateTimeField(
        _("call promised by"), null=True, blank=True, help_text=_("What the page told the person.")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who was asked last, and then who took it up."),
    )
    ask_next_at = models.DateTimeField(_("next person asked"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken up by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    contacted_at = models.DateTimeField(_("reached"), null=True, blank=True)
    contacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reached by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    assessed_at = models.DateTimeField(_("assessed"), null=True, blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assessed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    closing_note = models.TextField(_("closing note"), max_length=2000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The clinician who wrote the note."),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("second person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    alone_because = models.CharField(_("why without a second person"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    # What the person adds on the page that answers them.
    phone = PhoneNumberField(_("phone to reach them at now"), blank=True)
    whereabouts = models.CharField(_("where they are"), max_length=200, blank=True)
    trusted_name = models.CharField(_("somebody they trust"), max_length=120, blank=True)
    trusted_phone = PhoneNumberField(_("their phone"), blank=True)

    objects = SafetyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety task")
        verbose_name_plural = _("safety tasks")
        ordering = ["-raised_at", "-pk"]
        permissions = [("acknowledge_safetytask", _("Can take up a safety task"))]
        indexes = [
            models.Index(
                fields=["level", "raised_at"], name="safetytask_unclosed", condition=~Q(state="closed")
            ),
            models.Index(fields=["ask_next_at"], name="safetytask_to_escalate", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                name="safetytask_is_about_one",
                condition=Q(patient__isnull=False, inquiry__isnull=True)
                | Q(patient__isnull=True, inquiry__isnull=False),
                violation_error_message=_("A safety task is about a patient, or about somebody who asked."),
            ),
            models.CheckConstraint(
                name="safetytask_level_goes_with_its_cause",
                condition=Q(
                    *(Q(cause=cause, level=level) for cause, level in LEVEL_OF.items()), _connector=Q.OR
                ),
                violation_error_message=_("How soon it is goes with what happened."),
            ),
            models.CheckConstraint(
                name="safetytask_words_fit",
                condition=LessThanOrEqual(Length("words"), 2000),
                violation_error_message=_("Make the text shorter: at most 2000 characters."),
            ),
            models.CheckConstraint(
                name="safetytask_closing_note_fits",
                condition=LessThanOrEqual(Length("closing_note"), 2000),
                violation_error_message=_("Make the note shorter: at most 2000 characters."),
            ),
            models.CheckConstraint(
                name="safetytask_flag_says_what",
                condition=~Q(cause="flagged") | ~Q(words=""),
                violation_error_message=_("Say what worries you."),
            ),
            models.CheckConstraint(
                name="safetytask_known_state",
                condition=Q(state__in=["open", "acknowledged", "contacted", "assessed", "closed"]),
                violation_error_message=_("Choose a state from the list."),
            ),
            models.CheckConstraint(
                name="safetytask_known_outcome",
                condition=Q(outcome__in=["", "safe", "other_care", "emergency", "mistake"]),
                violation_error_message=_("Choose an outcome from the list."),
            ),
            models.CheckConstraint(
                name="safetytask_steps_say_who_and_when",
                condition=_whoever_did("acknowledged") & _whoever_did("contacted") & _whoever_did("assessed"),
                violation_error_message=_("Each step has a name and a time."),
            ),
            models.CheckConstraint(
                name="safetytask_state_goes_with_its_steps",
                condition=_done_in(["acknowledged", "contacted", "assessed", "closed"], "acknowledged")
                & _done_in(["contacted", "assessed", "closed"], "contacted")
                & _done_in(["assessed", "closed"], "assessed"),
                violation_error_message=_("First somebody takes it up, reaches the person, then assesses."),
            ),
            models.CheckConstraint(
                name="safetytask_somebody_owns_it",
                condition=Q(state="open") | Q(owner__isnull=False),
                violation_error_message=_("A task that was taken up has an owner."),
            ),
            models.CheckConstraint(
                name="safetytask_closing_note_is_somebodys",
                condition=Q(closed_by__isnull=True, closing_note="", outcome="")
                | (Q(closed_by__isnull=False) & ~Q(closing_note="") & ~Q(outcome="")),
                violation_error_message=_("Closing needs a clinician, an outcome and a note."),
            ),
            models.CheckConstraint(
                name="safetytask_closed_with_a_note",
                condition=Q(closed_at__isnull=True) & ~Q(state="closed")
                | Q(closed_at__isnull=False, state="closed", closed_by__isnull=False),
                violation_error_message=_("Closing needs a clinician, an outcome and a note."),
            ),
            models.CheckConstraint(
                name="safetytask_two_close_the_gravest",
                condition=~Q(level="T1", state="closed")
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("closed_by")))
                | ~Q(alone_because=""),
                violation_error_message=_("A second person confirms that this can be closed."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            Frozen(name="safetytask_keeps_what_raised_it", columns=RAISED_COLUMNS),
            Frozen(
                name="closed_safetytask_never_changes",
                columns=["state", "outcome", "closing_note", "closed_by_id", "confirmed_by_id", "closed_at"],
                once="OLD.state = 'closed'",
            ),
            pgtrigger.Protect(name="safetytask_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="safetytask_moves_step_by_step",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                func=f"""
                    IF TG_OP = 'INSERT' THEN
                        IF NEW.state <> 'open' THEN
                            RAISE EXCEPTION 'safetytask_begins_open' USING ERRCODE = 'check_violation';
                        END IF;
                    ELSIF OLD.state <> NEW.state
                        AND (OLD.state || '>' || NEW.state) NOT IN ({NEXT_STATES})
                    THEN
                        RAISE EXCEPTION 'safetytask_moves_step_by_step' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="safetytasks_close_one_by_one",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                func="""
                    IF (
                        SELECT count(*) FROM old_rows AS before JOIN new_rows AS after USING (id)
                        WHERE after.state = 'closed' AND before.state <> 'closed'
                    ) > 1 THEN
                        RAISE EXCEPTION 'safetytasks_close_one_by_one' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}: {self.get_state_display()}"

    @property
    def about(self):
        """The patient, or the inquiry of somebody who is none."""
        return self.patient or self.inquiry

    @property
    def location(self):
        return self.about.location

    @property
    def call_phone(self):
        """The number to reach them at: the one they gave just now, else the one we know."""
        return self.phone or self.about.phone

    @property
    def waits_for_a_second_person(self):
        """Whether somebody has written the closing note of one that two must close."""
        return self.closed_by_id is not None and self.closed_at is None

    def is_late(self, now=None):
        """Whether nobody has taken it up in time."""
        return self.state == self.State.OPEN and self.acknowledge_by <= (now or timezone.now())


class HoldOfTask(Hold):
    """A hold that a safety task raised stays until that task is closed."""

    class Meta:
        proxy = True
        verbose_name = _("hold of a safety task")
        verbose_name_plural = _("holds of safety tasks")
        triggers = [
            RefusingTrigger(
                name="hold_waits_for_its_safety_task",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("lifted_at"),
                condition=pgtrigger.Condition("(OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL)"),
                func=f"""
                    IF EXISTS (
                        SELECT FROM safety_safetytask WHERE hold_id = NEW.id AND state <> 'closed'
                    ) THEN
                        {refuse("hold_waits_for_its_safety_task")}
                    END IF;
                    RETURN NEW;
                """,
                refusals={
                    "hold_waits_for_its_safety_task": _(
                        "A safety task holds this. Close the task first, then lift the hold."
                    )
                },
            ),
        ]


class SafetyEntry(models.Model):
    """One thing that happened to a task: kept for good, never changed."""

    class What(models.TextChoices):
        RAISED = "raised", _("Raised")
        NOBODY = "nobody", _("Nobody is on call")
        ACKNOWLEDGED = "acknowledged", _("Took it up")
        HANDED_OVER = "handed_over", _("Handed over")
        TRIED = "tried", _("Tried to reach them")
        CONTACTED = "contacted", _("Reached them")
        ASSESSED = "assessed", _("Assessed")
        CLOSING = "closing", _("Wrote the closing note")
        SENT_BACK = "sent_back", _("Did not confirm closing")
        CLOSED = "closed", _("Closed")
        ADDED = "added", _("The person added how to reach them")
        NOTED = "noted", _("Noted")

    task = models.ForeignKey(SafetyTask, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField(_("when"), default=timezone.now)
    what = models.CharField(_("what"), max_length=12, choices=What)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField(_("words"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("step of a safety task")
        verbose_name_plural = _("steps of safety tasks")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="safetyentry_text_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make the text shorter: at most 2000 characters."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="safetyentry_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return str(self.get_what_display())


class SafetyNotice(models.Model):
    """Somebody was asked by mail to take up a task: who, when, and whether the mail reached the mail server."""

    task = models.ForeignKey(SafetyTask, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who was asked"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where nobody is on call: then the clinic’s mailbox was told."),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    mail = models.ForeignKey(
        Email, verbose_name=_("mail"), on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("safety notice")
        verbose_name_plural = _("safety notices")
        ordering = ["asked_at", "pk"]
        triggers = [pgtrigger.Protect(name="safetynotice_is_never_deleted", operation=pgtrigger.Delete)]

    def __str__(self):
        return str(self.person or "")

    @property
    def was_delivered(self):
        return self.mail is not None and self.mail.status == STATUS.sent

    @property
    def has_failed(self):
        """The mail server did not take it: at the first try, or after some."""
        return self.mail is not None and self.mail.status in (STATUS.failed, STATUS.requeued)
