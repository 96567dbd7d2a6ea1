"""Every role and every act: what the table allows is done, and all else leaves every ledger as it was, byte by byte.

Each act is called as the pages call it, by an actor of each role: the one whose it is, another of the same role, and
nobody. docs/papeis.md shows the same table.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import duckdb
import pytest

from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.model import Finding
from core.base import clock
from core.base.errors import AuditError, ExecutionConflict, ExecutionError, NotAllowed, PeopleError
from core.base.paths import ROOT, audit_path, builds_dir, people_path
from core.people import (
    alerts,
    asking,
    audit,
    builds,
    campaigns,
    figures,
    mailing,
    people,
    permissions,
    questions,
    room,
    writing,
)
from core.people.model import NOBODY, ROLES, Actor, Grant
from core.people.permissions import ALL, ALLOWED, VOICES
from core.room import playlists, screens
from core.strategy import execution, present, strategy
from core.strategy.execution import Change
from core.warehouse import waiting, whole
from core.warehouse.store import POINTER

ACTION: Final = strategy.load().actions[0].id
TODAY: Final = date(2026, 11, 27)
DAY: Final = date(2026, 9, 30)
BODY: Final = next(iter(sorted(writing.owners(ACTION, TODAY))))
BODIES: Final = present.load().bodies
REGION, OTHER_REGION = (r.id for r in present.load().regions[:2])
OWN: Final = {"entidade": BODY, "municipio": "1312", "cim": "2024:11A", "regiao": REGION}
OTHERS: Final = {
    "entidade": next(b.id for b in BODIES if b.id not in writing.owners(ACTION, TODAY) and b.gone is None),
    "municipio": "1106",
    "cim": "2024:1A0",
    "regiao": OTHER_REGION,
}
RECOMMENDATION: Final = sorted(strategy.load().ids("recommendations"))[0]
SERVER: Final = Actor(way="servidor", name="prova")
ALERT: Final = "acao_atrasada:acao_1_1"


def _request(to: str) -> str:
    return f"pedido_{to.replace(':', '_').lower()}"


def _ask(actor: Actor, to: str) -> object:
    values = {"to": to, "about": (ACTION,), "text": "O estado da ação.", "asked_on": date(2026, 9, 1)}
    values |= {"asked_by": "EATA", "due": date(2026, 10, 1)}
    return writing.say(actor, [Change("pedido", _request(to), values, 0)])


def _project(actor: Actor, own: str) -> object:
    values = {"title": "Um projeto", "territory": own, "recommendations": (RECOMMENDATION,), "state": "em_curso"}
    return writing.say(actor, [Change("projeto", "projeto_de_prova", values)])


def _proposal(actor: Actor, own: str) -> object:
    values = {"on": ACTION, "part": "prazo", "new": "2027", "why": "Porque sim.", "body": own}
    return writing.say(actor, [Change("proposta", "proposta_um", values | {"proposed_on": date(2026, 9, 1)})])


def _meeting(actor: Actor, own: str) -> object:
    values = {"structure": "eat", "held_on": date(2026, 9, 30), "region": own}
    return writing.say(actor, [Change("reuniao", "reuniao_um", values)])


def _decision(actor: Actor, _: str) -> object:
    values = {"body": "ece", "held_on": date(2026, 9, 30), "text": "Fica decidido.", "owner": BODY}
    return writing.say(actor, [Change("decisao", "decisao_um", values)])


def _money(actor: Actor, _: str) -> object:
    values = {"action": ACTION, "kind": "paga", "amount_eur": 5.0, "as_of": date(2026, 9, 1), "fund": "PRR"}
    return writing.say(actor, [Change("verba", "verba_um", values | {"source": "Relatório"})])


def _call(actor: Actor, _: str) -> object:
    values = {"title": "Aviso de prova", "fund": "PRR", "opens": date(2026, 9, 1), "closes": date(2027, 9, 1)}
    return writing.say(actor, [Change("aviso", "aviso_um", values | {"evidence": "https://exemplo.pt/a"})])


def _answer(actor: Actor, own: str) -> object:
    _ask(SERVER, own or BODY)
    answered = {"answer": "entregue", "answered_on": date(2026, 9, 20)}
    return writing.answer(actor, _request(own or BODY), answered, 1)


def _of_the_place(_: str, __: object, rows: Sequence[Mapping[str, str]], *more: str) -> figures.Handed:
    """In place of the command that checks and keeps: one row of the place that it names (tests/pages does the rest)."""
    return figures.Handed((), 1, (rows[0]["valor"],), "v")


def _heard(kind: str, end: str = "", **values: object) -> Callable[[Actor, str], object]:
    """One entry of a kind, written by an actor; `own` in a value is whose it is."""

    def write(actor: Actor, own: str) -> object:
        given = {k: own or BODY if v == "own" else v for k, v in values.items()}
        return writing.say(actor, [Change(kind, f"{kind}_um{end}", given)])

    return write


def _followed(actor: Actor, _: str) -> object:
    writing.say(SERVER, [Change("parecer", "parecer_um", {"text": "Sim.", "given_on": DAY})])
    values = {"opinion": "parecer_um", "outcome": "acolhido", "told_on": DAY, "why": "Sim."}
    return writing.say(actor, [Change("seguimento", "seguimento_um", values)])


def _reply(act: str) -> Callable[[Actor, str], object]:
    def write(actor: Actor, _: str) -> object:
        number = asking.ask(SERVER, "pergunta", "", "Quando é que isto chega cá?")
        if act == "pergunta_afastar":
            return asking.put_aside(actor, number, "É de um particular.")
        return asking.answer(actor, number, "Quando chega?", "Em 2027.")

    return write


def _build(below: str) -> str:
    """A build in force and, below, another one; its name."""
    name = "20260101T000000000000Z-abcdef12345"
    for n, folder in enumerate(("", below)):
        path = builds_dir() / folder / f"{name}{n}.duckdb"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with duckdb.connect(str(path)) as db:
                db.execute("CREATE TABLE build (name TEXT)")
            whole.sign(path, path)
    (builds_dir() / POINTER).write_text(f"{name}0.duckdb")
    return f"{name}1"


def _let_out(actor: Actor, _: str) -> object:
    build = _build(waiting.FOLDER)
    builds.looked(Actor(way="servidor", name="outra"), build, "Vi.")
    return builds.release(actor, build)


def _released(actor: Actor, _: str) -> object:
    writing.say(_account("entidade", BODY), [Change("acao", ACTION, {"state": "em_curso"})])
    return writing.release(actor, [("acao", ACTION)])


def _put_aside(actor: Actor, _: str) -> object:
    writing.say(_account("entidade", BODY), [Change("acao", ACTION, {"state": "em_curso"})])
    return writing.put_aside(actor, [("acao", ACTION)], "Falta a prova.")


def _quiet(actor: Actor, _: str) -> object:
    return alerts.end_silence(actor, alerts.silence(SERVER, ALERT, 4, "porque sim").seq, "porque sim")


def _taken_back(actor: Actor, _: str) -> object:
    alerts.acknowledge(SERVER, [ALERT], "vejo")
    return alerts.withdraw(actor, ALERT, "afinal não")


def _shown_out(actor: Actor, _: str) -> object:
    made, _key = room.issue(SERVER, next(iter(playlists.load().playlists)), "Sala", 1)
    return room.revoke(actor, made.number)


def _forgotten(actor: Actor, _: str) -> object:
    people.give(SERVER, "alguem", Grant("eata"))
    return people.forget(actor, "alguem")


def _taken(actor: Actor, _: str) -> object:
    people.give(SERVER, "alguem", Grant("eata"))
    return people.take(actor, "alguem", Grant("eata"))


def _erased(actor: Actor, _: str) -> object:
    mailing.put(SERVER, {"1312": "geral@cm-porto.pt"})
    return mailing.erase(actor, "1312")


def _reminded(actor: Actor, _: str) -> object:
    campaigns.ask(SERVER, "prova", ["1312"], [ACTION], "Pedimos.", clock.today())
    mailing.put(SERVER, {"1312": "geral@cm-porto.pt"})
    return mailing.remind(actor, datetime.now(UTC))


def _receipt(actor: Actor, own: str) -> object:
    _answer(SERVER, own or BODY)
    mailing.put(SERVER, {own or BODY: "geral@exemplo.pt"})
    return mailing.send_receipt(actor, _request(own or BODY))


# act → done by an actor, as of the one whose it is
ACTS: Final[Mapping[str, Callable[[Actor, str], object]]] = {
    "acao": lambda actor, _: writing.say(actor, [Change("acao", ACTION, {"state": "em_curso", "percent": 10})]),
    "projeto": _project,
    "reuniao": _meeting,
    "pedido": lambda actor, _: _ask(actor, BODY),
    "resposta": _answer,
    "decisao": _decision,
    "verba": _money,
    "aviso": _call,
    "proposta": _proposal,
    "adocao": _heard(
        "adocao", territory="own", recommendation=RECOMMENDATION, degree="nao_adotada", said_on=DAY, note="Não há."
    ),
    "governo_local": _heard("governo_local", territory="own", plan="nao_tem", unit="nao_tem", said_on=DAY),
    "leitura": _heard("leitura", "_c9", action=ACTION, degree="sem_prova", reader="Uma casa", read_on=DAY, why="Nada."),
    "desafio": _heard("desafio", action=ACTION, sort="risco", text="Um risco.", owner="eata", seen_on=DAY),
    "formacao": _heard("formacao", title="Uma", by="own", held_on=DAY, hours=2.0, audience="varios", people=9),
    "conselheiro": _heard("conselheiro", organisation="Uma casa", side="academia", since=DAY),
    "convocatoria": _heard("convocatoria", called_on=DAY, session=DAY),
    "materia": _heard("materia", text="Uma matéria.", put_by="ece", put_on=DAY),
    "parecer": _heard("parecer", text="Um parecer.", given_on=DAY),
    "seguimento": _followed,
    "perguntar": lambda actor, _: asking.ask(actor, "erro", "", "Este valor parece-me errado."),
    "pergunta_responder": _reply("pergunta_responder"),
    "pergunta_afastar": _reply("pergunta_afastar"),
    "valores": lambda actor, own: figures.hand_in(actor, "x", ("valor",), [{"valor": own, "territorio": own}]),
    "endereco_dar": lambda actor, _: mailing.put(actor, {"1312": "geral@cm-porto.pt"}),
    "endereco_apagar": _erased,
    "endereco_ler": lambda actor, _: mailing.addresses(actor),
    "carta_escrever": _reminded,
    "recibo_enviar": _receipt,
    "libertar_dito": _released,
    "afastar_dito": _put_aside,
    "sala_listas": lambda actor, _: room.save(actor, playlists.load().text, None),
    "sala_chave": lambda actor, _: room.issue(actor, next(iter(playlists.load().playlists)), "Sala", 1),
    "sala_retirar": _shown_out,
    "alerta_tratar": lambda actor, _: alerts.acknowledge(actor, [ALERT], "vejo"),
    "alerta_retirar": _taken_back,
    "alerta_silenciar": lambda actor, _: alerts.silence(actor, ALERT, 4, "porque sim"),
    "alerta_ouvir": _quiet,
    "versao_ver": lambda actor, _: builds.looked(actor, _build(waiting.FOLDER), "Vi."),
    "versao_libertar": _let_out,
    "versao_recuar": lambda actor, _: builds.back(actor, _build(""), "Engano."),
    "papel_dar": lambda actor, _: people.give(actor, "alguem", Grant("eata")),
    "papel_tirar": _taken,
    "conta_esquecer": _forgotten,
    "auditoria_ler": lambda actor, _: people.record(actor, 5),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.setattr(figures, "_asked", _of_the_place)
    monkeypatch.setattr(asking, "GATE", questions.Gate())
    found = Finding("acao_atrasada", "acao_1_1", "bad", ("Atrasada.", "Late."), 3.0)
    alert_log.record([found], alert_rules.load(), "versao", datetime.now(UTC))
    return tmp_path


def _kept(folder: Path) -> dict[str, str]:
    """What every ledger holds, but the record of acts and of what was prepared for the try."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p != audit_path()
    }


def _account(role: str, of: str = "") -> Actor:
    return Actor("c9", "conta", "192.0.2.1", (Grant(role, of),))


def _tried(act: str, actor: Actor, own: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether it was done. Where it was refused, every ledger is as it was when the refused call came."""
    before: dict[str, str] = {}
    account = "" if act == "perguntar" else actor.account  # of who asks nothing is noted
    real = permissions.permitted

    def looked(who: Actor, asked: str, about: object) -> Grant | None:
        if who is actor or asked == act == "perguntar":
            before.clear()
            before.update(_kept(folder))
        return real(who, asked, about)  # type: ignore[arg-type]

    for module in ("core.people.deed", "core.people.people", "core.people.mailing"):
        monkeypatch.setattr(f"{module}.permitted", looked)
    try:
        ACTS[act](actor, own)
    except NotAllowed:
        assert _kept(folder) == before
        last = audit.entries(last=1)[0]
        assert (last.act, last.outcome, last.account, last.before, last.after) == (
            act,
            "recusado",
            account,
            "",
            "",
        )
        return False
    if act not in ("auditoria_ler", "endereco_ler"):
        last = audit.entries(last=1)[0]
        assert (last.act, last.outcome, last.account) == (act, "feito", account)
    return True


def test_every_act_of_the_table_is_tried_here() -> None:
    assert ACTS.keys() == ALLOWED.keys()
    assert {r for allowed in ALLOWED.values() for r in allowed} <= ROLES.keys()


@pytest.mark.parametrize("role", [*ROLES, ""])
@pytest.mark.parametrize("act", ALLOWED)
def test_what_the_table_allows_is_done_and_nothing_else(
    act: str, role: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = (role == ALL and act not in VOICES) or role in ALLOWED[act] or (not role and "leitor" in ALLOWED[act])
    # Whose it is: the role's own where the table gives it that; else somebody's who may.
    own = OWN[role] if role in ALLOWED[act] and role in OWN else next((OWN[r] for r in ALLOWED[act] if r in OWN), BODY)
    actor = _account(role, OWN.get(role, "")) if role else NOBODY
    assert _tried(act, actor, own, folder, monkeypatch) == allowed
    audit.verify()


@pytest.mark.parametrize(
    ("act", "role"), [(a, r) for a, rs in ALLOWED.items() for r in rs if r in OTHERS and "leitor" not in rs]
)
def test_what_is_another_s_is_not_done(act: str, role: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _tried(act, _account(role, OTHERS[role]), OWN[role], folder, monkeypatch)


def test_a_project_is_not_taken_from_another_nor_given_to_one() -> None:
    porto, lisboa = _account("municipio", "1312"), _account("municipio", "1106")
    _project(porto, "1312")
    for actor, territory in ((lisboa, "1106"), (porto, "1106"), (lisboa, "1312")):
        with pytest.raises(NotAllowed):
            writing.say(actor, [Change("projeto", "projeto_de_prova", {"territory": territory})])
    with pytest.raises(NotAllowed):  # one of its own does not bring another's along
        others = {"title": "Outro", "territory": "1106", "recommendations": (RECOMMENDATION,), "state": "em_curso"}
        writing.say(porto, [Change("projeto", "projeto_de_prova", {"percent": 5}), Change("projeto", "mais", others)])
    assert [e.said_by for e in execution.events(held=True)] == ["CM Porto"]


def test_what_is_said_is_signed_by_the_body_of_the_role_and_the_record_has_both_states() -> None:
    ACTS["acao"](_account("entidade", BODY), "")
    (said,) = execution.events(held=True)
    assert said.said_by == next(b for b in BODIES if b.id == BODY).called("pt")
    begun, done = audit.entries()
    assert (begun.outcome, done.outcome) == ("comecado", "feito")
    assert done.before == "" and '"percent":10' in done.after and done.role == f"entidade:{BODY}"


def test_what_others_say_waits_until_eata_releases_it() -> None:
    body, eata = _account("entidade", BODY), _account("eata")
    writing.say(body, [Change("acao", ACTION, {"state": "em_curso", "percent": 10})])
    assert execution.events() == () and execution.events(held=True)[0].held
    writing.release(eata, [("acao", ACTION)])
    (said,) = execution.events()
    assert not said.held and said.said_by == next(b for b in BODIES if b.id == BODY).called("pt")
    writing.say(body, [Change("acao", ACTION, {"percent": 20})])
    assert [e.after.percent for e in execution.current(execution.events(), "acao").values()] == [10]  # type: ignore[union-attr]
    server = Actor(way="servidor", name="EATA")
    for who in (eata, server):  # nobody publishes what they have not read
        with pytest.raises(ExecutionConflict, match="à espera"):
            writing.say(who, [Change("acao", ACTION, {"note": "Visto."})])
    assert [e.after.percent for e in execution.events()] == [10]  # type: ignore[union-attr]
    writing.say(eata, [Change("acao", ACTION, {"note": "Visto."}, 2)])  # upon it, read: both are read from now on
    assert [e.after.percent for e in execution.current(execution.events(), "acao").values()] == [20]  # type: ignore[union-attr]
    assert [e.held for e in execution.events(held=True)] == [False, False, False]
    with pytest.raises(ExecutionError):
        writing.release(eata, [("acao", ACTION)])


def test_what_is_put_aside_is_nobody_s_word_and_who_said_it_is_told() -> None:
    body, eata = _account("entidade", BODY), _account("eata")
    writing.say(body, [Change("acao", ACTION, {"state": "em_curso", "note": "Por provar."})])
    with pytest.raises(ExecutionError):
        writing.put_aside(eata, [("acao", ACTION)], " ")
    writing.put_aside(eata, [("acao", ACTION)], "Falta a prova.")
    assert execution.events() == execution.events(held=True) == ()
    assert [e.aside for e in execution.aside()] == ["EATA: Falta a prova."]
    with pytest.raises(ExecutionError):
        writing.release(eata, [("acao", ACTION)])
    writing.say(body, [Change("acao", ACTION, {"state": "suspensa"}, 0)])  # begins anew, under the next number
    (said,) = execution.events(held=True)
    assert (said.revision, said.before, said.after.note) == (2, None, None)  # type: ignore[union-attr]


def test_a_decision_names_no_meeting_that_still_waits() -> None:
    _meeting(_account("regiao", REGION), REGION)
    values = {"body": "eat", "held_on": date(2026, 9, 30), "text": "Fica decidido.", "owner": BODY}
    decision = [Change("decisao", "decisao_um", values | {"meeting": "reuniao_um"})]
    with pytest.raises(ExecutionError, match="não está registada"):
        writing.say(_account("eata"), decision)
    writing.release(_account("eata"), [("reuniao", "reuniao_um")])
    assert len(writing.say(_account("eata"), decision)) == 1


def test_nobody_reads_independently_what_they_answer_for_nor_in_another_s_name() -> None:
    for grants in ((Grant("entidade", BODY), Grant("analista")), (Grant("entidade", BODY), Grant("conselho"))):
        both = Actor("c9", "conta", "h", grants)
        with pytest.raises(NotAllowed):
            ACTS["leitura"](both, "")
        other = next(a.id for a in strategy.load().actions if BODY not in writing.owners(a.id, TODAY))
        read = {"action": other, "degree": "sem_prova", "reader": "Uma casa", "read_on": DAY, "why": "Nada."}
        writing.say(both, [Change("leitura", f"leitura_{grants[1].role}_c9", read)])
        with pytest.raises(NotAllowed):  # nor by the way of an action of somebody else
            writing.say(both, [Change("leitura", f"leitura_{grants[1].role}_c9", {"action": ACTION})])
    council = _account("conselho")
    ACTS["leitura"](council, "")
    writing.release(_account("eata"), [("leitura", "leitura_um_c9")])
    change = Change("leitura", "leitura_um_c9", {"why": "Outra coisa."})
    for who, refused in ((_account("eata"), NotAllowed), (_account("analista"), ExecutionError)):
        for act in (writing.say, lambda a, c: writing.preview(a, "leitura", c)):
            with pytest.raises(refused):
                act(who, [change])  # type: ignore[operator]
    with pytest.raises(ExecutionError):
        writing.say(council, [Change("leitura", "leitura_um_c9", {"reader": "Outra casa"})])
    writing.say(council, [Change("leitura", "leitura_um_c9", {"why": "Viu-se melhor."})])
    assert execution.events(held=True)[-1].after.why == "Viu-se melhor."  # type: ignore[union-attr]


def test_one_analyst_does_not_change_what_another_read() -> None:
    first, second = (Actor(c, "conta", "h", (Grant("analista"),)) for c in ("c1", "c2"))
    read = {"action": ACTION, "degree": "nao_comecou", "reader": "Universidade", "read_on": DAY, "why": "Nada."}
    for entry in ("leitura_um", "leitura_um_c2"):
        with pytest.raises(ExecutionError, match="de quem agora escreve"):
            writing.say(first, [Change("leitura", entry, read)])
    writing.say(first, [Change("leitura", "leitura_um_c1", read)])
    with pytest.raises(ExecutionError, match="de quem agora escreve"):
        writing.say(second, [Change("leitura", "leitura_um_c1", {"why": "Tudo feito."})])


def test_nobody_but_the_council_gives_or_changes_its_opinions() -> None:
    ACTS["parecer"](_account("conselho"), "")
    writing.release(_account("eata"), [("parecer", "parecer_um")])
    for entry in ("parecer_um", "parecer_dois"):
        with pytest.raises(NotAllowed):
            writing.say(_account("eata"), [Change("parecer", entry, {"text": "De acordo.", "given_on": DAY})])
    assert [e.after.text for e in execution.events()] == ["Um parecer."]  # type: ignore[union-attr]


def test_nothing_is_done_with_an_opinion_that_still_waits_or_was_withdrawn() -> None:
    council, eata = _account("conselho"), _account("eata")
    ACTS["parecer"](council, "")
    values = {"opinion": "parecer_um", "outcome": "acolhido", "told_on": DAY, "why": "Sim."}
    followed = [Change("seguimento", "seguimento_um", values)]
    with pytest.raises(ExecutionError, match="ainda espera"):
        writing.say(eata, followed)
    writing.release(eata, [("parecer", "parecer_um")])
    assert len(writing.say(eata, followed)) == 1
    writing.say(SERVER, [Change("parecer", "parecer_um", {"withdrawn": True, "note": "Engano."})])
    with pytest.raises(ExecutionError, match="retirado"):
        writing.say(eata, [Change("seguimento", "seguimento_dois", values)])


def test_who_looks_first_writes_nothing_and_is_told_what_would_be(folder: Path) -> None:
    body = _account("entidade", BODY)
    change = [Change("acao", ACTION, {"state": "em_curso", "percent": 10})]
    (would,) = writing.preview(body, "acao", change)
    assert would.after.percent == 10 and execution.events(held=True) == ()  # type: ignore[union-attr]
    writing.say(body, change)
    before = _kept(folder)
    writing.preview(body, "acao", [Change("acao", ACTION, {"percent": 30})])
    assert _kept(folder) == before and len(execution.events(held=True)) == 1
    with pytest.raises(ExecutionError):
        writing.preview(body, "acao", [Change("acao", ACTION, {"percent": 300})])
    with pytest.raises(NotAllowed):
        writing.preview(_account("entidade", OTHERS["entidade"]), "acao", change)


def test_two_who_write_on_the_same_revision_do_not_both_win() -> None:
    body = _account("entidade", BODY)
    writing.say(body, [Change("acao", ACTION, {"state": "em_curso"}, 0)])
    with pytest.raises(ExecutionConflict) as refused:
        writing.say(body, [Change("acao", ACTION, {"state": "suspensa"}, 0)])
    assert all(refused.value.page) and len(execution.events(held=True)) == 1


def test_no_name_of_an_account_stands_in_the_record_whatever_was_refused() -> None:
    name = "maria.silva@exemplo.pt"
    for act in (people.take, people.give):
        with pytest.raises(PeopleError):
            act(_account("eata"), name, Grant("rei"))
    with pytest.raises(PeopleError):
        people.forget(_account("eata"), name)
    people.give(_account("eata"), name, Grant("operador"))
    with pytest.raises(PeopleError):
        people.take(_account("eata"), name, Grant("eata"))
    people.forget(_account("eata"), name)
    assert len(audit.entries()) == 12 and not any("maria" in str(e) for e in audit.entries())


def test_an_act_that_ends_by_a_mistake_of_ours_has_its_second_row_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "say", lambda *a, **k: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        ACTS["acao"](_account("eata"), "")
    assert [e.outcome for e in audit.entries()] == ["comecado", "falhou"]


def test_who_has_two_roles_signs_by_their_own_and_it_waits() -> None:
    both = Actor("c9", "conta", "h", (Grant("eata"), Grant("entidade", BODY)))
    ACTS["acao"](both, "")
    (said,) = execution.events(held=True)
    assert said.held and said.said_by != "EATA"


def test_an_act_that_its_own_rules_refuse_is_noted_as_such() -> None:
    with pytest.raises(ExecutionError):
        writing.say(_account("eata"), [Change("acao", ACTION, {"state": "concluida", "percent": 5})])
    assert [e.outcome for e in audit.entries()] == ["comecado", "falhou"]
    assert "100" in audit.entries()[-1].after and not execution.events()


def test_an_act_whose_record_cannot_be_written_is_not_done() -> None:
    audit_path().write_bytes(b"estragada")
    with pytest.raises(AuditError):
        ACTS["acao"](_account("eata"), "")
    assert not execution.events()


def test_an_answer_changes_nothing_of_what_was_asked() -> None:
    _ask(SERVER, BODY)
    with pytest.raises(ExecutionError, match="text"):
        writing.answer(_account("entidade", BODY), _request(BODY), {"text": "Outra coisa.", "answer": "entregue"}, 1)


def test_the_page_on_roles_shows_this_table() -> None:
    assert permissions.table() in (ROOT / "docs" / "papeis.md").read_text(encoding="utf-8")


def test_the_files_of_people_are_ledgers_like_the_others() -> None:
    people.give(SERVER, "alguem", Grant("eata"))
    assert people_path().is_file() and audit_path().is_file() and not screens.screens()
