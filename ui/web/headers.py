"""What every answer says to the browser about itself, with a proxy in front or without."""

import base64
import hashlib
from typing import Final

_DIRECTIVES: Final = {
    "default-src": "'self'",
    # Streamlit's own script imports the few lines of a component from a blob.
    "script-src": "'self' blob: 'wasm-unsafe-eval'{hashes}",  # the map of points compiles WebAssembly
    "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page as it goes
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data:",  # and reads its empty style from a data: address
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy(*scripts: str) -> bytes:
    """Content-Security-Policy of a document with these scripts written into it."""
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return "; ".join(f"{name} {value.format(hashes=hashes)}" for name, value in _DIRECTIVES.items()).encode()


ALWAYS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"content-security-policy", policy()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""Added to an answer that does not say them itself (deploy/nginx.conf.example says them for its own)."""
