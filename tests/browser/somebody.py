"""A person at a screen of their own, told of as people tell it: she follows a link, writes, comes to a page."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import Error, expect

from clinic.demo.team import DOMAIN, PASSWORD


@dataclass
class Somebody:
    """A person at a screen of their own. What fails says on which page, and what they wanted there."""

    page: object
    hands: object
    inspect: object = None  # what is checked on each page when they come to it first
    seen: set = field(default_factory=set)

    @contextmanager
    def wanting(self, what):
        try:
            yield
        except (AssertionError, Error) as error:
            raise AssertionError(f"On {self.page.url}, wanting {what}: {error}") from error

    def link(self, name, within=None, exact=False):
        return (within or self.page).get_by_role("link", name=name, exact=exact).first

    def follows(self, name, within=None, exact=False):
        with self.wanting(f"the link “{name}”"):
            self.hands.press(self.link(name, within, exact))

    def pushes(self, name):
        with self.wanting(f"the button “{name}”"):
            self.hands.press(self.page.get_by_role("button", name=name, exact=True))

    def unfolds(self, name):
        with self.wanting(f"the fold “{name}”"):
            self.hands.press(self.page.locator("summary").filter(has_text=name, visible=True))

    def writes(self, label, text):
        with self.wanting(f"to write “{label}”"):
            self.hands.write(self.page.get_by_label(label).first, text)

    def sets_date(self, label, day):
        with self.wanting(f"to set “{label}”"):
            dates = self.page.locator('input[type="date"]').and_(self.page.get_by_label(label))
            self.hands.set_date(dates.last, day)

    def sets_time(self, label, clock):
        with self.wanting(f"to set “{label}”"):
            self.hands.set_time(self.page.get_by_label(label), clock)

    def ticks(self, label):
        with self.wanting(f"to tick “{label}”"):
            self.hands.tick(self.page.get_by_label(label).first)

    def picks(self, label, option):
        with self.wanting(f"“{option}” in the list “{label}”"):
            lists = self.page.locator("select").and_(self.page.get_by_label(label))
            self.hands.pick(lists.last, option)

    def comes_to(self, heading):
        """Is on the page whose heading begins so; the first time, the page is inspected."""
        with self.wanting(f"the page “{heading}”"):
            begins = re.compile(r"^\s*" + r"\s+".join(map(re.escape, heading.split())))
            expect(self.page.get_by_role("heading", level=1)).to_have_text(begins)
        page = (resolve(urlsplit(self.page.url).path).view_name, heading)
        if page not in self.seen:
            self.seen.add(page)
            self.looks_closely()

    def looks_closely(self):
        if self.inspect:
            with self.wanting("a page as it should be"):
                self.inspect(self.page)

    def reads(self, text, role="main"):
        with self.wanting(f"to read “{text}”"):
            expect(self.page.get_by_role(role).first).to_contain_text(text)

    def goes_by_the_menu(self, to):
        if self.page.viewport_size["width"] < 900:
            self.unfolds("Menu")
        navigation = self.page.get_by_role("navigation", name="Staff")
        self.follows(to, within=navigation.filter(visible=True))

    def signs_in(self, mailbox):
        self.page.goto("/staff/")
        self.comes_to("Log in")
        self.writes("E-mail", f"{mailbox}@{DOMAIN}")
        self.writes("Password", PASSWORD)
        self.pushes("Log in")
        self.comes_to("Today")
