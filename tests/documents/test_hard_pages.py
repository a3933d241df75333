"""Pages of hard shapes: what surrounds the text stays out, what says who and when is found."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from saidao.documents import read_bytes

SIZE = "到2028年，海州市海洋产业规模突破600亿元，年均增长8%左右。"
FIRMS = "培育规上海洋企业120家以上，新建深水泊位12个。"
DUTY = "各区、各部门要加强组织领导，完善工作机制，确保各项任务落到实处。"
BODY = f"<p>{SIZE}</p><p>{FIRMS}</p><p>{DUTY}</p>"


@dataclass(frozen=True)
class Case:
    """A page, what its document must say of itself and hold, and what it must not."""

    page: str
    title: str
    issuer: str = ""
    number: str = ""
    issued: str = ""
    holds: tuple[str, ...] = (SIZE, FIRMS)
    without: tuple[str, ...] = ()
    encoding: str = "utf-8"


def page(body: str, *, title: str = "", head: str = "") -> str:
    """Return a whole page."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


NOTICE = "海州市人民政府办公室关于印发海洋产业行动方案的通知"
CASES = {
    "portal": Case(
        page(
            '<div class="nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>'
            '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>'
            '<table class="xxgk"><tr><td>索引号</td><td>HZ001-2026-00012</td><td>发文机关</td>'
            "<td>海州市人民政府办公室</td></tr><tr><td>文号</td><td>海政办发〔2026〕18号</td>"
            "<td>成文日期</td><td>2026年3月15日</td></tr></table>"
            f'<h1>{NOTICE}</h1><div class="share">分享到：<a>微信</a> 字号：[大 中 小] 打印</div>'
            f'<div class="TRS_Editor"><p>各区人民政府，市政府各部门：</p>{BODY}</div>'
            '<div class="rel"><h3>相关链接</h3><ul><li><a href="a">一图读懂行动方案</a></li>'
            '<li><a href="b">解读：到2035年突破2000亿元</a></li></ul></div>'
            '<div class="footer">主办：海州市人民政府 备案号：苏ICP备00000001号</div>',
            title=f"{NOTICE}-海州市人民政府",
            head='<meta name="PubDate" content="2026-03-18 10:20">',
        ),
        title=NOTICE,
        issuer="海州市人民政府办公室",
        number="海政办发〔2026〕18号",
        issued="2026-03-15",
        without=("HZ001", "分享到", "2000亿元", "ICP备", "当前位置"),
    ),
    "layout-tables": Case(
        page(
            "<table><tr><td><a href=1>首页</a> | <a href=2>新闻</a> | <a href=3>公告</a></td></tr>"
            "</table><table><tr><td><table><tr><td><a href=1>机构职能</a></td></tr><tr><td>"
            "<a href=1>政策法规</a></td></tr></table></td><td><table><tr><td><b>关于加快港口建设的"
            "实施意见</b></td></tr><tr><td>发布日期：2026-04-02 来源：海州市交通运输局 浏览次数：1032"
            f"</td></tr><tr><td>{BODY}</td></tr></table></td></tr></table>"
            "<table><tr><td>版权所有 海州市交通运输局 苏ICP备00000002号</td></tr></table>",
            title="关于加快港口建设的实施意见",
        ),
        title="关于加快港口建设的实施意见",
        issuer="海州市交通运输局",
        issued="2026-04-02",
        without=("首页", "机构职能", "ICP备"),
    ),
    "news-with-breaks-in-gb18030": Case(
        page(
            "<div id=top><a>登录</a> <a>注册</a></div><div class=main><h2>港口三年行动计划出台</h2>"
            "<div class=info>2026-05-06 08:15 来源：海州日报 记者：张三 责任编辑：李四</div>"
            f"<div id=content>本报讯 {SIZE}<br><br>　　{FIRMS}<br>　　{DUTY}<br></div>"
            "<div class=hot><b>热门推荐</b><br><a>海州房价上涨12%</a><br>"
            "<a>去年旅游收入达到300亿元</a></div></div>",
            title="港口三年行动计划_海州日报",
            # The page lies: its bytes are another encoding.
            head='<meta http-equiv=Content-Type content="text/html; charset=utf-8">',
        ),
        title="港口三年行动计划出台",
        issuer="海州日报",
        issued="2026-05-06",
        without=("热门推荐", "房价", "旅游收入", "登录"),
        encoding="gb18030",
    ),
    "print-version": Case(
        page(
            '<p><a href="javascript:window.print()">打印本页</a> <a href="x">关闭窗口</a></p>'
            "<h1>海州市海洋经济发展规划（2026—2030年）</h1>"
            "<p>（2026年1月20日海州市人民代表大会第四次会议批准）</p>"
            f"<h2>第一章 总体要求</h2><p>{SIZE}</p><ul><li>产业：{FIRMS}<ul><li>其中新增上市企业5家"
            f"</li></ul></li></ul><p>{DUTY}</p><p>打印日期：2026年11月22日</p>",
            title="打印 - 海洋经济发展规划",
        ),
        title="海州市海洋经济发展规划（2026—2030年）",
        issued="2026-01-20",
        holds=(SIZE, FIRMS, "其中新增上市企业5家"),
        without=("打印", "关闭窗口"),
    ),
    "letterhead-over-a-broken-title": Case(
        page(
            '<div style="color:red">海州市人民政府文件</div><div>海政发〔2026〕7号</div><hr>'
            "<h2>海州市人民政府关于<br>加快海洋产业发展的<br>若干意见</h2><p>各区人民政府：</p>"
            f"{BODY}<p>海州市人民政府</p><p>二〇二六年二月九日</p>",
            title="文件",
        ),
        title="海州市人民政府关于加快海洋产业发展的若干意见",
        issuer="海州市人民政府",
        number="海政发〔2026〕7号",
        issued="2026-02-09",
    ),
    "lists-of-links-longer-than-the-text": Case(
        page(
            "".join(
                f"<div class=m{column}><ul>"
                + "".join(
                    f"<li><a href=x{row}>栏目{column}：去年完成{row}00亿元</a></li>"
                    for row in range(9)
                )
                + "</ul></div>"
                for column in range(8)
            )
            + f"<div class=zw><h1>解读海洋产业方案</h1><p>问：方案的目标是什么？</p><p>答：{SIZE}"
            f"{FIRMS}</p></div>" + "".join(f"<div><a>友情链接{n}</a></div>" for n in range(30)),
            title="解读海洋产业方案",
        ),
        title="解读海洋产业方案",
        without=("去年完成", "友情链接"),
    ),
    "application-with-comments": Case(
        page(
            "<div class=hdr>热搜：奖金500万元 | 天气 25度</div><article><h1>海州市发布海洋产业新政</h1>"
            f"{BODY}<p class=copyright>版权声明：未经授权不得转载，违者罚款10万元。</p></article>"
            "<div class=cmt>网友评论（12条）<p>网友A：到2030年房价涨50%吧</p></div>",
            title="海州市发布新政",
            head='<meta property="og:title" content="海州市发布海洋产业新政">'
            '<meta property="article:published_time" content="2026-06-01T09:00:00+08:00">'
            '<meta property="og:site_name" content="海州在线">',
        ),
        title="海州市发布海洋产业新政",
        issuer="海州在线",
        issued="2026-06-01",
        without=("热搜", "网友", "罚款"),
    ),
    "hong-kong-in-big5": Case(
        page(
            "<div id=header><a>主頁</a><a>English</a></div><div id=contentBody>"
            "<h1>政府公布港口發展策略</h1><p>＊＊＊＊＊＊＊＊</p><p>運輸局今日公布《港口發展策略》，"
            "目標是在二○三○年把集裝箱吞吐量提升至二千萬標準箱，並投放30億元改善設施。</p>"
            "<p>2026年6月3日（星期三）</p></div><div id=footer>列印此頁 | 回頁首 | 版權公告</div>",
            title="政府公布港口發展策略 - 新聞公報",
        ),
        title="政府公布港口發展策略",
        issued="2026-06-03",
        holds=("提升至二千萬標準箱",),
        without=("＊＊", "列印此頁", "主頁"),
        encoding="big5",
    ),
    "english-with-cookies": Case(
        page(
            '<div id="cookie-banner" role="dialog"><p>We use 24 cookies to make this site work. '
            "Accept all to store them for 365 days.</p></div><header><nav><ul><li><a>Home</a></li>"
            "<li><a>News</a></li></ul></nav></header><main><ol class=breadcrumb><li><a>Home</a></li>"
            "<li><a>Policies</a></li></ol><h1>Harbour growth plan 2030</h1><dl><dt>From:</dt><dd>"
            "<a>Ministry of Ports and Shipping</a></dd><dt>Published</dt><dd>14 May 2026</dd></dl>"
            "<div class=share-buttons><a>Share</a> 1,245 shares</div><p>The plan will raise annual "
            "throughput to 90 million tonnes by 2030 and create 12,000 jobs.</p><p>The government "
            "will invest £400 million in 12 new berths by 2029.</p><section class=comments><p>User77:"
            " I think 500 million by 2031 is nonsense.</p></section></main><aside><h3>Related content"
            "</h3><ul><li><a>Budget: £3 billion for rail by 2031</a></li></ul></aside>",
            title="Harbour growth plan 2030 | Ministry of Ports",
        ),
        title="Harbour growth plan 2030",
        issuer="Ministry of Ports and Shipping",
        issued="2026-05-14",
        holds=("90 million tonnes", "£400 million"),
        without=("cookies", "1,245", "nonsense", "£3 billion"),
    ),
    "english-issued-by": Case(
        page(
            "<a>Skip to main content</a><div id=main><h1>National Freight Strategy</h1>"
            "<p>Issued by: Department of Transport, Office of Freight Policy</p><p>Rail freight will "
            "grow by at least 75% by 2050. We will fund 66 terminals across the country.</p>"
            "<div class=newsletter>Sign up for our newsletter and join 20,000 readers!</div>"
            "<p>Last updated: 20 March 2026</p></div>",
            title="National Freight Strategy - Transport",
            head='<meta name="dcterms.issued" content="2026-02-11">',
        ),
        title="National Freight Strategy",
        issuer="Department of Transport, Office of Freight Policy",
        issued="2026-02-11",
        holds=("75% by 2050",),
        without=("newsletter", "Last updated", "Skip to"),
    ),
    "filing-table-with-spaced-labels": Case(
        page(
            "<table class=bd1><tr><td>标　　题：</td><td>海州市人民政府关于印发港口规划的通知</td>"
            "<td>发文机关：</td><td>海州市人民政府</td></tr><tr><td>发文字号：</td><td>海政发〔2026〕9号"
            "</td><td>来　　源：</td><td>海州市人民政府网站</td></tr><tr><td>成文日期：</td><td>"
            "2026年02月09日</td><td>发布日期：</td><td>2026年02月20日</td></tr></table>"
            f"<div id=UCAP-CONTENT>{BODY}<p>海州市人民政府<br>2026年2月9日</p></div>",
            title="海州市人民政府关于印发港口规划的通知_港口_海州政府网",
        ),
        title="海州市人民政府关于印发港口规划的通知",
        issuer="海州市人民政府",
        number="海政发〔2026〕9号",
        issued="2026-02-09",
        without=("标　　题", "标 题", "网站"),
    ),
    "site-name-for-a-title": Case(
        page(
            "<ul class=info><li>索 引 号：HZ002/2026-0031</li><li>发布机构：海州市发展和改革委员会</li>"
            "<li>发文日期：2026-03-02</li><li>文　　号：海发改〔2026〕31号</li></ul>"
            f"<div class=title>海洋产业实施意见</div><div class=con>{BODY}</div>",
            title="海州市发展和改革委员会",
        ),
        title="海洋产业实施意见",
        issuer="海州市发展和改革委员会",
        number="海发改〔2026〕31号",
        issued="2026-03-02",
        without=("HZ002", "索 引 号"),
    ),
    "shown-by-script": Case(
        page(
            "<div id=js_article><h1>海州发布海洋产业新政</h1><div id=meta_content><span>海州发布</span> "
            "<em>2026-05-06 18:20</em> <em>江苏</em></div><div id=js_content style='visibility: "
            f"hidden;'><section>{BODY}</section></div><div>微信扫一扫关注该公众号</div>"
            "<p>预览时标签不可点</p><p>阅读 1.2万 赞 35 在看 18</p></div>",
            head="<meta property='og:title' content='海州发布海洋产业新政'>",
        ),
        title="海州发布海洋产业新政",
        issued="2026-05-06",
        without=("扫一扫", "预览时", "在看"),
    ),
    "preformatted": Case(
        page(
            f"<h3>海州市海洋产业方案</h3><pre>\n一、目标\n{SIZE}\n二、企业\n{FIRMS}\n{DUTY}\n</pre>",
            title="海州市海洋产业方案",
        ),
        title="海州市海洋产业方案",
        holds=("一、目标\n", SIZE, FIRMS),
        without=("目标到2028年",),
    ),
    "neighbours-and-page-numbers": Case(
        page(
            "<h1>海州市海洋产业规划解读</h1><p>时间：2026-04-08　来源：海州市工信局　【字号：大 中 小】</p>"
            f"<div id=zoom>{BODY}</div><div class=page>上一页 1 <a>2</a> <a>3</a> 下一页 共3页</div>"
            "<p>上一篇：<a>去年工业增长12%</a></p><p>下一篇：<a>海州港去年吞吐量9000万吨</a></p>",
            title="海州市海洋产业规划解读",
        ),
        title="海州市海洋产业规划解读",
        issuer="海州市工信局",
        issued="2026-04-08",
        without=("去年", "字号", "共3页"),
    ),
    "hidden-and-scripted": Case(
        page(
            "<script>var a='到2099年达到999亿元';</script><div style='display:none'>到2077年突破777亿元"
            f"</div><h1>海洋产业要闻</h1><noscript>请开启脚本3次</noscript>{BODY}<!-- 888亿元 -->",
            title="海洋产业要闻",
        ),
        title="海洋产业要闻",
        without=("999亿元", "777亿元", "888亿元", "请开启"),
    ),
    "a-signature-broken-inside-a-cell": Case(
        page(
            "<table><tr><td class=bt>关于海洋产业的公告</td></tr><tr><td>发布时间：2026年4月9日 点击：20次"
            f"</td></tr><tr><td>{SIZE}{FIRMS}{DUTY}</td></tr><tr><td>海州市海洋局<br>2026年4月8日</td></tr>"
            "</table>",
            title="关于海洋产业的公告",
        ),
        title="关于海洋产业的公告",
        issuer="海州市海洋局",
        issued="2026-04-08",
        without=("点击",),
    ),
    "english-with-contents-and-feedback": Case(
        page(
            "<main><h1>Freight growth plan</h1><nav><h2>Contents</h2><ol><li><a href='#a'>Foreword</a>"
            "</li><li><a href='#b'>Targets: grow 75%</a></li><li><a href='#c'>Funding of £400 million"
            "</a></li></ol></nav><h2 id=b>Targets</h2><p>Rail freight will grow by at least 75% by "
            "2050 under this plan, and we will fund 66 terminals.</p><div class=feedback><h2>Is this "
            "page useful?</h2><p>Help us improve. It will take 2 minutes to fill in.</p></div></main>",
            title="Freight growth plan - GOV",
            head="<meta name='govuk:primary-publishing-organisation' content='Department for Rail'>",
        ),
        title="Freight growth plan",
        issuer="Department for Rail",
        holds=("75% by 2050", "66 terminals"),
        without=("£400 million", "useful", "2 minutes"),
    ),
    "english-foreword": Case(
        page(
            "<h1>Port automation plan</h1><h2>Foreword by the Secretary of State for Ports, Trade and "
            'Shipping</h2><p>The <abbr title="Department for Ports, Trade and Shipping">DPTS</abbr> '
            "will train 3,000 engineers by 2030, and ports will handle 90 million tonnes.</p>",
            title="Port automation plan - GOV",
        ),
        title="Port automation plan",
        issuer="Department for Ports, Trade and Shipping",
        holds=("3,000 engineers",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_of_a_hard_shape(name: str) -> None:
    case = CASES[name]
    document = read_bytes(case.page.encode(case.encoding), "page.html")
    found = document.metadata
    assert (found.title, found.issuer, found.number, found.issued) == (
        case.title,
        case.issuer,
        case.number,
        case.issued,
    )
    for text in case.holds:
        assert text in document.text
        start = document.text.index(text)
        assert document.locate(start, start + len(text.rstrip())).quote == text.rstrip()
    for text in case.without:
        assert text not in document.text


def test_a_page_that_is_nothing_but_links_keeps_them() -> None:
    links = "".join(f"<li><a href=x{n}>第{n}批海洋产业项目名单公布</a></li>" for n in range(6))
    document = read_bytes(page(f"<ul>{links}</ul>", title="公告列表").encode(), "list.html")
    assert document.text.count("海洋产业项目名单") == 6


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_a_page_is_decoded_whatever_it_claims(encoding: str) -> None:
    text = page(
        "<h1>港口計劃</h1><p>到2030年，集裝箱吞吐量達到二千萬標準箱，投放30億元改善碼頭設施。</p>"
        "<p>各部門應加強協調，確保工程按時完成，並定期公布進度。</p>",
        title="港口計劃",
        head='<meta charset="iso-8859-1">',
    )
    document = read_bytes(text.encode(encoding), "page.html")
    assert "達到二千萬標準箱" in document.text
