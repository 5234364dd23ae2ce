"""Who is to be erased, who was, and what stands against it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import ErasureRequest, User
from accounts.ports import Forecast, Obstacle, Words, list_personal_data


@dataclass(frozen=True, slots=True)
class Farewell:
    """What the screen says to who thinks about leaving."""

    obstacles: list[Obstacle]
    forecast: Forecast

    @property
    def is_possible(self) -> bool:
        return not self.obstacles


def get_farewell(person: User) -> Farewell:
    return Farewell(list_obstacles(person), foretell(person))


def list_obstacles(person: User) -> list[Obstacle]:
    """Return all that every app says against erasing `person` now."""
    return [obstacle for data in list_personal_data() for obstacle in data.list_obstacles(person)]


def foretell(person: User) -> Forecast:
    """Return what every app would do, put together, the account itself first."""
    forecasts = [data.foretell(person) for data in reversed(list_personal_data())]
    deleted: list[Words] = [what for forecast in forecasts for what in forecast.deleted]
    anonymous: list[Words] = [what for forecast in forecasts for what in forecast.anonymous]
    kept = [what for forecast in forecasts for what in forecast.kept]
    return Forecast(deleted=deleted, anonymous=anonymous, kept=kept)


def get_pending_erasure(person: User) -> ErasureRequest | None:
    """Return the wish to be erased that is not fulfilled yet."""
    return ErasureRequest.objects.filter(person=person, done_at=None).first()


def list_due(now: datetime) -> list[int]:
    """Return the ids of the people whose days of grace are over, the longest waiting first."""
    due = ErasureRequest.objects.filter(done_at=None, due_at__lte=now).order_by("due_at")
    return list(due.values_list("pk", flat=True))


def list_with_files() -> list[int]:
    """Return the ids of the erased people whose files are not all deleted yet."""
    done = ErasureRequest.objects.filter(done_at__isnull=False).exclude(files=[])
    return list(done.values_list("pk", flat=True))


def is_erased(person_id: int) -> bool:
    """Whether this person was erased; only their number is left."""
    return ErasureRequest.objects.filter(pk=person_id, done_at__isnull=False).exists()
