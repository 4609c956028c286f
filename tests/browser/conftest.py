"""A real browser on the running portal, that fails on what a strict house forbids."""

import os
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from .somebody import Somebody

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
BOTH_SIZES = ["phone", pytest.param("desk", marks=pytest.mark.drill)]
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PATIENCE = 15_000  # milliseconds for whatever a page is asked for or expected to show, on a busy machine
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    if os.environ.get("TEST_CHROMIUM"):
        return
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="there is no Chromium or Chrome on this machine"))


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    # No list of features to switch off: Chromium takes the last it is given, and Playwright's own would not count.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": os.environ["TEST_CHROMIUM"], "args": sandbox}


@pytest.fixture
def open_page(browser, portal_server):
    """`open_page("phone")` or `open_page("desk")`: a page of a fresh visitor, watched until the test ends."""
    contexts, problems = [], []

    def open_one(size, **options):
        context = browser.new_context(base_url=portal_server.url, viewport=SIZES[size], **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        host = urlsplit(portal_server.url).netloc

        def look_at_request(request):
            parts = urlsplit(request.url)
            if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != host:
                problems.append(f"asked another host: {request.url}")

        def look_at_console(message):
            if not message.location["url"]:
                return  # axe, which tries a style on the page, and not a page or a script of ours
            if "Content Security Policy" in message.text or "Permissions policy" in message.text:
                problems.append(f"console: {message.text}")

        context.on("request", look_at_request)
        page.on("console", look_at_console)
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture(params=BOTH_SIZES)
def page(request, open_page):
    """The test runs twice: on a phone, and in the drill at a desk."""
    return open_page(request.param)


@pytest.fixture
def phone_page(open_page):
    return open_page("phone")


@pytest.fixture
def desk_page(open_page):
    return open_page("desk")


@pytest.fixture
def sign_in(portal_server):
    """`sign_in(page, user)`: goes on as this person, without the log-in form."""

    def enter(page, user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": portal_server.url}
        page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])

    return enter


@pytest.fixture
def axe():
    """`axe(page)`: fails with what axe-core finds; `axe(page, but={"rule-id"})` names an exception."""

    def check(page, but=frozenset()):
        options = {"runOnly": {"type": "tag", "values": AXE_RULES}, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options).response["violations"]
        found = [violation for violation in found if violation["id"] not in but]
        assert not found, "\n".join(
            f"{page.url} {violation['id']} ({violation['help']}): {node['html']}"
            for violation in found
            for node in violation["nodes"]
        )

    return check


@pytest.fixture
def enters(open_page, axe):
    """`enters("phone", Mouse)`: somebody in front of a screen; each page they come to is inspected once."""

    def inspect(page):
        axe(page)
        if page.viewport_size == SIZES["phone"] and not urlsplit(page.url).path.startswith("/staff/"):
            page.set_viewport_size({"width": 320, "height": 640})
            assert not page.evaluate(WIDER_THAN_THE_SCREEN), "no sideways scrolling on the narrowest phone"
            page.set_viewport_size(SIZES["phone"])

    def enter(size, hands, **options):
        page = open_page(size, locale="en-US", **options)
        can_be_inspected = options.get("java_script_enabled", True)
        return Somebody(page, hands(page), inspect if can_be_inspected else None)

    return enter
