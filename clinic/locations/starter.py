"""Crisis lines to begin with. The clinic checks each before it opens: nothing here replaces that call."""

from datetime import date

from .models import Country, CrisisLine

CHECKED_ON = date(2026, 11, 22)
DAY_AND_NIGHT = "Day and night"
FREE = "Free"

CRISIS_LINES = {
    Country.UNITED_STATES: (
        {"name": "Emergency services", "phone": "911", "is_emergency": True},
        {
            "name": "988 Suicide & Crisis Lifeline",
            "phone": "988",
            "text": "Text 988",
            "website": "https://988lifeline.org/",
        },
        {"name": "Veterans Crisis Line: press 1", "phone": "988", "text": "Text 838255"},
        {"name": "988 en español: press 2", "phone": "988", "text": "Text AYUDA to 988"},
        {
            "name": "SAMHSA National Helpline, alcohol and drugs",
            "phone": "1-800-662-4357",
            "website": "https://www.samhsa.gov/find-help/helplines/national-helpline",
            "is_for_addiction": True,
        },
    ),
    Country.UNITED_KINGDOM: (
        {"name": "Emergency services", "phone": "999", "is_emergency": True},
        {"name": "NHS mental health help: choose option 2", "phone": "111"},
        {"name": "Samaritans", "phone": "116 123"},
        {"name": "Shout", "text": "Text SHOUT to 85258"},
    ),
}


def load_crisis_lines():
    """Put in the lines a country lacks; a line that is there stays as the clinic left it."""
    for country, lines in CRISIS_LINES.items():
        for position, line in enumerate(lines, start=1):
            CrisisLine.objects.get_or_create(
                country=country,
                name=line["name"],
                defaults={
                    "position": position,
                    "when": DAY_AND_NIGHT,
                    "cost": FREE,
                    "checked_on": CHECKED_ON,
                    **line,
                },
            )
