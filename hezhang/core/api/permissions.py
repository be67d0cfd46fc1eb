"""A second lock behind the stamp of a door."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission


class HasEntered(BasePermission):
    """What is reached by no entrance does not answer. In a module of its own: DRF asks for it while it loads itself."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return getattr(request._request, "token", None) is not None
