from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hezhang.core.web"
    label = "web"
    verbose_name = "页面与任务"

    def ready(self) -> None:
        # The kernel knows nothing of pages, so its one table is put under 设置 here.
        from hezhang.core.web import days
        from hezhang.core.web.lists import export_job  # noqa: F401 - a worker must know how lists are exported
        from hezhang.core.web.reference import holidays

        days.guard_all_days()
        holidays.register_holidays()
