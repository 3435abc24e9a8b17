"""What people typed in Slack, as words."""

import pytest

from bot.adapters.slack_text import behind_mention, typed, without_mention


@pytest.mark.parametrize(
    ("sent", "meant", "mentioned"),
    [
        ("add Draft <@U1|anna>", "add Draft @<U1>", {"U1": "anna"}),
        ("add Draft <@U1> &amp; <@U2|bo>", "add Draft @<U1> & @<U2>", {"U2": "bo"}),
        ("add Draft <#C1|legal>", "add Draft #legal", {}),
        ("add Draft <#C1|>", "add Draft #<C1>", {}),
        ("add Draft <#C1>", "add Draft #<C1>", {}),
        ("see <https://a.example/?a=1&amp;b=2>", "see https://a.example/?a=1&b=2", {}),
        ("see <http://a.example|a.example>", "see a.example", {}),
        ("see <https://a.example|the plan>", "see the plan (https://a.example)", {}),
        ("write to <mailto:a@b.example|a@b.example>", "write to a@b.example", {}),
        (
            "tell <!subteam^S1|@devs> and <!here> and <!channel|channel>",
            "tell @devs and @here and channel",
            {},
        ),
        ("by <!date^1764057600^{date}|25 Nov>", "by 25 Nov", {}),
        ("&lt;@U1&gt; is &amp;lt; text", "<@U1> is &lt; text", {}),
        ("“quoted” – and 12 > 3 < 4", "“quoted” – and 12 > 3 < 4", {}),
        ("", "", {}),
    ],
)
def test_slacks_text_is_read_as_what_was_typed(sent: str, meant: str, mentioned: dict[str, str]) -> None:
    assert typed(sent) == (meant, mentioned)


@pytest.mark.parametrize(
    ("sent", "rest", "found"),
    [
        ("<@UBOT> done 12", "done 12", True),
        ("<@UBOT|drumbeat>: done 12", "done 12", True),
        ("hey <@UBOT>, done 12", "hey done 12", True),
        ("done 12 <@UBOT>", "done 12", True),
        ("<@UBOT> add\nShip login\nShip logout", "add\nShip login\nShip logout", True),
        ("<@UBOT>", "", True),
        ("<@UBOTTOM> done 12", "<@UBOTTOM> done 12", False),
        ("&lt;@UBOT&gt; done 12", "&lt;@UBOT&gt; done 12", False),
    ],
)
def test_a_mention_of_the_bot_is_the_address_and_no_word(sent: str, rest: str, *, found: bool) -> None:
    assert without_mention(sent, "UBOT") == (rest, found)


@pytest.mark.parametrize(
    ("sent", "behind"),
    [
        ("hey team, <@UBOT> add fix login by friday", "add fix login by friday"),
        ("大家好，<@UBOT|drumbeat>，新建登录页面", "新建登录页面"),
        ("hey <@UBOT>: done 12 <@UBOT>", "done 12"),
        ("<@UBOT> done 12", ""),
        ("  <@UBOT> done 12", ""),
        ("done 12 <@UBOT>", ""),
        ("done 12", ""),
    ],
)
def test_what_stands_behind_a_mention_among_words_is_told_apart(sent: str, behind: str) -> None:
    assert behind_mention(sent, "UBOT") == behind
