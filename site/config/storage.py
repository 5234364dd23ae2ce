"""Where files live: folders on a laptop, buckets when the environment names them."""

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config import env

LINK_SECONDS = 600
"""How long a signed link to a private file can be passed on before it dies."""


class ManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files with the hash of their content in the name, compressed once at deployment.

    Imports between ES modules are rewritten too, so no import map (which would need an inline
    script) is needed. Our style sheets travel without comments and indents.
    """

    support_js_module_import_aggregation = True

    def _save(self, name: str, content: "File[Any]") -> str:
        if name.startswith("css/") and name.endswith(".css"):
            source = content.read()
            styles = source.decode() if isinstance(source, bytes) else source
            content = ContentFile(pack_styles(styles).encode())
        saved: str = super()._save(name, content)
        return saved


def pack_styles(source: str) -> str:
    """Return a style sheet as it is deployed: a fifth lighter, and the same to a browser."""
    packed: str = cssmin(source)
    return packed


def public_files() -> dict[str, Any]:
    """Return the storage of what everybody may see: images of courses."""
    if not env.S3_BUCKET_PUBLIC:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {"bucket_name": env.S3_BUCKET_PUBLIC, "querystring_auth": False}
    if env.S3_PUBLIC_DOMAIN:
        options["custom_domain"] = env.S3_PUBLIC_DOMAIN
    return s3(options)


def private_files(folder: Path) -> dict[str, Any]:
    """Return the storage of what only some may read: documents, videos, captions.

    It has no address of its own; in a bucket, only signed links that die soon.
    """
    if not env.S3_BUCKET_PRIVATE:
        # A plain string: Wagtail hands the storage of a deleted file on to a task as JSON.
        options = {"location": str(folder), "base_url": None}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    return s3(
        {
            "bucket_name": env.S3_BUCKET_PRIVATE,
            "querystring_auth": True,
            "querystring_expire": LINK_SECONDS,
        }
    )


def s3(options: dict[str, Any]) -> dict[str, Any]:
    common = {
        "default_acl": None,
        "file_overwrite": False,
        "signature_version": "s3v4",
        "endpoint_url": env.S3_ENDPOINT_URL or None,
        "region_name": env.S3_REGION or None,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**common, **options}}


def file_origins() -> list[str]:
    """Return the origins, other than our own, that pages show images and play videos from."""
    hosts = [f"https://{env.S3_PUBLIC_DOMAIN}"] if env.S3_PUBLIC_DOMAIN else []
    if env.S3_BUCKET_PUBLIC or env.S3_BUCKET_PRIVATE:
        hosts += [env.S3_ENDPOINT_URL] if env.S3_ENDPOINT_URL else ["https://*.amazonaws.com"]
    return hosts
