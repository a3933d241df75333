"""Classes from business scopes: words, verbs, names, probabilities, whole tables."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from saidao.errors import InvalidInput, RegisterError
from saidao.register.scopes import THRESHOLD, classify, items_of
from saidao.register.scopes.files import classify_table
from saidao.register.scopes.lexicon import COLUMNS, CUES, GOODS, SCHEME, SERVICE, VERBS, lexicon
from saidao.register.scopes.model import (
    SPECIAL,
    find_candidates,
    odds_of,
    weights,
)
from saidao.terms.industry_codes import scheme


@pytest.mark.parametrize(
    ("scope", "name", "code"),
    [
        ("低压阀门制造，水暖管件，五金加工", "永清阀门厂", "3443"),
        ("销售阀门、管件、五金工具", "永清贸易有限公司", "5174"),
        ("电梯的安装、维修、保养", "快升电梯工程有限公司", "4920"),
        ("房地产开发与经营，装潢材料，物业管理", "新岸房地产有限公司", "7010"),
        ("物业管理，房屋修缮，绿化养护", "安宅物业有限公司", "7020"),
        ("中餐，酒，饮料", "一品酒家", "6210"),
        ("普通货物运输，仓储", "千里运输有限公司", "5431"),
        ("承办海运进口货物的国际运输代理业务", "洋山国际货运有限公司", "5821"),
        ("一般项目：软件开发；信息系统集成服务；货物进出口。", "云上软件有限公司", "6513"),
        ("集成电路芯片的设计、研发", "微光电子有限公司", "6520"),
        ("机电、仪表专业领域内的技术开发、技术咨询", "远见科技有限公司", "7519"),
        ("处方药，非处方药，中成药", "同春大药房第三分店", "5251"),
        ("", "亮彩印刷厂", "2319"),
    ],
)
def test_main_business_is_told(scope: str, name: str, code: str) -> None:
    found = classify([scope], [name])
    assert found.codes[0, 0] == code
    assert found.decided_by[0]


def test_what_is_done_with_goods_decides() -> None:
    scopes = ["灯具制造", "灯具批发", "灯具零售"]
    assert classify(scopes, k=1).codes[:, 0].tolist() == ["3872", "5136", "5282"]


def test_the_name_tells_a_maker_from_a_shop() -> None:
    scopes = ["家具"] * 2
    found = classify(scopes, ["青松家具厂", "青松家具店"], k=1)
    assert found.codes[:, 0].tolist() == ["2110", "5283"]


def test_both_scripts_and_widths_are_one() -> None:
    found = classify(["電線電纜製造，LED顯示屏", "电线电缆制造,ＬＥＤ显示屏"])
    assert found.codes[0].tolist() == found.codes[1].tolist()
    np.testing.assert_array_equal(found.probabilities[0], found.probabilities[1])


def test_what_a_bracket_leaves_out_says_nothing() -> None:
    with_it = classify(["化工原料（除危险化学品、烟花爆竹、农药）的销售"])
    without = classify(["化工原料的销售"])
    assert with_it.codes.tolist() == without.codes.tolist()


@pytest.mark.parametrize(
    "text", ["", None, "wholesale of paper", "。。。（（【", "依法须经批准的项目"]
)
def test_nothing_to_go_by_gives_no_class(text: str | None) -> None:
    found = classify([text], [None])
    assert found.codes[0].tolist() == [""] * 5
    assert found.probabilities[0].tolist() == [0.0] * 5
    assert found.uncertain[0]
    assert found.decided_by == ("",)


def test_hostile_texts_are_read_to_their_end() -> None:
    texts = ["（" * 5000, "阀门、" * 5000, "销售" * 3000, "\ud800阀门制造\x00", "𠀀𠀀阀门制造"]
    found = classify(texts)
    assert found.codes[1, 0] != ""
    assert found.codes[3, 0] == found.codes[4, 0] == "3443"


def test_probabilities_fall_and_tell_what_is_uncertain() -> None:
    found = classify(["阀门制造", "装潢"], ["永清阀门厂", ""], k=12)
    assert (np.diff(found.probabilities, axis=1) <= 0).all()
    assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()
    assert found.uncertain.tolist() == (found.probabilities[:, 0] < THRESHOLD).tolist()
    assert (found.codes == "").sum() == (found.probabilities == 0).sum()


def test_records_do_not_see_each_other() -> None:
    scopes = ["阀门制造", "", "物业管理", "灯具、家具的销售，餐饮服务"]
    names = ["永清阀门厂", "云上软件有限公司", None, "大江商店"]
    together = classify(scopes, names)
    for i, (scope, name) in enumerate(zip(scopes, names, strict=True)):
        alone = classify([scope], [name])
        assert alone.codes[0].tolist() == together.codes[i].tolist()
        np.testing.assert_allclose(alone.probabilities[0], together.probabilities[i], rtol=1e-6)


@pytest.mark.slow
def test_compiled_and_plain_agree() -> None:
    from bench.scopes.written import records

    some = records()[::6]
    texts = ([r.scope for r in some], [r.name for r in some])
    fitted = weights().weights
    plain = find_candidates(*texts, fitted=fitted, compiled=False)
    fast = find_candidates(*texts, fitted=fitted, compiled=True)
    np.testing.assert_array_equal(plain.classes, fast.classes)
    np.testing.assert_array_equal(plain.words, fast.words)
    np.testing.assert_allclose(plain.scores, fast.scores, rtol=1e-4, atol=1e-4)


def test_scores_are_the_weighed_features() -> None:
    texts = (["阀门制造，五金的销售", "物业管理"], ["永清阀门厂", ""])
    features = find_candidates(*texts, compiled=False)
    scores = find_candidates(*texts, fitted=weights().weights, compiled=False)
    np.testing.assert_allclose(features.features @ weights().weights, scores.scores, rtol=1e-4)
    odds = odds_of(scores.classes, scores.scores)
    np.testing.assert_allclose(odds.sum(axis=1), 1.0, rtol=1e-5)


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("销售灯具、五金", [("灯具", "sell"), ("五金", "sell")]),
        ("灯具，五金的批发", [("灯具", "wholesale"), ("五金", "wholesale")]),
        ("灯具、五金加工，百货零售", [("灯具", "make"), ("五金加工", "make"), ("百货零售", "")]),
        ("阀门生产、销售", [("阀门", "make sell")]),
        ("阀门及水泵的维修", [("阀门", "repair"), ("水泵", "repair")]),
        ("生产轴承；百货", [("轴承", "make"), ("百货", "")]),
        ("销售灯具，物业管理，家具", [("灯具", "sell"), ("物业管理", ""), ("家具", "")]),
        ("仪表、机电领域内的技术开发", [("仪表", "field"), ("机电", "field")]),
    ],
)
def test_verbs_reach_the_goods_they_govern(scope: str, items: list[tuple[str, str]]) -> None:
    assert [(item.words, " ".join(item.verbs)) for item in items_of(scope)] == items


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(InvalidInput, match="one for each scope"):
        classify(["阀门"], [])
    with pytest.raises(InvalidInput, match="1 to 12"):
        classify(["阀门"], k=0)
    assert classify([]).codes.shape == (0, 5)


def test_the_lexicon_is_sound() -> None:
    words = lexicon()
    assert len(words.words) == len(set(words.words)) > 7000
    known = set(scheme(SCHEME).classes)
    assert set(SPECIAL) <= known
    assert words.codes.shape == (len(words.words), len(COLUMNS), 3)
    spoken = words.codes[(words.kinds == GOODS) | (words.kinds == SERVICE)]
    assert (spoken >= 0).any(axis=(1, 2)).all()
    assert words.verbs.max() < 1 << len(VERBS)
    assert words.cues.max() < 1 << len(CUES)
    # Every division that firms are registered in can be told.
    reached = {words.classes[code][:2] for code in words.codes[words.codes >= 0].ravel()}
    assert {code[:2] for code in known} <= reached


def test_bits_are_those_that_the_reader_names() -> None:
    from saidao.register.scopes import items, voting

    for module, names in ((items, VERBS), (voting, CUES)):
        for bit, name in enumerate(names):
            assert getattr(module, name.upper(), 1 << bit) == 1 << bit
    assert len(voting.KINDS) == voting.N_KINDS
    letters = lexicon().letters
    assert [letters[ord(letter)] for letter in "及和与的"] == [1, 2, 3, 4]


@pytest.mark.slow
def test_the_weights_are_those_that_are_fitted() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.scopes.fit", "--check"],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == 0


def test_the_splits_share_no_business_and_no_style() -> None:
    from bench.scopes.written import records

    every = records()
    assert len(every) >= 1200
    assert every == records()
    families = {split: {r.family for r in every if r.split == split} for split in ("train", "test")}
    assert not families["train"] & families["test"]
    scopes = {split: {r.scope for r in every if r.split == split} for split in ("train", "test")}
    assert not scopes["train"] & scopes["test"]
    known = scheme(SCHEME)
    assert all(known.is_class(code) for record in every for code in record.codes)


@pytest.mark.parametrize("packed", [False, True])
def test_a_table_is_classified_record_by_record(tmp_path: Path, packed: bool) -> None:
    rows = '企业名称,经营范围\n永清阀门厂,"低压阀门制造,\n五金"\n安宅物业,物业管理\n空,\n'
    path = tmp_path / ("firms.csv.gz" if packed else "firms.csv")
    data = rows.encode("gb18030")
    path.write_bytes(gzip.compress(data) if packed else data)
    out = io.StringIO()
    counted = classify_table(path, out, k=2)
    found = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert [row["row"] for row in found] == ["1", "2", "3"]
    assert [row["code"] for row in found] == ["3443", "7020", ""]
    assert [row["review"] for row in found] == ["", "", "yes"]
    assert (counted.records, counted.uncertain, counted.nothing) == (3, 1, 1)


def test_a_table_without_scopes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(RegisterError, match="business scope"):
        classify_table(path, io.StringIO())
    with pytest.raises(RegisterError, match="expected c"):
        classify_table(path, io.StringIO(), scope="c")


def test_nothing_heavy_is_loaded_before_the_first_call() -> None:
    code = (
        "import sys; import saidao.register.scopes; "
        "sys.exit(any(name in sys.modules for name in ('numba', 'scipy', 'opencc', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    code = (
        "import sys; from saidao.register.scopes import classify; classify(['阀门制造']); "
        "sys.exit('numba' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
