"""When a signboard is stale, and when it is overdue."""

from __future__ import annotations

from datetime import date

# Hebei's local standard for signboards (in force 2022-07-01): a chief's data are renewed within 15 days.
# Jiangsu allows 30 working days; a scheme of assessment hands in its own figure.
SIGNBOARD_GRACE_DAYS = 15


def overdue_days(since: date | None, today: date, grace: int = SIGNBOARD_GRACE_DAYS) -> int:
    """Days (calendar) beyond the grace for renewing a stale signboard; 0 while it may still be renewed in time."""
    return max(0, (today - since).days - grace) if since else 0
