"""What accounts lets others hear of. Sent inside the transaction, so a listener that fails undoes the act.

Accounts lies below the journal and must not import it: the journal listens to ``acted`` and writes the row.
"""

from django.dispatch import Signal

# action (dotted word), obj, post, user, before, after, at – the arguments of audit.services.record.
acted = Signal()
# user, at: somebody has tried so many passwords for this person's name that no unknown device may go on today.
guessed_at = Signal()
# request (AccountRequest): somebody waits for the security administrator.
request_asked = Signal()
# request (AccountRequest): it was confirmed or declined.
request_decided = Signal()
# shown (User), post (who looks), today: the page of a person asks what the person holds and answers for. Each listener answers
# with a pair, a template and its context, or None.
person_shown = Signal()
# post, on (its last day): asked before the act. Whoever hangs something on posts answers with sentences: what will follow.
post_ending = Signal()
# post (already ended), on (its last day), by (acting post or None): rivers end the tenures that hang on it.
post_ended = Signal()
