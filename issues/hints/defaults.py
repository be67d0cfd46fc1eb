"""Words and phrases that ship with the product: proposals that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from issues.clocks.choices import Severity
from issues.hints.models import Keyword, Phrase
from issues.ledger.models import Category

# The definitions of 清四乱 (办河湖〔2018〕245号), cut into the words by which a description is known; below them the
# classes of hotlines and patrol systems. 砂 is written 沙 by most who report it; a shed is a structure (乱建), whatever grows under it:
# it is the vegetables beside it that are 乱占. Whatever names a grade there ("围垦湖泊", "非法采砂") names it here.
WORDS = {
    "乱占": "围垦 侵占水域 侵占河道 侵占滩地 占用水域 占用河道 占用滩地 圈占 种植 高秆作物 林木 菜地 种菜 开垦 垦种 围网 网箱 养殖 围堰 填河 填堵 缩窄河道 拦河 地笼",
    "乱采": "采砂 挖砂 盗采 取土 挖土 采石 抽砂 洗砂 砂场 吸砂 挖沙 采沙 抽沙 洗沙 吸沙 沙场 盗挖 偷挖 偷采",
    "乱堆": "垃圾 堆放 倾倒 弃渣 弃土 渣土 建筑垃圾 生活垃圾 固体废物 固废 危废 乱扔 填埋 秸秆 废料 堆土 杂物堆",
    "乱建": "违建 违章 搭建 棚屋 彩钢 临时用房 房屋 围墙 码头 桥梁 涉河项目 未批先建 建筑物 构筑物 钢棚 栈道 厂房 护栏 简易房 私搭 乱搭 私建 菜棚 窝棚 工棚 雨棚 凉棚 板房",
    "污水直排": "污水 排污 直排 暗管 偷排 排污口 溢流 油污 生活污水 废水 雨污 排水口",
    "水体异常": "异味 发臭 黑臭 发黑 变色 浑浊 水华 蓝藻 藻类 死鱼 泡沫 颜色异常 乳白 臭味 油膜",
    "漂浮物": "漂浮 水葫芦 浮萍 水草 保洁 水面垃圾 枯枝 漂浮物 绿萍",
    "护岸损毁": "护岸 护坡 堤防 堤岸 坍塌 塌方 滑坡 损毁 冲刷 裂缝 驳岸 塌陷 栏杆 闸门",
    "非法捕捞": "电鱼 捕鱼 毒鱼 炸鱼 捕捞 垂钓 渔网 禁渔 地笼网 电捕",
    "公示牌": "公示牌 河长牌 标识牌 告示牌 牌面 电话错误 信息未更新 倾斜 褪色",
}
GRAVE = {
    "围垦": Severity.MAJOR,
    "盗采": Severity.SERIOUS,
    "盗挖": Severity.SERIOUS,
    "填河": Severity.SERIOUS,
    "危废": Severity.MAJOR,
    "偷排": Severity.SERIOUS,
    "死鱼": Severity.SERIOUS,
    "坍塌": Severity.SERIOUS,
    "毒鱼": Severity.SERIOUS,
    "未批先建": Severity.SERIOUS,
}
PHRASES = {
    "乱占": ["立即停止占用，限期拆除、清退并恢复水域岸线原状。", "清除阻碍行洪的种植物，平整恢复滩地。"],
    "乱采": ["立即制止采挖，查明责任人依法处理，平复河床和岸坡。"],
    "乱堆": ["限期清运堆放物，恢复岸坡原状，落实日常保洁。", "查明倾倒人，依法处理并清运到合规地点。"],
    "乱建": ["核查审批手续；无手续的责令停工、限期拆除，恢复原状。"],
    "污水直排": ["立即封堵排口，溯源查明来水，纳管或整治后再排。", "对排口采样监测，结果报河长办。"],
    "水体异常": ["立即溯源排查，采样监测，当日报告初步原因并控制污染。"],
    "漂浮物": ["组织打捞，清理上岸垃圾，加密该河段保洁频次。"],
    "护岸损毁": ["设置警示标志，先行抢护，汛前完成修复。"],
    "非法捕捞": ["现场制止，收缴渔具，移交渔政依法处理。"],
    "公示牌": ["按最新河长信息更换牌面，扶正或修复牌体。"],
    "其他": ["现场核实，限期整改并反馈结果。"],
}


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    known = {category.name: category for category in Category.objects.filter(region=None)}
    words = [
        Keyword(category=known[name], word=word, severity=GRAVE.get(word, ""))
        for name, line in WORDS.items()
        for word in line.split()
        if name in known
    ]
    phrases = [
        Phrase(category=known[name], words=words, order=order)
        for name, lines in PHRASES.items()
        for order, words in enumerate(lines, start=1)
        if name in known
    ]
    if not words:
        return 0
    return add_missing(words, "category_id", "word") + add_missing(phrases, "category_id", "words")
