"""Safety: tasks that somebody must take up, who is on call for them, and how fast they are answered."""

from .duty import OnCall, ResponseTime
from .tasks import SafetyEntry, SafetyNotice, SafetyTask
from .triggers import ANSWERED, LEVEL_OF, Cause, Level

__all__ = [
    "ANSWERED",
    "LEVEL_OF",
    "Cause",
    "Level",
    "OnCall",
    "ResponseTime",
    "SafetyEntry",
    "SafetyNotice",
    "SafetyTask",
]
