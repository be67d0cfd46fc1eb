from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    name = "hezhang.core.parcels"
    label = "parcels"
    verbose_name = "手机记录"
    journal_things = {"parcel": "手机记录"}
    journal_acts = {
        "hold": "收下待核对",
        "take": "采用",
        "drop": "不采用",
        "reopen": "撤回决定",
        "deal": "记下联系",
        "undo_deal": "撤回联系",
        "bring_in": "从文件导入",
    }

    def ready(self) -> None:
        from hezhang.core.parcels import receivers  # noqa: F401 - hears of photos that came ahead
