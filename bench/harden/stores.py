"""Everything that `python -m etl …` writes: the command that writes once more, and how much is there."""

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from core.base.cells import EXCEL, written
from core.base.errors import EntiError
from core.catalogue import catalogue, handed
from core.judgement import targets
from core.people import accounts, questions
from core.room import live, playlists, screens
from core.strategy import execution, known
from core.strategy.execution import Change
from core.strategy.kinds import KINDS
from core.terms import territory
from core.warehouse.store import Store as Build
from core.warehouse.store import look, resolve
from tests.support import broker, ine

_HANDED: Final = "municipios_estrategia_municipal_saude"
_LOADED: Final = "medicos_1000_hab"
_FIRST: Final = 5.7
_TARGET: Final = "taxa_votantes_autarquicas;total;1312;;;60;2029;Programa {mark}\r\n"


@dataclass(frozen=True)
class Store:
    """`write`: the words of a command that writes once more, marked; `held`: how many writings are there, raising what
    opening it raises. `needs`: whether a build must be there first; `last`: of two that write at once one stands.
    `also`: the other commands that write the same, in the same way.
    """

    id: str
    write: Callable[[Path, str], list[str]]
    held: Callable[[Path], int]
    needs: bool = False
    last: bool = False
    also: tuple[str, ...] = ()


_BY: Final = ("--by", "prova")
# What is said in the ledger of the execution, a command for each kind; § is the mark as an id may hold it, ¶ as it is.
_SAID: Final = {
    "acao": "execution set acao_1_3 --state em_curso --note ¶",
    "projeto": "execution project set projeto_§ --title ¶¶¶ --territory 1312 --recommendation recomendacao_1"
    " --state em_curso",
    "reuniao": "execution meeting ece 2026-09-30 --note ¶",
    "pedido": "requests ask pedido_§ --to INE --about acao_1_1 --text ¶¶¶ --due 2100-01-01",
    "decisao": "decisions take decisao_§ --body ece --on 2026-10-01 --text ¶¶¶ --owner ece",
    "verba": "money say acao_1_1 --kind paga --amount 1 --as-of 2026-01-01 --fund PRR --source ¶¶¶ --id verba_§",
    "aviso": "money call set aviso_§ --title ¶¶¶ --fund PRR --opens 2026-10-01 --closes 2026-12-01 --action acao_1_1"
    " --evidence https://a.pt/¶",
    "proposta": "proposals put proposta_§ --about acao_1_1 --part prazo --why ¶¶¶ --body ece --on 2026-10-01 --new ¶¶¶",
    "adocao": "heard write adocao adocao_§ territorio=1312 recomendacao=recomendacao_1 grau=nao_adotada"
    " dito_no_dia=2026-10-01 nota=¶¶¶",
    "governo_local": "heard write governo_local governo_§ territorio=1312 plano=nao_tem estrutura=nao_tem"
    " dito_no_dia=2026-10-01 nota=¶¶¶",
    "leitura": "heard write leitura leitura_§ acao=acao_1_1 grau=sem_prova quem_le=Prova lida_em=2026-10-01 porque=¶¶¶",
    "desafio": "heard write desafio desafio_§ acao=acao_1_1 tipo=risco texto=¶¶¶ quem_trata=eata visto_em=2026-10-01",
    "formacao": "heard write formacao formacao_§ titulo=¶¶¶ dada_por=eata em=2026-10-01 horas=2 para_quem=varios"
    " pessoas=9",
    "conselheiro": "heard write conselheiro conselheiro_§ entidade=¶¶¶ lado=academia desde=2026-10-01",
    "convocatoria": "heard write convocatoria convocatoria_§ convocado_em=2026-10-01 sessao=2026-10-09 nota=¶¶¶",
    "materia": "heard write materia materia_§ texto=¶¶¶ posta_por=ece posta_em=2026-10-01",
    "parecer": "heard write parecer parecer_§ texto=¶¶¶ dado_em=2026-10-01",
    "seguimento": "heard write seguimento seguimento_§ do_parecer=parecer_base destino=acolhido dito_no_dia=2026-10-01"
    " porque=¶¶¶",
}
_ALSO: Final = {
    "acao": ("execution import", "execution release"),
    "projeto": ("execution project import",),
    "pedido": ("requests answer", "requests withdraw", "requests import"),
    "decisao": ("decisions close", "decisions import"),
    "verba": ("money withdraw", "money import"),
    "aviso": ("money call withdraw", "money call import"),
    "proposta": ("proposals withdraw", "proposals import"),
    "adocao": ("heard withdraw", "heard import"),
}


def _say(kind: str, data: Path, mark: str) -> list[str]:
    if kind == "seguimento":  # of an opinion that is there
        opinion = {"text": "Um parecer.", "given_on": date(2026, 9, 1)}
        path = data / "execucao.sqlite"
        execution.say(
            [Change("parecer", "parecer_base", opinion)], "prova", today=date(2026, 9, 1), known=known.ids(), path=path
        )
    plain = re.sub("[^a-z0-9]", "_", mark.lower())
    return [word.replace("§", plain).replace("¶", mark) for word in _SAID[kind].split()] + [*_BY]


def _said_held(kind: str, data: Path) -> int:
    return sum(e.kind == kind for e in execution.events(data / "execucao.sqlite"))


def _load(data: Path, mark: str) -> list[str]:
    """A load that has something new: an answer of INE in which the last one's figure is another."""
    folder = _given(data, "ine").parent
    place = folder / f"n{len(list(folder.glob('n*'))):04d}"
    _recorded(place, f"{_FIRST + len(list(folder.glob('n*'))) / 1000:.3f}")
    return ["load", "--replay", str(place), "--indicator", _LOADED]


def _recorded(place: Path, value: str) -> None:
    place.mkdir()
    body = ine.data({"2024": [ine.row("PT", value), ine.row("1C40705", "8.3")]})
    ine.record(place, ine.metadata({"S7A2024": "2024"}, ["PT", "1C40705"]), body, "0012837")
    ine.record(place, ine.metadata({"S7A2023": "2023"}, ["PT"]), ine.data({"2023": [ine.row("PT", "5")]}), "0008356")


def _loaded(data: Path) -> int:
    """Which of the loads is served, counted from 1; 0 before the first."""
    if not built(data):
        return 0
    with closing(Build(resolve(data / "builds"))) as opened:
        rows = opened.rows(
            "SELECT value FROM observation WHERE indicator_id = ? AND territory_id = 'PT' AND period = '2024'"
            " AND series = 'total'",
            [_LOADED],
        )
    return round(1000 * (rows[0]["value"] - _FIRST)) + 1 if rows else 0


def _alerts_held(data: Path) -> int:
    """Evaluations, asked of the file itself: pages show only the last. Whatever is damaged raises."""
    path = data / "alertas.sqlite"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        db.execute("PRAGMA integrity_check").fetchall()
        there = db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'evaluation'").fetchone()[0]
        return int(db.execute("SELECT count(*) FROM evaluation").fetchone()[0]) if there else 0


def _live_held(data: Path) -> int:
    path, since = data / "aovivo.sqlite", datetime(2000, 1, 1, tzinfo=UTC)
    return sum(n for r in live.latest("ar", path) for _, n in live.hourly("ar", r.station, since, path))


def _room(data: Path, mark: str) -> list[str]:
    path = _given(data, f"{mark}.yaml")
    path.write_text(
        f"playlists:\n  - id: prova\n    name: {{pt: Prova, en: {mark}}}\n    scenes:\n"
        "      - {scene: nacional, seconds: 25}\n"
    )
    return ["room", "set", str(path), "--by", "prova"]


def _in_force(data: Path) -> int:
    path = data / "parede.yaml"
    if not path.exists():
        return 0
    playlists.parse(path.read_text(encoding="utf-8"), path.name)
    return 1 + len(list((data / playlists.BEFORE).glob("*.yaml")))


def _targets(data: Path, mark: str) -> list[str]:
    path = _given(data, f"{mark}.csv")
    path.write_text(";".join(targets.HEADER) + "\r\n" + _TARGET.format(mark=mark), encoding="utf-8")
    return ["targets", "import", str(path), "--by", f"cm-{mark}"]


def _import(data: Path, mark: str) -> list[str]:
    asked = handed.form(catalogue.load(), _HANDED)
    full = {"territorio": "0705", "nome": "Évora", "serie": next(iter(asked.queries)), "periodo": "2023", "valor": "1"}
    row = [(full | {"documento": f"Ofício {mark}"}).get(c, "") for c in asked.columns]
    path = _given(data, f"{mark}.csv")
    path.write_bytes(written(asked.columns, [row], EXCEL))
    return ["import", str(path), "--indicator", _HANDED]


def _imports_held(data: Path) -> int:
    built(data)
    return sum(p.with_suffix(".json").exists() for p in (data / "imports" / _HANDED).glob("*.csv"))


def built(data: Path) -> int:
    """1 where a build is served, read to its end; 0 before the first."""
    if not list((data / "builds").glob("*.duckdb")):
        return 0
    path = look(data / "builds").build
    if path is None:
        return 0
    with closing(Build(path)) as opened:
        opened.rows("SELECT count(*) AS n FROM observation")
    return 1


def _given(data: Path, name: str) -> Path:
    folder = data / "dados_a_entregar"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


STORES: Final = (
    *(Store(f"execução: {k}", partial(_say, k), partial(_said_held, k), also=_ALSO.get(k, ())) for k in KINDS),
    Store(
        "alertas",
        lambda data, mark: ["alerts", "check"],
        _alerts_held,
        needs=True,
        also=(
            *("alerts watch", "alerts ack", "alerts unack", "alerts silence", "alerts unsilence", "alerts test"),
            "campaigns remind",
        ),
    ),
    Store(
        "chaves dos ecrãs",
        lambda data, mark: ["screens", "issue", "geral", "--name", mark, *_BY],
        lambda data: len(screens.screens(data / "ecras.sqlite")),
        also=("screens revoke",),
    ),
    Store(
        "contas e papéis",
        lambda data, mark: ["people", "grant", f"conta-{mark}", "eata", *_BY],
        lambda data: len(accounts.accounts(data / "pessoas.sqlite")),
        also=("people revoke", "people forget", "campaigns address", "campaigns import", "campaigns forget"),
    ),
    Store(
        "perguntas de cidadãos",
        lambda data, mark: ["questions", "ask", f"Uma pergunta de prova: {mark}"],
        lambda data: len(questions.questions(data / "perguntas.sqlite")),
        also=("questions answer", "questions aside"),
    ),
    Store("ngsi", lambda data, mark: ["ngsi", "poll"], _live_held, also=("ngsi listen",)),
    Store("listas de cenas", _room, _in_force),
    Store("metas", _targets, lambda data: len(targets.load(catalogue.load(), territory.load(), data / "metas"))),
    Store("entregas e a versão que fazem", _import, _imports_held, needs=True),
    Store("carga", _load, _loaded, last=True),
)
# Commands that write none of ours: they read, or write a file that whoever calls them names.
READ: Final = frozenset(
    (
        *("status", "list", "gaps", "diff", "targets list", "execution list", "execution show", "requests list"),
        *("execution project list", "decisions list", "decisions proposed", "money list", "money call list"),
        *("alerts list", "alerts history", "ngsi show", "room show", "room check", "screens list"),
        *("template", "targets template", "execution export", "execution history", "execution project export"),
        *("requests export", "decisions export", "money export", "money call export", "proposals export"),
        *("heard list", "heard export", "questions list"),
        *("proposals list", "alerts routes", "people list", "audit list", "audit verify", "builds list"),
        "campaigns addresses",
    )
)
# Commands that write and were not attacked, with the reason.
UNTRIED: Final = {
    "boundaries": "os limites: pela rede, ou de um ficheiro com todos os municípios",
    "builds look": "uma versão que espera, que só há onde se entra com conta; tests/data/test_release.py",
    "builds release": "a mesma razão",
    "builds back": "a mesma razão",
    "backup": "um ficheiro fora da pasta dos dados, que não se muda",
    "restore": "uma pasta vazia, ou nada",
    "schema": "ficheiros do projeto, que o git guarda",
    "ngsi subscribe": "escreve na plataforma, e não aqui",
    "ngsi unsubscribe": "apaga na plataforma, e não aqui",
}


class _Fresh(list[Any]):
    """Entities of a platform that observes something new each time it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.lock = datetime(2026, 1, 1, tzinfo=UTC), threading.Lock()

    def __iter__(self) -> Iterator[Any]:
        with self.lock:
            self.at += timedelta(minutes=1)
            yield broker.entity("Entrecampos", self.at.isoformat().replace("+00:00", "Z"))


@contextmanager
def platform() -> Iterator[str]:
    """The text of a plataformas.yaml with one platform, which answers meanwhile."""
    with broker.broker() as there:
        there.entities = _Fresh()
        url = there.url.rstrip("/")
        yield (
            f"feeds:\n  - {{id: ar, name: {{pt: Ar, en: Air}}, url: '{url}', type: AirQualityObserved, shown: no2}}\n"
        )


def base(folder: Path) -> Path:
    """A data folder with the build in force (`make data`), and nothing said of it yet."""
    made = folder / "base"
    shutil.copytree(resolve().parent, made / "builds")
    return made


def fresh(store: Store, made: Path, target: Path, feeds: str) -> Mapping[str, str]:
    """A new data folder for a store, and its settings."""
    target.mkdir(parents=True)
    if store.needs:
        shutil.copytree(made / "builds", target / "builds")
    (target / "plataformas.yaml").write_text(feeds)
    return {"ENTI_DATA": str(target), "ENTI_LOG": "warning"}


def opened(store: Store, data: Path) -> tuple[int, str]:
    """How much is held, and what is wrong where it does not open."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTI_DATA", str(data))
        try:
            return store.held(data), ""
        except (EntiError, sqlite3.DatabaseError, ValueError, OSError) as error:
            return 0, f"{store.id}: {type(error).__name__}: {str(error)[:140]}"


def words(store: Store, data: Path, marks: Sequence[str]) -> list[list[str]]:
    """Commands that write so many times."""
    return [store.write(data, mark) for mark in marks]
