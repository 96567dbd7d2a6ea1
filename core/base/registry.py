"""One registry per kind of thing (pages, sources, scenes, …): each is declared where it lives, and found there.

A declaration is a frozen model at the top of its own module, and its id is that module's name: who takes an id that is
taken is refused, and never who had it. One that is incomplete, stands twice or cannot be imported is refused by the
name of its file, with the cure, and costs only itself: the others are there.
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

from core.base.errors import DeclarationError
from core.base.outline import around, outline
from core.base.paths import ROOT
from core.base.typed import Id, Text, faults

# Whatever a module that others write may raise while it is imported or used, or the end of the process that it asks
# for: it costs that module and no more, and who reads the registry says it, on the page and in the log.
FAULTS: Final = (Exception, SystemExit)
_log = logging.getLogger(__name__)
T = TypeVar("T")


class Declaration(BaseModel):
    """What every declaration has: an id (an address, a key of a file) and its name in both languages of the screen."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    id: Id
    name: Text


D = TypeVar("D", bound=Declaration)


@dataclass(frozen=True)
class Refused:
    """A file whose declaration does not count. `id`: the one it has, where that is its own; else its name."""

    id: str
    file: str
    error: DeclarationError


def attempt(make: Callable[[], T]) -> T | BaseException:
    """What `make` gives, or what it raised. For what a module that others write does when it is imported or used."""
    try:
        return make()
    except MemoryError:  # concerns more than one declaration
        raise
    except FAULTS as error:
        return error


class Registry(Generic[D]):
    """The declarations of one kind. Reading it imports the modules it looks in, once per process.

    `what`: one of them as people say it («página»); `package`: where they live; `attribute`: the name under which a
    module declares one, or several in a tuple, each as a function that makes it, so that each stands for itself;
    `module`: in rooms of their own, the module of each room that does. `every`: each module there must declare
    something (else only those that do count). `homes`: where an id is declared that is not its module's own name.
    Where declarations are no modules, a subclass says in `_places` where they are.
    """

    def __init__(
        self,
        what: str,
        kind: type[D],
        package: str,
        attribute: str,
        *,
        module: str = "",
        every: bool = False,
        homes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.what, self.kind, self.package, self.attribute = what, kind, package, attribute
        self.module, self.every, self.homes = module, every, homes

    @property
    def all(self) -> Mapping[str, D]:
        """Those that count, by id, in the order of their modules' names."""
        return self._read[0]

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Those that do not, with why."""
        return self._read[1]

    @property
    def unread(self) -> tuple[str, ...]:
        """The ids that nothing but a refused declaration has."""
        return tuple(dict.fromkeys(r.id for r in self.refused if r.id not in self.all))

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

    def refuse(self, name: str, file: str, why: str) -> None:
        """One that counts no more: what only its reader could see speaks against it. The others stay."""
        found, refused = self._read
        error = self._why(file, ValueError(why))
        _log.warning("%s", error)
        self.__dict__["_read"] = (
            MappingProxyType({k: v for k, v in found.items() if k != name}),
            (*refused, Refused(name, file, error)),
        )

    def forget(self) -> None:
        """Read anew the next time: for tests that put a declaration somewhere else."""
        self.__dict__.pop("_read", None)

    @cached_property
    def _read(self) -> tuple[Mapping[str, D], tuple[Refused, ...]]:
        found: dict[str, D] = {}
        refused: list[Refused] = []
        for name, file, declared in self._places():
            ids, given = self._ids(name, file), attempt(declared)
            failed: list[BaseException] = []
            if isinstance(given, BaseException):
                failed = [given] * len(ids or (name,))
            for one in given if isinstance(given, tuple) else ():
                made = attempt(partial(self._made, name, one, found))
                if isinstance(made, BaseException):
                    failed.append(made)
                else:
                    found[made.id] = made
                    told = made.id if made.id in ids else name  # an id that does not stand there literally
                    ids = ids[: ids.index(told)] + ids[ids.index(told) + 1 :] if told in ids else ids
            # What stands there under another name than it should would otherwise go without a word.
            failed += [ValueError(f"falta {self.attribute} = {self.kind.__name__}(…)")] * (len(ids) - len(failed))
            for n, error in enumerate(failed):
                refused.append(Refused(ids[n] if n < len(ids) else name, file, self._why(file, error)))
                _log.warning("%s", refused[-1].error)
        return MappingProxyType(found), tuple(refused)

    def _ids(self, name: str, file: str) -> list[str]:
        """What a file declares, in its order, as far as it can be told without running it: each by its id, one that is
        not its to declare by the file's own name.
        """
        told = [str(given.get("id", name)) for given in outline(ROOT / file, self.kind.__name__)]
        own = [i if self.homes.get(i, i) == name else name for i in told]
        return own or [i for i, home in self.homes.items() if home == name]

    def _places(self) -> Iterator[tuple[str, str, Callable[[], tuple[D | Callable[[], D], ...]]]]:
        """Each place where a declaration may stand, by name: what it is about, its file, and what reads it."""
        spec = find_spec(self.package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            for info in pkgutil.iter_modules([folder]):
                if info.ispkg == bool(self.module):
                    tail = f"{info.name}.{self.module}" if self.module else info.name
                    path = Path(folder, *tail.split(".")).with_suffix(".py")
                    yield info.name, relative(path), partial(self._declared, f"{self.package}.{tail}")

    def _declared(self, module: str) -> tuple[D | Callable[[], D], ...]:
        given: Any = getattr(import_module(module), self.attribute, None)
        if given is None and self.every:
            raise ValueError(f"falta {self.attribute} = {self.kind.__name__}(…)")
        return given if isinstance(given, tuple) else () if given is None else (given,)

    def _made(self, name: str, given: Any, found: Mapping[str, D]) -> D:
        made = given() if callable(given) else given
        if not isinstance(made, self.kind):
            raise TypeError(f"{self.attribute} tem de ser {self.kind.__name__}(…)")
        if (home := self.homes.get(made.id, made.id)) != name:
            raise ValueError(f"o id «{made.id}» só pode ser de «{home}», e este é «{name}»")
        if made.id in found:
            raise ValueError(f"o id «{made.id}» está duas vezes")
        return made

    def _why(self, file: str, error: BaseException) -> DeclarationError:
        if isinstance(error, DeclarationError):
            return error
        if isinstance(error, ValidationError):
            said = faults(error, head="" if error.title == self.kind.__name__ else around(ROOT / file, error))
        else:
            told = " ".join(str(error).split("\n\n")[0].split())  # others add lines that explain themselves
            said = told if isinstance(error, ValueError) else f"{type(error).__name__}: {told}"
        return DeclarationError(
            f"A declaração de {self.what} não serve: {said}.",
            where=file,
            cure=f"completar {self.attribute} nesse ficheiro; o resto continua.",
        )


def relative(path: Path) -> str:
    """A file as people read it: from the root of the project, where it stands there."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
