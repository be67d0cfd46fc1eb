from django.apps import AppConfig


class RiversConfig(AppConfig):
    name = "rivers"
    label = "rivers"
    verbose_name = "河湖名录"

    def ready(self) -> None:
        from hezhang.core.accounts.signals import post_ended
        from hezhang.core.office.parameters import register
        from rivers.reference import TABLES
        from rivers.services import dismiss_all

        post_ended.connect(dismiss_all, dispatch_uid="rivers.dismiss_all")
        for table in TABLES:
            register(table)
