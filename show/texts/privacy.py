"""Words of the page on privacy and security."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "privacy.reading.title": ("Quem só lê", "Who only reads"),
    "privacy.reading": (
        "Não se pede nada, e de quem lê não se guarda nada: nem contagens por pessoa, nem medições, nem histórico. O"
        " endereço de rede conta-se enquanto a página está aberta, para ninguém ocupar o lugar dos outros.",
        "Nothing is asked, and nothing is kept of who reads: no counts by person, no measurements, no history. The"
        " network address counts while the page is open, so that nobody takes the place of others.",
    ),
    "privacy.account.title": ("Quem entra com conta", "Who signs in"),
    "privacy.account": (
        "Guardam-se o nome da conta, como o fornecedor de identidade o diz, e quando entrou pela última vez. A entrada"
        " vale {hours} horas. Uma conta sem papéis que não entra há {days} dias é esquecida por si; a EATA esquece-a"
        " antes, a pedido.",
        "The name of the account is kept, as the identity provider says it, and when it last signed in. A sign-in"
        " counts for {hours} hours. An account without roles that has not come for {days} days is forgotten by itself;"
        " EATA forgets it earlier on request.",
    ),
    "privacy.record.title": ("O registo dos atos", "The record of acts"),
    "privacy.record": (
        "Cada ato, entrada e recusa fica escrito e selado, com o número da conta, o papel e o endereço de rede; nomes"
        " não. O que se publica vai assinado por uma entidade, nunca por uma pessoa.",
        "Every act, sign-in and refusal is written and sealed, with the number of the account, the role and the network"
        " address; no names. What is published is signed by a body, never by a person.",
    ),
    "privacy.questions.title": ("Quem pergunta", "Who asks"),
    "privacy.questions": (
        "De quem pergunta não se guarda nome, conta, endereço de rede nem contacto. O texto só o lê a EATA, até lhe"
        " responder em público, já sem o que for de alguém; o que ninguém responde em {unread} dias, e o que se põe de"
        " lado, perde o texto e fica só com o número. Quanto cada endereço de rede perguntou na última hora conta-se em"
        " memória e não se escreve.",
        "Of who asks no name, account, network address or contact is kept. EATA alone reads the text, until it answers"
        " in public, without what is somebody’s; what nobody answers in {unread} days, and what is put aside, loses its"
        " text and keeps its number alone. How much each network address asked within the hour is counted in memory and"
        " written nowhere.",
    ),
    "privacy.recipients.title": ("Quem recebe alertas e pedidos", "Who gets alerts and requests"),
    "privacy.recipients": (
        "Dos alertas, só os endereços que quem gere a instalação lá pôs. Dos pedidos, o endereço de correio que a EATA"
        " deu a uma câmara, CIM ou entidade: só ela o vê, não entra no registo, e apaga-se de vez quando a EATA o tira,"
        " ou por si quando a esse destinatário não se pede nada há {days} dias. Não se usam para mais nada. As cartas"
        " não levam segredo nenhum: quem responde entra com a sua conta.",
        "Of alerts, only the addresses that whoever runs the installation put there. Of requests, the e-mail address"
        " that EATA gave to a câmara, a CIM or a body: only EATA sees it, it is in no record, and it is erased for good"
        " when EATA takes it away, or by itself once that recipient has been asked nothing for {days} days. They are"
        " used for nothing else. Letters hold no secret: who answers signs in with their account.",
    ),
    "privacy.cookies.title": ("No navegador", "In the browser"),
    "privacy.cookies": (
        "Um cookie técnico da sessão, o tema escolhido e, para quem entra, a entrada assinada. Nenhum serve para seguir"
        " alguém, e nenhum é de outro servidor.",
        "A technical cookie of the session, the chosen theme and, for who signs in, the signed sign-in. None follows"
        " anybody, and none is another server’s.",
    ),
    "privacy.others.title": ("Outros servidores", "Other servers"),
    "privacy.others": (
        "Nada do que uma página mostra vem de outro servidor. Para entrar, o navegador vai ao fornecedor de identidade"
        " que esta instalação escolheu, e volta.",
        "Nothing that a page shows comes from another server. To sign in, the browser goes to the identity provider"
        " that this installation chose, and comes back.",
    ),
    "privacy.security.title": ("Segurança", "Security"),
    "privacy.security": (
        "O que não é permitido não se faz: cada ato confere o papel nesse momento. Quem achar um buraco di-lo em"
        " privado a quem tem a instalação.",
        "What is not allowed is not done: each act checks the role at that moment. Who finds a hole tells whoever runs"
        " the installation, in private.",
    ),
    "privacy.tell": ("Contacto: {whom}.", "Contact: {whom}."),
}
