"""One way of writing for reading: widths, letters and scripts are folded, character by character.

What is folded is only compared; what somebody typed is cut at the same places and kept as it was.
"""

# Traditional and Simplified, in pairs: what commands, markers and courtesies are written with.
_SIMPLER = """
務务 開开 認认 領领 決决 關关 會会 議议 計计 畫画 劃划 預预 測测 請请 銷销 設设 說说 復复 團团 隊队
專专 項项 頻频 幫帮 煩烦 謝谢 負负 責责 後后 週周 優优 級级 緊紧 標标 籤签 還还 剩剩 餘余 為为 爲为
來来 這这 個个 給给 將将 啟启 動动 實实 際际 狀状 態态 顯显 編编 輯辑 變变 廢废 題题 備备 註注 記记
錄录 賴赖 過过 尋寻 礙碍 呈呈 報报 員员 邀邀 綁绑 暫暂 結结 恢恢 移移 區区 時时 間间 點点 號号 條条
張张 頁页 門门 嗎吗 讓让 轉转 達达 屬属 單单 處处 辦办 歷历 圖图 總总 誰谁 沒没 麼么 話话 語语 體体
數数 據据 期期 東东 們们 問问 應应 該该 從从 與与 樓楼 組组 種种 類类 無无 經经 現现 馬马 學学 寫写
車车 長长 現现 腦脑 萬万 億亿 塊块 幾几 兩两 雙双 當当 內内 對对 發发 見见 讀读 賬账 帳账 戶户 碼码
進进 鐘钟 裏里 裡里 聽听 遲迟 於于 須须 準准 則则 網网 頭头 電电 書书 術术 創创 齊齐 蓋盖 郵邮 傳传
擬拟 儀仪 盡尽 費费 軸轴 線线 產产 匯汇 彙汇
檢检 測测 規规 範范 資资 訊讯 側侧 質质 陳陈 張张 劉刘 楊杨 趙赵 黃黄 吳吴 孫孙 鄭郑 馮冯 許许 韓韩
鄧邓 蕭萧 呂吕 蔣蒋 蘇苏 葉叶 閻阎 鍾钟 盧卢 賈贾 鄒邹 陸陆 龍龙 萬万 錢钱 湯汤 顧顾 龔龚 賴赖 謝谢
偉伟 麗丽 強强 軍军 傑杰 濤涛 鵬鹏 紅红 蘭兰 鳳凤 慶庆 國国 華华 曉晓 婷婷 靜静 潔洁 穎颖 歡欢 寧宁
"""
_FOLDED = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
    | {upper: upper - 0xFEE0 + 32 for upper in range(ord("Ａ"), ord("Ｚ") + 1)}
    | str.maketrans("\u3000\u00a0\u202f〜、，：。–—−İς", "   ~,,:.---iσ")  # İ alone has a longer lower case
    | str.maketrans({pair[0]: pair[1] for pair in _SIMPLER.split()})
)


def fold(text: str) -> str:
    """Return the text in lower case, half width and Simplified characters; every place stays where it was."""
    return text.translate(_FOLDED).lower().replace("ς", "σ")  # which Σ becomes at a word's end


def is_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return any("\u3400" <= one <= "\u9fff" for one in text)
