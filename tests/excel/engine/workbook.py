"""What can be asked of a book, and how does it come from a file and go into one?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection

from . import books
from .addresses import PART, Area, area, spanned, split_sheet
from .charts import Charts
from .com import CDispatch, refused
from .names import Name, Names, check
from .ranges import Range
from .windows import Window, Windows
from .worksheet import Worksheet

if TYPE_CHECKING:
    from .application import Application

MACROS = {".xlsm": 52, ".xlam": 55, ".xltm": 53}
FORMATS = {".xlsx": 51, ".xltx": 54} | MACROS
READ_ONLY = "'{}' is read-only. To save a copy, click OK, then give the workbook a new name in the Save As dialog box."


class Workbook(CDispatch):
    QUIET = frozenset({"Activate", "Windows", "Sheets", "Worksheets"})

    def __init__(self, app: Application, wb: Any, name: str, path: Path | None, cached: Any = None) -> None:
        self.switches, self.app, self.wb = app.switches, app, wb
        self.name, self.path, self.shown, self.read_only, self.saved = name, path, None, False, True  # type: ignore[var-annotated]
        self.cached = cached
        self.sheets = [
            Worksheet(self, ws, cached[ws.title] if cached is not None and ws.title in cached.sheetnames else None)
            for ws in wb.worksheets
        ]
        visible = [s for s in self.sheets if s.ws.sheet_state == "visible"]
        self.active = next((s for s in self.sheets if s.ws is wb.active), visible[0])

    def place(self) -> str:
        return ""

    @classmethod
    def blank(cls, app: Application, name: str) -> Workbook:
        wb = openpyxl.Workbook()
        wb.active.title = "Sheet1"
        return cls(app, wb, name, None)

    @classmethod
    def load(cls, app: Application, path: Path) -> Workbook:
        """Reads a file; what formulas came to is read a second time, if there are any."""
        wb = openpyxl.load_workbook(path, keep_vba=path.suffix.lower() in MACROS)
        formulas = any(c.data_type == "f" for ws in wb.worksheets for c in ws._cells.values())
        return cls(app, wb, path.name, path, openpyxl.load_workbook(path, data_only=True) if formulas else None)

    # Where it is

    @property
    def Name(self) -> str:
        return self.name

    @property
    def FullName(self) -> str:
        return str(self.shown or self.path or self.name)

    @property
    def Path(self) -> str:
        if self.shown:
            return str(self.shown).rsplit("/", 1)[0]
        return str(self.path.parent) if self.path else ""

    @property
    def Application(self) -> Any:
        return self.app

    Parent = Application

    @property
    def FileFormat(self) -> int:
        return FORMATS.get(Path(self.name).suffix.lower(), 51)

    @property
    def ReadOnly(self) -> bool:
        return self.read_only

    @property
    def Saved(self) -> bool:
        return self.saved

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self.saved = bool(value)

    @property
    def Date1904(self) -> bool:
        return bool(self.wb.epoch.year == 1904)

    @property
    def HasVBProject(self) -> bool:
        return self.wb.vba_archive is not None

    @property
    def AutoSaveOn(self) -> bool:
        return self.shown is not None

    def Activate(self) -> None:
        self.app.front = self

    def Close(self, SaveChanges: bool | None = None, Filename: str | None = None) -> None:
        if SaveChanges:
            self.Save()
        self.app.books.remove(self)
        if self.app.front is self:
            self.app.front = self.app.books[-1] if self.app.books else None

    # Files

    def Save(self) -> None:
        if self.read_only:
            raise refused(READ_ONLY.format(self.name))
        self._write(self.path or Path.cwd() / f"{self.name}.xlsx")

    def SaveAs(self, Filename: Any, FileFormat: int | None = None, Password: str | None = None) -> None:
        path = Path(Filename)
        if Password:
            raise NotImplementedError("books with a password")
        if any(b is not self and b.name.casefold() == path.name.casefold() for b in self.app.books):
            raise refused("You cannot save this workbook with the same name as another open workbook or add-in.")
        self._write(path)
        self.path, self.name, self.shown, self.read_only = path, path.name, None, False

    def SaveCopyAs(self, Filename: Any) -> None:
        self._write(Path(Filename))

    def _write(self, path: Path) -> None:
        if not path.parent.is_dir():
            raise refused(f"Microsoft Excel cannot access the file '{path}'.")
        books.write(self, path)
        self.saved = True

    # Sheets and names

    @property
    def Worksheets(self) -> Any:
        return books.Sheets(self)

    Sheets = Worksheets

    @property
    def Charts(self) -> Any:
        return Charts(self)

    @property
    def ActiveSheet(self) -> Any:
        return self.active

    @property
    def Names(self) -> Any:
        return Names(self, None)

    def names_of(self, sheet: Worksheet) -> Names:
        return Names(self, sheet)

    def Windows(self, Index: Any = None) -> Any:
        return Windows(self) if Index is None else Windows(self).find(Index)

    @property
    def window(self) -> Window:
        return Window(self)

    def taken_names(self) -> set[str]:
        """Names that a new table or name cannot have."""
        tables = {t.Name.casefold() for s in self.sheets for t in s.tables}
        return tables | {n.casefold() for n in self.wb.defined_names}

    def free_name(self, stem: str) -> str:
        n = 1
        while f"{stem}{n}".casefold() in self.taken_names():
            n += 1
        return f"{stem}{n}"

    def has_style(self, name: Any) -> bool:
        return str(name) in {s.name for s in getattr(self.wb, "_table_styles", None) or []}

    def add_name(self, name: str, target: str, sheet: Worksheet | None = None, *, visible: bool = True) -> Name:
        named, rest = split_sheet(name)
        if named is not None:
            sheet = books.Sheets(self).find(named)
        check(rest)
        if sheet is None and any(t.Name.casefold() == rest.casefold() for s in self.sheets for t in s.tables):
            raise refused("The name that you entered is already in use. Try a different name.")
        kept = DefinedName(rest, attr_text=target.removeprefix("="), hidden=None if visible else True)
        home = self.wb.defined_names if sheet is None else sheet.ws.defined_names
        home[rest] = kept
        return Name(self, kept, sheet)

    def name_of(self, rng: Range) -> Name:
        for name in Names(self, None).members():
            try:
                meant = self.find_range(name.kept.attr_text, None)
            except Exception:  # a name of something else
                continue
            if meant.sheet is rng.sheet and meant.a == rng.a:
                return name
        raise refused()

    def find_range(self, text: str, sheet: Worksheet | None) -> Range:
        """The range that an address, a name or a part of a table means; refused as Excel does if there is none."""
        named, rest = split_sheet(text.strip().removeprefix("="))
        if named is not None:
            found = [s for s in self.sheets if s.ws.title.casefold() == named.casefold()]
            if not found:
                raise refused()
            sheet = found[0]
        a = area(rest.strip())
        if a is not None and sheet is not None:
            return Range(sheet, a)
        for home in [sheet.ws.defined_names if sheet is not None else {}, self.wb.defined_names]:
            for name, kept in home.items():
                if name.casefold() == rest.casefold():
                    return self.find_range(kept.attr_text, None)
        part = PART.fullmatch(rest)
        for s in self.sheets:
            for table in s.tables:
                if table.Name.casefold() == (part[1] if part else rest).casefold():
                    found_part = _part_of(table, part[2] if part else "")
                    if found_part is not None:
                        return Range(s, found_part)
        raise refused()

    # Changes to the list of sheets

    def check_structure(self) -> None:
        if self.wb.security is not None and self.wb.security.lockStructure:
            raise refused("Workbook is protected and cannot be changed.")

    @property
    def ProtectStructure(self) -> bool:
        return bool(self.wb.security is not None and self.wb.security.lockStructure)

    def Protect(self, Password: str | None = None, Structure: bool = True, Windows: bool = False) -> None:
        self.wb.security = WorkbookProtection(workbookPassword=Password, lockStructure=bool(Structure))

    def Unprotect(self, Password: str | None = None) -> None:
        self.wb.security = None

    def rename_sheet(self, sheet: Worksheet, name: str) -> None:
        self.check_structure()
        books.check_sheet_name(self, sheet, name)
        books.rename_sheet(self, sheet, name)

    def delete_sheet(self, sheet: Worksheet) -> None:
        self.check_structure()
        if sheet.ws.sheet_state == "visible" and sum(s.ws.sheet_state == "visible" for s in self.sheets) == 1:
            raise refused("Delete method of Worksheet class failed")
        if self.app.DisplayAlerts and self.switches.answer == "cancel":
            return  # Excel asks first
        at = self.sheets.index(sheet)
        self.sheets.remove(sheet)
        self.wb.remove(sheet.ws)
        if self.active is sheet:
            visible = [s for s in self.sheets if s.ws.sheet_state == "visible"]
            self.active = self.sheets[at] if at < len(self.sheets) and self.sheets[at] in visible else visible[-1]

    def move_sheet(self, sheet: Worksheet, before: Any, after: Any) -> None:
        self.check_structure()
        books.move_sheet(self, sheet, before, after)

    def copy_sheet(self, sheet: Worksheet, before: Any, after: Any) -> None:
        self.check_structure()
        books.copy_sheet(self, sheet, before, after)

    def rename_in_formulas(self, old: str, new: str) -> None:
        """Formulas follow a table that is renamed."""
        pattern = re.compile(rf"(?<![\w.]){re.escape(old)}(?=\[)", re.I)
        for sheet in self.sheets:
            for cell in sheet.grid.cells.values():
                if cell.data_type == "f" and isinstance(cell._value, str):
                    cell._value = pattern.sub(new, cell._value)


def _part_of(table: Any, part: str) -> Area | None:
    """What `Table[part]` means."""
    a, body = table.area, table.body()
    word = part.strip("[]").casefold()
    if word == "#all":
        return a  # type: ignore[no-any-return]
    if word == "#headers":
        return Area(a.row, a.column, 1, a.columns)
    if body is None:
        return None
    if word in ("", "#data"):
        return body  # type: ignore[no-any-return]
    names = [str(c.name).casefold() for c in table.table.tableColumns]
    if word not in names:
        return None
    column = a.column + names.index(word)
    return spanned(body.row, column, body.bottom, column)
