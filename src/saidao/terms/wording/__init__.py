"""What people read, in both languages: 突破5000亿元, above 500 bn CNY."""

from __future__ import annotations

from saidao.terms.wording.nouns import noun_en
from saidao.terms.wording.numbers import number_en, number_zh, tier_name
from saidao.terms.wording.periods import period_name
from saidao.terms.wording.quantities import quantity

__all__ = ["noun_en", "number_en", "number_zh", "period_name", "quantity", "tier_name"]
