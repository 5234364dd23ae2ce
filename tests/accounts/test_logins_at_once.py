"""A class logs in within the same second: a real server, and hashes as dear as in production."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pytest_django import Settings

from accounts.models import User
from tests.bench.server import PATIENCE, free_port
from tests.factories.people import PASSWORD, LearnerFactory
from tests.template_database import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

TEN, CLASS = 10, 30
THREADS = 16
MOST_GROWTH_MB = 300
"""Ten of Django's own Argon2 hashes at once would take 1,000."""


class School:
    """A server, and browsers that come to it from one address."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port, self.process = port, process

    def log_in(self, email: str) -> str:
        """Log in with a browser of one's own; return the status and where it leads."""
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        browser.request("GET", "/accounts/login/")
        answer = browser.getresponse()
        page = answer.read().decode()
        cookies = SimpleCookie(answer.headers["Set-Cookie"])
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, page[:500]
        words = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={kept.value}" for name, kept in cookies.items()),
        }
        browser.request("POST", "/accounts/login/", urlencode(words), headers)
        answer = browser.getresponse()
        answer.read()
        browser.close()
        return f"{answer.status} {answer.headers['Location']}"

    def log_in_together(self, people: list[User]) -> list[str]:
        with ThreadPoolExecutor(len(people)) as room:
            return list(room.map(self.log_in, [person.email for person in people]))

    def read_memory(self, figure: str) -> float:
        """Return a figure of the worker in MB: "VmRSS" is now, "VmHWM" the most there ever was."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        worker = children.read_text().split()[0]
        found = re.search(rf"{figure}:\s+(\d+) kB", Path(f"/proc/{worker}/status").read_text())
        assert found
        return int(found[1]) / 1024


@pytest.fixture
def people(settings: Settings) -> list[User]:
    settings.PASSWORD_HASHERS = ["accounts.adapters.hashers.FrugalArgon2PasswordHasher"]
    return [LearnerFactory() for _ in range(CLASS)]


@pytest.fixture
def school(people: list[User], database_url: str, tmp_path: Path) -> Iterator[School]:
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(tmp_path),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "WEB_THREADS": str(THREADS),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(port)
        yield School(port, process)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            browser = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            browser.request("GET", "/accounts/login/")
            browser.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The server does not answer.")


@pytest.mark.spec("S32")
def test_a_class_logs_in_at_once_and_the_server_stays_small(
    school: School, people: list[User]
) -> None:
    before = school.read_memory("VmRSS")

    assert school.log_in_together(people[:TEN]) == ["302 /learn/"] * TEN
    growth = school.read_memory("VmHWM") - before
    print(f"ten logins at once: {before:.0f} MB grew by {growth:.0f} MB")
    assert growth < MOST_GROWTH_MB

    # More than may fail in a minute from one address, and none of them does.
    assert school.log_in_together(people) == ["302 /learn/"] * CLASS
