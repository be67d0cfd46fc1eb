"""Whether documents can be drawn on this machine, and in the type that the standard asks for."""

from collections.abc import Iterator

from hezhang.core.documents.fonts import NoFontError, chosen
from hezhang.core.kernel.preflight import Line, care, check, ok, wrong


@check("公文字体")
def fonts() -> Iterator[Line]:
    try:
        found = chosen()
    except NoFontError as error:
        yield wrong("没有中文字体", str(error))
        return
    yield (
        care(f"缺少 {'、'.join(found.missing)}", found.notice)
        if found.missing
        else ok("仿宋、黑体、楷体、小标宋、宋体齐备")
    )
