"""What every answer tells the browser, and what may be kept (promises: headers on every page, T42)."""

import pytest
from django.test import RequestFactory, override_settings

from clinic.headers import PUBLIC_CONTENT
from clinic.proxies import TrustedProxies

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


def directives(policy):
    return {part.strip() for part in policy.split(";")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/healthz", "/staff/login/", "/inquire/", "/nowhere/"])
def test_every_page_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert directives(headers["Content-Security-Policy"]) == directives(POLICY)
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    for feature in ("camera", "microphone", "geolocation"):
        assert f"{feature}=()" in headers["Permissions-Policy"]
    assert not [name for name in headers if name.lower().startswith("access-control-")]


@pytest.mark.django_db
def test_a_page_that_everybody_reads_alike_may_be_kept_for_a_minute(client):
    assert client.get("/help-now/").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/inquire/", "/suitability/", "/staff/login/", "/healthz", "/nowhere/"])
def test_everything_else_is_never_stored(client, path):
    assert "no-store" in client.get(path).headers["Cache-Control"]


@pytest.mark.django_db
def test_somebody_with_a_session_gets_nothing_from_a_cache(client, django_user_model):
    user = django_user_model.objects.create_user("clinician@stillwater.example", password=None)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "no-store" in client.get("/help-now/").headers["Cache-Control"]


@pytest.mark.django_db
def test_only_what_everybody_reads_alike_is_compressed(client):
    """A form holds a token, which a compressed page would give away by its length."""
    client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
    assert client.get("/help-now/").headers["Content-Encoding"] == "gzip"
    for path in ("/inquire/", "/staff/login/"):
        assert "Content-Encoding" not in client.get(path).headers


def test_what_may_be_kept_are_pages_without_a_form():
    assert not [
        name
        for name in PUBLIC_CONTENT
        if name.startswith(("inquiries:", "suitability:", "admin:", "people:"))
    ]


@pytest.mark.django_db
def test_https_is_asked_for_once_on_the_same_host(client):
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=63072000):
        answer = client.get("/inquire/?x=1")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/inquire/?x=1")


@pytest.mark.django_db
def test_a_strange_host_is_refused(client):
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def seen_by_the_portal(proxies, address, **headers):
    with override_settings(TRUSTED_PROXIES=proxies):
        request = RequestFactory().get("/", REMOTE_ADDR=address, **headers)
        return TrustedProxies(lambda request: request)(request).META


def test_the_word_of_a_stranger_about_the_client_is_dropped():
    meta = seen_by_the_portal(
        ["10.0.0.0/8"], "203.0.113.9", HTTP_X_FORWARDED_FOR="192.0.2.1", HTTP_X_FORWARDED_PROTO="https"
    )
    assert meta["REMOTE_ADDR"] == "203.0.113.9"
    assert "HTTP_X_FORWARDED_PROTO" not in meta
    assert "HTTP_X_FORWARDED_FOR" not in meta


def test_a_trusted_proxy_names_the_client():
    meta = seen_by_the_portal(["10.0.0.0/8"], "10.1.2.3", HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert meta["REMOTE_ADDR"] == "192.0.2.1"


def test_a_client_cannot_put_another_address_before_its_own():
    meta = seen_by_the_portal(["10.0.0.0/8"], "10.1.2.3", HTTP_X_FORWARDED_FOR="1.1.1.1, 192.0.2.1, 10.9.9.9")
    assert meta["REMOTE_ADDR"] == "192.0.2.1"


def test_nonsense_from_a_trusted_proxy_changes_nothing():
    meta = seen_by_the_portal(["10.0.0.0/8"], "10.1.2.3", HTTP_X_FORWARDED_FOR="<script>")
    assert meta["REMOTE_ADDR"] == "10.1.2.3"
