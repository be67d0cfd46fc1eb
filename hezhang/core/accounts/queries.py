"""Which regions, departments, people and posts: the rows, by name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import UserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import models
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES, RequestState, Role
from hezhang.core.kernel.written import Telling

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region


def within(region: Region, field: str = "region") -> Q:
    """Rows whose foreign key ``field`` to Region lies in this region's subtree (a code range, index-friendly)."""
    first, last = region.code_range
    return Q(**{f"{field}_id__gte": first, f"{field}_id__lte": last})  # foreign keys have no "range" lookup


class RegionQuery(Telling):
    def subtree(self, region: Region) -> Self:
        """The region itself and everything below it."""
        return self.filter(code__range=region.code_range)

    def visible_to(self, post: Post) -> Self:
        """Regions a post may see: its own subtree; the system administrator sees them all."""
        if post.role == Role.SYSTEM_ADMIN:
            return self
        return self.subtree(post.region)

    def hold(self, code: str) -> None:
        """Lock one region's row until the transaction ends: of two who look for what is not there yet, the second waits."""
        # no_key: rows that only point to the region are still written meanwhile.
        self.select_for_update(no_key=True).order_by("code").filter(code=code).values_list("code").first()

    def hold_all(self) -> None:
        """The same for what belongs to no region: the topmost stands for them all."""
        top = self.filter(parent=None).order_by("code").first()
        if top is not None:
            self.hold(top.code)


class DepartmentQuery(Telling):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, post: Post) -> Self:
        """Departments of the post's region and below; the system administrator sees them all."""
        if post.role == Role.SYSTEM_ADMIN:
            return self
        return self.filter(within(post.region))


class PostQuery(Telling):
    def current(self, on: date | None = None) -> Self:
        """Posts held on that day (default: today)."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)

    def not_ended(self, on: date | None = None) -> Self:
        """Posts held on that day (default: today) and those that begin later: what ranks a person."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on or timezone.localdate()))

    def visible_to(self, post: Post) -> Self:
        """Posts in the post's region and below; system and security administrators see them all."""
        if post.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
            return self
        return self.filter(within(post.region))

    def handlers_of(self, department_id: int) -> Self:
        """Current handlers of a unit."""
        return self.current().filter(role=Role.HANDLER, department_id=department_id)

    def with_names(self) -> Self:
        """Joined with all that a post's label needs."""
        return self.select_related("user", "region", "department")


class PeopleQuery(Telling):
    def without_password(self) -> Self:
        """Active people who cannot sign in, because no password was ever set for them."""
        return self.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def with_link(self, at: datetime) -> Self:
        """People who were handed a link to choose a password and have not used it yet."""
        return self.filter(
            password_links__expires_at__gt=at, password_links__used_at=None, password_links__revoked_at=None
        ).distinct()

    def older_than(self, at: datetime) -> Self:
        """Active people whose password was chosen before that time (before it was noted: since they were entered)."""
        since = Coalesce("password_at", "date_joined")
        usable = self.filter(is_active=True).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return usable.alias(since=since).filter(since__lt=at)

    def visible_to(self, post: Post) -> Self:
        """People who hold or held a post in the post's region and below; system and security administrators see all."""
        if post.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
            return self
        if post.role in ADMIN_ROLES:
            return self.none()
        # Former posts as well: whoever left must still be found, to be corrected or to be given another office.
        return self.filter(within(post.region, "posts__region")).distinct()


class PasswordUsedQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Nobody's: hashes are compared, never shown."""
        return self.none()


class TrustedPhoneQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A person's own. Those of others stand on the page of a person whom one manages."""
        return self.filter(user_id=post.user_id)

    def valid(self, at: datetime) -> Self:
        """Neither run out nor revoked."""
        return self.filter(expires_at__gt=at, revoked_at=None)


class OpenSessionQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A person's own. Those of others stand on the page of a person whom one manages."""
        return self.filter(user_id=post.user_id)

    def valid(self, at: datetime) -> Self:
        """Not run out by their greatest age; which may have ended by silence, their next request finds out."""
        return self.filter(expire_date__gt=at)


class SessionRows(BaseSessionManager.from_queryset(OpenSessionQuery)):  # type: ignore[misc]
    """Django's manager of sessions, and our rows."""


class FailedTryQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Nobody's: they are counted. Whose sign-in failed, from where, stands in the journal."""
        return self.none()

    def full(self, kind: str, most: int, since: datetime) -> list[dict[str, Any]]:
        """What was tried at least ``most`` times from one address since then: user__name, address, count, last."""
        tries = self.filter(kind=kind, at__gt=since).order_by().values("mark", "address", "user__name")
        return list(tries.annotate(count=Count("pk"), last=Max("at")).filter(count__gte=most).order_by("-last", "mark"))


class PasswordLinkQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Nobody's: a link is shown once to whoever hands it out, and then opened, never listed."""
        return self.none()

    def valid(self, at: datetime) -> Self:
        """Neither used nor run out nor replaced."""
        return self.filter(expires_at__gt=at, used_at=None, revoked_at=None)


class AccountRequestQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those who ask and those who confirm; the audit administrator reads the journal."""
        return self if post.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN) else self.none()

    def waiting(self, at: datetime) -> Self:
        """Those that can still be confirmed."""
        return self.filter(state=RequestState.WAITING, expires_at__gt=at)

    def run_out(self, at: datetime) -> Self:
        """Those that nobody answered in time."""
        return self.filter(state=RequestState.WAITING, expires_at__lte=at)


class PolicyQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """The security administrator's to set, the audit administrator's to read."""
        return self if post.role in (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN) else self.none()


class PeopleManager(UserManager.from_queryset(PeopleQuery)):  # type: ignore[misc]
    def for_sign_in(self, word: str) -> Any:
        """The active person with this user name or mobile number, or None."""
        # & binds closer: an empty number must find nobody.
        return self.filter(Q(username=word) | Q(phone=word) & ~Q(phone=""), is_active=True).first()
