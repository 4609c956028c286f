"""Rich text: what it may hold, how it is cleaned, and where it cites a claim.

A citation is a link to `claim:key` around the words that rest on the claim. A picture is one of ours, by its
address. The same short list of tags holds in the editor, when an edition is saved, and once more when a page
shows it.
"""

import re
from html import unescape

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
    "Image": True,
    "Link": {"protocols": ["http", "https", "mailto", "claim"], "enableTarget": False},
    "History": True,
    "NoSpellCheck": False,
}
_our_picture = re.compile(r"/pictures/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.webp")


def _kept(tag, attribute, value):
    """The value an attribute keeps, or None: a picture is one of ours, in whole pixels."""
    if tag == "img" and attribute == "src" and not _our_picture.fullmatch(value):
        return None
    if tag == "img" and attribute in ("width", "height") and not value.isdecimal():
        return None
    return value


_allowed = allowlist_from_extensions(EXTENSIONS)
_cleaner = nh3.Cleaner(
    tags=_allowed["tags"],
    attributes={"a": {"href"}, "img": {"src", "alt", "width", "height"}},
    attribute_filter=_kept,
    set_tag_attribute_values={"img": {"loading": "lazy"}},
    url_schemes=_allowed["url_schemes"],
    link_rel=None,  # the Referrer-Policy header says what a link needs to say, for every link
)


def citation_of(keys):
    """The pattern of where a text cites one of these claims; PostgreSQL reads it too."""
    return f'<a href="claim:({"|".join(keys)})">'


_citation = re.compile(citation_of([r"[\w-]+"]) + "(.*?)</a>", re.DOTALL)
_link_without_address = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_picture = re.compile(r"<img\b[^>]*>")
_attribute = re.compile(r'(\w+)="([^"]*)"')
EMPTY_PARAGRAPH = "<p></p>"  # a line that says nothing, and all there is of an empty text


def clean(html):
    """The text with nothing in it but what the editor offers."""
    text = _link_without_address.sub(r"\1", _cleaner.clean(html))
    text = _picture.sub(lambda picture: picture[0] if "src" in _told(picture[0]) else "", text)
    return text.replace(EMPTY_PARAGRAPH, "")


def pictures_in(*texts):
    """The pictures of these texts: pairs of the reference and the words that say what it shows."""
    for text in texts:
        for picture in map(_told, _picture.findall(clean(text))):
            yield _our_picture.fullmatch(picture["src"])[1], unescape(picture.get("alt", "")).strip()


def _told(picture):
    """What a cleaned picture says of itself."""
    return dict(_attribute.findall(picture))


def cited_keys(*texts):
    """The keys of the claims these texts cite, in the order a reader meets them, each once."""
    return list(dict.fromkeys(key for text in texts for key, _words in _citation.findall(clean(text))))


def mark_citations(html, mark):
    """Clean text in which `mark(key)`, some HTML, follows the words of each citation."""
    return _citation.sub(lambda found: found[2] + mark(found[1]), clean(html))
