"""allauth's page of a mailed link, for links of ours."""

from typing import Any

from allauth.account import views as theirs
from django.http import Http404, HttpResponse

from accounts.services.email_verification import (
    AddressConfirmation,
    find_confirmation,
    get_link_state,
)


class ConfirmEmailView(theirs.ConfirmEmailView):
    """Ask whether the address is theirs, and confirm it when they say so.

    Opening the page changes nothing: programs that look into mails open links too.
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm the address; a link that works no more says so as it does when it is opened."""
        try:
            return super().post(*args, **kwargs)
        except Http404:
            self.object = None
            return self.render_to_response(self.get_context_data())

    def get_object(self, queryset: Any = None) -> AddressConfirmation:
        confirmation = find_confirmation(self.kwargs["key"])
        if confirmation is None:
            raise Http404("No such link.")
        return confirmation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"link_state": str(get_link_state(self.kwargs["key"]))}


confirm_email = ConfirmEmailView.as_view()
