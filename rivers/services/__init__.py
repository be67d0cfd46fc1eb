"""The only places that write the registry."""

from rivers.services.boards import create_signboard, renew_signboard
from rivers.services.reaches import create_reach, edit_reach
from rivers.services.rivers import create_river, edit_river
from rivers.services.saving import EditedMeanwhile, must_keep
from rivers.services.tenures import appoint, dismiss, dismiss_all
from rivers.services.waters import create_section, fingerprint, record_month

__all__ = [
    "EditedMeanwhile",
    "appoint",
    "create_reach",
    "create_river",
    "create_section",
    "create_signboard",
    "dismiss",
    "dismiss_all",
    "edit_reach",
    "edit_river",
    "fingerprint",
    "must_keep",
    "record_month",
    "renew_signboard",
]
