"""Rich text: what it may hold, how it is cleaned, and where it cites a claim.

A citation is a link to `claim:key` around the words that rest on the claim. The same short list of
tags holds in the editor, when an edition is saved, and once more when a page shows it.
"""

import re

import nh3
from django_prose_editor.config import allowlist_from_extensions

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"protocols": ["http", "https", "mailto", "claim"], "enableTarget": False},
    "History": True,
    "NoSpellCheck": False,
}

_allowed = allowlist_from_extensions(EXTENSIONS)
_cleaner = nh3.Cleaner(
    tags=_allowed["tags"],
    attributes={"a": {"href"}},
    url_schemes=_allowed["url_schemes"],
    link_rel=None,  # the Referrer-Policy header says what a link needs to say, for every link
)
_citation = re.compile(r'<a href="claim:([\w-]+)">(.*?)</a>', re.DOTALL)
_link_without_address = re.compile(r"<a>(.*?)</a>", re.DOTALL)


def clean(html):
    """The text with nothing in it but what the editor offers."""
    return _link_without_address.sub(r"\1", _cleaner.clean(html))


def cited_keys(*texts):
    """The keys of the claims these texts cite, in the order a reader meets them, each once."""
    return list(dict.fromkeys(key for text in texts for key, _words in _citation.findall(clean(text))))


def mark_citations(html, mark):
    """Clean text in which `mark(key)`, some HTML, follows the words of each citation."""
    return _citation.sub(lambda found: found[2] + mark(found[1]), clean(html))
