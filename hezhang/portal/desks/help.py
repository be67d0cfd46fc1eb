"""The help pages: one per job, in the users' words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpPage:
    slug: str
    title: str
    summary: str

    @property
    def template(self) -> str:
        return f"help/{self.slug}.html"


PAGES = [
    HelpPage("start", "快速开始", "登录、切换岗位、看待办"),
    HelpPage("patrol", "手机巡河", "三步完成一次正常巡河；发现问题怎么记"),
    HelpPage("phone", "换手机、试手机", "手机自检页，发放前照着做的 20 步"),
    HelpPage("report", "登记与交办", "河长办：把问题立案、交给责任单位"),
    HelpPage("rectify", "签收、整改与申请销号", "责任单位：怎么办、传什么照片"),
    HelpPage("close", "核查与销号", "谁核查、谁销号、怎样退回重改"),
    HelpPage("campaigns", "督查与双随机抽查", "抽河段、抽检查组，手机上检查，问题去向和通报"),
    HelpPage("papers", "文书、督办与通报", "下载交办单、销号表，发督办，把进度通报发到群里"),
    HelpPage("registry", "河湖、河长与公示牌", "登记、任免、断面水质"),
    HelpPage("plans", "一河一策与年度任务", "五个清单怎样编、进展怎样报、修订和转入下一周期"),
    HelpPage("handover", "河长离任与交接", "离任、接任、交接单三方签字、空缺河段由谁负责"),
    HelpPage("import", "数据导入", "区划、单位、河长、河湖、公示牌、台账、河线，怎样从现有的表导入"),
    HelpPage("assessment", "考核", "分数从哪来、怎样复算、怎样定稿"),
    HelpPage("api", "数据接口", "给其他系统发令牌、换发、停用；对方怎样读、怎样上报和办理"),
    HelpPage("settings", "人员与参数设置", "开账号、改时限、维护节假日"),
]
BY_SLUG = {page.slug: page for page in PAGES}
