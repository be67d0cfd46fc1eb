"""Pages of the signboards."""

from rivers.boards.views.inspecting import (
    inspect_signboard,
    inspection_photo,
    reopen_inspection,
    repair_signboard,
    withdraw_inspection,
)
from rivers.boards.views.keeping import (
    create_signboard,
    edit_signboard,
    publish_phones,
    remove_signboard,
    return_signboard,
)
from rivers.boards.views.printing import print_signboards, signboard_pdf, signboard_sheet, signboard_svg
from rivers.boards.views.renewing import renew_signboard, renewal_photo, withdraw_renewal
from rivers.boards.views.shown import missing_boards, reach_boards, river_boards, signboard, signboards

__all__ = [
    "create_signboard",
    "edit_signboard",
    "inspect_signboard",
    "inspection_photo",
    "missing_boards",
    "print_signboards",
    "publish_phones",
    "reach_boards",
    "remove_signboard",
    "renew_signboard",
    "renewal_photo",
    "reopen_inspection",
    "repair_signboard",
    "return_signboard",
    "river_boards",
    "signboard",
    "signboard_pdf",
    "signboard_sheet",
    "signboard_svg",
    "signboards",
    "withdraw_inspection",
    "withdraw_renewal",
]
