"""The application under a database role of its own, on PostgreSQL: the work goes on, and no log can be rewritten."""

from io import StringIO
from itertools import product

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.verifying import verify
from issues.ledger.models import Issue
from tests.issues import build

ROLE = "hz_app_of_a_test"
LOGS = ["audit_entry", "audit_seal", "issues_issuetransition", "assessment_roundtransition"]
ATTACKS = [
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TABLE {} CASCADE",
    'DROP TRIGGER "{0}_keep" ON {0}',
]
# A role belongs to the whole server, not to a process's database: one after the other.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("role")]


@pytest.fixture
def as_application(cast):
    """The test's connection signs in as the application's role; afterwards as the owner again, and the role goes."""
    call_command("grant_roles", ROLE, stdout=StringIO())
    owner = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = ROLE
    yield cast
    connection.close()
    connection.settings_dict["USER"] = owner
    with connection.cursor() as cursor:
        # An owner who is no superuser drops what is granted to a role only as a member of it.
        cursor.execute(f'GRANT "{ROLE}" TO CURRENT_USER')
        cursor.execute(f'DROP OWNED BY "{ROLE}"')
        cursor.execute(f'DROP ROLE "{ROLE}"')


def test_the_work_goes_on(as_application, enter):
    cast = as_application
    issue = build.dispatched(cast)
    client = enter(cast.clerk)
    assert client.get(reverse("issues:issue", args=[issue.pk])).status_code == 200
    town = {"name": "新单位", "kind": "member", "region": cast.county.pk}
    assert client.post(reverse("people:create_department"), town).status_code == 302
    deleted = reverse("web:delete_setting", args=["issue_evidence", 1])
    assert enter(cast.system_admin).post(deleted).status_code in (302, 404)
    assert seal() > 0 and seal() == 0 and not verify().broken
    assert Issue.objects.get().transitions.count() == 3 and Entry.objects.filter(action="issue.dispatch").exists()


def test_no_log_is_rewritten(as_application):
    build.reported(as_application)
    for table, attack in product(LOGS, ATTACKS):
        with pytest.raises(ProgrammingError) as refused, transaction.atomic():
            connection.cursor().execute(attack.format(table))
        assert isinstance(refused.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_the_role_may_not_lock_what_is_no_log(as_application):
    with pytest.raises(Exception, match="is not append-only"), transaction.atomic():
        connection.cursor().execute("SELECT hold_append_only('accounts_user')")


def test_control_the_owner_could(cast):
    build.reported(cast)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("ALTER TABLE audit_seal ENABLE TRIGGER ALL")
    assert not Seal.objects.exists()


@pytest.mark.parametrize("name", ["x; DROP", "Große", ""])
def test_a_name_that_is_none(name, cast):
    with pytest.raises(CommandError, match="角色名只能"):
        call_command("grant_roles", name)
