"""Settings come from the environment and a file; a wrong one is said in a sentence, a secret never."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Settings, example, languages, settings
from bot.errors import WrongSetting
from bot.logs import LogFormat
from bot.outgoing import Reader
from bot.variables import VARIABLES
from bot.views.installation import listing
from bot.wording import language_of, shown, words
from tests.stand_ins.proxy import AUTHORITY

ROOT = Path(__file__).parents[2]
BOT = "xoxb-" + "1" * 51
APP = "xapp-1-A-2-abc"
TELEGRAM = "123456:ABCDEF-ghijkl_mnop"
MANY = {
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": "c" * 32,
    "SLACK_SIGNING_SECRET": "0123456789abcdef",
    "PUBLIC_URL": "https://drumbeat.example.org",
    "SECRET_KEY": f"{'n' * 32}, {'o' * 40}",
}

Read = Callable[..., Settings]


def said(wrong: WrongSetting, language: str = "en") -> str:
    """The sentence in a language."""
    return words(wrong.message.lines[0].parts[0], Reader(language))


def listed(made: Settings, language: str = "en") -> str:
    """What `drumbeat config` prints."""
    return "\n".join(shown(one, Reader(language)).text for one in listing(made))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_them(file: str = "", **environment: str) -> Settings:
        path = tmp_path / ".env"
        path.write_text(file, "utf-8")
        return settings(path, {"PATH": "/bin", **environment})

    return read_them


def test_without_any_setting_everything_lies_in_one_file_here(read: Read) -> None:
    assert read() == Settings()
    assert read().is_sqlite


def test_a_file_that_is_not_there_is_no_mistake(tmp_path: Path) -> None:
    assert settings(tmp_path / "none", {"PORT": "1"}).port == 1


def test_the_environment_wins_over_the_file(read: Read) -> None:
    made = read("PORT=1\nHOST=0.0.0.0\n", PORT="2")
    assert (made.port, made.host) == (2, "0.0.0.0")  # noqa: S104 - nobody listens


def test_empty_is_not_there(read: Read) -> None:
    assert read("PORT=1\nLOG_LEVEL=\n", PORT=" ") == Settings(port=1)


def test_every_variable_is_read(read: Read) -> None:
    made = read(
        SLACK_BOT_TOKEN=BOT,
        SLACK_APP_TOKEN=APP,
        SLACK_SIGNING_SECRET="0123456789abcdef",
        SLACK_API_URL="http://127.0.0.1:1/api/",
        TELEGRAM_BOT_TOKEN=TELEGRAM,
        TELEGRAM_WEBHOOK_SECRET="s" * 16,
        TELEGRAM_API_URL="http://127.0.0.1:2",
        HTTPS_PROXY="http://proxy.example.org:3128",
        ALL_PROXY="socks5://127.0.0.1:1080",
        NO_PROXY="localhost, .example.org,10.0.0.0/8",
        SSL_CERT_FILE=str(AUTHORITY),
        DATABASE_URL="postgresql://anna:secret@db/drumbeat",
        HOST="::1",
        PORT="0",
        PUBLIC_URL="https://drumbeat.example.org",
        RETENTION_DAYS="90",
        GRACE_DAYS="14",
        DRUMBEAT_ADMINS="slack:U1, telegram:2",
        DRUMBEAT_LANGUAGE="zh-hant",
        LOG_LEVEL="DEBUG",
        LOG_FORMAT="json",
    )
    many = read(**MANY)
    default = Settings()
    unread = [
        one.name
        for one in VARIABLES
        if all(getattr(each, one.field) == getattr(default, one.field) for each in (made, many))
    ]
    assert unread == []
    assert many.secret_key == ("n" * 32, "o" * 40)
    assert made.admins == ("slack:U1", "telegram:2")
    assert made.no_proxy == ("localhost", ".example.org", "10.0.0.0/8")
    assert made.network().tls is not None
    assert made.log_format is LogFormat.JSON
    assert {one.field for one in VARIABLES} == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "８０"),
        ("DATABASE_URL", "mysql://db/drumbeat"),
        ("DATABASE_URL", "./my.db"),
        ("PUBLIC_URL", "http://drumbeat.example.org"),
        ("PUBLIC_URL", "bot.example.com"),
        ("SLACK_BOT_TOKEN", APP),
        ("SLACK_APP_TOKEN", BOT),
        ("SLACK_SIGNING_SECRET", "hush hush"),
        ("SLACK_API_URL", "slack.com"),
        ("SLACK_CLIENT_ID", "my app"),
        ("SLACK_CLIENT_SECRET", "hush hush"),
        ("SECRET_KEY", "correct horse"),
        ("SECRET_KEY", f"{'n' * 32},short"),
        ("TELEGRAM_BOT_TOKEN", "987"),
        ("TELEGRAM_WEBHOOK_SECRET", "too short"),
        ("TELEGRAM_API_URL", "ftp://telegram"),
        ("HTTPS_PROXY", "my proxy"),
        ("HTTPS_PROXY", "ftp://proxy.example.org"),
        ("ALL_PROXY", "http:///3128"),
        ("SSL_CERT_FILE", "/nowhere/at/all.pem"),
        ("SSL_CERT_FILE", __file__),
        ("DRUMBEAT_LANGUAGE", "Klingon"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value_is_said_in_one_sentence_that_does_not_repeat_it(
    read: Read, name: str, value: str
) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(**{name: value})
    sentence = said(wrong.value)
    assert sentence.startswith(f"{name} is ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert value not in sentence.removeprefix(name)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_HK.Big5-HKSCS"}, "zh-Hant"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, ""),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh-Hans"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh-Hant"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_TW:zh"}, "zh-Hant"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:zh_CN:en"}, "zh-Hans"),
        ({"LANG": "C", "LANGUAGE": "zh_TW"}, ""),
        ({"LANG": "zh_CN.UTF-8", "DRUMBEAT_LANGUAGE": "en"}, "en"),
        ({"LC_ALL": "C", "DRUMBEAT_LANGUAGE": "zh-Hant"}, "zh-Hant"),
    ],
)
def test_the_command_line_speaks_what_whoever_types_asks_for(
    tmp_path: Path, environment: dict[str, str], expected: str
) -> None:
    known = [language_of(one) for one in languages(tmp_path / "none", environment)]
    assert next((one for one in known if one), "") == expected


def test_the_language_may_be_set_for_good(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DRUMBEAT_LANGUAGE=zh-Hant\n", "utf-8")
    assert languages(tmp_path / ".env", {"LANG": "zh_CN.UTF-8"}) == ["zh-Hant"]


def test_what_all_programs_share_is_read_in_lower_case_as_well(read: Read) -> None:
    assert read(https_proxy="http://proxy:3128").https_proxy == "http://proxy:3128"
    assert read(https_proxy="http://lower:1", HTTPS_PROXY="http://upper:2").https_proxy == "http://upper:2"
    assert read("HTTPS_PROXY=http://file:1", https_proxy="http://here:2").https_proxy == "http://here:2"
    assert read(port="1") == Settings()


def test_a_proxy_without_a_scheme_is_an_http_one(read: Read) -> None:
    assert read(HTTPS_PROXY="proxy.example.org:3128").https_proxy == "http://proxy.example.org:3128"


def test_a_proxys_password_is_not_listed(read: Read) -> None:
    told = listed(read(HTTPS_PROXY="http://drum:s3cret@proxy:3128"))
    assert "HTTPS_PROXY = http://drum:***@proxy:3128" in told
    assert "s3cret" not in told


@pytest.mark.parametrize(
    "given", ["socks5://127.0.0.1:1080", "socks5h://127.0.0.1:1080", "socks://127.0.0.1:1080"]
)
def test_each_spelling_of_socks_lets_the_proxy_look_up_the_names(read: Read, given: str) -> None:
    assert read(TELEGRAM_BOT_TOKEN=TELEGRAM, ALL_PROXY=given).all_proxy == "socks5://127.0.0.1:1080"


@pytest.mark.parametrize("given", ["socks4://127.0.0.1:1080", "ftp://proxy", "socks5://", "http://a b"])
def test_what_is_no_proxy_that_we_speak_is_refused(read: Read, given: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(TELEGRAM_BOT_TOKEN=TELEGRAM, ALL_PROXY=given)
    assert said(wrong.value).startswith("ALL_PROXY is not a proxy: give one such as")


@pytest.mark.parametrize(
    "beside",
    [
        {},  # no platform is set up
        {"TELEGRAM_BOT_TOKEN": TELEGRAM, "HTTPS_PROXY": "http://127.0.0.1:7890"},
        {"TELEGRAM_BOT_TOKEN": TELEGRAM, "NO_PROXY": "telegram.org"},
        {"TELEGRAM_BOT_TOKEN": TELEGRAM, "TELEGRAM_API_URL": "http://localhost:8081"},
    ],
)
def test_a_socks_proxy_that_nothing_goes_through_is_no_mistake(read: Read, beside: dict[str, str]) -> None:
    assert read(ALL_PROXY="socks5://127.0.0.1:1080", **beside).all_proxy


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN"),
        (
            {"TELEGRAM_BOT_TOKEN": TELEGRAM, "PUBLIC_URL": "https://drumbeat.example.org"},
            "TELEGRAM_WEBHOOK_SECRET",
        ),
    ],
)
def test_a_setting_that_another_needs_is_asked_for(read: Read, given: dict[str, str], missing: str) -> None:
    with pytest.raises(WrongSetting, match=missing):
        read(**given)


@pytest.mark.parametrize("name", sorted(MANY))
def test_what_several_workspaces_need_is_asked_for(read: Read, name: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(**{one: value for one, value in MANY.items() if one != name})
    assert name in said(wrong.value)


def test_one_workspace_or_several_is_said_in_one_way_only(read: Read) -> None:
    with pytest.raises(WrongSetting, match="SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set"):
        read(**MANY, SLACK_BOT_TOKEN=BOT)


def test_several_workspaces_may_be_heard_by_socket_mode(read: Read) -> None:
    settings_ = {one: value for one, value in MANY.items() if one != "SLACK_SIGNING_SECRET"}
    assert read(**settings_, SLACK_APP_TOKEN=APP).is_for_many


def test_a_key_may_lie_in_a_file_and_is_never_shown(tmp_path: Path, read: Read) -> None:
    (tmp_path / "key").write_text("n" * 32 + "\n" + "o" * 32 + "\n", "utf-8")
    made = read(SECRET_KEY_FILE=str(tmp_path / "key"))
    assert made.secret_key == ("n" * 32, "o" * 32)
    assert "SECRET_KEY = (set, 2 of them)" in listed(made)
    assert "nnn" not in listed(made)


@pytest.mark.parametrize("days", ["-1", "many", "1e3", "99999999"])
def test_a_grace_time_that_cannot_be_is_refused(read: Read, days: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(GRACE_DAYS=days)
    assert said(wrong.value) == "GRACE_DAYS is no number of days: give 1 to 36500, or 0 to keep the data."


def test_the_list_shows_what_holds_and_no_secret(read: Read) -> None:
    made = read(
        SLACK_BOT_TOKEN=BOT,
        SLACK_APP_TOKEN=APP,
        DATABASE_URL="postgresql://anna:hidden1@db/drumbeat?password=hidden2",
    )
    told = listed(made)
    assert "SLACK_BOT_TOKEN = (set, 56 characters)" in told
    assert "TELEGRAM_BOT_TOKEN = (not set)" in told
    assert "DATABASE_URL = postgresql://anna:***@db/drumbeat?password=***" in told
    assert "PORT = 8080" in told
    for language in ("en", "zh-Hans", "zh-Hant"):
        told = listed(made, language)
        assert not [secret for secret in (BOT, APP, "hidden1", "hidden2") if secret in told]
    assert "SLACK_BOT_TOKEN = （已設定，56 個字元）" in told


def test_the_example_file_is_made_from_the_same_table() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == example()


def test_the_example_file_as_it_stands_is_a_start(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(example(), "utf-8")
    assert settings(path, {"PATH": "/bin"}) == Settings()


def test_a_secret_may_lie_in_a_file(tmp_path: Path, read: Read) -> None:
    (tmp_path / "token").write_text(f"{TELEGRAM}\n", "utf-8")
    assert read(TELEGRAM_BOT_TOKEN_FILE=str(tmp_path / "token")).telegram_bot_token == TELEGRAM
    (tmp_path / "url").write_text("postgresql://anna:secret@db/drumbeat", "utf-8")
    made = read(f"DATABASE_URL_FILE={tmp_path / 'url'}\n")
    assert made.database_url == "postgresql://anna:secret@db/drumbeat"


@pytest.mark.parametrize(
    ("held", "both", "reason"),
    [
        (None, False, "can't be read (No such file or directory): name a file that holds the secret alone."),
        ("", False, "is empty: put the secret into it."),
        (TELEGRAM, True, "TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are both set: keep one of them."),
        ("no token", False, "TELEGRAM_BOT_TOKEN is not a token"),
    ],
)
def test_a_file_that_holds_no_secret_is_named(
    tmp_path: Path, read: Read, held: str | None, *, both: bool, reason: str
) -> None:
    file = tmp_path / "token"
    if held is not None:
        file.write_text(held, "utf-8")
    environment = {"TELEGRAM_BOT_TOKEN": TELEGRAM} if both else {}
    with pytest.raises(WrongSetting) as wrong:
        read(TELEGRAM_BOT_TOKEN_FILE=str(file), **environment)
    assert reason in said(wrong.value)


@pytest.mark.parametrize("days", ["29", "-1", "many", "99999", "1e3"])
def test_days_that_cannot_be_are_refused(read: Read, days: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read(RETENTION_DAYS=days)
    assert said(wrong.value) == "RETENTION_DAYS is no number of days: give 30 to 36500, or 0 to keep all."
