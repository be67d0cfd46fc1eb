"""Patterns of boards that ship with the product; a region edits its own copy under 设置."""

from hezhang.core.kernel.defaults import add_missing
from rivers.boards.models import BoardPattern

# 《中华人民共和国河道管理条例》第二十四、二十五、二十六条, shortened for a board.
BANS = "\n".join(
    [
        "修建围堤、阻水渠道、阻水道路",
        "种植高秆农作物、芦苇、杞柳、荻柴和树木（堤防防护林除外）",
        "设置拦河渔具，弃置矿渣、石渣、煤灰、泥土、垃圾",
        "未经批准采砂、取土、淘金、弃置砂石或者淤泥",
        "未经批准爆破、钻探、挖筑鱼塘，存放物料、修建厂房或者其他建筑设施",
        "在堤防和护堤地建房、放牧、开渠、打井、挖窖、葬坟、晒粮",
        "向河湖排放未经处理或者超标的污水，在河湖中清洗装贮过油类或者有毒污染物的车辆、容器",
    ]
)
DUTIES = "组织领导责任河湖的水资源保护、水域岸线管理、水污染防治、水环境治理、水生态修复等工作；定期巡河，发现问题及时处理或者报告。"
HOTLINE = "水利部举报电话 12314"
PATTERNS = [
    {
        "name": "河北2022",
        "order": 10,
        "front": "标题、河段、起止、长度、河长、职责、治理目标、目标水质、监督电话、示意图、二维码、落款",
        "back": "标语、管理范围、禁止行为、监督电话",
        "heading": "河湖长公示牌",
        "slogan": "保护河湖，人人有责",
        "basis": "河北省河湖长制公示牌地方标准（2022年7月1日实施）",
    },
    {
        "name": "江苏2017",
        "order": 20,
        "front": "标题、河段、起止、长度、示意图、河长、职责、监督电话、二维码、落款",
        "back": "禁止行为",
        "heading": "河长公示牌",
        "basis": "江苏省省级河长公示牌设置要求（2017年），双面，1.5×1.0 米",
    },
    {
        "name": "简版",
        "order": 30,
        "front": "标题、河段、起止、长度、河长、监督电话、二维码、落款",
        "back": "",
        "heading": "河长公示牌",
        "width_mm": 900,
        "height_mm": 600,
        "basis": "名称、起止、长度、河长、监督电话（温州2014年）",
    },
]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    words = {"bans": BANS, "duties": DUTIES, "hotline": HOTLINE}
    return add_missing([BoardPattern(**(words | row)) for row in PATTERNS], "name")
