"""Which parts of the package are the sheets, tables, styles and texts, and how are they tied together?

Reads the workbook part and its relationships once, and holds what a run changes there until ``flush``. Sheet contents
are other files' business.
"""

from __future__ import annotations

from dataclasses import dataclass

from backorder_xl.workbook import markup
from backorder_xl.workbook.errors import Unreadable
from backorder_xl.workbook.late import etree
from backorder_xl.workbook.markup import child, children, local, parse, resolve
from backorder_xl.workbook.model import ExcelTable
from backorder_xl.workbook.package import Package
from backorder_xl.workbook.refs import parse_range

TYPES = "[Content_Types].xml"
# What may follow each element of the workbook part, in the schema's order.
BOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook part lists it."""

    name: str
    sheet_id: str
    part: str
    kind: str  # "worksheet", "chartsheet", "dialogsheet", "macrosheet"


class Rels:
    """The relationships of one part."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self.part, self.path = package, part, markup.rels_path(part)
        if package.has(self.path):
            self.root = parse(package.read(self.path), self.path)
        else:
            self.root = etree.Element(f"{{{markup.PACKAGE_RELS}}}Relationships", nsmap={None: markup.PACKAGE_RELS})

    def of(self, kind: str) -> list[str]:
        """The parts of a kind ("table", "styles") in the order of the file; outside targets are left out."""
        return [
            resolve(self.part, r.get("Target", ""))
            for r in children(self.root)
            if r.get("Type", "").endswith("/" + kind) and r.get("TargetMode") != "External"
        ]

    def target(self, rel_id: str | None) -> tuple[str, str] | None:
        """Kind and part behind an id."""
        for rel in children(self.root):
            if rel.get("Id") == rel_id:
                return rel.get("Type", "").rpartition("/")[2], resolve(self.part, rel.get("Target", ""))
        return None

    def add(self, kind: str, target: str) -> str:
        """A new relationship; its id begins with rIdBO so that it is known as ours."""
        used = {r.get("Id") for r in children(self.root)}
        number = 1
        while f"rIdBO{number}" in used:
            number += 1
        etree.SubElement(
            self.root, f"{{{markup.PACKAGE_RELS}}}Relationship", Id=f"rIdBO{number}", Type=f"{markup.REL}/{kind}",
            Target=markup.relative(self.part, target),
        )  # fmt: skip
        self.save()
        return f"rIdBO{number}"

    def remove(self, target: str) -> None:
        """Drop every relationship to a part."""
        for rel in list(children(self.root)):
            if rel.get("TargetMode") != "External" and resolve(self.part, rel.get("Target", "")) == target:
                self.root.remove(rel)
        self.save()

    def save(self) -> None:
        """Put the part back into the package."""
        self.package.put(self.path, markup.serialise(self.root))


class BookParts:
    """The workbook part, its sheets and tables."""

    def __init__(self, package: Package) -> None:
        self.package = package
        name = package.path.name
        root_rels = Rels(package, "")
        found = root_rels.of("officeDocument")
        if not found or not package.has(found[0]):
            raise Unreadable(f"{name} holds no workbook part, so it is no Excel workbook; save it in Excel as .xlsx.")
        self.path = found[0]
        if self.path.endswith(".bin"):
            raise Unreadable(f"{name} is a binary workbook (.xlsb); save it in Excel as .xlsx or .xlsm.")
        self.root = parse(package.read(self.path), self.path)
        self._as_read = markup.serialise(self.root)
        space = etree.QName(self.root).namespace
        if space == markup.STRICT_MAIN:
            raise Unreadable(f"{name} is saved as Strict Open XML; save it in Excel as Excel Workbook (*.xlsx), not as Strict.")
        if space != markup.MAIN or local(self.root) != "workbook":
            raise Unreadable(f"{name} is an Office file, but no Excel workbook; give the right .xlsx or .xlsm.")
        self.rels = Rels(package, self.path)
        properties = markup.child(self.root, "workbookPr")
        self.date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true", "on")
        self.all_sheets = self._sheets()
        names = [s.name.casefold() for s in self.all_sheets]
        for sheet in self.all_sheets:
            if names.count(sheet.name.casefold()) > 1:
                raise Unreadable(
                    f"{name} has two sheets named {sheet.name}, so nobody can say which one counts; let Excel repair it, or "
                    "rename one."
                )

    def _sheets(self) -> list[SheetPart]:
        found = []
        for sheet in children(markup.child(self.root, "sheets"), "sheet"):
            behind = self.rels.target(sheet.get(f"{{{markup.REL}}}id"))
            if behind is None:
                continue
            kind, part = behind
            found.append(SheetPart(sheet.get("name", ""), sheet.get("sheetId", ""), part, kind))
        return found

    def worksheets(self) -> list[SheetPart]:
        """Sheets with cells, in the order of their tabs."""
        return [s for s in self.all_sheets if s.kind == "worksheet" and self.package.has(s.part)]

    def find(self, name: str) -> SheetPart | None:
        """A worksheet by name, case ignored as Excel does."""
        return next((s for s in self.worksheets() if s.name.casefold() == name.casefold()), None)

    def sheet(self, name: str) -> SheetPart:
        """A worksheet that must be there."""
        found = self.find(name)
        if found is None:
            raise Unreadable(f"{self.package.path.name} has no sheet named {name}.")
        return found

    def part_of(self, kind: str) -> str | None:
        """The workbook's part of a kind (styles, sharedStrings, calcChain)."""
        return next((p for p in self.rels.of(kind) if self.package.has(p)), None)

    def tables(self) -> list[tuple[ExcelTable, str]]:
        """Every Excel Table with the part that defines it."""
        found = []
        for sheet in self.worksheets():
            for part in Rels(self.package, sheet.part).of("table"):
                if not self.package.has(part):
                    continue
                root = parse(self.package.read(part), part)
                try:
                    row1, col1, row2, col2 = parse_range(root.get("ref", ""))
                except ValueError:
                    continue
                heads = tuple(c.get("name", "") for c in children(markup.child(root, "tableColumns"), "tableColumn"))
                totals = int(root.get("totalsRowCount", "0") or 0)
                if int(root.get("headerRowCount", "1") or 0) == 0:
                    continue  # without a header row there is nothing to match by name
                name = root.get("displayName") or root.get("name") or ""
                table = ExcelTable(name, sheet.name, row1, row2 - totals, col1, col2, totals > 0, heads)
                found.append((table, part))
        return found

    def table_ids_and_names(self) -> tuple[set[int], set[str]]:
        """Ids of all tables, and all names that a new table must not take (defined names too)."""
        ids, names = {0}, set()
        for part in self.package.names():
            if part.lower().startswith("xl/tables/") and part.lower().endswith(".xml"):
                root = parse(self.package.read(part), part)
                ids.add(int(root.get("id", "0") or 0))
                names |= {(root.get("displayName") or "").casefold(), (root.get("name") or "").casefold()}
        for defined in children(child(self.root, "definedNames")):
            names.add((defined.get("name") or "").casefold())
        return ids, names

    def names_on_sheet(self, sheet: SheetPart) -> set[str]:
        """The names that hold on one sheet only (its print area, say), in lower case."""
        place = self._tab(sheet)
        return {
            (defined.get("name") or "").casefold()
            for defined in children(child(self.root, "definedNames"))
            if defined.get("localSheetId") == place
        }

    def name_on_sheet(self, sheet: SheetPart, name: str, refers_to: str) -> None:
        """Define a name that holds on one sheet only, once."""
        group = child(self.root, "definedNames")
        if group is None:
            group = etree.Element(f"{{{markup.MAIN}}}definedNames")
            markup.add_in_order(self.root, group, BOOK_ORDER[BOOK_ORDER.index("definedNames") + 1 :])
        place = self._tab(sheet)
        for defined in list(children(group)):  # left over from a sheet that another program took away
            if (defined.get("name") or "").casefold() == name.casefold() and defined.get("localSheetId") == place:
                group.remove(defined)
        etree.SubElement(group, f"{{{markup.MAIN}}}definedName", name=name, localSheetId=place).text = refers_to

    def _tab(self, sheet: SheetPart) -> str:
        """The place of a sheet among all tabs, counted from 0; names that hold on one sheet are tied to it."""
        tabs = [s.get("sheetId", "") for s in children(child(self.root, "sheets"), "sheet")]
        return str(tabs.index(sheet.sheet_id))

    def add_sheet(self, name: str, content: object) -> SheetPart:
        """List a new worksheet at the end and give it a part."""
        part = self.package.free_name("xl/worksheets/sheet%d.xml")
        self.package.put(part, content)  # type: ignore[arg-type]
        rel_id = self.rels.add("worksheet", part)
        sheets = markup.child(self.root, "sheets")
        if sheets is None:
            raise Unreadable(f"{self.package.path.name} lists no sheets; open it in Excel and save it again.")
        number = 1 + max((int(s.get("sheetId", "0")) for s in children(sheets)), default=0)
        new = etree.SubElement(sheets, f"{{{markup.MAIN}}}sheet", name=name, sheetId=str(number))
        new.set(f"{{{markup.REL}}}id", rel_id)
        self.content_type(part, _SPREADSHEET + "worksheet+xml")
        sheet = SheetPart(name, str(number), part, "worksheet")
        self.all_sheets.append(sheet)
        return sheet

    def add_table(self, sheet: SheetPart, content: bytes) -> str:
        """Give a sheet a table part; returns the relationship's id."""
        part = self.package.free_name("xl/tables/table%d.xml")
        self.package.put(part, content)
        self.content_type(part, _SPREADSHEET + "table+xml")
        return Rels(self.package, sheet.part).add("table", part)

    def content_type(self, part: str, kind: str | None) -> None:
        """Declare a part's type, or with None forget it; mends packages that do not declare ``rels``."""
        root = parse(self.package.read(TYPES), TYPES)
        space = f"{{{markup.CONTENT_TYPES}}}"
        said = [e for e in children(root, "Override") if e.get("PartName", "").lstrip("/").lower() == part.lower()]
        for entry in said[1:] if kind is not None else said:
            root.remove(entry)
        if kind is not None and said:  # left over from a part that is gone
            said[0].set("ContentType", kind)
        elif kind is not None:
            etree.SubElement(root, space + "Override", PartName="/" + part, ContentType=kind)
        if not any(e.get("Extension", "").lower() == "rels" for e in children(root, "Default")):
            entry = etree.Element(
                space + "Default", Extension="rels",
                ContentType="application/vnd.openxmlformats-package.relationships+xml",
            )  # fmt: skip
            root.insert(0, entry)
        self.package.put(TYPES, markup.serialise(root))

    def drop(self, part: str) -> None:
        """Remove a part that only the workbook points at."""
        self.package.drop(part)
        self.rels.remove(part)
        self.content_type(part, None)

    def flush(self) -> None:
        """Put the workbook part back where it changed."""
        text = markup.serialise(self.root)
        if text != self._as_read:
            self.package.put(self.path, text)
