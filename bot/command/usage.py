"""What stands for a parameter in a usage line, in Chinese: Simplified, and as Taiwan says it."""

SPOKEN: dict[str, tuple[str, str]] = {
    "!PRIORITY": ("!优先级", "!優先順序"),
    "#TAG": ("#标签", "#標籤"),
    "@PEOPLE": ("@成员", "@成員"),
    "@PERSON": ("@成员", "@成員"),
    "@PERSON covers": ("@成员 代理", "@成員 代理"),
    "BLOCKER": ("阻塞项", "阻礙"),
    "DATE": ("日期", "日期"),
    "DAYS": ("日期", "日期"),
    "KEY": ("编号", "編號"),
    "KEY or MILESTONE": ("编号或里程碑", "編號或里程碑"),
    "KEYS": ("编号", "編號"),
    "MILESTONE": ("里程碑", "里程碑"),
    "NUMBER": ("数字", "數字"),
    "PROJECT": ("项目", "專案"),
    "TASK": ("任务", "任務"),
    "TASKS": ("任务", "任務"),
    "after TASKS": ("前置 任务", "前置 任務"),
    "by DATE": ("截止 日期", "截止 日期"),
    "code": ("代码", "代碼"),
    "days": ("日期", "日期"),
    "for MILESTONE": ("里程碑 名称", "里程碑 名稱"),
    "from @PERSON": ("等 @成员", "等 @成員"),
    "hours": ("时间", "時間"),
    "in PROJECT": ("在 项目", "在 專案"),
    "key": ("代号", "代號"),
    "language": ("语言", "語言"),
    "name": ("名称", "名稱"),
    "obstacle": ("原因", "原因"),
    "platform": ("平台", "平台"),
    "question": ("问题", "問題"),
    "reason": ("原因", "原因"),
    "region": ("国家或地区", "國家或地區"),
    "role": ("角色", "角色"),
    "team": ("成员", "成員"),
    "text": ("内容", "內容"),
    "time": ("时间", "時間"),
    "title": ("标题", "標題"),
    "words": ("关键词", "關鍵字"),
    "zone": ("时区", "時區"),
    "~DURATION": ("~时长", "~時間長度"),
}


def spoken(word: str, language: str) -> str:
    """Return what stands for a parameter in a language; the English word where there is no other."""
    hans, hant = SPOKEN.get(word, (word, word))
    return {"zh-Hans": hans, "zh-Hant": hant}.get(language, word)
