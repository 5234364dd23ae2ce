"""Another site that people log in by: it speaks OpenID Connect, and GitHub's API, on loopback."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT_ID, SECRET = "hybrid-lms", "a-secret-of-the-stub"


@dataclass
class Provider:
    """What the stub answers; a test changes a part of it.

    `broken` names a path whose answer is `garbage`; `claims` go into the token, None takes one out;
    `userinfo` is told beside it; `emails` are GitHub's.
    """

    address: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "dewi-1",
            "email": "dewi@example.com",
            "email_verified": True,
            "name": "Dewi Ayu",
        }
    )
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    github: dict[str, Any] = field(default_factory=lambda: {"id": 17, "login": "dewi"})
    emails: list[dict[str, Any]] = field(default_factory=list)
    broken: str = ""
    garbage: tuple[int, bytes] = (500, b"")
    seconds: float = 0
    says_no: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    """What came with each visit of the page where people say yes, and with each code."""

    def make_token(self, *, key: Any = KEY, **claims: Any) -> str:
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT_ID, "iat": now, "exp": now + 300, **self.person}
        told |= claims | self.claims
        told = {name: value for name, value in told.items() if value is not None}
        return jwt.encode(told, key, algorithm="RS256", headers={"kid": "one"})

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where who said yes (or no) is sent back to."""
        self.asked.append(asked)
        back = {"error": "access_denied"} if self.says_no else {"code": json.dumps(asked)}
        return f"{asked['redirect_uri']}?{urlencode({**back, 'state': asked['state']})}"

    def exchange(self, form: dict[str, str]) -> tuple[int, Any]:
        """Return the tokens for a code, to who shows the secret and what the code was bound to."""
        self.asked.append(form)
        asked = json.loads(form["code"])
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        bound = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if form.get("client_secret") != SECRET or bound != asked.get("code_challenge"):
            return 400, {"error": "invalid_grant"}
        token = self.make_token(nonce=asked.get("nonce"))
        return 200, {"access_token": "a-token", "token_type": "Bearer", "id_token": token}

    def answer(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            places = {"token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            places |= {"authorization_endpoint": "authorize", "jwks_uri": "keys"}
            found = {name: f"{self.address}/{place}" for name, place in places.items()}
            methods = ["client_secret_post"]
            return {
                "issuer": self.address,
                "token_endpoint_auth_methods_supported": methods,
                **found,
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**public, "kid": "one", "alg": "RS256"}]}
        if path == "/userinfo":
            return {**self.person, **self.userinfo}
        return {"/user": self.github, "/user/emails": self.emails}.get(path, {})


class Handler(BaseHTTPRequestHandler):
    """Answers HTTP with what the provider says."""

    provider: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if self.is_broken(url.path):
            return
        if url.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            self.ask_person(self.provider.authorize(asked))
            return
        self.send(200, json.dumps(self.provider.answer(url.path)).encode())

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        if self.is_broken(self.path):
            return
        status, told = self.provider.exchange({name: values[0] for name, values in form.items()})
        self.send(status, json.dumps(told).encode())

    def is_broken(self, path: str) -> bool:
        if path != self.provider.broken:
            return False
        time.sleep(self.provider.seconds)
        self.send(*self.provider.garbage)
        return True

    def ask_person(self, back: str) -> None:
        page = f'<!doctype html><html lang="en"><title>Stub</title><a href="{escape(back)}">Yes</a>'
        self.send(200, page.encode(), kind="text/html")

    def send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        with suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def serve_provider() -> Iterator[Provider]:
    """Give a provider that answers on a port of its own until the block is left."""
    provider = Provider()
    handler = type("HandlerOfOne", (Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
