"""Loading the starter library into a new portal."""

import pytest
from django.core.management import call_command

from clinic.accounts.models import User
from education import starter


@pytest.mark.drill
def test_the_command_says_what_it_added_and_its_author_is_nobody_who_could_sign_in(db, capsys):
    call_command("load_starter_content")
    assert f"{len(starter.pages())} articles" in capsys.readouterr().out
    author = User.objects.get(email="starter-library@portal.invalid")
    assert not author.is_active and not author.has_usable_password()
    call_command("load_starter_content")
    assert "here already" in capsys.readouterr().out
