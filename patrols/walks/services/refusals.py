"""Why a patrol was not taken. Each carries the sentence that the screen shows."""


class PatrolRefused(Exception):  # noqa: N818 - read as what happened, not as a fault
    """The record cannot be taken as it stands (400); ``str()`` is the Chinese sentence for the user."""

    status = 400


class PatrolConflict(PatrolRefused):
    """The same client id has already brought other content (409); the first row stays as it is."""

    status = 409

    def __init__(self) -> None:
        super().__init__("这次巡河已经提交过，内容与这次不同。已提交的记录没有改动，请在“我的巡河”里查看。")
