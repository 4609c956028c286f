"""What we say about treatment: sources, the claims they carry, the articles that cite them, and who answers."""

from .articles import Article, ArticleTreatment, FormerAddress, Topic
from .claims import Claim, ClaimSource, Source
from .comparing import ComparedFact
from .editions import Edition, EditionClaim, EditionWriter
from .pictures import Picture
from .rechecks import Recheck
from .searching import KnownWord, Synonym
from .treatments import RegulatoryStatus, Treatment
from .wordings import Wording
from .workflow import DirectorSignOff, DraftVisit, EditionStep, LintOverride, PreviewLink

__all__ = [
    "Article",
    "ArticleTreatment",
    "Claim",
    "ClaimSource",
    "ComparedFact",
    "DirectorSignOff",
    "DraftVisit",
    "Edition",
    "EditionClaim",
    "EditionStep",
    "EditionWriter",
    "FormerAddress",
    "KnownWord",
    "LintOverride",
    "Picture",
    "PreviewLink",
    "Recheck",
    "RegulatoryStatus",
    "Source",
    "Synonym",
    "Topic",
    "Treatment",
    "Wording",
]
