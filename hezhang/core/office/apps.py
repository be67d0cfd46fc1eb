from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "hezhang.core.office"
    label = "office"
    verbose_name = "平台管理"
    journal_things = {
        "reference": "参数设置",
        "import": "批量导入",
    }
    journal_acts = {
        "regions": "行政区划",
        "undo": "撤销",
        "map": "列的对应",
        "customise": "按本区修改",
        "restore": "恢复默认",
    }

    def ready(self) -> None:
        from hezhang.core.office.journal import receivers  # noqa: F401 - hears what does not fit
        from hezhang.core.office.oversight import receivers as oversight  # noqa: F401 - who waits for whom is told
        from hezhang.core.office.parameters import holidays, sending
        from hezhang.core.office.people import (
            importing,  # noqa: F401 - known to the desk
            opening,  # noqa: F401 - known to a worker
            searched,  # noqa: F401 - people are found by the search
        )

        # Kernel and messages know nothing of pages, so their tables are put under 设置 here.
        holidays.register_holidays()
        sending.register_sending()
