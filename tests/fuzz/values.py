"""What no form of ours would send. Texts may hold lone surrogates: they go over the line as the bytes they stand for."""

import json
from io import BytesIO

from openpyxl import Workbook
from PIL import Image

LONG = 12_000
TEXTS = [
    "", " ", "\x00", "水\x00位", "\x01\x02\x1b[31m\x7f", "\r\nSet-Cookie: a=b", "\t\n\x0b\x0c\x85\u2028",
    "\ud800", "字\udfff\ud83d", "\ufffe\uffff", "水" * LONG, "x" * LONG, " " * LONG, "\n" * LONG,
    "\u202e字倒", "\u200f\u200b\ufeff", "😀👨‍👩‍👧‍👦🏳️‍🌈", "𠮷龘䶮", "e\u0301" + "\u0301" * 300, "ﷺ" * 50,
    "' OR 1=1 --", '";DROP TABLE rivers_river;--', "%' AND sleep(1) AND '%", "{{ 7*7 }}{% debug %}", "${7*7}#{7*7}",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "%s%d%n%(x)s{0}{x.__class__}", "../../etc/passwd",
    "..\\..\\win.ini", "/dev/zero", "file:///etc/passwd", "//evil.example", "http://[::1", "javascript:alert(1)", "http://[x",
    "=cmd|'/c calc'!A1", "@SUM(A1)", "__class__", "user__password__startswith", "-pk", "?", "pk__in", "\\", "'", "%", "%00", "_",
]  # fmt: skip
NUMBERS = [
    "0", "-1", "1", "2", "3", "-0", "+1", "1.5", "1e5", "1e999", "-1e999", "1E-999", "1e-400", "NaN", "sNaN", "nan", "Infinity", "-inf",
    "2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "9" * 40, "-" + "9" * 40, "9" * 4299, "9" * 5000, "0" * 5000, "0." + "0" * 400 + "1", "1_000", "0x10",
    "１２３", "٣٤", "१२", "²", "Ⅷ", "1,000", "0.1" + "0" * 30, "00000001", "True", "None", "null", "undefined", "on",
]  # fmt: skip
DATES = [
    "0000-00-00", "0001-01-01", "1899-12-31", "9999-12-31", "10000-01-01", "2026-02-31", "2026-13-01", "-2026-01-01",
    "２０２６-０１-０１", "2026-1-1", "2026-01-01T25:61", "9999-12-31T23:59:59", "0001-01-01T00:00", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00+99:99", "2026-01-01 00:00:60", "2026-W01-1", "9999-12", "0000-01", "2026-00",
    "9999-q4", "0001-q1", "2026-q9", "9999", "0001", "2026-11-25T12:00", "12:00", "24:00", "now", "P1Y", "-1 day",
]  # fmt: skip
STRUCTURES = [
    "[]", "{}", "null", "[null]", '{"a": {"b": []}}', '"\\ud800"', "[" * 2000, "[" * 2000 + "]" * 2000, '{"a":' * 1500 + "1" + "}" * 1500,
    "[1e999, NaN, -Infinity]", '[{"lat": 91, "lng": "x", "at": null}]', "[[120, 28], [null, null]]", json.dumps(["9" * 50, -1, {}]),
    "a,b,c", "1,2,3", ",", "1,", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{" + "0" * 32 + "}",
]  # fmt: skip
HOSTILE = [*TEXTS, *NUMBERS, *DATES, *STRUCTURES]

# A path is split at its slashes before a converter sees it.
IN_A_PATH = {
    "int": [text for text in NUMBERS if text.isascii() and text.isdigit()],
    "slug": ["-", "_", "0", "-1", "x" * LONG, "9" * 40, "9" * 5000, "None", "990102000000", "NaN"],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "str": [text for text in HOSTILE if text and "/" not in text and "\n" not in text and text not in (".", "..")],
}
# As a web server hands them on: latin-1, no line breaks.
HEADERS = {
    "HTTP_RANGE": ["bytes=0-", "bytes=-1", "bytes=9-1,1-2,", "lines=x", "bytes=" + "0-1," * 500, "bytes=99999999999999999999-"],
    "HTTP_IF_NONE_MATCH": ["*", '"', 'W/"x"', "x" * 4000, '"a",' * 400],
    "HTTP_IF_MATCH": ["*", '"x"', "\xff"],
    "HTTP_IF_MODIFIED_SINCE": ["Thu, 01 Jan 0000 00:00:00 GMT", "Sat, 31 Feb 2026 99:00:00 GMT", "x", "Fri, 31 Dec 99999 23:59:59 GMT"],
    "HTTP_IF_UNMODIFIED_SINCE": ["Thu, 01 Jan 0001 00:00:00 GMT", "x"],
    "HTTP_ACCEPT": ["*/*;q=NaN", "application/json", ";;;,,,", "x" * 4000, "application/json;q=1e999", ""],
    "HTTP_ACCEPT_LANGUAGE": ["zh-" + "x" * 3000, "*;q=9", "\xff\xfe", ",,;q=", "../../x", "en"],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=x", "\xff", "br"],
    "HTTP_USER_AGENT": ["", "\x01\x7f", "Mobile Mobi " * 800, "\xe6\xb0\xb4\xff", "<script>", "MicroMessenger Mobile"],
    "HTTP_REFERER": ["http://[::1", "javascript:x", "\xff", "//", "http://testserver/\xff?next=//evil.example", "http://testserver:99999/"],
    "HTTP_ORIGIN": ["null", "http://[", "http://testserver:x"],
    "HTTP_X_FORWARDED_FOR": ["x", "1.2.3.4, \xff", "::ffff:1.2.3.4%eth0", "," * 900],
    "HTTP_X_REQUEST_ID": ["x" * 3000, "\xff", "\x7f", "a b"],
    "HTTP_X_REQUESTED_WITH": ["fetch", "XMLHttpRequest", "\xff"],
    "HTTP_HX_REQUEST": ["true", "false", "\xff"],
    "HTTP_HX_TARGET": ["x" * 3000, "\xff", "<b>"],
    "HTTP_HX_CURRENT_URL": ["http://[::1", "\xff", "javascript:x", "http://testserver:x/"],
    "HTTP_HX_PROMPT": ["\xff" * 500],
    "HTTP_HX_BOOSTED": ["true", "x"],
    "HTTP_HX_HISTORY_RESTORE_REQUEST": ["true", "x"],
    "HTTP_HX_TRIGGERING_EVENT": ["{", "[" * 3000, "null", '"\\ud800"'],
    "HTTP_HX_TRIGGER_NAME": ["%E0", "\xff"],
    "HTTP_HX_TRIGGER_NAME_URI_AUTOENCODED": ["true"],
    "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": ["true"],
    "HTTP_COOKIE": ["\xff", "=;=;,", "sessionid", "a=" + "x" * 4000, 'messages="[[\\"__json_message\\",0,99,\\"x\\"]]"', "csrftoken=x; shell=\xff"],
}  # fmt: skip


def _picture(kind: str) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (64, 48), (40, 90, 120)).save(stream, kind)
    return stream.getvalue()


def _workbook(rows: list[list[object]]) -> bytes:
    stream, book = BytesIO(), Workbook()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


PICTURE = ("现场.jpg", "image/jpeg", _picture("JPEG"))
BOOK = ("名册.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook([]))
FILES = [
    PICTURE,
    BOOK,
    ("空.jpg", "image/jpeg", b""),
    ("文字.jpg", "image/jpeg", b"plain words"),
    ("a.svg", "image/svg+xml", b"<svg onload='alert(1)'/>"),
    ("half.jpg", "image/jpeg", PICTURE[2][:300]),
    ("x" * 3000 + ".jpg", "image/jpeg", PICTURE[2]),
    ("../../../etc/passwd", "image/png", _picture("PNG")),
    ("a\x00b.png", "image/png", _picture("PNG")),
    ("\ud800\u202egpj.exe", "application/x-msdownload", b"MZ"),
    ("con.xlsx", "text/plain", PICTURE[2]),
    ("照片.xlsx", "", _workbook([["河长名册"], ["姓名", "职务", "河段", "\x0b".strip()], [None, 1e300, "x" * 32_000, "=1/0"]])),
    ("broken.xlsx", "application/zip", BOOK[2][:-40]),
    ("a.csv", "text/csv", "姓名,职务\n\x00,\"\n".encode()),
    ("a.csv", "text/csv", b"\xff\xfe\x00\xd8,,,\n" * 50),
    ("a.xlsx", "x" * 3000, b"PK\x03\x04" + b"\x00" * 64),
]  # fmt: skip
# (content type, body)
BODIES = [
    ("application/json", b"{}"),
    ("application/json", b'{"a": "\\ud800"}'),
    ("application/json", b"[" * 20_000),
    ("application/json; charset=utf-99", b"\xff"),
    ("text/plain", b"a=b"),
    ("", b"a=b"),
    ("\xff/\xff", b"\x00"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=b&c=d"),
    ("application/x-www-form-urlencoded; charset=no-such", b"a=b"),
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"&" * 3999),
    ("application/x-www-form-urlencoded", b"a=1&" * 5000),
    ("application/x-www-form-urlencoded", b"=&%&%zz=%zz&a[]=1&a[b][c]=2&%00=%00"),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=", b"----"),
    ("multipart/form-data; boundary=x", b""),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhalf"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-99''%ff\r\n\r\nb\r\n--x--\r\n"),
    ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
    ("multipart/form-data; boundary=\xff", b"--\xff\r\n"),
    ("multipart/form-data; charset=no-such; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n"),
    ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
]  # fmt: skip
