"""What accounts does: people, passwords, posts, departments. Every act is journalled through ``signals.acted``."""

from hezhang.core.accounts.services.common import demand_hold_of
from hezhang.core.accounts.services.departments import create_department, edit_department
from hezhang.core.accounts.services.devices import end_other_devices
from hezhang.core.accounts.services.links import find_link, revoke_links
from hezhang.core.accounts.services.opening import Opening, open_accounts, people_to_open
from hezhang.core.accounts.services.passwords import change_password, reset_password, set_password
from hezhang.core.accounts.services.people import (
    create_person,
    disable_person,
    edit_person,
    enable_person,
    show_phone,
)
from hezhang.core.accounts.services.policy import edit_policy, expire_passwords
from hezhang.core.accounts.services.posts import create_post, edit_post, end_post, foretell_end, switch_post
from hezhang.core.accounts.services.requests import (
    AlreadyDecided,
    Asked,
    add_person,
    ask_disable,
    ask_end,
    ask_post,
    ask_reset,
    confirm_request,
    decline_request,
    withdraw_request,
)
from hezhang.core.accounts.services.sessions import device_label, end_session, end_sessions
from hezhang.core.accounts.services.sign_in import (
    note_failed_sign_in,
    note_locked,
    note_sent_out,
    note_sign_in,
    note_sign_out,
    note_timed_out,
)
from hezhang.core.accounts.services.tries import (
    TooMany,
    begin_try,
    forget_tries,
    forgive_person,
    forgive_tries,
    is_own_password,
    locked_now,
    refuse_more,
)
from hezhang.core.accounts.services.trusted_phones import (
    find_trusted,
    resume_on_phone,
    revoke_phone,
    revoke_phones,
    trust_phone,
)
from hezhang.core.accounts.services.two_step import (
    begin_two_step,
    confirm_two_step,
    end_two_step,
    has_two_step,
    is_right_code,
    recovery_left,
    renew_codes,
    reset_two_step,
    waiting_device,
)

__all__ = [
    "AlreadyDecided",
    "Asked",
    "Opening",
    "TooMany",
    "add_person",
    "ask_disable",
    "ask_end",
    "ask_post",
    "ask_reset",
    "begin_try",
    "begin_two_step",
    "change_password",
    "confirm_request",
    "confirm_two_step",
    "create_department",
    "create_person",
    "create_post",
    "decline_request",
    "demand_hold_of",
    "device_label",
    "disable_person",
    "edit_department",
    "edit_person",
    "edit_policy",
    "edit_post",
    "enable_person",
    "end_other_devices",
    "end_post",
    "end_session",
    "end_sessions",
    "end_two_step",
    "expire_passwords",
    "find_link",
    "find_trusted",
    "foretell_end",
    "forget_tries",
    "forgive_person",
    "forgive_tries",
    "has_two_step",
    "is_own_password",
    "is_right_code",
    "locked_now",
    "note_failed_sign_in",
    "note_locked",
    "note_sent_out",
    "note_sign_in",
    "note_sign_out",
    "note_timed_out",
    "open_accounts",
    "people_to_open",
    "recovery_left",
    "refuse_more",
    "renew_codes",
    "reset_password",
    "reset_two_step",
    "resume_on_phone",
    "revoke_links",
    "revoke_phone",
    "revoke_phones",
    "set_password",
    "show_phone",
    "switch_post",
    "trust_phone",
    "waiting_device",
    "withdraw_request",
]
