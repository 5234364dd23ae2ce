"""Two questions that a load balancer asks."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_migrated = False


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer whether the process works at all; asks nothing of anybody."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether requests can be served: the database answers and is migrated, else 503."""
    checks = {"database": has_database()}
    checks["migrations"] = checks["database"] and is_migrated()
    is_ready = all(checks.values())
    body = {"status": "ok" if is_ready else "unavailable", "checks": checks}
    return JsonResponse(body, status=200 if is_ready else 503)


def has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def is_migrated() -> bool:
    """Return whether no migration waits; asked of the database until the answer is yes."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated
