"""The right to see the figures. What they are counted from belongs to other apps, so there is no table."""

from django.db import models


class Figures(models.Model):  # noqa: DJ008 -- there are no rows to name
    class Meta:
        managed = False
        default_permissions = ()
        permissions = [("view_figures", "Can view the figures of the clinic")]
