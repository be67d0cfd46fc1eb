"""What can be done with signboards, and the text that each has to show."""

from rivers.boards.services.inspecting import (
    inspect_signboard,
    may_inspect,
    reopen_inspection,
    repair_signboard,
    withdraw_inspection,
)
from rivers.boards.services.keeping import (
    create_signboard,
    edit_signboard,
    move_signboard,
    remove_signboard,
    return_signboard,
)
from rivers.boards.services.phones import publish_phones
from rivers.boards.services.printing import print_signboards
from rivers.boards.services.renewing import renew_signboard, withdraw_renewal
from rivers.boards.services.settling import settle, settle_reaches
from rivers.boards.services.text import board_text

__all__ = [
    "board_text",
    "create_signboard",
    "edit_signboard",
    "inspect_signboard",
    "may_inspect",
    "move_signboard",
    "print_signboards",
    "publish_phones",
    "remove_signboard",
    "renew_signboard",
    "reopen_inspection",
    "repair_signboard",
    "return_signboard",
    "settle",
    "settle_reaches",
    "withdraw_inspection",
    "withdraw_renewal",
]
