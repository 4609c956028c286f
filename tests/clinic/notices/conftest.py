import pytest
from django.core import mail

from tests.clinic.notices.minutes import a_clinic


@pytest.fixture
def clinic(db):
    """The small clinic at nine on a Monday; its patient has agreed to e-mails."""
    return a_clinic()


@pytest.fixture(autouse=True)
def mail_server(settings):
    """Takes everything at once, and keeps it in `mail.outbox`."""
    settings.TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def with_texts(settings):
    """The clinic sends texts, by a gateway."""
    settings.TEXT_CARRIER = "patients.links.texting.Gateway"
    settings.TEXT_GATEWAY = "texts.example"
