"""What is wrong with the settings of identity, said before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from accounts.enums import Deed


@register("accounts")
def check_unverified_may(**kwargs: Any) -> list[Error]:
    """Name what UNVERIFIED_MAY allows and nobody knows: a slip there would go unseen."""
    known = {deed.value for deed in Deed}
    unknown = sorted(settings.UNVERIFIED_MAY - known)
    if not unknown:
        return []
    words = f"UNVERIFIED_MAY names {', '.join(unknown)}; it may name {', '.join(sorted(known))}."
    return [Error(words, id="accounts.E001")]
