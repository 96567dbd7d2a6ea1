"""One registry per kind of thing (pages, sources, scenes, …): each is declared where it lives, and found there.

A declaration is a frozen model at the top of its own module. One that is incomplete, stands twice or cannot be
imported is refused by the name of its file, with the cure, and costs only itself: the others are there.
"""

import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from core.base.errors import DeclarationError, EntiError
from core.base.paths import ROOT
from core.base.typed import Id, Text

# What a module that is written wrongly may raise while it is imported. Named one by one: what is none of these (a
# keyboard interrupt, no memory left) concerns more than one declaration.
FAULTS: Final = (
    EntiError,
    ImportError,
    SyntaxError,
    NameError,
    AttributeError,
    TypeError,
    LookupError,
    ValueError,  # pydantic's ValidationError is one
    ArithmeticError,
    AssertionError,
    OSError,
    RuntimeError,
)
_log = logging.getLogger(__name__)


class Declaration(BaseModel):
    """What every declaration has: an id (an address, a key of a file) and its name in both languages of the screen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: Id
    name: Text


D = TypeVar("D", bound=Declaration)


@dataclass(frozen=True)
class Refused:
    """A file whose declaration does not count. `id`: the one it has, or that its name stands for."""

    id: str
    file: str
    error: DeclarationError


class Registry(Generic[D]):
    """The declarations of one kind. Reading it imports the modules it looks in, once per process.

    `what`: one of them as people say it («página»); `package`: where they live; `attribute`: the name under which a
    module declares one, or several in a tuple; `module`: in rooms of their own, the module of each room that does.
    `every`: each module there must declare something (else only those that do count). Where declarations are no
    modules, a subclass says in `_places` where they are.
    """

    def __init__(
        self, what: str, kind: type[D], package: str, attribute: str, *, module: str = "", every: bool = False
    ) -> None:
        self.what, self.kind, self.package, self.attribute = what, kind, package, attribute
        self.module, self.every = module, every

    @property
    def all(self) -> Mapping[str, D]:
        """Those that count, by id, in the order of their modules' names."""
        return self._read[0]

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Those that do not, with why."""
        return self._read[1]

    def __getitem__(self, name: str) -> D:
        """The declaration of this id; DeclarationError when it was refused (saying why), or there is none."""
        if name in self.all:
            return self.all[name]
        for refused in self.refused:
            if refused.id == name:
                raise refused.error
        raise DeclarationError(
            f"Não há {self.what} «{name}».", where=self.package, cure=f"há: {', '.join(self.all) or 'nada'}."
        )

    def forget(self) -> None:
        """Read anew the next time: for tests that put a declaration somewhere else."""
        self.__dict__.pop("_read", None)

    @cached_property
    def _read(self) -> tuple[Mapping[str, D], tuple[Refused, ...]]:
        found: dict[str, tuple[D, str]] = {}
        refused: list[Refused] = []
        for name, file, declared in self._places():
            try:
                for made in declared():
                    if made.id in found:
                        raise ValueError(f"o id «{made.id}» já é de {found[made.id][1]}")
                    found[made.id] = (made, file)
            except FAULTS as error:
                refused.append(Refused(name, file, self._why(file, error)))
                _log.warning("%s", refused[-1].error)
        return MappingProxyType({k: made for k, (made, _) in found.items()}), tuple(refused)

    def _places(self) -> Iterator[tuple[str, str, Callable[[], tuple[D, ...]]]]:
        """Each place where a declaration may stand, by name: what it is about, its file, and what reads it."""
        spec = find_spec(self.package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for info in pkgutil.iter_modules([folder]):
                if info.ispkg == bool(self.module):
                    tail = f"{info.name}.{self.module}" if self.module else info.name
                    path = Path(folder, *tail.split(".")).with_suffix(".py")
                    yield info.name, relative(path), partial(self._declared, f"{self.package}.{tail}")

    def _declared(self, module: str) -> tuple[D, ...]:
        given: Any = getattr(import_module(module), self.attribute, None)
        if given is None:
            if self.every:
                raise ValueError(f"falta {self.attribute} = {self.kind.__name__}(…)")
            return ()
        several = given if isinstance(given, tuple) else (given,)
        for made in several:
            if not isinstance(made, self.kind):
                raise TypeError(f"{self.attribute} tem de ser {self.kind.__name__}(…)")
        return several

    def _why(self, file: str, error: BaseException) -> DeclarationError:
        if isinstance(error, DeclarationError):
            return error
        if isinstance(error, ValidationError):
            head = "" if error.title == self.kind.__name__ else f"{error.title}."
            said = "; ".join(f"{head}{'.'.join(map(str, e['loc']))}: {_fault(e)}" for e in error.errors()[:6])
        else:
            said = f"{type(error).__name__}: {error}" if not isinstance(error, ValueError) else str(error)
        return DeclarationError(
            f"A declaração de {self.what} não serve: {said}.",
            where=file,
            cure=f"completar {self.attribute} nesse ficheiro; o resto continua.",
        )


def _fault(error: Any) -> str:
    return "falta" if error["type"] == "missing" else str(error["msg"]).removeprefix("Value error, ")


def relative(path: Path) -> str:
    """A file as people read it: from the root of the project, where it stands there."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
