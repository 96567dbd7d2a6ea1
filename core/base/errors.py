"""One tree of errors. Each says what happened, where, and what to do; each class has its exit code.

Exit codes of `python -m etl` (0 = all well):

====  =====================================================
code  cause
====  =====================================================
2     wrong use of the command line (set by the CLI library)
3     catalogue (indicators.yaml) invalid
4     territory table or boundaries invalid or missing
5     no published warehouse
6     audit refused the build
7     every source asked for failed
8     some sources failed, the rest was published
9     another load is running
10    embedded figures invalid or missing
11    a file handed in was refused
12    strategy (enti.yaml, enti_ligacoes.yaml, enti_entidades.yaml) invalid
13    something said of the execution cannot stand, or its file is damaged
14    somebody else said something of the same entry in between
15    a report cannot be made: no figures of that year, no such territory
16    targets of a territory invalid
17    alert rules invalid, an acknowledgement refused, an alert not delivered, or the file of alerts damaged
18    a live feed cannot be asked or read, or the file of live figures is damaged
19    playlists of the operations room invalid, or changed in between
20    a display's key cannot be issued or revoked, or their file is damaged
21    a page, source, scene, report or other part is declared badly, or does not exist
22    a setting of the environment does not serve
23    the disk is full, only reads, or a right lacks: a file cannot be read or written
24    another program keeps a build open for writing
25    an act that this account may not do, or accounts and roles that cannot stand or be read
26    the record of what was done does not hold, or cannot be written
27    a build that newer code made: this code does not read it, or makes none after it
70  an error that is not ours: the software itself (etl.cli.app, sysexits.h)
====  =====================================================
"""

from pathlib import PurePath


class EntiError(Exception):
    """Base of all errors meant for a person; shown without traceback."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", cure: str = "", page: tuple[str, str] = ("", "")) -> None:
        """`page`: the same in PT and EN for whoever meets it on a page, with what to do there; no command."""
        self.what, self.where, self.cure, self.page = what, where, cure, page
        super().__init__(str(self))

    @property
    def public(self) -> str:
        """What went wrong and in which file, for who has no business with this machine: no command, no path of a
        disk.
        """
        where = PurePath(self.where).name if self.where.startswith("/") else self.where
        return f"{self.what} ({where})" if where else self.what

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"Onde: {self.where}.")
        if self.cure:
            parts.append(f"O que fazer: {self.cure}")
        return " ".join(parts)


class SettingError(EntiError):
    """Something in the environment does not serve: core.base.settings says what may stand there."""

    exit_code = 22


class StorageError(EntiError, OSError):
    """A file that cannot be read or written: a full disk, one that only reads, a right that lacks (core.base.disk)."""

    exit_code = 23


class DeclarationError(EntiError):
    """A part of the dashboard (page, source, scene, …) whose declaration is incomplete, or that does not exist."""

    exit_code = 21


class CatalogueError(EntiError):
    """indicators.yaml cannot be read or breaks its own rules."""

    exit_code = 3


class StrategyError(EntiError):
    """enti.yaml, enti_ligacoes.yaml or enti_entidades.yaml cannot be read or breaks its own rules."""

    exit_code = 12


class TerritoryError(EntiError):
    """The territory table is missing or contradicts itself."""

    exit_code = 4


class BoundaryError(EntiError):
    """Boundaries are missing, invalid, or do not match the territory table."""

    exit_code = 4


class WarehouseMissing(EntiError):
    """No build has been published yet, or the pointer leads nowhere."""

    exit_code = 5


class NothingPublished(WarehouseMissing):
    """No build was ever published in this folder: nothing is damaged, and nothing is known yet."""


class WarehouseNewer(WarehouseMissing):
    """A build that newer code made: no damage, and nothing is changed; an earlier one serves, where there is one."""

    exit_code = 27


class WarehouseLocked(EntiError):
    """Another program keeps a build open for writing: no damage, and nothing is changed meanwhile."""

    exit_code = 24


class AuditRefused(EntiError):
    """A finished build broke a rule of the audit and was not published; or one in force has what it would refuse."""

    exit_code = 6


class LoadRunning(EntiError):
    """Another process holds the load lock."""

    exit_code = 9


class SnapshotError(EntiError):
    """The embedded figures are missing or do not match their description."""

    exit_code = 10


class ImportRefused(EntiError):
    """A file handed in cannot be taken; nothing of it was kept. `report`: row, column, what, cure of each refusal."""

    exit_code = 11
    report: tuple[tuple[int, str, str, str], ...] | list[tuple[int, str, str, str]] = ()


class SourceError(EntiError):
    """A source did not give a usable answer. The previous figures stay."""

    exit_code = 7


class SourceUnreachable(SourceError):
    """No connection: name, route, TLS or refused."""


class SourceTimeout(SourceError):
    """The source took longer than allowed."""


class SourceRateLimited(SourceError):
    """A refusal for now (429, 403) outlasted our waiting, or asks for more of it than we wait. `retry_after`: seconds
    the source asked us to wait, if it did.
    """

    retry_after: float | None = None


class SourceHttpError(SourceError):
    """An HTTP status that is no answer (4xx, 5xx)."""


class SourceServerError(SourceHttpError):
    """An error of the source's own server (5xx): worth another try."""


class SourceTooLarge(SourceError):
    """The answer is larger than the set limit."""


class SourceNotData(SourceError):
    """The body is not of the promised kind (HTML instead of JSON, say)."""


class SourceTruncated(SourceError):
    """The body ends before its time."""


class SourceRejected(SourceError):
    """The source answered, in its own way, that it will not answer."""


class SourceShapeChanged(SourceError):
    """Keys or columns are not the documented ones."""


class ConnectorFault(SourceError):
    """A connector met an answer of a form that nobody had thought of: a fault of ours, kept to its own source."""


class DuplicateKey(SourceError):
    """The same key stands twice with different content: one would silently win."""


class PeriodMissing(SourceError):
    """A period that was asked for, or promised by the metadata, is not in the answer."""


class ReplayMissing(SourceError):
    """`--replay` has no recorded answer for this request."""


class ImportMissing(SourceError):
    """Nobody has handed in a file for this indicator yet: a gap, not a failure."""


class TargetError(EntiError):
    """A file of targets per territory cannot be read or breaks its own rules."""

    exit_code = 16


class ExecutionError(EntiError):
    """Something said of an action, project or meeting cannot stand, or the file that keeps it is damaged."""

    exit_code = 13


class ExecutionConflict(ExecutionError):
    """An update was based on a revision that is no longer the last."""

    exit_code = 14


class ReportError(EntiError):
    """A report was asked for that cannot be made."""

    exit_code = 15


class RoomError(EntiError):
    """Playlists of the operations room that cannot be read or break their own rules."""

    exit_code = 19


class RoomConflict(RoomError):
    """An edit was based on playlists that are no longer in force."""


class ScreenError(EntiError):
    """A display's key that cannot be issued or revoked, or a damaged file of them."""

    exit_code = 20


class AlertError(EntiError):
    """A rule of alertas.yaml cannot be read or evaluated, an alert cannot be acknowledged or sent, or its file is
    damaged.
    """

    exit_code = 17


class FeedError(EntiError):
    """A platform's broker cannot be asked, answers what is not NGSI-LD, or the file of live figures is damaged."""

    exit_code = 18


class PeopleError(EntiError):
    """An account or a role that cannot stand, or a damaged file of them."""

    exit_code = 25


class NotAllowed(PeopleError):
    """Who asks may not do that: nothing was done, and the record says that it was asked for."""


class AuditError(EntiError):
    """The record of what was done does not hold, or cannot be written: what it would record is not done then."""

    exit_code = 26
