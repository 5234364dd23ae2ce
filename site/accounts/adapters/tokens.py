"""How apps are known: allauth's headless part, with tokens of ours.

An access token says who its bearer is and lives an hour; a refresh token gets the next pair, once.
Both are worth what their session is worth at the moment of the request. What stands in a token
about a person (address, role) is for the app's eyes: rights come from the database.
"""

from typing import Any, cast
from uuid import UUID, uuid4

from allauth.account.internal.userkit import user_id_to_str
from allauth.core.internal.httpkit import authenticated_user, get_authorization_credential
from allauth.core.internal.sessionkit import get_session_user
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from allauth.headless.tokens.strategies.jwt.internal import (
    session_key_from_sid,
    session_key_to_sid,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.adapters.signatures import Claims, TokenUse, read_token, sign_token
from accounts.exceptions import TokenRefused
from accounts.models import User
from accounts.services.app_sessions import begin_app_session, rotate_refresh_token

SCHEME = "Bearer"


class TokenStrategy(JWTTokenStrategy):
    """allauth's strategy; one instance serves one request's session, two reads at most.

    allauth's session tokens are bare session keys, as good as a login for as long as the session
    lives. Here they serve the steps before a login (sign-up, a second factor) and nothing after
    it: who is logged in is known by access token alone.
    """

    def __init__(self) -> None:
        self.subject = ""

    def get_session_token(self, request: HttpRequest) -> str | None:
        token = get_authorization_credential(request, SCHEME)
        if token is None:
            return request.headers.get("X-Session-Token")
        try:
            claims = read_token(token, TokenUse.ACCESS)
        except TokenRefused:
            return None
        self.subject = claims["sub"]
        return session_key_from_sid(claims["sid"])

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """Return the session of the token's own person; by session token, one of nobody."""
        session = super().lookup_session(session_token)
        if session is None or session.get(SESSION_KEY, "") != self.subject:
            return None
        return session

    def create_session_token(self, request: HttpRequest) -> str:
        """Return the session token to send, empty for who is logged in."""
        session_key = super().create_session_token(request)
        if not request.user.is_authenticated:
            return session_key
        if self.get_session_token(request) != session_key:
            # The session has a new key (its password was changed here): allauth would leave the
            # app with tokens for the old one. To it, this is a login.
            request.allauth.headless._pre_user = AnonymousUser()  # type: ignore[attr-defined]
        return ""

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the pair of tokens of a new login."""
        user = authenticated_user(request)
        session = request.session
        session.set_expiry(settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)
        # Before the row that names it: allauth takes rows of sessions away that nobody is in.
        session.save()
        UserSession.objects.create_from_request(request)
        session_key = super().create_session_token(request)
        number = begin_app_session(session_key=session_key)
        sid = session_key_to_sid(session_key)
        return {
            "access_token": self._access_token(user, sid),
            "refresh_token": self._refresh_token(user, sid, number),
            "expires_in": settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN,
        }

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        try:
            claims = read_token(refresh_token, TokenUse.REFRESH)
            user, session_key = self._find_person(claims)
        except TokenRefused:
            return None
        number = rotate_refresh_token(session_key=session_key, token=UUID(claims["jti"]))
        if number is None:
            return None
        sid = session_key_to_sid(session_key)
        return self._access_token(user, sid), self._refresh_token(user, sid, number)

    def authenticate(self, token: str) -> User:
        """Return the person of an access token; raise TokenRefused if it is worth nothing now."""
        return self._find_person(read_token(token, TokenUse.ACCESS))[0]

    def get_claims(self, user: AbstractBaseUser) -> dict[str, Any]:
        person = cast(User, user)
        return {"user_id": person.pk, "email": person.email, "role": person.role}

    def _find_person(self, claims: Claims) -> tuple[User, str]:
        """Return who is logged in, in which session: two reads."""
        self.subject = claims["sub"]
        session_key = session_key_from_sid(claims["sid"])
        session = self.lookup_session(session_key) if session_key else None
        user = get_session_user(session) if session is not None else None
        if session_key is None or not isinstance(user, User):
            raise TokenRefused
        return user, session_key

    def _access_token(self, user: AbstractBaseUser, sid: str) -> str:
        return sign_token(
            TokenUse.ACCESS,
            number=uuid4(),
            subject=user_id_to_str(user),
            sid=sid,
            seconds=settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN,
            extra=self.get_claims(user),
        )

    def _refresh_token(self, user: AbstractBaseUser, sid: str, number: UUID) -> str:
        return sign_token(
            TokenUse.REFRESH,
            number=number,
            subject=user_id_to_str(user),
            sid=sid,
            seconds=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN,
            extra={},
        )


def authenticate_bearer(request: HttpRequest) -> User | None:
    """Return who sent the request by `Authorization: Bearer`, or None if it brings no token.

    Raises TokenRefused if it brings one that is worth nothing now. Asks the session and the person
    anew at every request (two reads), so a login that ended is refused at the next one.
    """
    token = get_authorization_credential(request, SCHEME)
    return None if token is None else TokenStrategy().authenticate(token)
