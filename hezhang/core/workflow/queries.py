"""What a workflow asks of its rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from hezhang.core.kernel.written import Telling


class WorkflowQuery(Telling):
    def in_states(self, states: Collection[str]) -> Self:
        """Rows in one of these states."""
        return self.filter(state__in=sorted(states))
