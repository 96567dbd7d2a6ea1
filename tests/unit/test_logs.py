"""What processes report: where, from which level, without secrets, and not the same warning over and over."""

import json
import logging
import re
from collections.abc import Callable, Iterator

import pytest

from core.base import logs, settings
from core.base.errors import SettingError
from core.base.logs import OF_FORM, WINDOW_S, Repeats

Reported = Callable[[], list[str]]


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Reported]:
    """The lines on stderr since they were last asked for."""
    for group in settings.GROUPS:
        for name in settings.names(group):
            monkeypatch.delenv(name, raising=False)
    logs.configure()
    yield lambda: capsys.readouterr().err.splitlines()
    monkeypatch.undo()
    logs.configure()


@pytest.fixture
def log() -> logging.Logger:
    return logging.getLogger("etl.prova")


def test_a_line_says_when_in_utc_how_grave_and_who(log: logging.Logger, reported: Reported) -> None:
    record = log.makeRecord(log.name, logging.WARNING, "x.py", 1, "Falhou %s.", ("isto",), None)
    record.created = 1_795_600_800.9
    log.handle(record)
    log.info("Uma coisa.")
    first, second = reported()
    assert first == "2026-11-25T10:00:00Z WARNING etl.prova: Falhou isto."
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO etl\.prova: Uma coisa\.", second)


def test_once_however_often_it_is_set_up(log: logging.Logger, reported: Reported) -> None:
    logs.configure()
    logs.configure()
    log.info("Uma vez.")
    assert len(reported()) == 1


@pytest.mark.parametrize(
    ("level", "written"), [("debug", "DIWE"), ("info", "IWE"), ("", "IWE"), ("warning", "WE"), ("error", "E")]
)
def test_the_level_is_a_setting(
    log: logging.Logger, reported: Reported, monkeypatch: pytest.MonkeyPatch, level: str, written: str
) -> None:
    monkeypatch.setenv("ENTI_LOG", level)
    logs.configure()
    for say in (log.debug, log.info, log.warning, log.error):
        say("x")
    assert "".join(line.split()[1][0] for line in reported()) == written


def test_a_level_that_does_not_exist_is_said(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_LOG", "tudo")
    with pytest.raises(SettingError, match="ENTI_LOG"):
        logs.configure()


def test_libraries_are_heard_from_a_warning_up(reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uvicorn", "uvicorn.error"):  # a server of another test may have set them up its own way
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
        monkeypatch.setattr(logging.getLogger(name), "handlers", [])
    logging.getLogger("uvicorn.error").manager._clear_cache()  # type: ignore[attr-defined]
    for say in (logging.getLogger("uvicorn.error").info, logging.getLogger("urllib3").debug):
        say("nada de grave")
    logging.getLogger("uvicorn.error").warning("grave")
    assert [line.split(" ", 1)[1] for line in reported()] == ["WARNING uvicorn.error: grave"]


def test_no_secret_is_written_whole_or_in_part_nor_by_a_traceback(
    log: logging.Logger, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = {
        "ENTI_OPERATOR": "um-segredo-comprido",
        "ENTI_SMTP": "smtp+tls://enti:p%C3%A3o-quente@correio.exemplo.pt:587",
        "ENTI_WEBHOOK": "https://h/entrada/Zx81-abcdef",
        "ENTI_WEBHOOK_SECRET": "outro-segredo",
        "ENTI_NGSI_SECRET": "chave-das-notificacoes",
        "PLATAFORMA_SENHA": "senha-da-plataforma",
    }
    for name, value in held.items():
        monkeypatch.setenv(name, value)
    assert settings.token("PLATAFORMA_SENHA")
    for value in [*held.values(), "p%C3%A3o-quente", "pão-quente"]:
        log.info("antes %s depois", value)
        try:
            raise ValueError(f"não: {value}")
        except ValueError:
            log.exception("Falhou.")
    said = "\n".join(reported())
    assert said.count("antes ••• depois") == 8 and "ValueError: não: •••" in said
    assert not any(v in said for v in (*held.values(), "p%C3%A3o-quente", "pão-quente"))


def test_short_words_are_no_secrets(log: logging.Logger, reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_SMTP", "smtp://u:ar@h")
    monkeypatch.setenv("ENTI_WEBHOOK", "http://[")  # not even an address
    log.info("Falhou ao ligar.")
    assert reported()[0].endswith("Falhou ao ligar.")


def test_what_others_said_cannot_begin_a_line(log: logging.Logger, reported: Reported) -> None:
    log.info("Ecrã %s", "a\n2026-11-25T10:00:00Z ERROR core: mentira\r\u2028x")
    assert len(reported()) == 1


def record(text: str, level: int = logging.WARNING, name: str = "etl.prova") -> logging.LogRecord:
    return logging.LogRecord(name, level, "x.py", 1, text, None, None)


def test_the_same_warning_is_written_once_a_minute_with_the_count_of_those_left_out() -> None:
    now = [0.0]
    repeats = Repeats(lambda: now[0])
    written = []
    for second in range(150):
        now[0] = float(second)
        again = record("Não responde.")
        if repeats.filter(again):
            written.append((second, again.left_out))  # type: ignore[attr-defined]
    assert written == [(0, 0), (60, 59), (120, 59)]
    now[0] = 1000.0
    last = record("Não responde.")
    assert repeats.filter(last) and last.left_out == 29  # type: ignore[attr-defined]


def test_another_text_another_level_or_another_module_is_not_the_same() -> None:
    repeats = Repeats(lambda: 0.0)
    different = [record("a"), record("b"), record("a", logging.ERROR), record("a", name="geo")]
    assert all(repeats.filter(r) for r in different) and not any(repeats.filter(r) for r in different)


def test_what_is_no_warning_is_always_written() -> None:
    repeats = Repeats(lambda: 0.0)
    assert all(repeats.filter(record("Mudaram: nenhum.", logging.INFO)) for _ in range(5))


def test_what_is_remembered_has_an_end() -> None:
    repeats = Repeats(lambda: 0.0)
    for n in range(5000):
        assert repeats.filter(record(f"aviso {n}"))
    assert len(repeats._last) == logs._KNOWN and not repeats.filter(record("aviso 4999"))


def test_names_that_others_make_up_do_not_fill_the_log() -> None:
    now = [0.0]
    repeats = Repeats(lambda: now[0])

    def of(name: int) -> logging.LogRecord:
        return logging.LogRecord("ui.server.guard", logging.WARNING, "x.py", 1, "Recusado: %s", (name,), None)

    written = [repeats.filter(of(n)) for n in range(10_000)]
    assert written == [True] * OF_FORM + [False] * (10_000 - OF_FORM)
    now[0] = WINDOW_S
    after = of(-1)
    assert repeats.filter(after) and after.left_out == 10_000 - OF_FORM  # type: ignore[attr-defined]
    assert repeats.filter(record("de outra forma"))


def test_the_count_is_in_the_line(log: logging.Logger, reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    for times in (1, 1, 3):
        for _ in range(times):
            log.warning("Não responde.")
        monkeypatch.setattr(logs, "WINDOW_S", 0.0)
        log.warning("Não responde.")
        monkeypatch.setattr(logs, "WINDOW_S", WINDOW_S)
    ends = [line.partition("Não responde.")[2] for line in reported()]
    assert ends == ["", "", " (mais 1 vez entretanto)", " (mais 3 vezes entretanto)"]


def test_an_object_a_line_holds_traceback_and_no_secret(
    log: logging.Logger, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTI_LOG_FORM", "json")
    monkeypatch.setenv("ENTI_OPERATOR", 'segredo "com" aspas')
    logs.configure()
    try:
        raise ValueError('segredo "com" aspas')
    except ValueError as error:
        log.error("Falhou.", exc_info=error)
    (line,) = reported()
    about = json.loads(line)
    assert about["level"] == "ERROR" and about["logger"] == log.name and about["run"] == logs.RUN
    assert "ValueError" in about["traceback"] and "aspas" not in line and "request" not in about
    with logs.request("abc"):
        log.warning("Por causa dele.")
    assert json.loads(reported()[0])["request"] == "abc"


def test_a_line_of_text_names_the_request_that_led_to_it(log: logging.Logger, reported: Reported) -> None:
    with logs.request("abc"):
        log.warning("Por causa dele.")
    assert reported()[0].endswith("Por causa dele. [pedido abc]")
