"""Seals that are all made anew, or cut off at the end, fit one another; the anchor outside the database shows it."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from socket import AF_INET, SOCK_DGRAM, socket
from threading import Thread

import pytest
from django.core.management import call_command

from hezhang.core.audit.anchor import newest, what_is_missing
from hezhang.core.audit.models import Entry, Seal
from hezhang.core.audit.sealing import seal
from hezhang.core.audit.services import record
from hezhang.core.audit.tasks import verify as verify_task
from hezhang.core.audit.verifying import verify
from hezhang.core.notify.models import Message
from tests.audit.attack import as_owner, verdict


@pytest.fixture
def rows(cast):
    """Three seals: over rows 0–4, 5–6 and 7."""
    made = [record("test.act", cast.river, post=cast.clerk, after={"n": n}) for n in range(5)]
    seal()
    made += [record("test.act", cast.river, post=cast.head) for _ in range(2)]
    seal()
    made.append(record("test.act", cast.river, post=cast.head))
    seal()
    return made


def alarms() -> list[str]:
    return list(Message.objects.filter(kind="audit.alarm").order_by("id").values_list("body", flat=True))


def delete_all_seals() -> None:
    as_owner("DELETE FROM audit_seal")


def test_an_untouched_journal_is_anchored(rows):
    assert verify().anchored == 3 and not verify().broken and not what_is_missing()
    assert "中的 3 个封签都在库中" in verdict() and not alarms()


def test_a_row_rewritten_and_sealed_anew_is_named(rows):
    delete_all_seals()
    as_owner("UPDATE audit_entry SET label = 'x' WHERE id = %s", rows[3].pk)
    seal()
    assert f"第 {rows[3].pk} 号日志的内容被改动" in verdict()


def test_without_the_anchor_it_would_pass(rows, settings):
    """The control: the chain of new seals is whole."""
    delete_all_seals()
    as_owner("UPDATE audit_entry SET label = 'x' WHERE id = %s", rows[3].pk)
    settings.AUDIT_ANCHOR.unlink()
    seal()
    settings.AUDIT_ANCHOR.unlink()
    assert "日志完好" in verdict()


def test_a_tail_cut_off_is_named(rows):
    as_owner("DELETE FROM audit_seal WHERE first >= %s", rows[5].pk)
    as_owner("DELETE FROM audit_entry WHERE id >= %s", rows[5].pk)
    assert f"第 {rows[5].pk} 号日志被删除" in verdict()


def test_seals_taken_away_and_rows_left_are_found(rows):
    as_owner("DELETE FROM audit_seal WHERE first >= %s", rows[5].pk)
    assert f"日志第 {rows[5].pk}–{rows[6].pk} 号的封签被删除" in verdict()


def test_the_auditor_is_told_at_the_next_sealing_once_a_day(cast, rows, caplog):
    delete_all_seals()
    seal()
    seal()
    assert len(alarms()) == 1 and "与锚文件不符" in alarms()[0] and "与锚文件不符" in caplog.text
    assert Message.objects.get(kind="audit.alarm").user_id == cast.audit_admin.user_id
    assert Entry.objects.filter(action="audit.alarm").count() == 1


def test_fewer_seals_alarm(rows):
    """The newest is there; one before it is not."""
    as_owner("DELETE FROM audit_seal WHERE first = %s", rows[5].pk)
    seal()
    assert "封签少了 1 个（锚文件记有 3 个）" in alarms()[0]


def test_the_nightly_verification_alarms(rows):
    as_owner("UPDATE audit_entry SET label = 'x' WHERE id = %s", rows[3].pk)
    verify_task()
    assert f"第 {rows[3].pk} 号日志的内容被改动" in alarms()[0]


def test_a_changed_anchor_is_found(rows, settings):
    first, second, third = settings.AUDIT_ANCHOR.read_text().splitlines(keepends=True)
    wrong = json.loads(second) | {"marks": "1:00"}
    settings.AUDIT_ANCHOR.write_text("".join([first, json.dumps(wrong) + "\n", third]))
    assert "锚文件第 2 行被改动" in verdict()


def test_an_anchor_that_went_is_made_anew_and_told(rows, settings):
    settings.AUDIT_ANCHOR.unlink()
    record("test.act")
    seal()
    assert "收录此前的 3 个封签" in alarms()[0] and newest().number == 4 and verify().anchored == 4


def test_half_a_line_is_written_again(rows, settings):
    """What a full disk or a crash leaves behind."""
    whole = settings.AUDIT_ANCHOR.read_bytes()
    settings.AUDIT_ANCHOR.write_bytes(whole[:-40])
    assert newest().number == 2 and not what_is_missing()
    record("test.act")
    seal()
    assert (newest().number, verify().anchored, verify().broken) == (4, 4, "")


def test_an_anchor_that_cannot_be_written_is_told_and_sealing_goes_on(rows, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.AUDIT_ANCHOR = tmp_path / "file" / "seals.jsonl"
    record("test.act")
    assert seal() == 2  # with the journal row of the alarm
    assert "锚文件读不出来" in alarms()[0] and "锚文件写不进去" in alarms()[1] and "锚文件读不出来" in verdict()


def test_after_a_restored_backup_the_anchor_is_begun_anew(rows, settings):
    as_owner("DELETE FROM audit_seal WHERE first >= %s", rows[5].pk)
    as_owner("DELETE FROM audit_entry WHERE id >= %s", rows[5].pk)
    call_command("audit_anchor", "--restart", "从备份恢复", stdout=StringIO())
    assert "日志完好" in verdict() and "从备份恢复" in alarms()[0]
    assert len(list(settings.AUDIT_ANCHOR.parent.glob("seals.jsonl.until-*"))) == 1
    assert Entry.objects.get(action="audit.restart").after["reason"] == "从备份恢复"


@pytest.fixture
def gateway():
    """A server that keeps what is posted to it."""
    got = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Taker)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", got
    server.shutdown()
    server.server_close()


def test_other_witnesses_hear_the_newest_digest(cast, settings, gateway):
    settings.AUDIT_WEBHOOK_URL, got = gateway
    with socket(AF_INET, SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.settimeout(10)
        settings.AUDIT_SYSLOG = f"127.0.0.1:{ear.getsockname()[1]}"
        record("test.act")
        seal()
        heard = ear.recv(500).decode()
    digest = Seal.objects.get().digest
    assert (got[0]["number"], got[0]["digest"]) == (1, digest) and f"hezhang audit: seal 1 {digest}" in heard


def test_a_witness_that_does_not_answer_stops_nothing(cast, settings, caplog):
    settings.AUDIT_WEBHOOK_URL = "http://127.0.0.1:9/"
    record("test.act")
    assert seal() == 1 and "AUDIT_WEBHOOK_URL did not take the seal" in caplog.text
