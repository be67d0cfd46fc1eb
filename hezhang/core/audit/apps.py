from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hezhang.core.audit"
    label = "audit"
    verbose_name = "日志"
    journal_things = {"audit": "日志核验"}
    journal_acts = {"alarm": "发现不符", "restart": "重立锚文件"}

    def ready(self) -> None:
        from hezhang.core.audit import receivers  # noqa: F401  (the journal begins to listen)
