"""A step on the way in: has this person confirmed their address, and must they?"""

from typing import Any

from allauth.account.stages import EmailVerificationStage
from django.conf import settings
from django.contrib.auth.hashers import make_password


class ConfirmAddressStage(EmailVerificationStage):
    """allauth's step, which lets people in who may log in before they have confirmed.

    A new account is always asked to look into its mailbox, and so is who signs up with an address
    that has one: else the page that follows would tell strangers who has an account.
    """

    def handle(self) -> tuple[Any, bool]:
        if not self.login.signup and settings.UNVERIFIED_MAY_LOG_IN:
            return None, True
        if self.login.user is None:
            # A new account costs a hash: without one, this answer would come sooner.
            make_password("somebody has this address already")
        response, go_on = super().handle()
        return response, go_on
