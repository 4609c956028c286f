"""What the worker does for inquiries each minute."""

from . import limits
from .models import SubmissionCount


def forget_senders():
    """Yesterday's counts limit nobody any more."""
    SubmissionCount.objects.filter(day__lt=limits.today()).delete()
