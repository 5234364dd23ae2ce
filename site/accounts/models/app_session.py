from django.db import models


class AppSession(models.Model):
    """What lets an app go on without a password: the refresh token of one login that is good now.

    Goes with its `UserSession`. The rows hold numbers of tokens (`jti`), from which nobody can
    make a token without the key. There is never more than one successor of a token, however often
    it is asked for.
    """

    user_session = models.OneToOneField(
        "usersessions.UserSession", on_delete=models.CASCADE, related_name="app_session"
    )
    token = models.UUIDField()
    previous_token = models.UUIDField(null=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.user_session)
