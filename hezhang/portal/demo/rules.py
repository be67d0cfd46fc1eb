"""Where the demonstration may be served: on this machine alone, from a database that holds nothing but it."""

from django.conf import settings

from hezhang.core.kernel.addresses import LOOPBACK, is_within, networks, parse
from hezhang.core.kernel.verdict import YES, Verdict, no
from hezhang.portal.demo.models import Mark

HERE = networks(LOOPBACK)


def is_this_machine(address: str) -> bool:
    return address == "localhost" or is_within(parse(address), HERE)


def may_be_entered(address: str) -> Verdict:
    """``address``: where the server listens, or whence somebody asks."""
    if not settings.DEMO:
        return no("演示模式没有打开。")
    if settings.HTTPS:
        return no("演示模式（DEMO=1）下任何人都能以任意角色进入，不得与 HTTPS=1 同时使用；正式使用请去掉 DEMO=1。")
    if not is_this_machine(address):
        return no("演示模式（DEMO=1）只能在本机使用：请设置 HOST=127.0.0.1；正式使用请去掉 DEMO=1。")
    if not Mark.objects.exists():
        return no(
            "此数据库不是演示数据库，不能以演示模式（DEMO=1）打开。自用请运行 make local；演示请用 make demo 另建一个库。"
        )
    return YES
