"""Who would like a time, and what they were offered."""

from .offers import Offer
from .wishes import Wish

__all__ = ["Offer", "Wish"]
