"""`python -m etl questions …`: what citizens ask, answered in public or put aside."""

from typing import Annotated

import typer

from core.people import asking, questions
from core.people.questions import SORTS
from core.terms.formats import day
from etl.cli.said import By, server

app = typer.Typer(help="Perguntas e avisos de erro de cidadãos.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(help="O número da pergunta («questions list»).")]


@app.command("ask")
def ask_command(
    text: Annotated[str, typer.Argument(help="A pergunta, como chegou; sem dados de quem a fez.")],
    sort: Annotated[str, typer.Option(help=" | ".join(SORTS))] = SORTS[0],
    about: Annotated[str, typer.Option(help="Id do indicador de que fala.")] = "",
) -> None:
    """Guarda uma pergunta que chegou por outra via."""
    print(f"P{asking.ask(server('linha de comandos'), sort, about, text)}: à espera de resposta.")


@app.command("list")
def list_command() -> None:
    """As perguntas, as mais novas primeiro, com o estado de cada uma."""
    known = questions.questions()
    for q in known:
        print(f"P{q.number} ({day(q.at)}, {q.sort}, {q.state}): {q.text or q.shown or '–'}")
        if q.reply:
            print(f"  {q.by}: {q.reply}")
    if not known:
        print("Nenhuma pergunta.")


@app.command("answer")
def answer_command(
    number: Number,
    reply: Annotated[str, typer.Option(help="A resposta, que fica pública.")],
    by: By,
    shown: Annotated[str, typer.Option(help="A pergunta como se publica, sem o que for de alguém.")],
) -> None:
    """Responde em público, ou muda o que já se publicou: fica só o que agora se diz."""
    made = asking.answer(server(by), number, shown, reply)
    print(f"P{made.number}: publicada.")


@app.command("aside")
def aside_command(number: Number, why: Annotated[str, typer.Option(help="Porquê.")], by: By) -> None:
    """Põe de lado uma pergunta, ou retira uma publicada; apaga-lhe as palavras."""
    print(f"P{asking.put_aside(server(by), number, why).number}: posta de lado.")
