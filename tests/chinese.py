"""What is wrong with a text that is to be Chinese: English words, half-width signs, the other script."""

import re
from collections.abc import Iterable

NAMES = {"WEB", "Anna", "anna", "Bo", "bo", "Drumbeat", "English", "UTC", "CN", "TW", "pm", "web"}
ENGLISH = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:?][\u4e00-\u9fff]")
CODE = re.compile(r"也可以[说說]：.*")  # the English words of a command stand beside the Chinese ones
LANGUAGES = ("简体中文", "繁體中文")  # by their own names, in every language
SIMPLIFIED = set("项务设时区历经钥码页类组权备标签问题进计划预测团队评审复关闭开启邮讯请说该给将发现") - set(
    "阻"
)
TRADITIONAL = set("項務設時區歷經鑰碼頁類組權備標籤問題進計劃畫預測團隊評審復關閉開啟郵訊請說該給將發現")
FOREIGN = {"zh-Hans": TRADITIONAL, "zh-Hant": SIMPLIFIED}


def faults(
    told: str, language: str, *, buttons: Iterable[str] = (), said: str = "", names: Iterable[str] = ()
) -> list[object]:
    """What a reader of this language stumbles over; `said` are their own words, which may come back."""
    for one in LANGUAGES:
        told = told.replace(one, "")
    found: list[object] = []
    if words := set(ENGLISH.findall("\n".join((CODE.sub("", told), *buttons)))) - NAMES - set(names):
        found.append(words)
    if signs := HALF_WIDTH.findall(told):
        found.append(signs)
    if letters := {one for one in FOREIGN[language] if one in told and one not in said}:
        found.append(letters)
    return found
