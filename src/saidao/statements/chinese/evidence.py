"""What bears on the kind of a figure, and the words of promise and fact that decide it."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from saidao.statements.statement import Kind

Genre = Literal["plan", "measures", "report", "news"]

PROMISED: Final = re.compile(
    r"力争|争取|确保(?!了)|计划(?<![比原]计划)(?<!(?:补助|补贴|资助|行动|先导|两年|三年|五年|支持|培育|试点|科技|专项|买位|实施|提升|优惠|试行|工程|共享|年度|全年)计划)(?!单列|生育|”|自|书|期|合共|共|累计|已|至今|收到|涉及|的|由)|预计|预测(?!预警|模型|准确|能力|系统|服务)|预期|有望|将(?<!可以将)(?<!能将)(?<!可将)(?!来|军|近|士)|努力(?<!共同努力)(?![下，。；])|拟|奋力|力求|以(?=[兴新]建|建设|培育|打造|容纳)|料(?=可|将|会|增|减|升|降|达|于|在|惠|有)|料(?<![原饮材资燃用染涂肥塑饲]料)(?=全年|今年|明年|下半年|年底)|预估|估计|还会|会(?=有)(?<=[将还也仍底]会)|可(?=新增|增加|形成|满足|带动|实现|提供|容纳|节约|减少|减排|替代|吸纳|创造|生产)(?<!许可)(?<!认可)|目标(?<!于目标)(?<!超目标)(?<!塌目标)(?<!差目标)(?<!成目标)(?!任务的|的\d)|要(?=达到|实现|新|建|在|超|突破)"
)
"""Words that promise or foresee what a clause says."""
STATED: Final = re.compile(
    r"已(?!知|有条件)|仅(?=[达为完占得有剩])|目前|截至|截止|如今|当前|现有(?<!(?:改造|扩建|建设|利用|整合|提升|盘活|依托|优化|完善|升级)现有)(?<![在对将把]现有)|现已|完成了|实现了|建成了|达到了|年来(?<=[0-9一二三四五六七八九十]年来)|以来|"
    r"创历史|推出的|近日公布|评为|获评|荣获|了(?:约|近|超过|超|逾)?\Z|首次超|首次突破|最新数据|据[^，。；]{0,6}统计|推动进度|办理情形|执行情形|年间|五年间"
)
"""Words that state a fact."""
CITED: Final = re.compile(
    r"^的?(?:年度|全年|阶段性|控制|预期|调控|规划)?(?:建设)?(?:目标|任务|计划)"
)
"""What follows a figure that is the goal of others (万个的年度目标)."""
BENEFIT: Final = re.compile(r"惠及|受惠|受益")
"""Words for those who profit."""


class Evidence(NamedTuple):
    """What bears on the kind of a figure.

    Parameters
    ----------
    left, right : str
        The clause before the figure and after the quantity.
    after : str
        The sentence after the quantity, its first words.
    words : str
        `left`, with the subject before it where the clause names none.
    before : str
        The sentence before the clause.
    period : str or None
        Period that governs the figure in its sentence.
    own, now, fresh : bool
        Whether the sentence names one; whether that is the present (目前); whether it is
        named after the figure before.
    year : int or None
        Year of publication.
    genre : str
    stance : str
        Whether the section looks back (``review``) or ahead (``promise``).
    previous, earlier : str or None
        Kind of the figure before it in the same sentence, and of the one before that.
    promised : bool
        The paragraph has been stating targets.
    last_said : str
        Whether the last period of the paragraph lies in the ``past`` or ``future``.
    spanned : bool
        The text looks back on a span of years (5年来).
    closing : bool
        The sentence or one before it closes the year of publication (预计全年 in December).
    rewarded : bool
        In a text of measures, the sentence goes on to what is paid for it (给予…补助).
    """

    left: str
    right: str
    after: str
    words: str
    before: str
    period: str | None
    own: bool
    now: bool
    fresh: bool
    year: int | None
    genre: Genre
    stance: str
    previous: Kind | None
    earlier: Kind | None
    promised: bool
    last_said: str
    spanned: bool
    closing: bool
    rewarded: bool
