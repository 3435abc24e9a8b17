"""Dates as they stand in messages, in many wordings, and messages that only look as if they had one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.when import Reading, Unclear, When, find_when

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday

ENGLISH = [
    ("Please send the deck by EOD", "Wed 25 Nov 2026"),
    ("COB tomorrow for the figures", "Thu 26 Nov 2026"),
    ("need this by close of business friday", "Fri 27 Nov 2026"),
    ("need it by end of play thursday", "Thu 26 Nov 2026"),
    ("finish the draft mid next week", "Wed 2 Dec 2026"),
    ("by mid-next week we want the numbers", "Wed 2 Dec 2026"),
    ("ship it early next week", "Fri 4 Dec 2026"),
    ("ship it late next week", "Fri 4 Dec 2026"),
    ("the week after next is fine for review", "Fri 11 Dec 2026"),
    ("reply in a fortnight", "Wed 9 Dec 2026"),
    ("a week on Tuesday works for the demo", "Tue 8 Dec 2026"),
    ("let's do it a week from Monday", "Mon 7 Dec 2026"),
    ("Tuesday week is the deadline", "Tue 8 Dec 2026"),
    ("first thing tomorrow please send the list", "Thu 26 Nov 2026"),
    ("first thing Monday morning: restart the server", "Mon 30 Nov 2026 12:00"),
    ("last thing friday send the report", "Fri 27 Nov 2026"),
    ("let's finish before the weekend", "Fri 27 Nov 2026"),
    ("over the weekend we migrate the db", "Sun 29 Nov 2026"),
    ("by the weekend", "Sun 29 Nov 2026"),
    ("close the books by month end", "Mon 30 Nov 2026"),
    ("by month-end", "Mon 30 Nov 2026"),
    ("by year end", "Thu 31 Dec 2026"),
    ("by year-end", "Thu 31 Dec 2026"),
    ("by quarter end", "Thu 31 Dec 2026"),
    ("before year-end", "Thu 31 Dec 2026"),
    ("before the end of the month", "Mon 30 Nov 2026"),
    ("end of next week", "Fri 4 Dec 2026"),
    ("at the end of next month", "Thu 31 Dec 2026"),
    ("the first of next month", "Tue 1 Dec 2026"),
    ("on the first of december", "Tue 1 Dec 2026"),
    ("by the 15th", "Tue 15 Dec 2026"),
    ("due on the 3rd of Jan", "Sun 3 Jan 2027"),
    ("due 3 Jan 2027", "Sun 3 Jan 2027"),
    ("due Jan 3rd, 2027 at 9am", "Sun 3 Jan 2027 09:00"),
    ("due 2027-01-03T09:00", "Sun 3 Jan 2027 09:00"),
    ("due 2027-01-03 09:00", "Sun 3 Jan 2027 09:00"),
    ("due 3.1.2027", "day_month? Mon 1 Mar 2027 or Sun 3 Jan 2027"),
    ("due on 15.12.", "Tue 15 Dec 2026"),
    ("due 15.12.2026", "Tue 15 Dec 2026"),
    ("by 15/12", "Tue 15 Dec 2026"),
    ("by 12/15", "Tue 15 Dec 2026"),
    ("by 12-15", "-"),
    ("within two weeks", "Wed 9 Dec 2026"),
    ("within the next two weeks", "Wed 9 Dec 2026"),
    ("within the week", "Fri 27 Nov 2026"),
    ("in ten days' time", "Sat 5 Dec 2026"),
    ("in 10 working days", "Wed 9 Dec 2026"),
    ("ten business days from now", "Wed 9 Dec 2026"),
    ("three days after christmas", "Mon 28 Dec 2026"),
    ("two days before christmas", "Wed 23 Dec 2026"),
    ("the day after christmas", "Sat 26 Dec 2026"),
    ("the day before new year's eve", "Wed 30 Dec 2026"),
    ("the friday after next", "Fri 11 Dec 2026"),
    ("friday after next", "Fri 11 Dec 2026"),
    ("the monday after christmas", "Mon 28 Dec 2026"),
    ("the last friday of the year", "Fri 25 Dec 2026"),
    ("last day of the year", "Thu 31 Dec 2026"),
    ("the last monday in december", "Mon 28 Dec 2026"),
    ("second tuesday in december", "Tue 8 Dec 2026"),
    ("second week of december", "Fri 11 Dec 2026"),
    ("first week of january", "Fri 8 Jan 2027"),
    ("the 2nd half of december", "Thu 31 Dec 2026"),
    ("by mid-December", "Tue 15 Dec 2026"),
    ("by the middle of december", "Tue 15 Dec 2026"),
    ("by early january", "Sun 31 Jan 2027"),
    ("by end of january", "Sun 31 Jan 2027"),
    ("by late january", "Sun 31 Jan 2027"),
    ("by Q1", "Wed 31 Mar 2027"),
    ("by end of Q1", "Wed 31 Mar 2027"),
    ("by the end of Q1 2027", "Wed 31 Mar 2027"),
    ("by H1 2027", "Wed 30 Jun 2027"),
    ("by the end of the first quarter", "Wed 31 Mar 2027"),
    ("by the start of Q2", "Thu 1 Apr 2027"),
    ("by CW 50", "Fri 11 Dec 2026"),
    ("by KW50", "Fri 11 Dec 2026"),
    ("in calendar week 50", "Fri 11 Dec 2026"),
    ("in week 50", "Fri 11 Dec 2026"),
    ("by W50", "-"),
    ("tonight at 8", "Wed 25 Nov 2026 20:00"),
    ("tonight 8pm", "Wed 25 Nov 2026 20:00"),
    ("this evening", "Wed 25 Nov 2026"),
    ("this afternoon at 3", "Wed 25 Nov 2026 15:00"),
    ("this afternoon", "Wed 25 Nov 2026 18:00"),
    ("tomorrow noon", "Thu 26 Nov 2026 12:00"),
    ("tomorrow at noon", "Thu 26 Nov 2026 12:00"),
    ("tomorrow lunchtime", "Thu 26 Nov 2026"),
    ("by lunch tomorrow", "Thu 26 Nov 2026"),
    ("by midnight", "Thu 26 Nov 2026 00:00"),
    ("friday at midnight", "Sat 28 Nov 2026 00:00"),
    ("friday evening at half seven", "Fri 27 Nov 2026 19:30"),
    ("quarter to nine tomorrow morning", "Thu 26 Nov 2026 08:45"),
    ("tomorrow morning at quarter past ten", "Thu 26 Nov 2026 10:15"),
    ("at 10:30 tomorrow", "Thu 26 Nov 2026 10:30"),
    ("by 5 tomorrow", "Thu 26 Nov 2026 17:00"),
    ("by 5pm today", "Wed 25 Nov 2026 17:00"),
    ("by 17.30 today", "Wed 25 Nov 2026 17:30"),
    ("by 1730 today", "Wed 25 Nov 2026 17:30"),
    ("by 5:30p tomorrow", "Thu 26 Nov 2026 17:30"),
    ("by 9 a.m. on Monday", "Mon 30 Nov 2026 09:00"),
    ("Monday 9ish", "Mon 30 Nov 2026 09:00"),
    ("Monday around 9", "Mon 30 Nov 2026 09:00"),
    ("Monday, November 30, at 9 am", "Mon 30 Nov 2026 09:00"),
    ("Mon Nov 30 9am", "Mon 30 Nov 2026 09:00"),
    ("Mon 30/11 9am", "Mon 30 Nov 2026 09:00"),
    ("Monday the 30th at 9", "Mon 30 Nov 2026 09:00"),
    ("Friday 27th", "Fri 27 Nov 2026"),
    ("Fri 27", "Fri 27 Nov 2026"),
    ("on Friday the 4th of December", "Fri 4 Dec 2026"),
    ("Friday, 4 December", "Fri 4 Dec 2026"),
    ("4th Dec", "Fri 4 Dec 2026"),
    ("Dec 4", "Fri 4 Dec 2026"),
    ("4-Dec", "Fri 4 Dec 2026"),
    ("4-Dec-2026", "Fri 4 Dec 2026"),
    ("04DEC26", "Fri 4 Dec 2026"),
    ("Dec. 4th", "Fri 4 Dec 2026"),
    ("Sept 4", "Sat 4 Sep 2027"),
    ("on the fourth", "Fri 4 Dec 2026"),
    ("on the twenty-first of December", "Mon 21 Dec 2026"),
    ("on the 21st", "Mon 21 Dec 2026"),
    ("by the end of today", "Wed 25 Nov 2026"),
    ("by the end of tomorrow", "Thu 26 Nov 2026"),
    ("by end of day Thursday", "Thu 26 Nov 2026"),
    ("by Thursday EOD", "Thu 26 Nov 2026"),
    ("by Thursday end of day", "Thu 26 Nov 2026"),
    ("by Thursday COB", "Thu 26 Nov 2026"),
    ("by next Monday", "Mon 30 Nov 2026"),
    ("by this Friday", "Fri 27 Nov 2026"),
    ("by coming Friday", "Fri 27 Nov 2026"),
    ("by Friday this week", "Fri 27 Nov 2026"),
    ("by Friday next week", "Fri 4 Dec 2026"),
    ("by next week Friday", "Fri 4 Dec 2026"),
    ("next week on Wednesday", "Wed 2 Dec 2026"),
    ("Wednesday next week at 2pm", "Wed 2 Dec 2026 14:00"),
    ("Wednesday in two weeks", "Wed 9 Dec 2026"),
    ("two weeks from Friday", "Fri 11 Dec 2026"),
    ("a fortnight on Friday", "Fri 11 Dec 2026"),
    ("a fortnight from today", "Wed 9 Dec 2026"),
    ("a month from now", "Fri 25 Dec 2026"),
    ("six weeks from now", "Wed 6 Jan 2027"),
    ("in a week", "Wed 2 Dec 2026"),
    ("in a week's time", "Wed 2 Dec 2026"),
    ("in a couple of days", "Fri 27 Nov 2026"),
    ("in a few days", "Sat 28 Nov 2026"),
    ("in a day or two", "Thu 26 Nov 2026"),
    ("in the next few days", "Sat 28 Nov 2026"),
    ("in 2-3 days", "Sat 28 Nov 2026"),
    ("in 2 to 3 weeks", "Wed 16 Dec 2026"),
    ("in an hour", "Wed 25 Nov 2026 11:00"),
    ("in an hour and a half", "Wed 25 Nov 2026 11:30"),
    ("in 1.5 hours", "Wed 25 Nov 2026 11:30"),
    ("in 45 min", "Wed 25 Nov 2026 10:45"),
    ("in half a year", "Tue 25 May 2027"),
    ("in 18 months", "Thu 25 May 2028"),
    ("in one and a half months", "Sat 9 Jan 2027"),
    ("by Tue/Wed", "Tue 1 Dec 2026"),
    ("between Mon and Wed", "Mon 30 Nov 2026"),
    ("Mon-Wed", "Mon 30 Nov 2026"),
    ("Mon or Tue", "Mon 30 Nov 2026"),
    ("no later than the 10th", "Thu 10 Dec 2026"),
    ("not later than Dec 10", "Thu 10 Dec 2026"),
    ("at the latest on Dec 10", "Thu 10 Dec 2026"),
    ("on Dec 10 at the latest", "Thu 10 Dec 2026"),
    ("latest Dec 10", "Thu 10 Dec 2026"),
    ("on or before Dec 10", "Thu 10 Dec 2026"),
    ("up to Dec 10", "Thu 10 Dec 2026"),
    ("until Dec 10 inclusive", "Thu 10 Dec 2026"),
    ("through Dec 10", "Thu 10 Dec 2026"),
    ("deadline: Dec 10", "Thu 10 Dec 2026"),
    ("deadline is Dec 10", "Thu 10 Dec 2026"),
    ("Deadline Dec 10, 18:00 CET", "Thu 10 Dec 2026 18:00"),
    ("ETA Dec 10", "Thu 10 Dec 2026"),
    ("target date Dec 10", "Thu 10 Dec 2026"),
    ("must be done by Dec 10!!!", "Thu 10 Dec 2026"),
    ("Send report (by Dec 10)", "Thu 10 Dec 2026"),
    ("Send report [due: Dec 10]", "Thu 10 Dec 2026"),
    ("Send report - due Dec 10 - to Bo", "Thu 10 Dec 2026"),
    ("Send report to Bo & Li by Mon., 9:30 am", "Mon 30 Nov 2026 09:30"),
    ("we need to send all of this to the client by, say, friday", "Fri 27 Nov 2026"),
    ("can you do it by friday or so?", "Fri 27 Nov 2026"),
    ("i think by friday we should have it, monday at the latest", "Fri 27 Nov 2026"),
    ("today or tomorrow", "Wed 25 Nov 2026"),
    ("today", "Wed 25 Nov 2026"),
    ("later today", "Wed 25 Nov 2026"),
    ("by tmrw", "Thu 26 Nov 2026"),
    ("by tom", "-"),
    ("2moro", "-"),
    ("tomorrow EOB", "Thu 26 Nov 2026"),
    ("the day after tomorrow at 5", "Fri 27 Nov 2026 17:00"),
    ("after the weekend", "Mon 30 Nov 2026"),
    ("after christmas", "Fri 25 Dec 2026"),
    ("after the holidays", "-"),
    ("by thanksgiving", "Thu 26 Nov 2026"),
    ("before new year", "Thu 31 Dec 2026"),
    ("by new year", "Fri 1 Jan 2027"),
    ("by NYE", "-"),
    ("on boxing day", "Sat 26 Dec 2026"),
    ("by easter", "Sun 28 Mar 2027"),
    ("before Easter Monday", "Sun 28 Mar 2027"),
    ("by black friday", "Fri 27 Nov 2026"),
    ("by halloween", "Sun 31 Oct 2027"),
    ("by chinese new year", "Sat 6 Feb 2027"),
    ("before lunar new year", "Fri 5 Feb 2027"),
    ("by spring festival", "Sat 6 Feb 2027"),
    ("by mid-autumn festival", "Wed 15 Sep 2027"),
    ("by labour day", "Mon 6 Sep 2027"),
    ("by summer", "-"),
]
SIMPLIFIED = [
    ("下下周一交初稿", "Mon 7 Dec 2026"),
    ("大后天之前把合同发给法务", "Sat 28 Nov 2026"),
    ("月中给出方案", "Sun 20 Dec 2026"),
    ("十二月中前给出方案", "Sun 20 Dec 2026"),
    ("年底前上线", "Thu 31 Dec 2026"),
    ("本季度末完成验收", "Thu 31 Dec 2026"),
    ("季度末前", "Thu 31 Dec 2026"),
    ("下季度末", "Wed 31 Mar 2027"),
    ("周末前搞定", "Sun 29 Nov 2026"),
    ("这周末前", "Sun 29 Nov 2026"),
    ("节后再说", "-"),
    ("两周内给答复", "Wed 9 Dec 2026"),
    ("十五号之前", "Tue 15 Dec 2026"),
    ("15号前后", "Tue 15 Dec 2026"),
    ("礼拜五交", "Fri 27 Nov 2026"),
    ("星期天晚上上线", "Sun 29 Nov 2026"),
    ("廿五号交房租", "Wed 25 Nov 2026"),
    ("廿六号交房租", "Thu 26 Nov 2026"),
    ("下个月十号", "Thu 10 Dec 2026"),
    ("下月10号前", "Thu 10 Dec 2026"),
    ("一个半月后复盘", "Sat 9 Jan 2027"),
    ("半个月内", "Thu 10 Dec 2026"),
    ("半个月后", "Thu 10 Dec 2026"),
    ("三天之内", "Sat 28 Nov 2026"),
    ("三天以内搞定", "Sat 28 Nov 2026"),
    ("这两天", "-"),
    ("明后天", "Fri 27 Nov 2026"),
    ("明天一早", "Thu 26 Nov 2026"),
    ("明早", "Thu 26 Nov 2026 12:00"),
    ("明晚八点半", "Thu 26 Nov 2026 20:30"),
    ("后天中午前", "Fri 27 Nov 2026 12:00"),
    ("今天下班前发我", "Wed 25 Nov 2026"),
    ("今天之内", "Wed 25 Nov 2026"),
    ("今晚12点前", "Thu 26 Nov 2026 00:00"),
    ("今晚十一点半", "Wed 25 Nov 2026 23:30"),
    ("今天下午三点一刻", "Wed 25 Nov 2026 15:15"),
    ("周四上午10:30", "Thu 26 Nov 2026 10:30"),
    ("周四10点半", "Thu 26 Nov 2026 10:30"),
    ("周五晚8点", "Fri 27 Nov 2026 20:00"),
    ("周五晚上8点", "Fri 27 Nov 2026 20:00"),
    ("周五夜里", "Fri 27 Nov 2026"),
    ("这周五", "Fri 27 Nov 2026"),
    ("本周五", "Fri 27 Nov 2026"),
    ("下周五下午", "Fri 4 Dec 2026 18:00"),
    ("下星期三", "Wed 2 Dec 2026"),
    ("下个礼拜天", "Sun 6 Dec 2026"),
    ("下周末", "Sun 6 Dec 2026"),
    ("下周内", "Fri 4 Dec 2026"),
    ("下周中", "-"),
    ("下周初", "Mon 30 Nov 2026"),
    ("周三前", "Wed 2 Dec 2026"),
    ("周三之前（含）", "Wed 2 Dec 2026"),
    ("月末", "Mon 30 Nov 2026"),
    ("月底之前必须交", "Mon 30 Nov 2026"),
    ("下个月初", "Thu 10 Dec 2026"),
    ("12月上旬", "Thu 10 Dec 2026"),
    ("12月中旬", "Sun 20 Dec 2026"),
    ("12月下旬", "Thu 31 Dec 2026"),
    ("十二月底", "Thu 31 Dec 2026"),
    ("明年一月底", "Sun 31 Jan 2027"),
    ("明年春节前", "Sat 6 Feb 2027"),
    ("春节前", "Sat 6 Feb 2027"),
    ("春节后", "Sat 6 Feb 2027"),
    ("国庆前", "Fri 1 Oct 2027"),
    ("元旦前", "Fri 1 Jan 2027"),
    ("圣诞节前", "Fri 25 Dec 2026"),
    ("双十二之前", "Sat 12 Dec 2026"),
    ("五一前", "Sat 1 May 2027"),
    ("端午节前", "Wed 9 Jun 2027"),
    ("明年三月", "Wed 31 Mar 2027"),
    ("明年3月15日", "Mon 15 Mar 2027"),
    ("2027年3月15号", "Mon 15 Mar 2027"),
    ("27年3月15日", "Mon 15 Mar 2027"),
    ("3月15日下午2点", "Mon 15 Mar 2027 14:00"),
    ("三月十五", "Mon 15 Mar 2027"),
    ("3.15前", "-"),
    ("12-15前", "-"),
    ("12.15前", "-"),
    ("12/15前", "Tue 15 Dec 2026"),
    ("2026.12.15", "Tue 15 Dec 2026"),
    ("2026年12月15日星期二上午9点", "Tue 15 Dec 2026 09:00"),
    ("12月15日（周二）18:00前", "Tue 15 Dec 2026 18:00"),
    ("12月15日(二)", "Tue 15 Dec 2026"),
    ("15日18时", "Tue 15 Dec 2026 18:00"),
    ("本月30日", "Mon 30 Nov 2026"),
    ("本月最后一天", "Mon 30 Nov 2026"),
    ("本月最后一个工作日", "Mon 30 Nov 2026"),
    ("下月第一个工作日", "Tue 1 Dec 2026"),
    ("下个月第一周", "Fri 4 Dec 2026"),
    ("12月第二个星期五", "Fri 11 Dec 2026"),
    ("12月的第二个周五", "Fri 11 Dec 2026"),
    ("十二月第一个周一", "Mon 7 Dec 2026"),
    ("一周内", "Wed 2 Dec 2026"),
    ("一周后", "Wed 2 Dec 2026"),
    ("一个星期后", "Wed 2 Dec 2026"),
    ("一星期之内", "Wed 2 Dec 2026"),
    ("一个月内", "Fri 25 Dec 2026"),
    ("一个月后", "Fri 25 Dec 2026"),
    ("两个半小时后", "Wed 25 Nov 2026 12:30"),
    ("半小时内", "Wed 25 Nov 2026 10:30"),
    ("一刻钟后", "Wed 25 Nov 2026 10:15"),
    ("45分钟后", "Wed 25 Nov 2026 10:45"),
    ("24小时内", "Thu 26 Nov 2026 10:00"),
    ("48小时之内回复", "Fri 27 Nov 2026 10:00"),
    ("五个工作日内", "Wed 2 Dec 2026"),
    ("5个工作日后", "Wed 2 Dec 2026"),
    ("5个自然日内", "-"),
    ("五天后", "Mon 30 Nov 2026"),
    ("过三天", "Sat 28 Nov 2026"),
    ("再过一周", "Wed 2 Dec 2026"),
    ("下周的今天", "Wed 2 Dec 2026"),
    ("下周今天", "Wed 2 Dec 2026"),
    ("上半年", "Wed 30 Jun 2027"),
    ("明年上半年", "Wed 30 Jun 2027"),
    ("下半年", "Thu 31 Dec 2026"),
    ("Q1前", "Wed 31 Mar 2027"),
    ("一季度末", "Wed 31 Mar 2027"),
    ("明年一季度", "Wed 31 Mar 2027"),
    ("明年Q1", "Wed 31 Mar 2027"),
    ("第50周", "Fri 11 Dec 2026"),
    ("截止时间：12月1日", "Tue 1 Dec 2026"),
    ("截止日期是12月1日", "Tue 1 Dec 2026"),
    ("deadline是周五", "Fri 27 Nov 2026"),
    ("ddl周五", "Fri 27 Nov 2026"),
    ("DDL: 周五", "Fri 27 Nov 2026"),
    ("周五due", "Fri 27 Nov 2026"),
    ("最迟下周二", "Tue 1 Dec 2026"),
    ("不晚于下周二", "Tue 1 Dec 2026"),
    ("不迟于下周二", "Tue 1 Dec 2026"),
    ("下周二以前", "Tue 1 Dec 2026"),
    ("务必于下周二前完成", "Tue 1 Dec 2026"),
    ("争取这周五弄完", "Fri 27 Nov 2026"),
    ("麻烦周五前把接口文档发我一下，谢谢", "Fri 27 Nov 2026"),
    ("把登录页面改到下周三", "Wed 2 Dec 2026"),
    ("登录页面延期到下周三", "Wed 2 Dec 2026"),
    ("我明天上午请假", "Thu 26 Nov 2026 12:00"),
    ("合同最晚12月5号要签完", "Sat 5 Dec 2026"),
    ("赶在周五之前", "Fri 27 Nov 2026"),
    ("到周五为止", "Fri 27 Nov 2026"),
    ("截止到本月底", "Mon 30 Nov 2026"),
    ("截至月底", "Mon 30 Nov 2026"),
    ("预计12月初上线", "Thu 10 Dec 2026"),
    ("计划于明年1月上线", "Sun 31 Jan 2027"),
    ("今年内", "Thu 31 Dec 2026"),
    ("年内完成", "Thu 31 Dec 2026"),
    ("本年度内", "Thu 31 Dec 2026"),
    ("这个月内", "Mon 30 Nov 2026"),
    ("月内", "Mon 30 Nov 2026"),
    ("本周内", "Fri 27 Nov 2026"),
    ("这礼拜", "Fri 27 Nov 2026"),
    ("周四、周五两天都行", "Thu 26 Nov 2026"),
    ("下午3点前", "Wed 25 Nov 2026 15:00"),
    ("下午三点三刻", "Wed 25 Nov 2026 15:45"),
    ("三点钟", "Wed 25 Nov 2026 15:00"),
    ("15点", "Wed 25 Nov 2026 15:00"),
    ("15：30", "Wed 25 Nov 2026 15:30"),
    ("下午5点半之前给我", "Wed 25 Nov 2026 17:30"),
    ("傍晚六点", "Wed 25 Nov 2026 18:00"),
    ("中午12点", "Wed 25 Nov 2026 12:00"),
    ("凌晨1点发布", "Thu 26 Nov 2026 01:00"),
    ("零点发布", "Thu 26 Nov 2026 00:00"),
    ("明天零点", "Thu 26 Nov 2026 00:00"),
]
TRADITIONAL = [
    ("下下週一交初稿", "Mon 7 Dec 2026"),
    ("大後天以前", "Sat 28 Nov 2026"),
    ("禮拜五下班前", "Fri 27 Nov 2026"),
    ("下禮拜三", "Wed 2 Dec 2026"),
    ("這禮拜五前", "Fri 27 Nov 2026"),
    ("月底以前", "Mon 30 Nov 2026"),
    ("年底前上線", "Thu 31 Dec 2026"),
    ("兩週內回覆", "Wed 9 Dec 2026"),
    ("十五號之前", "Tue 15 Dec 2026"),
    ("星期天晚上", "Sun 29 Nov 2026"),
    ("12/15（二）前", "Tue 15 Dec 2026"),
    ("12/15(二)下午3點", "Tue 15 Dec 2026 15:00"),
    ("12月15號下午三點半", "Tue 15 Dec 2026 15:30"),
    ("民國115年12月15日", "Tue 15 Dec 2026"),
    ("115年12月15日", "Tue 15 Dec 2026"),
    ("115/12/15", "Tue 15 Dec 2026"),
    ("隔天", "Thu 26 Nov 2026"),
    ("後天中午", "Fri 27 Nov 2026 12:00"),
    ("下個月初", "Thu 10 Dec 2026"),
    ("一個半月後", "Sat 9 Jan 2027"),
    ("雙十節前", "Sun 10 Oct 2027"),
    ("過年前", "Sat 6 Feb 2027"),
    ("農曆年前", "Sat 6 Feb 2027"),
    ("端午連假前", "Wed 9 Jun 2027"),
    ("中秋節前", "Wed 15 Sep 2027"),
    ("明年三月底", "Wed 31 Mar 2027"),
    ("第一季底", "Wed 31 Mar 2027"),
    ("本季底", "Thu 31 Dec 2026"),
    ("這季末", "Thu 31 Dec 2026"),
    ("月中", "Sun 20 Dec 2026"),
    ("三個工作天內", "Mon 30 Nov 2026"),
    ("五個工作天後", "Wed 2 Dec 2026"),
    ("半天後", "Wed 25 Nov 2026"),
    ("截止日：12/15", "Tue 15 Dec 2026"),
    ("最晚禮拜二", "Tue 1 Dec 2026"),
    ("最慢下禮拜二", "Tue 1 Dec 2026"),
    ("請於12月1日前完成", "Tue 1 Dec 2026"),
    ("請在12/1中午12點前提供", "Tue 1 Dec 2026 12:00"),
    ("週五前完成，謝謝", "Fri 27 Nov 2026"),
    ("這週內", "Fri 27 Nov 2026"),
    ("下星期內", "Fri 4 Dec 2026"),
    ("今天下午4點", "Wed 25 Nov 2026 16:00"),
    ("明天早上9點半", "Thu 26 Nov 2026 09:30"),
    ("明早十點", "Thu 26 Nov 2026 10:00"),
    ("明晚", "Thu 26 Nov 2026"),
    ("聽日", "Thu 26 Nov 2026"),
    ("後日下晝", "Fri 27 Nov 2026 18:00"),
    ("下星期一朝早", "Mon 30 Nov 2026 12:00"),
    ("聖誕節前", "Fri 25 Dec 2026"),
    ("跨年前", "Thu 31 Dec 2026"),
    ("尾牙前", "-"),
]
# Each line is one message.
QUIET = """
May we go ahead
may I have the file
March into the office
The march of progress
we may need more time
sat down with the client
He sat on the fence
sun screen for the team day
Give it a second look
second opinion from legal
the second attempt
first draft
third-party cookies
Q4 2025 numbers in the appendix
week over week growth
day one experience
day-to-day operations
one-day workshop
two-day trip
24h support line
24/7 on-call
9 to 5 job
5 a day campaign
Top 10 list
10 commandments
version 3.11.2 is out
Upgrade to Python 3.12
Upgrade node 18 to 20
Bump to 2.0
v1.2.3-rc.1
ISO 8601 parser
RFC 3339
Windows 11 rollout
iOS 17 bug
Boeing 737
Room 12 B
Building 7
Table 4
page 3 of 12
chapter 11 filing
5/5 stars
3/4 of users
1/2 price
4:3 aspect ratio
16:9 video
score 2:1
ratio 10:30:60
price 3.50
costs 12.50 EUR
$5.25 fee
€ 1,200.50 invoice
20% off
call +49 151 2345678
call 0170-1234567
fax 030 12 34 56
IP 10.0.0.1
192.168.1.254 is down
port 8080
error 404
HTTP 500 at checkout
status 200
commit 3f2a1b4
ticket 4711
WEB-12 is wrong
JIRA-2026
PR 1205
#12 and #13
Area 51
Route 66
Catch 22
Ocean's 11
Black Mirror
Summer of 69
1984 by Orwell
2001: A Space Odyssey
Blink 182
U2 concert
Maroon 5
Twenty One Pilots
One Direction
50 Cent
99 problems
7 nation army
Fantastic 4
T-1000
B2B
A4 paper
MP3 export
H2 heading on the home page
h1 tag
K8s 1.29
4K video
5G rollout
C4 model
E2E tests
p95 latency
x86 build
utf-8 bug
base64
10k users
300 ms budget
15 px margin
3 columns
two buttons
half of the users
quarter of the budget
a quarter of all orders
double check
once more with feeling
every now and then
each customer
other topics
next steps
next level
next.js migration
last mile
last name field
this one
that day-picker component
late fee
early bird price
time tracking
timeline view
calendar component
date picker
deadline column
due process
overdue filter
holiday calendar feature
birthday cake
noon GmbH contract
midnight theme
Midnight Oil
dawn chorus
evening dress
night mode
morning glory
Dec alpha server
June Carter
April O'Neil
August Schmidt
Ask May about the logo
Summer Jones
Autumn fair
Augustiner
Marching band
Mayday plan
satellite
sunset
monitor
secondary
minutes of the meeting
hour glass icon
yearly licence
monthly newsletter
weekly report
daily digest
quarterly numbers
yesterday's notes
the other day
one of these days
some day
someday maybe
for the time being
on time
in time
in no time
in the end
at last
at first
from now on
up to date
out of date
to date
by hand
by the way
by 20 percent
by 5 on average
reduce by 3
divide by 2
multiply by 12
stand by mode
step by step
by Bo
until done
until further notice
before launch
before and after
after work
after 3 attempts
after all
since 2019
in 2019 we had
in May's house
10-20 people
3-4 items
5-10 minutes talk
2-3 days of work
12-15 users
10:1
Psalm 23
Section 4.2
Paragraph 12.1.3
Figure 3
Step 2
Phase 3
Sprint 42
Level 5
Tier 1
Day 0 bug
Zero day exploit
30-day trial
90-day plan
100-day review
一下子
帮我看一下
三个
三个按钮
第二
第二次评审
第三方接口
三天试用
七天无理由
24小时热线
日报模板
周报汇总
月报
年报
季报模板
每日一题
日历组件
日期选择器
时间轴
时区问题
点击率
点赞功能
一点建议
有点慢
早点完成
晚点再说
月亮
明月
明白了
明确需求
明细表
今后注意
周边
周杰伦演唱会
礼拜堂
礼品卡
日本市场
日语文案
月饼
年轻人
半成品
半自动
全天候
整天
天天
天空
天猫
天气
下午茶
早餐
晚餐
夜间模式
五一广场
三八线
一号楼
三号线
2号门
5号电池
12号楼
3.0版本
2.5.1
v3.1.4
192.168.0.1
电话 13800138000
工号 20260001
订单 202611250001
单价3.5元
100元
3折
5%
1/3用户
3:2
16:9
第5章
第12页
第三期
二期工程
一等奖
三年级
五年计划
十年树木
百年老店
千年之恋
万一
统一入口
唯一标识
同一个人
一起讨论
一些问题
一样
一直
一定
三体
八佰
九品芝麻官
第五人格
一九四二
2046
零跑
五点建议
三点意见
两点要求
点评
评分
分数
分钟级
秒杀
秒级
小时工
钟表
时钟
刻不容缓
刻录
半年报
季度报表
今日头条
昨日重现
节日快乐
生日蛋糕
假期
放假通知
过期
到期提醒
截止日期字段
最后一步
最后通牒
前端
后端
之前的方案
以后再说
目前
内部
以内
里程碑
底部按钮
末尾
初稿
初始化
中间件
中文
""".strip().splitlines()


def told(value: When | Unclear | None) -> str:
    """Return the day as a table has it; what is asked back with its readings."""
    match value:
        case None:
            return "-"
        case When():
            time = f" {value.at:%H:%M}" if value.at else ""
            return f"{value.day:%a} {value.day.day} {value.day:%b %Y}{time}"
        case Unclear():
            return f"{value.why}? " + " or ".join(told(one) for one in value.options)


def found(text: str, language: str) -> str:
    one = find_when(text, Reading(NOW, language))
    return told(one.value if one else None)


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=lambda one: one)
def test_the_day_of_an_english_message(text: str, expected: str) -> None:
    assert found(text, "en") == expected


@pytest.mark.parametrize(("text", "expected"), SIMPLIFIED, ids=lambda one: one)
def test_the_day_of_a_message_in_simplified_chinese(text: str, expected: str) -> None:
    assert found(text, "zh-Hans") == expected


@pytest.mark.parametrize(("text", "expected"), TRADITIONAL, ids=lambda one: one)
def test_the_day_of_a_message_in_traditional_chinese(text: str, expected: str) -> None:
    assert found(text, "zh-Hant") == expected


@pytest.mark.parametrize("text", QUIET, ids=lambda one: one)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_message_without_a_date_is_left_alone(text: str, language: str) -> None:
    assert find_when(text, Reading(NOW, language)) is None
