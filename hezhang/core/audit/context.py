"""Where the current act comes from: address and request number, kept beside the call stack."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    ip: str | None = None
    request_id: str = ""


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039  (frozen)
