from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.second_factor import renew_secrets


class Command(BaseCommand):
    help = "Encrypt the secrets of second factors with the first key, so that others can go."

    def handle(self, *args: Any, **options: Any) -> None:
        renewed, unreadable = renew_secrets()
        self.stdout.write(f"{renewed} secrets are encrypted with the first key.")
        if unreadable:
            raise CommandError(f"{unreadable} can be read with none of the keys.")
