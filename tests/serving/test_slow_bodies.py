"""Bodies that come slowly, or are too long: against a real server."""

import pytest

from tests.serving import site

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("serving"), pytest.mark.clock()]
PAGES = ("/health/", "/accounts/sign-in/")
SHORT = 5.0  # s in which the control must not answer


@pytest.mark.parametrize("how_many", [12, 600])
def test_slow_senders_hold_nobody_up(served, how_many):
    with site.slow_senders(served, how_many):
        assert [site.status(served, path) for path in PAGES] == [200, 200]


def test_with_a_thread_for_each_they_stop_everything(env):
    """The control."""
    alone = env | {"PORT": str(site.free_port())}
    with site.running(alone, *site.blocking_web(alone)):
        assert site.until(lambda: site.status(alone, "/health/") == 200)
        with site.slow_senders(alone, 12):
            # The first may come before all of them have arrived.
            assert site.until(lambda: {site.status(alone, path, SHORT) for path in PAGES} == {0})


@pytest.mark.parametrize("cookie", [b"", b"Cookie: sessionid=0123456789abcdefghijklmnopqrstuv\r\n"])
def test_a_strangers_long_body_is_refused_before_it_is_read(served, cookie):
    head = site.SLOW + cookie + b"Content-Length: 200000000\r\n\r\n"
    with site.send(served, head) as line:
        answer = line.recv(65536).decode()  # not one byte of the body was sent
    assert answer.startswith("HTTP/1.1 413") and "内容太大" in answer
    assert "content-security-policy" in answer and "x-frame-options" in answer


def test_a_body_in_chunks_is_counted(served):
    head = site.SLOW + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with site.send(served, head + 2 * chunk) as line:
        assert line.recv(65536).decode().startswith("HTTP/1.1 413")
