"""What we say about treatment: sources, the claims they carry, and the articles that cite them."""

from .articles import Article, Edition, EditionClaim, Topic
from .claims import Claim, ClaimSource, Source
from .treatments import RegulatoryStatus, Treatment

__all__ = [
    "Article",
    "Claim",
    "ClaimSource",
    "Edition",
    "EditionClaim",
    "RegulatoryStatus",
    "Source",
    "Topic",
    "Treatment",
]
