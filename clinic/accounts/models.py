"""Who works here: everyone who signs in to the staff site."""

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from . import roles


class UserQuerySet(models.QuerySet):
    def active(self):
        """Those who may sign in."""
        return self.filter(is_active=True)

    def in_role(self, role):
        """Those who may sign in and hold the named role (one of `roles.ROLES`)."""
        return self.active().filter(groups__name=role)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())

    def create_user(self, email, password=None, **fields):
        """Add somebody who works here, signing in by `email`."""
        if not email:
            raise ValueError("Somebody who signs in needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.email = user.email.strip().lower()
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Add somebody who may do everything: for setting up, not for daily work."""
        return self.create_user(email, password, is_superuser=True, **fields)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail"),
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address is here already.")},
    )
    name = models.CharField(_("name"), max_length=150)
    credentials = models.CharField(
        _("credentials"),
        max_length=80,
        blank=True,
        help_text=_("As shown beside the name on reviewed pages, such as “RN” or “MD”."),
    )
    is_active = models.BooleanField(
        _("may sign in"),
        default=True,
        help_text=_("Untick this instead of deleting somebody who leaves."),
    )
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person who works here")
        verbose_name_plural = _("people who work here")
        ordering = [Lower("name")]
        constraints = [
            models.CheckConstraint(
                name="user_email_lower_case",
                condition=models.Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail address in lower case."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = self.email.strip().lower()

    @property
    def is_staff(self):
        """Everybody with an account works here, so everybody reaches the staff site."""
        return True

    @property
    def signature(self):
        """Name and credentials, as printed under something this person answers for."""
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def has_role(self, role):
        """Whether this person holds the named role; a superuser holds every one."""
        return self.is_superuser or role in self.role_names

    @property
    def role_names(self):
        """The names of the roles held, asked once per request."""
        if not hasattr(self, "_role_names"):
            self._role_names = frozenset(self.groups.values_list("name", flat=True))
        return self._role_names

    @property
    def is_prescriber(self):
        return self.has_role(roles.PRESCRIBER)


@pghistory.track(obj_field=None)  # nothing can refer to a row of a table that Django makes by itself
class RoleHeld(User.groups.through):
    """A role that somebody was given."""

    class Meta:
        proxy = True
