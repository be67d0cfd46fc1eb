"""The answer to "may I?" or "does it count?": yes, or no with the reason a person can read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with its reason; truthy when positive.

    ``reason`` is Chinese, says what to do, and is shown to the user as it stands.
    """

    ok: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok


YES = Verdict(True)


def no(reason: str) -> Verdict:
    """A refusal; ``reason`` must not be empty, because the screen shows it."""
    if not reason:
        raise ValueError("a refusal needs a reason")
    return Verdict(False, reason)


def yes_if(condition: bool, otherwise: str) -> Verdict:
    """YES when the condition holds, else a refusal with this reason."""
    return YES if condition else no(otherwise)
