"""The private PostgreSQL of the demo and the tests."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from clinic.devdb import Server


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A server that tests only ask."""
    server = Server(tmp_path_factory.mktemp("running"), durable=False).start()
    yield server
    server.remove()


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "a folder, with “words” in it", durable=False)
    yield server
    server.remove()


def ask(url, question):
    session = psycopg2.connect(url)
    try:
        with session, session.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()
    finally:
        session.close()


def test_the_application_s_role_may_do_no_more_than_sign_in(running):
    role = ask(
        running.url("portal_app"),
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles "
        "WHERE rolname = current_user",
    )
    assert role == ("portal_app", False, False, False, False)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(running.url("portal_app"), "CREATE TABLE anything (id int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(running.url("portal_app"), "CREATE TEMPORARY TABLE anything (id int)")


def test_the_server_is_utf8_checked_and_off_the_network(running):
    assert ask(
        running.url("portal_owner"),
        "SELECT pg_encoding_to_char(encoding), current_setting('data_checksums'), "
        "current_setting('listen_addresses'), current_setting('TimeZone'), datlocale "
        "FROM pg_database WHERE datname = 'portal'",
    ) == ("UTF8", "on", "", "UTC", "C.UTF-8")


def test_a_wrong_password_does_not_get_in(running):
    url = running.url("portal_app")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(url.replace("portal_app:", "portal_app:x"))


def test_passwords_and_socket_are_closed_to_others(running):
    assert (running.folder / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert running.socket.stat().st_mode & 0o777 == 0o700
    assert running.data.stat().st_mode & 0o077 == 0


@pytest.mark.drill
def test_a_killed_server_starts_again_with_its_rows(server):
    server.durable = True
    server.start()
    session = psycopg2.connect(server.url("portal_owner"))
    with session, session.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)")
    session.close()
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, 9)
    again = Server(server.folder).start()
    assert ask(again.url("portal_owner"), "SELECT id FROM kept") == (42,)


@pytest.mark.drill
def test_a_server_that_outlived_its_starter_is_taken_over(server):
    server.start()
    again = Server(server.folder, durable=False).start()
    assert ask(again.url("portal_app"), "SELECT 1") == (1,)


@pytest.mark.drill
def test_a_stranger_behind_a_stale_pid_is_not_touched(server):
    server.start()
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        note = server.data / "postmaster.pid"
        note.write_text(f"{stranger.pid}\n{server.data}\n1700000000\n5432\n{server.socket}\n\n\n")
        server.start()
        assert stranger.poll() is None
        assert ask(server.url("portal_app"), "SELECT 1") == (1,)
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.drill
def test_of_two_starters_at_once_both_get_the_same_server(tmp_path):
    folder = tmp_path / "shared"
    program = (
        "import sys; from pathlib import Path; from clinic.devdb import Server; "
        "print(Server(Path(sys.argv[1]), durable=False).start().url('portal_app'))"
    )
    starters = [
        subprocess.Popen([sys.executable, "-c", program, folder], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    urls = {starter.communicate(timeout=60)[0].strip() for starter in starters}
    try:
        assert len(urls) == 1
        assert ask(urls.pop(), "SELECT 1") == (1,)
    finally:
        Server(folder).remove()


@pytest.mark.drill
def test_a_long_path_gets_its_socket_in_a_short_folder(tmp_path):
    server = Server(tmp_path / ("long" * 30), durable=False)
    try:
        server.start()
        assert ask(server.url("portal_app"), "SELECT 1") == (1,)
    finally:
        server.remove()
    assert not server.socket.parent.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_root_starts_it_as_somebody_else_and_opens_no_folder(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Server(closed / "state", durable=False)
    try:
        server.start()
        pid = int((server.data / "postmaster.pid").read_text().split()[0])
        assert Path(f"/proc/{pid}").stat().st_uid != 0
        assert closed.stat().st_mode & 0o777 == 0o700
        assert ask(server.url("portal_app"), "SELECT 1") == (1,)
    finally:
        server.remove()
    assert not server.place.exists()
