"""Words of the ASGI protocol that our middlewares share."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

CACHED: Final = b"public, max-age=31536000, immutable"  # for names that hold the hash of what they name
