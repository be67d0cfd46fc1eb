"""Sending a series of attacks, and what must not come of them."""

import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import transaction

from tests.fuzz.doors import Door
from tests.fuzz.sending import Request, Sender
from tests.fuzz.watching import Rows, writing

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {200, 302, 304, 400, 401, 403, 404, 405, 406, 409, 413, 422}
# What a refusal leaves on purpose, and why.
LEFT = {
    "accounts_failedtry": "a wrong password or code is counted",
    "api_apitoken": "a read is counted, whatever it is answered",
    "files_upload": "a photo of a refused form need not be sent again (swept after a week)",
    "files_staged": "the same",
}
JOURNALLED = {"accounts:sign_in": "a failed sign-in"}


class Trial:
    """``wrong``: the first request for each way of going wrong."""

    def __init__(self, sender: Sender) -> None:
        self.sender, self.rows = sender, Rows()
        self.wrong: dict[str, str] = {}
        self.statuses: Counter[int] = Counter()

    def send(self, door: Door, request: Request) -> None:
        self.sender.client(door.member)  # signs in, which must not be undone
        with transaction.atomic(), writing() as tables:
            answer = self.sender.send(door.member, request)
            is_refused = 400 <= answer.status_code < 500
            kept = {*LEFT, *(["audit_entry"] if door.name in JOURNALLED else [])}
            after = self.rows.of(tables - kept) if is_refused else {}
            transaction.set_rollback(True)
        self.statuses[answer.status_code] += 1
        changed = sorted(table for table, rows in after.items() if rows != self.rows.of({table})[table])
        fault = fault_of(answer) or (f"{answer.status_code}, yet written: {', '.join(changed)}" if changed else "")
        if fault:
            self.wrong.setdefault(fault, f"{door} as {door.member or 'a stranger'}: {request}")

    def told(self) -> str:
        return "\n".join(f"{fault}\n    {request}" for fault, request in self.wrong.items())


def fault_of(answer: Any) -> str:
    """What is wrong with an answer, whatever was asked; empty for nothing."""
    if answer.status_code not in ANSWERS:
        return f"{answer.status_code} {_raised(answer.exc_info)}".strip()
    body = answer.streamed if answer.streaming else answer.content
    return "a traceback is shown" if b"Traceback (most recent" in body else ""


def _raised(info: Any) -> str:
    """The error and the last lines of ours on its way."""
    if not info:
        return ""
    ours = [frame for frame in traceback.extract_tb(info[2]) if Path(frame.filename).is_relative_to(ROOT)]
    lines = [f"{Path(f.filename).relative_to(ROOT)}:{f.lineno}" for f in ours if ".venv" not in f.filename]
    return f"{info[0].__name__}: {str(info[1])[:200]} ({', '.join(lines[-3:])})"
