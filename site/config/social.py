"""Which sites people may log in by: those whose keys are in the environment, and no other."""

from typing import Any

from config import env


def find_providers() -> dict[str, dict[str, Any]]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS: one entry for each provider that has both keys.

    Raises:
        ValueError: an OpenID Connect provider has keys, and no address or no plain short name.
    """
    providers: dict[str, dict[str, Any]] = {}
    if env.GOOGLE_CLIENT_ID and env.GOOGLE_CLIENT_SECRET:
        providers["google"] = make_entry(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET)
    if env.GITHUB_CLIENT_ID and env.GITHUB_CLIENT_SECRET:
        providers["github"] = make_entry(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET)
    if env.OIDC_CLIENT_ID and env.OIDC_CLIENT_SECRET:
        if not env.OIDC_SERVER_URL or not env.OIDC_PROVIDER_ID.replace("-", "").isalnum():
            raise ValueError("OIDC_SERVER_URL and a short OIDC_PROVIDER_ID belong to its keys.")
        providers["openid_connect"] = make_entry(
            env.OIDC_CLIENT_ID,
            env.OIDC_CLIENT_SECRET,
            provider_id=env.OIDC_PROVIDER_ID,
            name=env.OIDC_NAME,
            settings={"server_url": env.OIDC_SERVER_URL},
        )
    return providers


def make_entry(client_id: str, secret: str, **more: Any) -> dict[str, Any]:
    """Return the entry of one provider that knows this site by `client_id`."""
    return {
        "APPS": [{"client_id": client_id, "secret": secret, **more}],
        "OAUTH_PKCE_ENABLED": True,
    }
