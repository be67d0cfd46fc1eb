from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hezhang.core.audit"
    label = "audit"
    verbose_name = "日志"

    def ready(self) -> None:
        from hezhang.core.audit import receivers  # noqa: F401  (the journal begins to listen)
