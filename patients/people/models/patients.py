"""Patients, who looks after them, and what their care waits for."""

from zoneinfo import ZoneInfo

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Lower, Upper
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from clinic.frozen import Frozen
from clinic.locations.models import Location, validate_time_zone
from patients.inquiries.models import Inquiry, phone_digits
from patients.links.references import new_reference

from .following import FollowsPatient, merged_into_one_that_stands

ADULT_AGE = 18
# All of a patient but where they were merged into.
SAID_COLUMNS = (
    "reference", "legal_name", "chosen_name", "pronouns", "birth_date", "email", "phone", "channels",
    "emergency_name", "emergency_relation", "emergency_phone", "escort_name", "escort_phone", "language",
    "needs_interpreter", "access_needs", "heard_from", "location_id", "time_zone", "inquiry_id", "registered_by_id",
    "registered_at", "ended_on", "is_namesake", "form_key",
)  # fmt: skip
LIKE_NAMES = 0.6  # of two names, from 0 to 1, where nothing else is alike: “Jon Smith” and “John Smith” are


class PatientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Patients this person may see: all for the front desk, those they look after for clinicians."""
        if not user.has_perm("people.view_patient"):
            return self.none()
        if user.has_perm("people.view_every_patient"):
            return self.standing()
        looks_after = CareTeamMember.objects.current().filter(user=user, patient=models.OuterRef("pk"))
        return self.standing().filter(models.Exists(looks_after))

    def standing(self):
        """Patients who were not merged into another row of the same person."""
        return self.filter(merged_into=None)

    def locked(self, patient):
        """The patient's row, fresh, held until the act is over: whoever records something for them waits.

        Refuses one that was merged into another (code `merged`), and one whose registration was undone (`undone`).
        """
        rows = self.select_related("location", "merged_into").select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=patient.pk).first()
        if row is None:
            raise ValidationError(
                _("Somebody has just undone registering %(name)s. Nothing was recorded.") % {"name": patient},
                code="undone",
            )
        if row.merged_into_id:
            raise ValidationError(
                _("%(name)s was here twice; the two are one now. Open their page again.") % {"name": row},
                code="merged",
            )
        return row

    def named_like(self, words):
        """Patients whose legal or chosen name, e-mail or phone holds these words."""
        found = Q(legal_name__icontains=words) | Q(chosen_name__icontains=words) | Q(email__icontains=words)
        if digits := phone_digits(words):
            found |= Q(phone__contains=digits)
        return self.filter(found)

    def same_person_as(self, *, legal_name, birth_date):
        """Patients with the same legal name and birth date."""
        return self.filter(legal_name__iexact=legal_name.strip(), birth_date=birth_date)

    def perhaps_same_as(self, *, legal_name, birth_date, chosen_name="", email="", phone=""):
        """Patients who look like this person, the likest first.

        The same e-mail or phone, the same birth date with a name somewhat alike, or a very like name. Whoever was
        merged looks as they did before, and stands for the patient they are now.
        """
        names = [name.strip().upper() for name in (legal_name, chosen_name) if name.strip()]
        like, likenesses = Q(), []
        for column in ("legal_name", "chosen_name"):
            for name in names:
                like |= Q(**{f"shouted_{column}__trigram_similar": name})
                likenesses.append(TrigramSimilarity(f"shouted_{column}", name))
        same = like & (Q(birth_date=birth_date) | Q(likeness__gte=LIKE_NAMES))
        if email:
            same |= Q(email__iexact=email)
        if phone:
            same |= Q(phone=phone)
        shouted = self.annotate(
            shouted_legal_name=Upper("legal_name"), shouted_chosen_name=Upper("chosen_name")
        )
        rows = shouted.annotate(likeness=Greatest(*likenesses))
        # A list, since PostgreSQL would read all patients to compare them with the rows of a query.
        now = list(rows.filter(same).exclude(merged_into=None).values_list("merged_into", flat=True))
        return rows.filter(same | Q(pk__in=now), merged_into=None).order_by("-likeness", "id")

    def who_came_of(self, inquiries):
        """By inquiry, the patient who came of it, under whatever row they stand now; in two queries."""
        registered = self.model.objects.filter(inquiry__in=inquiries)
        rows = dict(registered.values_list("inquiry", Coalesce("merged_into", "pk")))
        patients = self.standing().marking_holds().in_bulk(set(rows.values()))
        return {
            inquiry: patients[rows[inquiry.pk]] for inquiry in inquiries if rows.get(inquiry.pk) in patients
        }

    def with_open_hold(self):
        """Patients whose care waits for somebody's decision."""
        return self.marking_holds().filter(is_on_hold=True)

    def marking_holds(self):
        """Each patient with `is_on_hold`, as every list needs that shows their names."""
        open_holds = Hold.objects.open().filter(patient=models.OuterRef("pk"))
        return self.annotate(is_on_hold=models.Exists(open_holds))


@pghistory.track()
class Patient(models.Model):
    class Channel(models.TextChoices):
        """A way in which the clinic may reach the patient, once they have agreed to it."""

        EMAIL = "email", _("Write e-mails")
        CALL = "call", _("Call")
        VOICE = "voice", _("Leave a voice message")
        TEXT = "text", _("Send text messages")

    class HeardFrom(models.TextChoices):
        CLINICIAN = "clinician", _("A doctor or therapist")
        SOMEBODY = "somebody", _("Family or a friend")
        SEARCH = "search", _("Searching the web")
        INSURER = "insurer", _("Their insurer")
        OTHER = "other", _("Something else")
        UNSAID = "unsaid", _("Not said")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=120)
    chosen_name = models.CharField(
        _("name they go by"), max_length=120, blank=True, help_text=_("If it is not the legal name.")
    )
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    birth_date = models.DateField(_("birth date"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    channels = ArrayField(
        models.CharField(max_length=8, choices=Channel),
        verbose_name=_("how we may reach them"),
        default=list,
        blank=True,
    )
    emergency_name = models.CharField(_("emergency contact"), max_length=120, blank=True)
    emergency_relation = models.CharField(_("how they are related"), max_length=60, blank=True)
    emergency_phone = PhoneNumberField(_("emergency phone"), blank=True)
    escort_name = models.CharField(_("who takes them home"), max_length=120, blank=True)
    escort_phone = PhoneNumberField(_("phone of who takes them home"), blank=True)
    language = models.CharField(_("language spoken"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    access_needs = models.CharField(_("what would make a visit easier"), max_length=500, blank=True)
    heard_from = models.CharField(
        _("heard of us from"), max_length=10, choices=HeardFrom, default=HeardFrom.UNSAID
    )
    location = models.ForeignKey(
        Location, verbose_name=_("location"), on_delete=models.PROTECT, related_name="+"
    )
    time_zone = models.CharField(
        _("time zone where they live"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    inquiry = models.OneToOneField(
        Inquiry,
        verbose_name=_("inquiry"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    registered_at = models.DateTimeField(_("registered"), default=timezone.now, editable=False)
    ended_on = models.DateField(_("left the clinic on"), null=True, blank=True)
    is_namesake = models.BooleanField(
        _("another person"),
        default=False,
        help_text=_("Somebody else here has the same legal name and birth date; staff have made sure of it."),
    )
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("same person as"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        db_index=False,
    )

    objects = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        ordering = [Lower("legal_name"), "id"]
        permissions = [
            ("view_every_patient", _("Can see every patient’s contact data")),
            ("merge_patient", _("Can merge two patients who are one person")),
        ]
        indexes = [
            models.Index(Lower("legal_name"), "birth_date", name="patient_by_name_and_birth_date"),
            models.Index(fields=["birth_date"], name="patient_by_birth_date"),
            models.Index(Upper("email"), name="patient_by_email"),
            models.Index(fields=["phone"], name="patient_by_phone"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="patient_by_merged_into"
            ),
            *(
                GinIndex(OpClass(Upper(field), "gin_trgm_ops"), name=f"patient_{field}_like")
                for field in ("legal_name", "chosen_name", "email")
            ),
            GinIndex(OpClass("phone", "gin_trgm_ops"), name="patient_phone_like"),
        ]
        constraints = [
            models.CheckConstraint(
                name="patient_can_be_reached",
                condition=~Q(email="") | ~Q(phone=""),
                violation_error_message=_("Give an e-mail address or a phone number."),
            ),
            models.CheckConstraint(
                name="patient_merged_into_another",
                condition=~Q(merged_into=F("id")),
                violation_error_message=_("Nobody is merged into themselves."),
            ),
            models.CheckConstraint(
                name="patient_known_channels",
                condition=Q(channels__contained_by=["email", "call", "voice", "text"]),
                violation_error_message=_("Choose ways to reach them from the list."),
            ),
            models.CheckConstraint(
                name="patient_writing_needs_an_address",
                condition=~Q(channels__contains=["email"]) | ~Q(email=""),
                violation_error_message=_("Give the e-mail address that we may write to."),
                violation_error_code="no_address",
            ),
            models.CheckConstraint(
                name="patient_calling_needs_a_number",
                condition=~Q(channels__overlap=["call", "voice", "text"]) | ~Q(phone=""),
                violation_error_message=_("Give the phone number that we may call or send a text to."),
                violation_error_code="no_number",
            ),
            models.CheckConstraint(
                name="patient_emergency_contact_is_whole",
                condition=Q(emergency_name="", emergency_relation="", emergency_phone="")
                | (~Q(emergency_name="") & ~Q(emergency_phone="")),
                violation_error_message=_("An emergency contact has a name and a phone number."),
                violation_error_code="half_emergency_contact",
            ),
            models.CheckConstraint(
                name="patient_escort_has_a_name",
                condition=Q(escort_phone="") | ~Q(escort_name=""),
                violation_error_message=_("Say who takes them home, not only the number."),
                violation_error_code="nameless_escort",
            ),
            models.CheckConstraint(
                name="patient_interpreter_speaks_a_language",
                condition=Q(needs_interpreter=False) | ~Q(language=""),
                violation_error_message=_("Say for which language they need an interpreter."),
                violation_error_code="no_language",
            ),
            models.CheckConstraint(
                name="patient_heard_from_known",
                condition=Q(heard_from__in=["clinician", "somebody", "search", "insurer", "other", "unsaid"]),
                violation_error_message=_("Choose how they heard of us from the list."),
            ),
            models.UniqueConstraint(
                Lower("legal_name"),
                "birth_date",
                name="patient_is_here_once",
                condition=Q(is_namesake=False, merged_into=None),
                violation_error_message=_("Somebody with this legal name and birth date is here already."),
                violation_error_code="namesake",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="patient_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.registered_at < now() - interval '1 day'"),
            ),
            Frozen(
                name="merged_patient_never_changes",
                columns=SAID_COLUMNS,
                once="OLD.merged_into_id IS NOT NULL",
            ),
            merged_into_one_that_stands(),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name to speak to this person by."""
        return self.chosen_name or self.legal_name

    @cached_property
    def is_on_hold(self):
        """Whether care waits for somebody's decision; one query, unless `marking_holds` has asked already."""
        return self.holds.open().exists()

    @property
    def zone(self):
        """The clock they live by: their own, or that of their location where they did not say."""
        return ZoneInfo(self.time_zone) if self.time_zone else self.location.zone

    def age_on(self, day):
        """Whole years of age on the given date."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)


class CareTeamQuerySet(models.QuerySet):
    def current(self):
        """Those who look after the patient now."""
        return self.filter(until=None)


@pghistory.track()
class CareTeamMember(models.Model):
    """A clinician who looks after a patient, since when and until when."""

    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="care_team"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("clinician"), on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = CareTeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("care team member")
        verbose_name_plural = _("care team")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                name="careteammember_once",
                fields=["patient", "user"],
                condition=Q(until__isnull=True),
                violation_error_message=_("This clinician looks after the patient already."),
            ),
            models.CheckConstraint(
                name="careteammember_since_before_until",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
        ]
        triggers = [FollowsPatient()]

    def __str__(self):
        return str(self.user)


class HoldQuerySet(models.QuerySet):
    def open(self):
        """Holds nobody has lifted."""
        return self.filter(lifted_at=None)


@pghistory.track()
class Hold(models.Model):
    """A reason why a patient's care waits for a person's decision."""

    class Cause(models.TextChoices):
        """What raised it: a person who works here, or an answer, at once and by itself."""

        PERSON = "person", _("A person who works here")
        SAFETY = "safety", _("A safety task")
        ANSWERS = "answers", _("An answer to the health questions")

    reference = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="holds"
    )
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause, default=Cause.PERSON)
    reason = models.CharField(_("reason"), max_length=300)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("raised by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where an answer of the patient did."),
    )
    raised_at = models.DateTimeField(_("raised"), default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_because = models.CharField(_("why lifted"), max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="hold_lifted_says_who_and_why",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
                violation_error_message=_("Lifting a hold needs a name and a reason."),
            ),
            models.CheckConstraint(
                name="hold_known_cause",
                condition=Q(cause__in=["person", "safety", "answers"]),
                violation_error_message=_("Choose what raised the hold from the list."),
            ),
            models.CheckConstraint(
                name="hold_of_a_person_says_who",
                condition=~Q(cause="person") | Q(raised_by__isnull=False),
                violation_error_message=_("A hold that a person raises has their name."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            pgtrigger.Protect(name="hold_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.reason
