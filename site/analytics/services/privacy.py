"""What analytics keeps of a person, for them to have and to have deleted."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.ports import Erased, ExportPart, Forecast, PersonalData, Traces
from analytics.models import UserActivity
from analytics.selectors.activities import export_activities


class ActivityData(PersonalData):
    """When a person logged in, enrolled and completed."""

    name = "activity"
    label = _("What you did and when")

    def export(self, person: User) -> Iterable[ExportPart]:
        yield export_activities(person)

    def foretell(self, person: User) -> Forecast:
        return Forecast(deleted=[_("The record of what you did and when.")])

    def erase(self, person: User, traces: Traces) -> Erased:
        return Erased(deleted=UserActivity.objects.filter(person=person).delete()[1])
