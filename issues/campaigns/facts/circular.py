"""督查通报: the figures of the page as an official circular, with typical problems and their photos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.documents.paper import Grid, Paper, Paragraph, Part, Picture, Pictures
from hezhang.core.files.services import read_bytes
from hezhang.core.kernel.words import day_words
from issues.campaigns.facts.figures import BASIS, Figures, Line, figures
from issues.campaigns.models import Answer, Campaign
from issues.documents.facts import office_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload

TYPICAL = 6  # as many photos as the other papers of the ledger show
HEADS = ("乡镇", "检查河段", "合格率", "不合格", "线索待核实", "已立为问题", "其中已销号", "不是问题")
WIDTHS = (2, 1.3, 1.2, 1.2, 1.5, 1.5, 1.5, 1.3)


def circular(campaign: Campaign, post: Post) -> Paper:
    """To be signed and sent; what it says is what the campaign's page says to the post."""
    told = figures(campaign, post)
    answers = Answer.objects.visible_to(post).filter(visit__campaign=campaign).failed().with_names()
    found = list(answers.order_by("visit__reach__region_id", "visit__reach__code", "item__number"))
    office = office_of(campaign.region_id)
    return Paper(
        title=f"关于{campaign.name}情况的通报",
        letterhead=office,
        addressee="各乡镇人民政府、街道办事处，区级有关单位",
        parts=(*_whole(campaign, told), *_left_out(campaign), *_wrong(found), *_ending(campaign)),
        signature=office,
        day=timezone.localdate(campaign.state_since),
    )


def _whole(campaign: Campaign, told: Figures) -> Iterable[Part]:
    whole = told.whole
    left = f"，未检查{whole.left}条" if whole.left else ""
    yield Paragraph(
        f"{day_words(campaign.starts_on)}至{day_words(campaign.ends_on)}，{office_of(campaign.region_id)}以{campaign.get_manner_display()}"
        f"方式开展{campaign.name}，随机抽取{whole.total}条河段，随机分派检查组，检查{whole.done}条{left}。"
        f"共检查出不合格{whole.failed}项，合格率{whole.rate}。现将情况通报如下。"
    )
    yield Paragraph("一、各乡镇检查情况", 1)
    unseen = [one for one in told.towns if one.share is None]
    yield Grid(HEADS, tuple(_cells(one) for one in (whole, *told.ranked, *unseen)), WIDTHS)
    yield Paragraph(f"各乡镇按合格率排列。{BASIS}")


def _left_out(campaign: Campaign) -> Iterable[Part]:
    """Whoever reads that reaches were drawn by lot reads which were not in it, and why."""
    rows = list(campaign.left_out.select_related("reach"))
    if rows:
        names = "；".join(f"{one.reach.name}（{one.why.rstrip('。')}）" for one in rows)
        yield Paragraph(f"抽取前排除{len(rows)}条河段，未列入抽取：{names}。")


def _cells(line: Line) -> tuple[str, ...]:
    seen = f"{line.done}/{line.total}" if line.left else str(line.done)
    numbers = (line.failed, line.waiting + line.kept, line.open + line.closed, line.closed, line.none)
    return (line.name, seen, line.rate, *map(str, numbers))


def _wrong(found: list[Answer]) -> Iterable[Part]:
    if not found:
        yield Paragraph("二、检查未发现不合格。", 1)
        return
    yield Paragraph("二、发现的主要问题", 1)
    often = Counter(one.item.text for one in found)
    yield Grid(("检查项目", "不合格（处）"), tuple((text, str(number)) for text, number in often.most_common()), (4, 1))
    typical = _typical(found, often)
    for number, one in enumerate(typical, start=1):
        yield Paragraph(f"{number}.{_place(one)}：{one.note.rstrip('。')}。")
    shown = [(one, photo) for one in typical if (photo := _photo(one))]
    pictures = tuple(Picture(data, _place(one)) for one, data in shown)
    if pictures:
        yield Pictures("典型问题照片", pictures)


def _typical(found: list[Answer], often: Counter[str]) -> list[Answer]:
    """Of what was found most often, each time at another reach as long as there is one."""
    order = sorted(found, key=lambda one: -often[one.item.text])
    picked: dict[int, Answer] = {}
    for one in order:
        picked.setdefault(one.visit.reach_id, one)
    rest = [one for one in order if one not in picked.values()]
    return [*picked.values(), *rest][:TYPICAL]


def _place(one: Answer) -> str:
    reach = one.visit.reach
    town = reach.region.parent.name if reach.region.tier == "village" and reach.region.parent else reach.region.name
    return reach.name if reach.name.startswith(town) else f"{town}{reach.name}"


def _photo(one: Answer) -> bytes | None:
    """The first of that line of the list, else of the reach; where its file is still there."""
    row = one.visit.photos.of_item(one.item_id).select_related("upload").first()
    return _bytes(row.upload) if row else None


def _bytes(upload: Upload) -> bytes | None:
    try:
        return read_bytes(upload)
    except (OSError, ValueError):
        return None


def _ending(campaign: Campaign) -> Iterable[Part]:
    yield Paragraph("三、下一步工作", 1)
    if campaign.conclusion:
        yield Paragraph(campaign.conclusion)
    yield Paragraph("检查发现的问题已转入线索和问题台账，请各乡镇、各单位对照核实，按时限整改、申请销号，并举一反三。")
