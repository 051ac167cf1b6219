"""What stands in the demo book? The orders, stock and suppliers of Fjord & Field Outdoor, a shop that does not exist.

Kept as text, one line per row or order, so that a person can read and change it. Days are month-day of 2026.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from backorder_xl.templates.demo_orders import ORDERS

Row = dict[str, Any]

DAY = dt.date(2026, 6, 3)
"""The morning on which the demo plays."""

SETTINGS: dict[str, object] = {
    "Refill Safety Stock": True,
    "Company Name": "Fjord & Trail Outfitters",
    "Company Address": "Strandgaten 12; 5013 Bergen; Norway",
    "Sender Name": "Signe Aas",
    "Sender Email": "orders@fjordandtrail.example",
    "Phone": "+47 55 00 00 00",
}

SCENARIO: list[Row] = [
    {"Change": "po slips", "What": "PO-302", "By": 5, "Note": "What if the tents come five days later?"},
    {"Change": "order first", "What": "SO-1058", "Note": "And if that order went before all others?"},
]
"""What the verb whatif tries out on the demo."""

# SKU | description | supplier | lead time | MOQ | multiple | cost | price | safety stock | on hand | reserved | more
ITEMS = """
LMP-010|Headlamp Polaris 300     |NORDLYS|  |10 |5  |14.20 |29.90 |10|34 |2|
LMP-011|Headlamp Polaris 600     |NORDLYS|  |10 |5  |24.80 |54.90 |8 |6  | |cap=20
LMP-020|Camp lantern Fyr         |NORDLYS|  |6  |6  |19.50 |42.00 |  |3  | |
LMP-021|Lantern mantle, pack of 3|NORDLYS|  |50 |50 |1.10  |3.50  |  |4  | |
LMP-030|Solar string lights, 5 m |NORDLYS|  |   |   |11.00 |24.90 |  |17 | |
TNT-101|Tent Ridge 1             |KVITF  |  |   |   |88.00 |179.00|  |2  | |
TNT-102|Tent Ridge 2             |KVITF  |  |   |   |118.00|249.00|2 |5  |1|
TNT-103|Tent Ridge 4, family     |KVITF  |  |   |2  |196.00|399.00|  |1  | |
TNT-120|Tarp Storm 3 x 4 m       |KVITF  |  |   |   |32.50 |69.00 |4 |9  | |
TNT-190|Tent peg, alloy 18 cm    |KVITF  |12|500|100|0.42  |1.20  |  |300| |
TNT-191|Guy line kit, 4 x 3 m    |KVITF  |  |10 |   |3.10  |8.50  |  |22 | |
TNT-200|Tent Ridge 2 Ultralight  |KVITF  |  |   |   |172.00|359.00|  |0  | |policy=preorder release=07-01 cap=12
STV-201|Gas stove Ember          |BRANN  |  |5  |   |21.00 |44.90 |5 |12 | |
STV-202|Multi-fuel stove Glo     |BRANN  |  |   |   |68.00 |139.00|  |3  | |
STV-203|Spirit burner Lite       |BRANN  |  |   |   |9.80  |22.00 |  |2  | |policy=stop instead=STV-201
STV-210|Gas cartridge, 230 g     |BRANN  |7 |24 |12 |3.20  |6.90  |24|15 | |
STV-211|Fuel bottle, 0.6 l       |BRANN  |  |   |6  |8.40  |18.50 |  |11 | |
STV-220|Cook set Duo             |BRANN  |  |   |   |17.00 |36.00 |  |4  | |
STV-221|Folding kettle, 0.9 l    |BRANN  |  |   |   |9.20  |19.90 |  |8  | |
PCK-301|Daypack Elv 22           |TREKKO |  |   |   |29.00 |64.90 |  |13 | |
PCK-302|Trekking pack Vidda 55   |TREKKO |  |   |   |84.00 |174.00|2 |1  | |
PCK-303|Trekking pack Vidda 70   |TREKKO |  |   |   |96.00 |199.00|  |4  | |
PCK-310|Rain cover M             |TREKKO |  |   |10 |5.50  |14.90 |  |3  | |
PCK-311|Dry bag, 20 l            |TREKKO |  |   |   |6.80  |16.50 |  |28 |4|
SLP-401|Sleeping mat Mose        |ELVA   |  |   |   |22.00 |49.00 |6 |2  | |cap=10
SLP-402|Sleeping bag Frost -5    |ELVA   |  |   |   |58.00 |119.00|  |7  | |
SLP-403|Sleeping bag Frost -15   |ELVA   |9 |   |   |92.00 |189.00|  |0  | |
KNF-501|Carving knife Ask        |SAGA   |  |   |   |15.00 |34.00 |  |6  | |
KNF-502|Axe Bjørk                |SAGA   |  |   |   |48.00 |112.00|  |2  | |policy=special_order
KNF-510|Firesteel                |SAGA   |  |20 |   |2.90  |7.90  |  |41 | |
BOA-601|Packraft Strøm           |ELVA   |6 |   |   |410.00|749.00|  |0  | |policy=drop_ship cap=5
BOA-602|Paddle, 4 parts          |ELVA   |6 |   |   |39.00 |84.00 |  |0  | |policy=drop_ship
MAP-701|Trail map Jotunheimen    |       |  |   |   |9.00  |19.50 |  |1  | |
FIL-610|Water filter Kilde       |ELVA   |  |   |   |18.90 |39.90 |  |-  | |
"""

SUPPLIERS = """
Supplier | Name                  | Email                        | Lead Time | Minimum Order | Currency | Language
NORDLYS  | Nordlys Lighting AS   | order@nordlys.example        | 10        | 150           | EUR      | en
KVITF    | Kvitfjell Tents AB    | sales@kvitfjell.example      | 28        | 1000          | EUR      | en
BRANN    | Brann Stoves & Fuel   | orders@brann.example         | 14        | 400           | EUR      | en
TREKKO   | Trekko Rucksack GmbH  | bestellung@trekko.example    | 21        | 300           | EUR      | de
ELVA     | Elva Wholesale        | desk@elva.example            | 5         |               | EUR      | en
SAGA     | Saga Knife & Wood     |                              | 18        |               | EUR      | en
"""

SOURCING = """
SKU     | Supplier | Supplier SKU | Lead Time | Unit Cost | MOQ | Multiple | Maximum | Rank | Kind
LMP-010 | NORDLYS  | NL-P300      | 10        | 14.20     | 10  | 5        |         | 1    | standard
LMP-010 | ELVA     | 70-4410      | 2         | 17.90     |     |          | 30      | 2    | local
STV-202 | BRANN    | GLO-1        | 14        | 68.00     |     |          |         | 1    | standard
STV-202 | ELVA     | 70-2202      | 3         | 81.50     |     |          |         | 2    | express
SLP-401 | TREKKO   | MOSE-G       | 21        | 18.40     | 20  | 10       |         | 2    | standard
SLP-401 | ELVA     | 70-9401      | 4         | 22.00     |     |          |         | 1    | local
PCK-302 | TREKKO   | VI-55        | 21        | 84.00     |     |          |         | 1    | standard
PCK-302 | ELVA     | 70-3302      | 4         | 104.00    |     |          | 6       | 2    | express
"""

CUSTOMERS = """
Customer | Name                       | Email                         | Language | Country | Notify | Business
C-101    | Ingrid Solberg             | ingrid.solberg@mail.example   | en       | NO      | all    | no
C-102    | Tom Ashworth               | tom.ashworth@mail.example     | en       | GB      | all    | no
C-103    | Bergen Scout Group         | kit@bergenscouts.example      | en       | NO      | all    | yes
C-104    | Maja Lindqvist             | maja.l@mail.example           | en       | SE      | all    | no
C-105    | Hytteland Rentals          | purchasing@hytteland.example  | en       | NO      | all    | yes
C-106    | Jonas Weber                | jonas.weber@mail.example      | de       | DE      | all    | no
C-107    | Alpine School Innsbruck    | lager@alpinschule.example     | de       | AT      | all    | yes
C-108    | Priya Raman                | priya.raman@mail.example      | en       | GB      | all    | no
C-109    | Old Pier Café              |                               | en       | GB      | all    | yes
C-110    | Aksel Dahl                 |                               | en       | NO      | all    | no
C-111    | Camille Roux               | camille.roux@mail.example     | en       | FR      | all    | no
C-112    | Northwest Guides Inc.      | gear@nwguides.example         | en       | US      | all    | yes
C-113    | Dana Whitfield             | dana.whitfield@mail.example   | en       | US      | all    | no
C-114    | Sofie Aas                  | sofie.aas@mail.example        | en       | NO      | none   | no
C-115    | Fjellheim Lodge            | post@fjellheim.example        | en       | NO      | all    | yes
C-116    | Pavel Novotný              | pavel.novotny@mail.example    | en       | CZ      | all    | no
C-117    | Ruth & Ben Carter          | the.carters@mail.example      | en       | US      | all    | no
C-118    | Lofoten Kayak Club         | styret@lofotenkayak.example   | en       | NO      | all    | yes
"""

PURCHASE_ORDERS = """
PO    |Line|Supplier|SKU    |Ordered|Received|Cancelled|Order Date|Expected|Status   |Unit Cost|Specification
PO-298|1   |TREKKO  |PCK-301|12     |12      |         |04-14     |05-06   |received |29.00    |
PO-299|1   |BRANN   |STV-220|6      |        |6        |04-20     |05-08   |cancelled|17.00    |
PO-301|1   |NORDLYS |LMP-011|30     |        |         |05-26     |06-10   |confirmed|24.80    |
PO-301|2   |NORDLYS |LMP-030|10     |        |         |05-26     |06-10   |confirmed|11.00    |
PO-302|1   |KVITF   |TNT-102|10     |        |         |05-18     |06-19   |ordered  |118.00   |
PO-302|2   |KVITF   |TNT-101|2      |        |         |05-18     |06-19   |ordered  |88.00    |
PO-303|1   |BRANN   |STV-210|48     |24      |         |05-13     |05-27   |confirmed|3.20     |
PO-304|1   |TREKKO  |PCK-303|4      |        |         |05-22     |06-24   |ordered  |96.00    |
PO-304|2   |TREKKO  |PCK-310|10     |        |         |05-22     |06-24   |ordered  |5.50     |
PO-305|1   |KVITF   |TNT-103|6      |        |         |05-11     |06-12   |confirmed|196.00   |
PO-306|1   |SAGA    |KNF-502|1      |        |         |05-20     |06-15   |ordered  |48.00    |Engraving: Solveig
PO-307|1   |NORDLYS |LMP-020|6      |        |         |05-30     |        |ordered  |19.50    |
PO-308|1   |ELVA    |SLP-402|5      |        |5        |05-21     |05-28   |cancelled|58.00    |
"""

RECEIPTS = """
Receipt | Received On | PO     | Line | SKU     | Received | Rejected | Posted | Matched To
R-0583  | 05-06       | PO-298 | 1    | PCK-301 | 12       |          | 05-06  | PO-298 line 1
R-0588  | 05-27       | PO-303 | 1    | STV-210 | 24       |          | 05-27  | PO-303 line 1
R-0590  | 06-02       | PO-301 | 1    | LMP-011 | 15       | 1        |        |
R-0591  | 06-02       | PO-33  |      | STV-210 | 24       |          |        |
"""

HOLIDAYS = """
Date  | Calendar | Note
05-25 |          | Whit Monday
06-04 | TREKKO   | Corpus Christi
06-19 |          | Closed for stock-taking
07-06 | KVITF    | Works holidays begin
07-07 | KVITF    | Works holidays
07-08 | KVITF    | Works holidays
07-09 | KVITF    | Works holidays
07-10 | KVITF    | Works holidays end
"""

_DAYS = {"Order Date", "Expected", "Received On", "Posted", "Date", "Need By", "Promised", "Release Date"}
_WORDS = {"shipped": "Shipped", "cancelled": "Cancelled", "need": "Need By", "promised": "Promised", "prio": "Priority",
          "complete": "Ship Complete", "paid": "Paid", "spec": "Specification", "to": "Ship To", "status": "Status",
          "note": "Note", "policy": "Policy", "release": "Release Date", "instead": "Substitute",
          "cap": "Backorder Cap"}  # fmt: skip


def tables() -> dict[str, list[Row]]:
    """The demo's rows per sheet, under the rulebook's headers."""
    items = _items()
    prices = {item["SKU"]: item.pop("Price") for item in items}
    stock = [{h: item[h] for h in ("SKU", "On Hand", "Reserved") if h in item} for item in items]
    shelf = [row for row in stock if row["On Hand"] != "-"]
    shelf.insert(10, {"SKU": "TNT-190", "On Hand": 60, "Bin": "Back room, second box"})
    shelf.append({"SKU": "KNF-502", "On Hand": 1, "Specification": "Engraving: Hytta", "Bin": "Counter"})
    return {
        "Scenario": SCENARIO,
        "Orders": _orders(prices),
        "Stock": shelf,
        "Items": [{h: v for h, v in i.items() if h not in ("On Hand", "Reserved")} for i in items],
        "Suppliers": _rows(SUPPLIERS),
        "Sourcing": _rows(SOURCING),
        "Customers": _rows(CUSTOMERS),
        "Purchase Orders": _rows(PURCHASE_ORDERS),
        "Receipts": _rows(RECEIPTS),
        "Holidays": _rows(HOLIDAYS),
    }


def _rows(text: str) -> list[Row]:
    """Lines with ``|`` between cells, the headers first."""
    first, *rest = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [{h: _value(h, cell) for h, cell in zip(first, cells, strict=True) if cell} for cells in rest]


def _value(header: str, cell: str) -> object:
    """A cell's text as what it is: a day, a number, or words. In quotes it is the text as somebody typed it."""
    if cell[0] == cell[-1] == '"' and len(cell) > 1:
        return cell[1:-1]
    if header in _DAYS:
        return dt.date.fromisoformat(f"2026-{cell}")
    try:
        return int(cell) if "." not in cell else float(cell)
    except ValueError:
        return cell


def _items() -> list[Row]:
    head = "SKU|Description|Supplier|Lead Time|MOQ|Multiple|Unit Cost|Price|Safety Stock|On Hand|Reserved|More"
    rows = _rows(f"{head}\n{ITEMS.strip()}")
    for row in rows:
        row["Unit"] = "pcs"
        row["Link"] = f"https://fjordandtrail.example/{str(row['SKU']).lower()}"
        row |= _marked(str(row.pop("More", "")))
    return rows


def _marked(text: str) -> Row:
    """``need=06-12 note=Rang_twice`` as cells; an underscore stands for a space."""
    pairs = [word.split("=", 1) for word in text.split()]
    return {_WORDS[name]: _value(_WORDS[name], value.replace("_", " ")) for name, value in pairs}


def _orders(prices: dict[str, object]) -> list[Row]:
    """One row per order line: ``order | day | customer | marks | SKU quantity marks; SKU quantity marks``."""
    names = {c["Customer"]: c["Name"] for c in _rows(CUSTOMERS)}
    rows = []
    for text in ORDERS.strip().splitlines():
        order, day, customer, marks, lines = (part.strip() for part in text.split("|"))
        head = {"Order": order, "Order Date": _value("Order Date", day), "Customer": customer}
        head |= {"Customer Name": names[customer]} | _marked(marks)
        for number, line in enumerate(lines.split(";"), 1):
            sku, quantity, *rest = line.split()
            row = {"Line": number, "SKU": sku, "Ordered": _value("Ordered", quantity), "Unit Price": prices[sku]}
            rows.append(head | row | _marked(" ".join(rest)))
    return rows
