"""A line of the log can be found from the answer, and a machine can read it."""

import json

from django.test import Client

from tests.config.conftest import PRODUCTION, Process


def test_answers_name_their_request(client: Client) -> None:
    first = client.get("/health/live").headers["X-Request-ID"]
    second = client.get("/health/live").headers["X-Request-ID"]
    assert len(first) == 36
    assert first != second


def test_production_logs_one_json_object_a_line(python: Process) -> None:
    speak = (
        "import django, logging, structlog; django.setup();"
        "structlog.contextvars.bind_contextvars(request_id='abc');"
        "structlog.get_logger('ours').info('paid', order=7);"
        "logging.getLogger('theirs').warning('slow %s', 'disk')"
    )
    lines = [json.loads(line) for line in python("-c", speak, **PRODUCTION).stderr.splitlines()]
    ours, theirs = lines
    assert (ours["event"], ours["order"], ours["request_id"]) == ("paid", 7, "abc")
    assert (theirs["event"], theirs["level"], theirs["request_id"]) == (
        "slow disk",
        "warning",
        "abc",
    )
