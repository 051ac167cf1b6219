"""Which worksheet functions are there? The only list: ``BO_EOQ`` on the desktop and ``BO.EOQ`` on the web are made from it.

Names, arguments, what comes out, and an example each. It reckons nothing; hosts/functions/ does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum

CATEGORY = "Backorder XL"
ADD_IN = "BO_"  # what the names begin with in desktop Excel, where a name holds no dot


class Kind(Enum):
    """What an argument is. All but the last two may be one cell or a range, and then the result has its shape."""

    NUMBER = "number"
    DATE = "date"
    CODE = "text"  # an order, a line, a SKU: a number in the cell counts as the text that it shows
    CHOICE = "one of a few words"
    DAYS = "range of dates"  # a list, with or without a header
    TABLE = "range with its header row"


class Shape(Enum):
    """What comes out."""

    VALUE = "one value for each cell of its arguments, in their shape"
    ROW = "one row for each cell of its arguments"
    TABLE = "a table with its header row, which spills"


@dataclass(frozen=True)
class Argument:
    """One argument: its name as the hosts write it, its kind, and a sentence with its unit.

    ``least`` and ``most`` are allowed themselves, ``above`` and ``below`` are not. ``blank`` is what a blank optional one
    stands for.
    """

    name: str
    kind: Kind
    says: str
    optional: bool = False
    blank: object = None
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None
    whole: bool = False

    @property
    def title(self) -> str:
        """How the argument is called in a sentence."""
        return " ".join(w.upper() if w in ("sku", "moq", "sd") else w.title() for w in self.name.split("_"))

    @property
    def wanted(self) -> str:
        """What may stand there, to be put after "must be"."""
        match self.kind:
            case Kind.NUMBER:
                return f"a {'whole ' if self.whole else ''}number{self._bounds()}"
            case Kind.DATE | Kind.DAYS:
                return "a date"
            case Kind.CHOICE:
                return f"one of {', '.join(self.choices)}"
        return "text"

    def _bounds(self) -> str:
        match (self.least, self.most, self.above, self.below):
            case (None, None, None, None):
                return ""
            case (low, None, None, None):
                return f" of {low:g} or more"
            case (None, None, low, None):
                return f" above {low:g}"
            case (low, high, None, None):
                return f" from {low:g} to {high:g}"
            case (low, None, None, high):
                return f" from {low:g} to below {high:g}"
        raise AssertionError(f"{self.name} has bounds that no sentence is known for")


@dataclass(frozen=True)
class Formula:
    """One worksheet function. ``columns`` names what stands in a ROW. ``example`` is what a user types, with the ranges of the
    example book in docs/functions.md, and ``result`` what the first cells then show."""

    name: str
    says: str
    arguments: tuple[Argument, ...]
    shape: Shape
    gives: str
    example: str
    result: str
    columns: tuple[str, ...] = ()
    note: str = ""

    @property
    def desktop(self) -> str:
        return ADD_IN + self.name

    @property
    def parameters(self) -> list[tuple[str, bool]]:
        """Each argument's name, and whether a host lets it be left out: so may all that follow one that may."""
        first = next((i for i, a in enumerate(self.arguments) if a.optional), len(self.arguments))
        return [(a.name, i >= first) for i, a in enumerate(self.arguments)]

    @property
    def takes_tables(self) -> bool:
        return any(a.kind is Kind.TABLE for a in self.arguments)


def number(name: str, says: str, *, least: float | None = 0, **more: object) -> Argument:
    return Argument(name, Kind.NUMBER, says, least=None if more.get("above") is not None else least, **more)  # type: ignore[arg-type]


def _table(name: str, says: str, *, optional: bool = True) -> Argument:
    return Argument(name, Kind.TABLE, says, optional)


AS_OF = Argument("as_of", Kind.DATE, "The day that counts as today; blank: today.", optional=True)
QUANTITY = number("quantity", "Units.", least=None, above=0)
TABLES = (
    _table("orders", "The table Orders with its header row, such as Orders[#All].", optional=False),
    _table("stock", "The table Stock with its header row.", optional=False),
    _table("purchase_orders", "The table Purchase Orders; blank: nothing is on order."),
    _table("items", "The table Items: suppliers, lead times, MOQ, policies; blank: nothing can be bought."),
    _table("settings", "The table Settings; blank: every setting is its default."),
    AS_OF,
    _table("suppliers", "The table Suppliers."),
    _table("sourcing", "The table Sourcing."),
    _table("holidays", "The table Holidays."),
    _table("customers", "The table Customers."),
    _table("messages", "The table Messages: what was told to whom."),
    _table("cut_list", "The table Cut List: what is kept for whom."),
)
"""What a run reads, in the same order in every function."""

SKU = Argument("sku", Kind.CODE, "The item.")
ORDER = Argument("order", Kind.CODE, "The order's number.")
LINE = Argument("order_line", Kind.CODE, "The line of the order; blank: all its lines.", optional=True, blank="")
PLACE = (
    Argument("location", Kind.CODE, "The place; blank: Settings Default Location.", optional=True, blank=""),
    Argument("specification", Kind.CODE, "The specification; blank: common goods.", optional=True, blank=""),
)
LINE_REQUIRED = replace(LINE, says="The line of the order; blank: whichever of its lines comes first.")
SERVICE = number("service_level", "The share of order cycles without a stock-out, such as 0.95.", least=0.5, below=1)
DEMAND = number("demand", "Mean demand in units per day.")
DEVIATION = number("demand_sd", "Standard deviation of the demand of one day, in units.")
LEAD_TIME = number("lead_time", "Mean lead time in days.")
LEAD_DEVIATION = number("lead_time_sd", "Standard deviation of the lead time, in days; blank: 0.", optional=True, blank=0.0)
PER_PERIOD = number("demand", "Units per period, such as a year.")
ORDER_COST = number("order_cost", "What one purchase order costs, whatever its size.")
HOLDING = number("holding_cost", "What holding one unit for one period costs, in the same money.", least=None, above=0)

FORMULAS = (
    Formula(
        "ALLOCATE", "Says who gets what from where: the pegs of every open order line.", TABLES, Shape.TABLE,
        "The sheet Allocations: Order, Line, SKU, Quantity, Source, PO, PO Line, Available On.",
        "=BO_ALLOCATE(Orders[#All], Stock[#All], PurchaseOrders[#All], Items[#All], , DATE(2026, 6, 3))",
        "Order, Line, SKU, Quantity, Source, PO, PO Line, Available On",
    ),
    Formula(
        "BACKORDERS", "Lists every order line that stock does not cover, why it waits, and until when.", TABLES, Shape.TABLE,
        "The sheet Backorders.",
        "=BO_BACKORDERS(Orders[#All], Stock[#All], PurchaseOrders[#All], Items[#All], , DATE(2026, 6, 3))",
        "Order, Line, Customer, SKU, Description",
    ),
    Formula(
        "PURCHASE_PLAN", "Lists what to buy from whom, how much, and for which orders.", TABLES, Shape.TABLE,
        "The proposed rows of the sheet Purchase Orders.",
        "=BO_PURCHASE_PLAN(Orders[#All], Stock[#All], PurchaseOrders[#All], Items[#All], , DATE(2026, 6, 3))",
        "PO, Line, Supplier, SKU, Ordered",
    ),
    Formula(
        "AVAILABLE", "Says how many units of an item can be promised to leave by a day without making anybody wait longer.",
        (SKU, Argument("by_date", Kind.DATE, "The day by which they must leave."), *TABLES, *PLACE), Shape.VALUE,
        "Units that are in stock or on order by then and that no open order line is pegged to.",
        '=BO_AVAILABLE("B", DATE(2026, 6, 12), Orders[#All], Stock[#All], PurchaseOrders[#All], Items[#All], , DATE(2026, 6, 3))',
        "3",
        note="What would have to be bought first does not count; PROMISE reckons with that.",
    ),
    Formula(
        "PROMISE", "Says on which day a new order for so many units of an item could leave, served after everybody else.",
        (SKU, QUANTITY, *TABLES, *PLACE), Shape.VALUE,
        "A date (format the cell as one), or why there is none.",
        '=BO_PROMISE("B", 4, Orders[#All], Stock[#All], PurchaseOrders[#All], Items[#All], , DATE(2026, 6, 3))',
        "2026-06-22",
        note="Each cell is asked for alone: two promises of the same units do not know of each other.",
    ),
    Formula(
        "EXPLAIN", "Says in sentences what an order or one of its lines gets, from where, and why it waits.",
        (ORDER, LINE, *TABLES), Shape.VALUE, "Text, as the verb explain says it.",
        '=BO_EXPLAIN("SO4", 1, Orders[#All], Stock[#All], PurchaseOrders[#All], , , DATE(2026, 6, 3))',
        "Order SO4, line 1: A, 4 open, served as number 4 of 4",
    ),
    Formula(
        "FILL_RATE", "Says which share of the open orders stock covers today.",
        (Argument("measure", Kind.CHOICE, "What is counted.", choices=("lines", "units", "orders")), *TABLES), Shape.VALUE,
        "A share from 0 to 1, as on the Dashboard.",
        '=BO_FILL_RATE("lines", Orders[#All], Stock[#All], , , , DATE(2026, 6, 3))', "0.25",
    ),
    Formula(
        "NEXT_DEADLINE", "Says what the law on late deliveries wants next for an order, and until when (rule 6.4).",
        (ORDER, LINE_REQUIRED, *TABLES), Shape.ROW,
        "The act and its last day; docs/legal.md says which law, and is no legal advice.",
        '=BO_NEXT_DEADLINE("SO4", 1, Orders[#All], Stock[#All], PurchaseOrders[#All], , Settings[#All], DATE(2026, 6, 3))',
        "deliver, 2026-07-01", columns=("Legal Act", "Legal Deadline"),
    ),
    Formula(
        "PROBLEMS", "Lists what is wrong with the tables: the rows that every other function leaves out, and what was repaired.",
        TABLES, Shape.TABLE, "The sheet Problems; rows are counted from the top of each range.",
        "=BO_PROBLEMS(Orders[#All], Stock[#All], PurchaseOrders[#All], , , DATE(2026, 6, 3))",
        "Severity, Sheet, Row, Column, Value, Message",
    ),
    Formula(
        "LOT_SIZE", "Rounds a need up to what the supplier sells: ceil(max(need, MOQ) / multiple) x multiple (rule 4.4).",
        (
            number("need", "Units."),
            number("moq", "The smallest quantity that is sold; blank: none.", optional=True, blank=0.0),
            number("multiple", "Quantities are multiples of it; blank: none.", optional=True, blank=0.0),
            number("maximum", "The most that one purchase order line may hold; blank: none.", optional=True, blank=0.0),
        ),
        Shape.VALUE, "The quantity to buy. With a Maximum: a row with the quantity of each purchase order line.",
        "=BO_LOT_SIZE(13, 10, 6)", "18",
    ),
    Formula(
        "EOQ", "Says which order quantity makes ordering and holding cost least together (Harris 1913).",
        (PER_PERIOD, ORDER_COST, HOLDING), Shape.VALUE, "Units: the square root of 2 K D / h.",
        "=BO_EOQ(12000, 100, 2.4)", "1000",
    ),
    Formula(
        "EOQ_BACKORDER", "Says which order quantity and which largest backlog cost least where customers may wait at a cost.",
        (
            PER_PERIOD, ORDER_COST, HOLDING,
            number("backorder_cost", "What one unit that waits for one period costs.", least=None, above=0),
        ),
        Shape.ROW, "Quantity and backlog in units, and the cost per period (Zipkin 2000, planned backorders).",
        "=BO_EOQ_BACKORDER(1300, 8, 0.225, 5)", "310.81, 13.38, 66.92", columns=("Quantity", "Backlog", "Cost"),
    ),
    Formula(
        "SAFETY_STOCK", "Says how much to keep for bad luck: z x sqrt(L s² + d² sL²), demand being normal.",
        (SERVICE, DEMAND, DEVIATION, LEAD_TIME, LEAD_DEVIATION), Shape.VALUE,
        "Units. The service level is the share of order cycles without a stock-out (Silver, Pyke and Peterson 1998, ch. 7).",
        "=BO_SAFETY_STOCK(0.95, 100, 30, 9, 0)", "148.04",
    ),
    Formula(
        "REORDER_POINT", "Says at which stock, on order included, it is time to order: demand over the lead time plus safety.",
        (SERVICE, DEMAND, DEVIATION, LEAD_TIME, LEAD_DEVIATION), Shape.VALUE, "Units.",
        "=BO_REORDER_POINT(0.95, 100, 30, 9, 0)", "1048.04",
    ),
    Formula(
        "WORKDAYS_ADD", "Says which day lies so many working days after another, as WORKDAY counts.",
        (
            Argument("start", Kind.DATE, "The day to start from."),
            number("days", "Working days; below 0 goes back.", least=-100000, most=100000, whole=True),
            Argument("holidays", Kind.DAYS, "Days on which nobody works; blank: none.", optional=True),
            Argument("working_days", Kind.CODE, "Days of the week; blank: Mon-Fri.", optional=True, blank="Mon-Fri"),
        ),
        Shape.VALUE, "A date (format the cell as one).",
        "=BO_WORKDAYS_ADD(DATE(2026, 6, 5), 2)", "2026-06-09",
    ),
    Formula(
        "AGE_BUCKET", "Says into which of the Dashboard's groups of age an order falls.",
        (Argument("order_date", Kind.DATE, "The day of the order."), AS_OF), Shape.VALUE, "0–7, 8–14, 15–30, 31–60 or 61+ days.",
        "=BO_AGE_BUCKET(DATE(2026, 5, 20), DATE(2026, 6, 3))", "8–14",
    ),
)  # fmt: skip

BY_NAME = {f.name: f for f in FORMULAS}
EPOCH = dt.date(1899, 12, 30)  # day 0 of a workbook of the 1900 system, from March 1900 on
