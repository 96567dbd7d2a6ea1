"""Words of signing in and of roles."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "person.begin": ("Iniciar sessão", "Begin a session"),
    "person.enter": ("Entrar", "Sign in"),
    "person.leave": ("Sair", "Sign out"),
    "person.roles": ("Papéis desta conta", "Roles of this account"),
    "person.reader": ("Leitor: esta conta ainda não tem nenhum papel.", "Reader: this account has no role yet."),
    "person.expired": (
        "A entrada acabou: vale oito horas, ou até sair. Entrar outra vez.",
        "The sign-in has ended: it counts for eight hours, or until one signs out. Sign in again.",
    ),
    "person.unnamed": (
        "O fornecedor de identidade não diz que conta é esta. Quem gere a instalação vê o que ele dá a este painel.",
        "The identity provider does not say which account this is. Whoever runs the installation must see to it.",
    ),
    "person.unverified": (
        "O fornecedor de identidade não dá o endereço desta conta por verificado; sem isso não se entra.",
        "The identity provider does not vouch for the address of this account; without that nobody comes in.",
    ),
    "person.sem_fornecedor": (
        "O fornecedor de identidade não responde. O painel continua a ler-se; tentar daqui a pouco.",
        "The identity provider does not answer. The dashboard can still be read; try again in a while.",
    ),
    "person.recusada": (
        "O fornecedor de identidade não deixou entrar. Tentar outra vez, ou com outra conta.",
        "The identity provider did not let you in. Try again, or with another account.",
    ),
    "person.falhou": (
        "A entrada não se confirmou e ninguém entrou. Tentar outra vez a partir daqui.",
        "The sign-in could not be confirmed and nobody came in. Try again from here.",
    ),
    "gate.sign_in": (
        "Nesta página só se vê. Para mudar alguma coisa entra-se com uma conta que tenha o papel.",
        "This page only shows. To change something, sign in with an account that has the role.",
    ),
    "gate.no_role": (
        "Nesta página só se vê: esta conta não tem o papel que muda o que aqui está. Dá-o a EATA.",
        "This page only shows: this account lacks the role that changes what stands here. EATA gives it.",
    ),
    "gate.signed": ("Fica escrito em nome de: {by}.", "It is written in the name of: {by}."),
}
