"""What processes say: lines for people on a laptop, JSON objects in production.

Every line of a request carries its `request_id`, which is also in the answer's X-Request-ID header.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def configure_structlog() -> None:
    """Send structlog's events through the standard library's handlers."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_settings(*, renderer: Any, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: one handler on standard error, drawn by `renderer`."""
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    if isinstance(renderer, structlog.processors.JSONRenderer):
        processors.insert(0, structlog.processors.dict_tracebacks)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": processors,
                "foreign_pre_chain": SHARED_PROCESSORS,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # A scanner that sends a foreign Host header is no incident.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Two lines for every task that Wagtail runs in place: twenty for one publication.
            "django_tasks": {"level": "WARNING"},
            # One line a request comes from django_structlog.
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


class RequestIdHeaderMiddleware:
    """Name the request in the answer, so that a complaint can be found in the log.

    Stands directly under django_structlog's middleware, which gives the request its id.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        response = self.get_response(request)
        response.headers["X-Request-ID"] = str(request_id)
        return response
