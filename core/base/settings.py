"""Everything that is read from the environment, and nothing else reads it: names, meaning, defaults, what may be said.

A group is what must be right together, and is read when asked (`Mail.now()`): a deployment or a test may change it in
between. Empty counts as not given. What does not serve is an error that names the variable and never repeats its
value. docs/definicoes.md is the same as a table.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, Self, cast
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.base import allowed
from core.base.allowed import LEAST_LETTERS
from core.base.errors import AlertError, EntiError, FeedError, SettingError

_NONE: Final = SecretStr("")
_HIDDEN: Final = 6  # a shorter one is also a word
_DATA: Final = Path(__file__).resolve().parents[2] / "data"


class Group(BaseSettings):
    """Settings that must be right together. `raises`: what a wrong one is."""

    model_config = SettingsConfigDict(
        case_sensitive=True, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )
    raises: ClassVar[type[EntiError]] = SettingError

    @classmethod
    def now(cls) -> Self:
        """As the environment is now; made anew only where a value changed. Raises `raises`."""
        given = tuple(map(os.environ.get, names(cls)))
        kept = _KEPT.get(cls)
        if kept is None or kept[0] != given:
            kept = _KEPT[cls] = (given, cls._read())
        return cast(Self, kept[1])

    @classmethod
    def _read(cls) -> Self:
        try:
            return cls()
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_input=False)[0]
        asked = [str(n) for n in wrong["loc"]] or [*names(cls)]
        ours = wrong.get("ctx", {}).get("error")
        what = str(ours) if isinstance(ours, ValueError) else "Uma definição do ambiente não serve."
        meant = " ".join(str(names(cls)[n].description) for n in asked)
        raise cls.raises(what, where=", ".join(asked), cure=f"{meant} Ver docs/definicoes.md.")


_KEPT: Final[dict[type[Group], tuple[tuple[str | None, ...], Group]]] = {}


@cache
def names(group: type[Group]) -> Mapping[str, Any]:
    """The fields (pydantic's FieldInfo) of a group by the name of their variable, in the order of the class."""
    return {str(f.validation_alias): f for f in group.model_fields.values()}


class Folders(Group):
    """Where the data are."""

    data: Annotated[Path, AfterValidator(allowed.folder)] = Field(
        _DATA,
        validation_alias="ENTI_DATA",
        description="Pasta de tudo o que as cargas e as pessoas produzem; numa instalação, fora do código.",
    )


class Logs(Group):
    """What processes report."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        validation_alias="ENTI_LOG",
        description="O que os processos vão dizendo em stderr, a partir de: debug, info, warning ou error.",
    )
    form: Literal["text", "json"] = Field(
        "text",
        validation_alias="ENTI_LOG_FORM",
        description="Como o dizem: text, para pessoas, ou json, um objeto por linha, para quem os junta.",
    )


class Watching(Group):
    """Who may see what the server counts, and whom one tells of a hole."""

    metrics: Annotated[SecretStr, AfterValidator(allowed.long_secret)] = Field(
        _NONE,
        validation_alias="ENTI_METRICS",
        description=(
            f"Chave ({LEAST_LETTERS} letras ou mais) com que um monitor lê /metrics, na forma do Prometheus"
            " (Authorization: Bearer …); sem ela, não há lá nada."
        ),
    )
    security: Annotated[tuple[str, ...], NoDecode, BeforeValidator(allowed.contacts)] = Field(
        (),
        validation_alias="ENTI_SECURITY",
        description=(
            "A quem se diz um buraco de segurança, separados por vírgulas (mailto:seguranca@exemplo.pt, ou https://…):"
            " sai em /.well-known/security.txt; sem isto, não há lá nada."
        ),
    )


class Door(Group):
    """Who may change something from a page."""

    operator: SecretStr = Field(
        _NONE,
        validation_alias="ENTI_OPERATOR",
        description=(
            f"Segredo do operador: com ele as páginas deixam mudar o que a sala vê. Com menos de {LEAST_LETTERS} letras"
            " é como se não houvesse, e elas só mostram."
        ),
    )


class Reach(Group):
    """Who reaches the dashboard, under which name, and how much of it one may take."""

    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(allowed.hosts)] = Field(
        (),
        validation_alias="ENTI_HOSTS",
        description=(
            "Nomes por que se chega ao painel, separados por vírgulas (painel.exemplo.pt, ou com a porta). A própria"
            " máquina (localhost) serve sempre; um pedido a outro nome é recusado."
        ),
    )
    proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(allowed.listed)] = Field(
        ("127.0.0.1", "::1"),
        validation_alias="ENTI_PROXIES",
        description="Endereços dos servidores à frente do painel em que se acredita quando dizem quem pede.",
    )
    per_address: int = Field(
        100,
        ge=1,
        le=100_000,
        validation_alias="ENTI_PER_ADDRESS",
        description=(
            "Páginas abertas ao mesmo tempo, e pedidos à espera de resposta, que um só endereço pode ter. Muita gente"
            " atrás do mesmo endereço pede mais."
        ),
    )
    below: Annotated[str, AfterValidator(allowed.path_below)] = Field(
        "",
        validation_alias="ENTI_PATH",
        description="Caminho abaixo do qual o painel está (enti, para https://nome/enti/), se não for a raiz do nome.",
    )
    address: Annotated[str, AfterValidator(allowed.public_address)] = Field(
        "",
        validation_alias="ENTI_ADDRESS",
        description=(
            "Endereço público do painel (https://painel.exemplo.pt/enti), que os relatórios escrevem em cada citação;"
            " sem ele, escrevem o que vem depois do nome."
        ),
    )


class SignIn(Group):
    """Who people are: an OpenID Connect provider. All of the first four, or none."""

    provider: Annotated[str, AfterValidator(allowed.provider)] = Field(
        "",
        validation_alias="ENTI_OIDC",
        description=(
            "Endereço onde o fornecedor de identidade se descreve (https://…/.well-known/openid-configuration). Com ele"
            " há entrada com conta, e são precisas as três seguintes e ENTI_ADDRESS; sem ele, o painel é só de leitura."
        ),
    )
    client: str = Field("", validation_alias="ENTI_OIDC_CLIENT", description="Nome deste painel nesse fornecedor.")
    secret: SecretStr = Field(
        _NONE, validation_alias="ENTI_OIDC_SECRET", description="Segredo deste painel nesse fornecedor."
    )
    cookie: Annotated[SecretStr, AfterValidator(allowed.long_secret)] = Field(
        _NONE,
        validation_alias="ENTI_OIDC_COOKIE",
        description=(
            f"Chave ({LEAST_LETTERS} letras ou mais, ao acaso) com que se assina quem entrou; a mesma em todos os"
            " processos. Mudá-la faz sair toda a gente."
        ),
    )
    claim: Literal["sub", "email", "preferred_username", "oid"] = Field(
        "sub",
        validation_alias="ENTI_OIDC_CLAIM",
        description=(
            "O que, do que o fornecedor diz de uma pessoa, é o nome da sua conta: sub (não muda), email (só se o"
            " fornecedor o deu por verificado), preferred_username ou oid (Entra)."
        ),
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.provider and not (self.client and self.secret and self.cookie):
            raise ValueError("A entrada com conta está meio configurada.")
        return self

    @property
    def on(self) -> bool:
        """Whether people can sign in."""
        return bool(self.provider)


class Wall(Group):
    """Who may see the wall."""

    access: Literal["open", ""] = Field(
        "",
        validation_alias="ENTI_WALL",
        description="«open» abre a parede a quem quer que chegue ao servidor, sem chave: é para experimentar.",
    )


class Mail(Group):
    """Alerts by e-mail: all three, or none."""

    raises = AlertError
    smtp: SecretStr = Field(
        _NONE,
        validation_alias="ENTI_SMTP",
        description=(
            "Servidor de correio: smtp://maquina:25, smtp+tls://utilizador:senha@maquina:587 ou"
            " smtps://utilizador:senha@maquina:465. Com ele são precisas as duas seguintes."
        ),
    )
    sender: str = Field("", validation_alias="ENTI_MAIL_FROM", description="Remetente dos alertas.")
    recipients: Annotated[tuple[str, ...], NoDecode, BeforeValidator(allowed.listed)] = Field(
        (), validation_alias="ENTI_MAIL_TO", description="Destinatários dos alertas, separados por vírgulas."
    )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        known = allowed.serves(self.smtp.get_secret_value(), "smtp", "smtps", "smtp+tls")
        if self.smtp and not (known and self.sender and self.recipients):
            raise ValueError("O correio está meio configurado, ou o seu endereço não serve.")
        return self


class Webhook(Group):
    """Alerts by webhook."""

    raises = AlertError
    url: Annotated[SecretStr, AfterValidator(allowed.web_hook)] = Field(
        _NONE,
        validation_alias="ENTI_WEBHOOK",
        description="Endereço http:// ou https:// que recebe cada alerta num POST de JSON.",
    )
    secret: SecretStr = Field(
        _NONE,
        validation_alias="ENTI_WEBHOOK_SECRET",
        description="Segredo com que o corpo de cada POST é assinado (X-ENTI-Signature).",
    )


class Sending(Group):
    """Which alerts are sent at all."""

    raises = AlertError
    least: Literal["info", "aviso", "critico"] = Field(
        "aviso",
        validation_alias="ENTI_ALERTS_LEAST",
        description="A menor gravidade que se envia: info, aviso ou critico.",
    )


class Notified(Group):
    """What platforms send by themselves."""

    raises = FeedError
    secret: Annotated[SecretStr, AfterValidator(allowed.long_secret)] = Field(
        _NONE,
        validation_alias="ENTI_NGSI_SECRET",
        description=f"Chave com que as plataformas mandam notificações, com {LEAST_LETTERS} letras ou mais.",
    )


GROUPS: Final[tuple[type[Group], ...]] = (
    Folders,
    Logs,
    Reach,
    Watching,
    SignIn,
    Door,
    Wall,
    Mail,
    Webhook,
    Sending,
    Notified,
)
_TOKENS: Final[set[str]] = set()


def token(name: str) -> str:
    """What stands under a name that a file chose (`token_env` of plataformas.yaml); empty where nothing does."""
    _TOKENS.add(name)
    return os.environ.get(name, "")


def secrets() -> list[str]:
    """Every secret that the environment holds now, the longest first, for whoever must not write one."""
    known = [n for g in GROUPS for n, field in names(g).items() if field.annotation is SecretStr]
    held = [os.environ.get(n, "") for n in (*known, *_TOKENS)]
    held += [given for url in held if (password := _password(url)) for given in (password, unquote(password))]
    return sorted({s for s in held if len(s) >= _HIDDEN}, key=len, reverse=True)


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""
