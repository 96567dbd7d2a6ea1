"""`python -m etl people …` and `python -m etl audit …`: who may do what, and the record of what was done."""

from typing import Annotated

import typer

from core.base.errors import PeopleError
from core.people import accounts, audit, people
from core.people.model import GIVEN, ROLES, Grant
from core.terms.formats import day
from etl.cli.said import By, server

app = typer.Typer(help="Contas e papéis.", no_args_is_help=True)
audit_app = typer.Typer(help="O registo de cada ato, entrada e recusa.", no_args_is_help=True)
Account = Annotated[str, typer.Argument(help="O que o fornecedor de identidade diz da conta (ENTI_OIDC_CLAIM).")]
Role = Annotated[str, typer.Argument(help=" | ".join(GIVEN))]
Of = Annotated[
    str,
    typer.Option(
        "--of",
        help="De quem: id de enti_entidades.yaml, DICO, NUTS III, ou região da EAT; só onde o papel é de alguém.",
    ),
]


@app.command("list")
def list_command() -> None:
    """As contas, o papel de cada uma, e quando entraram pela última vez."""
    known = accounts.accounts()
    for a in known:
        held = ", ".join(f"{g.role} ({g.of})" if g.of else g.role for g in a.grants) or "sem papéis"
        print(f"{a.id}: {a.name or 'esquecida'}: {held}; vista em {day(a.seen_at)}")
    if not known:
        print("Nenhuma conta.")


@app.command("grant")
def grant_command(account: Account, role: Role, by: By, of: Of = "") -> None:
    """Dá um papel a uma conta, que pode ainda não ter entrado. Conta desde o ato seguinte."""
    _known(role)
    made = people.give(server(by), account, Grant(role, of))
    print(f"{made.id}: tem {len(made.grants)} papéis.")


@app.command("revoke")
def revoke_command(account: Account, role: Role, by: By, of: Of = "") -> None:
    """Tira um papel a uma conta. Conta desde o ato seguinte, mesmo com a página aberta."""
    _known(role)
    made = people.take(server(by), account, Grant(role, of))
    print(f"{made.id}: tem {len(made.grants)} papéis.")


@app.command("forget")
def forget_command(account: Account, by: By) -> None:
    """Esquece o nome de uma conta e tira-lhe os papéis; o registo fica só com o número."""
    print(f"Esquecida: {people.forget(server(by), account).id}.")


def _known(role: str) -> None:
    if role not in ROLES:
        raise PeopleError(f"Não há o papel «{role}».", cure=f"dar um de: {', '.join(GIVEN)}; nada mudou.")


@audit_app.command("list")
def audit_list(
    last: Annotated[int, typer.Option("--last", min=1, help="Quantas linhas, das últimas.")] = 50,
) -> None:
    """As últimas linhas do registo."""
    for e in audit.entries(last=last):
        who = e.account or e.way
        said = f" {e.before} → {e.after}" if e.before or e.after else ""
        print(f"{e.seq}. {e.at:%Y-%m-%d %H:%M:%S} UTC, {who} ({e.role}), {e.act}: {e.subject}: {e.outcome}{said}")


@audit_app.command("verify")
def audit_verify(
    holds: Annotated[str | None, typer.Option("--holds", help="Um selo anotado antes, que tem de lá estar.")] = None,
) -> None:
    """Confere cada selo, e diz o último: anotá-lo fora do servidor mostra depois se faltam linhas do fim."""
    held = audit.verify(holds=holds)
    print(f"Confere: {held.rows} linhas. Último selo: {held.head}")
