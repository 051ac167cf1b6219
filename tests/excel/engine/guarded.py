"""What do the protection and the filters of a sheet forbid or hide?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.cell import Cell
from openpyxl.utils.protection import hash_password
from openpyxl.worksheet.filters import AutoFilter as KeptFilter

from .addresses import area
from .com import CDispatch, refused
from .filters import AutoFilter, Filtering
from .grid import Grid

if TYPE_CHECKING:
    from .ranges import Range
    from .tables import ListObject

WRONG_PASSWORD = (
    "The password you supplied is not correct. Verify that the CAPS LOCK key is off "
    "and be sure to use the correct capitalization."
)
# Arguments of Protect, and what forbids them in the file.
ALLOWED = {
    "AllowFormattingCells": "formatCells", "AllowFormattingColumns": "formatColumns", "AllowFormattingRows": "formatRows",
    "AllowInsertingColumns": "insertColumns", "AllowInsertingRows": "insertRows", "AllowInsertingHyperlinks": "insertHyperlinks",
    "AllowDeletingColumns": "deleteColumns", "AllowDeletingRows": "deleteRows", "AllowSorting": "sort",
    "AllowFiltering": "autoFilter", "AllowUsingPivotTables": "pivotTables",
}  # fmt: skip


class Guarded(CDispatch):
    """The part of a sheet that is about protection and filters."""

    ws: Any
    grid: Grid
    tables: list[ListObject]
    filtering: Filtering | None
    user_interface_only: bool

    def shut(self) -> bool:
        """Whether the sheet is protected against programs, too."""
        return bool(self.ws.protection.sheet) and not self.user_interface_only

    def locked(self, at: tuple[int, int]) -> bool:
        probe = Cell(self.ws, 1, 1)
        probe._style = self.grid.style_of(*at)
        return bool(probe.protection.locked)

    def filters(self) -> list[Filtering]:
        """The filters that hide something now."""
        found = [t.filtering for t in self.tables if t.filtering.columns and t.table.autoFilter is not None]
        return found + ([self.filtering] if self.filtering is not None and self.filtering.columns else [])

    def filtered(self) -> bool:
        return bool(self.filters())

    def filtered_out(self, row: int) -> bool:
        hidden = row in self.ws.row_dimensions and self.ws.row_dimensions[row].hidden
        return bool(hidden) and any(f.area().row < row <= f.area().bottom for f in self.filters())

    def autofilter(self, rng: Range, field: int | None, first: Any, operator: int, second: Any) -> None:
        """`Range.AutoFilter`: within a table its filter, else the one of the sheet; without a field it is switched on or off."""
        table = next((t for t in self.tables if t.area.common(rng.a)), None)
        if self.shut():
            raise refused("You cannot use this command on a protected sheet.")
        if table is not None:
            if field is None:
                table.ShowAutoFilter = not table.ShowAutoFilter
                return
            table.ShowAutoFilter = True
            table.filtering.set(int(field), first, int(operator or 1), second)
            return
        if field is None and self.filtering is not None:
            self.drop_filter()
            return
        if self.filtering is None:
            a = rng.CurrentRegion.a if rng.a.rows == rng.a.columns == 1 else rng.a
            self.ws.auto_filter = KeptFilter(ref=a.ref)
            self.filtering = Filtering(self, lambda: area(self.ws.auto_filter.ref) or a, self.ws.auto_filter)
        if field is not None:
            self.filtering.set(int(field), first, int(operator or 1), second)

    def drop_filter(self) -> None:
        if self.filtering is not None:
            self.filtering.clear()
        self.filtering, self.ws.auto_filter = None, KeptFilter()

    # Filters

    @property
    def AutoFilterMode(self) -> bool:
        return self.filtering is not None

    @AutoFilterMode.setter
    def AutoFilterMode(self, value: bool) -> None:
        if value:
            raise refused("Unable to set the AutoFilterMode property of the Worksheet class")
        self.drop_filter()

    @property
    def AutoFilter(self) -> Any:
        return AutoFilter(self.filtering) if self.filtering is not None else None

    @property
    def FilterMode(self) -> bool:
        return self.filtered()

    def ShowAllData(self) -> None:
        if not self.filtered() or (self.shut() and self.ws.protection.autoFilter):
            raise refused("ShowAllData method of Worksheet class failed")
        for filtering in self.filters():
            filtering.clear()

    # Protection

    @property
    def ProtectContents(self) -> bool:
        return bool(self.ws.protection.sheet)

    @property
    def ProtectionMode(self) -> bool:
        return self.user_interface_only

    def Protect(self, Password: str | None = None, DrawingObjects: bool = True, Contents: bool = True, Scenarios: bool = True,
                UserInterfaceOnly: bool = False, **allowed: bool) -> None:  # fmt: skip
        unknown = set(allowed) - set(ALLOWED)
        if unknown:
            raise TypeError(f"Protect() got unexpected arguments {sorted(unknown)}")
        protection = self.ws.protection
        protection.sheet = bool(Contents)
        protection.objects, protection.scenarios = bool(DrawingObjects), bool(Scenarios)
        for argument, forbidden in ALLOWED.items():
            setattr(protection, forbidden, not allowed.get(argument, False))
        if Password:
            protection.set_password(Password)
        self.user_interface_only = bool(UserInterfaceOnly)

    def Unprotect(self, Password: str | None = None) -> None:
        protection = self.ws.protection
        if not protection.sheet:
            return
        if protection.hashValue or (protection.password and protection.password != hash_password(Password or "")):
            raise refused(WRONG_PASSWORD)
        protection.sheet, protection._password = False, None
        self.user_interface_only = False
