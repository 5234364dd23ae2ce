"""An app: a program of somebody else's that speaks JSON over HTTP and keeps its tokens."""

import json
from typing import Any
from uuid import UUID

import jwt
from allauth.headless.tokens.strategies.jwt.internal import session_key_from_sid
from django.test import Client, RequestFactory

from accounts.adapters.tokens import TokenStrategy, authenticate_bearer
from accounts.models import User
from tests.factories.people import PASSWORD

Answer = dict[str, Any]


class App:
    """One installation of an app. Cookies are checked as they would be for a browser."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.session_token = self.access_token = self.refresh_token = ""
        self.response: Any = None

    def call(self, method: str, place: str, **data: Any) -> Answer:
        """Send a request with the tokens held; keep those in the answer, and return it."""
        headers = {"User-Agent": "Learn/1.0"}
        if self.access_token:
            headers["Authorization"] = f"Bearer {self.access_token}"
        elif self.session_token:
            headers["X-Session-Token"] = self.session_token
        self.response = self.client.generic(
            method,
            f"/_allauth/app/v1/{place}",
            json.dumps(data) if data or method != "GET" else "",
            content_type="application/json",
            headers=headers,
        )
        answer: Answer = json.loads(self.response.content)
        kept = answer.get("meta", {}) | answer.get("data", {}) if self.is_dict(answer) else {}
        # A session token ends with the login that it led to.
        is_login = "access_token" in kept
        self.session_token = "" if is_login else kept.get("session_token", self.session_token)
        self.access_token = kept.get("access_token", self.access_token)
        self.refresh_token = kept.get("refresh_token", self.refresh_token)
        return answer

    def get(self, place: str) -> Answer:
        return self.call("GET", place)

    def post(self, place: str, **data: Any) -> Answer:
        return self.call("POST", place, **data)

    def log_in(self, user: User, password: str = PASSWORD) -> "App":
        answer = self.post("auth/login", email=user.email, password=password)
        assert answer["status"] == 200, answer
        return self

    def refresh(self, token: str = "") -> int:
        """Ask for the next pair by `token`, else by the one held; return the status."""
        self.access_token = ""
        return int(self.post("tokens/refresh", refresh_token=token or self.refresh_token)["status"])

    def read(self) -> int:
        """Return the status of a look at one's own session."""
        return int(self.get("auth/session")["status"])

    def write(self) -> int:
        """Return the status of adding an address to one's account."""
        return int(self.post("account/email", email="another@example.com")["status"])

    @property
    def claims(self) -> dict[str, Any]:
        return read_unverified(self.access_token)

    @property
    def session_key(self) -> str:
        key = session_key_from_sid(self.claims["sid"])
        assert key is not None
        return key

    @property
    def refresh_number(self) -> UUID:
        return UUID(read_unverified(self.refresh_token)["jti"])

    @staticmethod
    def is_dict(answer: Answer) -> bool:
        return isinstance(answer.get("data", {}), dict)


def read_unverified(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def who(token: str) -> User | None:
    """Return whom our own API takes the bearer of `token` for."""
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})
    return authenticate_bearer(request)


def refresh_pair(token: str) -> tuple[str, str] | None:
    return TokenStrategy().refresh_token(token)
