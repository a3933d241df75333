"""What holds of technology tasks in any text, and what each sign is worth."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.statements.mentions import read
from saidao.statements.mentions.technology_clauses import ACTS, THRESHOLD, Candidate
from saidao.statements.statement import Mention

WORDS = """
突破 研发 开发 建设 推进 实施 改造 推广 支持企业 在 到2030年 “潮汐平台” 量子传感器 潮流能机组
卫星遥感 监测系统 算力中心 国家 创新中心 重点实验室 燃煤锅炉 行动计划 创新工程 产业 等 关键技术
技术攻关 项目 取得突破 3—5种 、 ， ； 。 ： 和 —— （ ） 1.
"""
PHRASES = [*WORDS.split(), "\n", " build ", "a fusion reactor", ", ", ". ", " by 2030"]


def tasks(text: str) -> list[Mention]:
    return [mention for mention in read(text) if mention.kind == "technology_task"]


@given(st.lists(st.sampled_from(PHRASES), max_size=40).map("".join))
def test_any_text_gives_tasks_in_order_with_their_technologies_inside(text: str) -> None:
    found = tasks(text)
    for earlier, later in pairwise(found):
        assert earlier.start <= later.start
    for task in found:
        assert text[task.start : task.end] == task.name
        technologies = [part for part in task.parts if part.role == "technology"]
        assert technologies
        for part in technologies:
            assert task.start <= part.start < part.end <= task.end
            assert re.sub(r"\s", "", text[part.start : part.end]) == re.sub(r"\s", "", part.name)


def test_no_sign_alone_makes_a_task_of_building() -> None:
    plain = Candidate(0, 9, "build", ((2, 9),))
    assert plain.weight == ACTS["build"] < THRESHOLD
    assert Candidate(0, 9, "build", ((2, 9),), frozenset({"thing"})).weight < THRESHOLD
    assert Candidate(0, 9, "build", ((2, 9),), frozenset({"thing", "field"})).weight >= THRESHOLD


@pytest.mark.parametrize(
    ("weak", "enough"),
    [
        ("开发选课系统", "研发选课系统"),  # the verb of research
        ("开发选课系统", "开发卫星选课系统"),  # the field
        ("开发新一代涂料", "开发新一代涂料、高强度轴承"),  # the list
        ("建设果蔬生产线", "建设碳纤维生产线"),
        ("构建汛情监测预警体系", "构建卫星遥感汛情监测预警体系"),
        ("实施阅读推广行动计划", "实施脑机接口行动计划"),
        ("建设国家海洋博物馆", "建设国家海洋药物创新中心"),
        ("推进疫苗接种项目", "推进疫苗制造项目"),
    ],
)
def test_one_more_sign_makes_the_task(weak: str, enough: str) -> None:
    assert tasks(weak + "。") == []
    assert len(tasks(enough + "。")) == 1


def test_traditional_text_is_read_alike() -> None:
    found = tasks("構建衛星遙感海岸監測系統，研製潮流能機組。")
    assert [task.name for task in found] == ["構建衛星遙感海岸監測系統", "研製潮流能機組"]
