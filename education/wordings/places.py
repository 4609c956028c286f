"""Places outside the library where a clinic says things in its own words. Each app declares its own.

`wordings = {"thank_you": Place(...)}` in an `AppConfig` declares the place `<label>.thank_you`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """Where some words stand, what they say as the portal ships, and what may stand in them.

    `placeholders`: name → an example of what takes its place. `page` is the URL name of the page the words stand
    on, or `mail` the template of the mail. `is_line`: one line, such as a heading.
    """

    title: str
    words: str
    placeholders: dict[str, str] = field(default_factory=dict)
    page: str = ""
    mail: str = ""
    is_line: bool = False
