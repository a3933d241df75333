"""Which language and script a text is written in."""

from __future__ import annotations

import re
from typing import Final, Literal

Language = Literal["zh-Hans", "zh-Hant", "en"]

_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_SAMPLE: Final = 20_000
_TRADITIONAL: Final = frozenset(
    "與為個東業億並產來備優會傳億價兒元內兩冊劃剛創動務勞勢區協卻參員問啟單嚴圍國圓園團圖執報場塊壓"
    "處備複夠夢實寧寶審對導將專層屬島廠廢廣應從復徵態慶憑懷戰戶擁擇據擴攝數斷於時書會東條業樓標樣機"
    "權歐歷歸殘氣決沒況準漢濟灣為無煙營爭爾獎環現產當療發盡監眾確碼礎種積穩窮競筆節範築簡約級納組結"
    "給統經綠網維線編緣總績織繼續羅義職聯聲肅興舊艦藝號處補裝裡製複見規視親觀訂計討訓記設許評試話該"
    "詳認語誤說課調論證識議護讓貝財貨貧責貿資質購費賽趕車軍軟較載輛輪輸農這進運過達遠適遷選遺還郵醫"
    "釋鋼錄錢鐵長門開間關陽階際陸險隨雖雙難電靈響項須領頭題額類願風飛館馬駕驗體點黨齊"
) - frozenset("元內現")


def language_of(text: str, stated: str = "") -> Language:
    """Return the language of `text`.

    The script decides between Chinese and English, whatever a page states of itself;
    what it states decides between the two Chinese scripts only where the text shows
    neither.

    Parameters
    ----------
    text : str
        The reading text; its first twenty thousand characters are looked at.
    stated : str
        What the document or the user says: ``zh``, ``zh-Hant``, ``en``, ...
    """
    sample = text[:_SAMPLE]
    han = "".join(_HAN.findall(sample))
    latin = sum(map(len, _LATIN.findall(sample)))
    # A Chinese character says about as much as three or four Latin letters.
    if not han or len(han) * 4 < latin:
        return "en" if latin or not stated.startswith("zh") else "zh-Hans"
    traditional = sum(character in _TRADITIONAL for character in han)
    if traditional * 50 > len(han):
        return "zh-Hant"
    if traditional == 0 and len(han) < 20 and stated in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO"):
        return "zh-Hant"
    return "zh-Hans"
