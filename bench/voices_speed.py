"""How long it takes to group 100,000 short documents by who speaks: copies and stories.

The documents are made here: one in twenty is another one's copy with a line more, and one
in fifty brings an old plan again with other numbers.
"""

from __future__ import annotations

import random
import time
from collections import Counter

from saidao.ledger.stories import story_marks, tellings
from saidao.ledger.voices import joined, sketch, voices

DOCUMENTS = 100_000
WORDS = tuple(
    "港口泊位航道船厂渔业仓库缆索灯塔补贴规划企业集群税收用地能源产值"[n : n + 2]
    for n in range(0, 32, 2)
)


def text_of(number: int) -> str:
    """Return a text of about 150 characters."""
    chance = random.Random(number)
    words = [chance.choice(WORDS) for _ in range(64)]
    for place in range(5, 64, 10):
        words[place] += f"{chance.randint(1, 9999)}{chance.choice(['万', '亿', '%', '家'])}"
    return "".join(words)


def documents(count: int) -> list[tuple[str, str, str]]:
    """Return ``(text, title, address)`` of each document."""
    found = [
        (text_of(n), f"第{n}号消息说明港口的{n}件事", f"https://h{n % 997}.example/{n}")
        for n in range(count)
    ]
    for number in range(count // 20):
        text, _, url = found[number]
        found[count // 2 + number] = (
            f"本站消息，{text}",
            f"转载第{number}号消息给各位读者",
            url + "/copy",
        )
    for number in range(count // 50):
        host = f"https://h{number % 997}.example"
        for at, year in ((count - 2 * number - 1, 2025), (count - 2 * number - 2, 2030)):
            title = f"《第{number}号港湾船坞方案（{year - 2}—{year}年）》印发"
            found[at] = (text_of(at), title, f"{host}/plan{at}")
    return found


def run(count: int = DOCUMENTS) -> None:
    """Print the time of each step and the groups found against those made."""
    made = documents(count)
    start = time.process_time()
    sketches = {f"d{n:06}": (f"d{n:06}", sketch(text)) for n, (text, _, _) in enumerate(made)}
    sketched = time.process_time()
    marks = {
        f"d{n:06}": story_marks(text, title=title, url=url)
        for n, (text, title, url) in enumerate(made)
    }
    marked = time.process_time()
    copies = voices([], sketches)
    grouped = time.process_time()
    found = joined(copies, tellings(marks))
    done = time.process_time()
    sizes = Counter(Counter(found.values()).values())
    print(f"{count} documents of about {len(made[0][0])} characters; time of one processor")
    print(f"  shingles     {sketched - start:6.1f} s")
    print(f"  marks        {marked - sketched:6.1f} s")
    print(f"  copies       {grouped - marked:6.1f} s")
    print(f"  stories      {done - grouped:6.1f} s")
    print(f"  all          {done - start:6.1f} s")
    print(f"  {len(set(found.values()))} voices; made: {count // 20} copies, {count // 50} plans")
    print(f"  groups by size: {dict(sorted(sizes.items()))}")
