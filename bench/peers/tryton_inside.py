"""What does Tryton take for a book of order lines, step by step? Runs in Tryton's own Python, in process, on SQLite.

``python -O tryton_inside.py FOLDER BOOK.json RESULT.json ORDERS``: asserts are off, since one of Tryton's is quadratic. The empty
company is made once in FOLDER and copied for every run. So many ORDERS are confirmed, and later assigned, in one transaction.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from proteus import Model, config

MODULES = ("sale", "stock_supply", "purchase_request", "purchase_product_quantity")
NEW, COMPANY, RUN = "new", "company", "run"  # databases: being made, ready, and the copy that a run works on
AT_ONCE = 200  # records made in one call while loading
GOODS_AT_ONCE = 40  # SQLite's parser overflows from about 100 products a call


def connected(folder: Path, name: str) -> Any:
    """Tryton started in this process on one of the databases."""
    return config.set_trytond(f"sqlite:///{name}", config_file=str(folder / "trytond.conf"))


def make_company(folder: Path) -> None:
    """A database with the modules, one company, its accounts and a category for goods."""
    folder.mkdir(parents=True, exist_ok=True)
    settings, secret = folder / "trytond.conf", folder / "first_login"
    settings.write_text(f"[database]\nuri = sqlite:///\npath = {folder}\n[cache]\nmodel = 20000\nrecord = 20000\nfield = 1000\n")
    secret.write_text("only-for-timing")
    for left in folder.glob(f"{NEW}.sqlite*"):  # from one that was broken off
        left.unlink()
    (folder / f"{NEW}.sqlite").touch()
    command = [str(Path(sys.executable).with_name("trytond-admin")), "-c", str(settings), "-d", NEW]
    environment = {**os.environ, "TRYTONPASSFILE": str(secret)}
    for more in (["--all", "--email", "desk@localhost"], ["-u", *MODULES, "--activate-dependencies"]):
        subprocess.run([*command, *more], check=True, env=environment, stdout=subprocess.DEVNULL)
    connected(folder, NEW)
    from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
    from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences
    from trytond.modules.company.tests.tools import create_company

    create_company()
    set_fiscalyear_invoice_sequences(create_fiscalyear()).click("create_period")
    create_chart()
    accounts = get_accounts()
    goods = Model.get("product.category")(name="Goods", accounting=True)
    goods.account_expense, goods.account_revenue = accounts["expense"], accounts["revenue"]
    goods.save()
    copy(folder, NEW, COMPANY)


def copy(folder: Path, source: str, target: str) -> None:
    """One database as another, with what still stands in SQLite's log beside the file."""
    paths = folder / f"{source}.sqlite", folder / f"{target}.sqlite"
    with closing(sqlite3.connect(paths[0])) as old, closing(sqlite3.connect(paths[1])) as new:
        old.backup(new)


class Shop:
    """One run: load the book, then the steps of a morning."""

    def __init__(self, folder: Path, at_once: int) -> None:
        copy(folder, COMPANY, RUN)
        self.settings = connected(folder, RUN)
        self.pool = self.settings.pool
        self.at_once = at_once
        self.sales: list[int] = []
        self.at: dict[int, int] = {}  # sale line: the order line it was made from
        with self.transaction():
            place = self.pool.get("stock.location")
            self.places = {p.code: p.id for p in place.search([("code", "in", ["WH", "STO", "SUP"])])}
            self.unit = self.pool.get("product.uom").search([("name", "=", "Unit")])[0].id
            self.goods = self.pool.get("product.category").search([("name", "=", "Goods")])[0].id
            company = self.pool.get("company.company").search([])[0]
            self.owner = {"company": company.id, "currency": company.currency.id}

    def transaction(self, **more: Any) -> Any:
        from trytond.transaction import Transaction

        context = {**self.settings._context, "_skip_warnings": True}
        return Transaction().start(self.settings.database_name, self.settings.user, context=context, **more)

    def done(self, work: Callable[[], Any]) -> None:
        """Work in a transaction of its own, with the locks it asks for, and then the tasks it left: as the server does it."""
        from trytond.transaction import TransactionError
        from trytond.worker import run_task

        locks: dict[str, Any] = {}
        while True:
            with self.transaction(**locks) as transaction:
                try:
                    work()
                    transaction.commit()
                    break
                except TransactionError as wanted:
                    transaction.rollback()
                    wanted.fix(locks)
        while transaction.tasks:
            run_task(self.pool, transaction.tasks.pop(0))

    def load(self, book: dict[str, dict[str, list[Any]]]) -> None:
        """Customers, suppliers, goods, stock on hand and sales as drafts; orders come in serving order."""
        today = dt.date.today()
        orders, items, stock = book["Orders"], book["Items"], book["Stock"]
        names = [*book["Suppliers"]["Supplier"], *sorted(set(orders["Customer"]))]
        party = self.pool.get("party.party")
        values = [{"name": name, "addresses": [("create", [{}])]} for name in names]
        made = [p for part in _parts(values, AT_ONCE) for p in party.create(part)]
        people = {p.name: (p.id, p.addresses[0].id) for p in made}

        values = []
        for sku, supplier, lead, least, multiple, cost in zip(
            *(items[c] for c in ("SKU", "Supplier", "Lead Time", "MOQ", "Multiple", "Unit Cost")), strict=True
        ):
            price = [("create", [{"quantity": 0, "unit_price": Decimal(str(cost))}])]
            offer = {"party": people[supplier][0], "lead_time": dt.timedelta(days=lead), "prices": price, **self.owner}
            offer |= {"quantity_minimal": float(least) or None, "quantity_rounding": float(multiple) or None}
            values.append({
                "name": sku, "type": "goods", "default_uom": self.unit, "account_category": self.goods,
                "salable": True, "sale_uom": self.unit, "purchasable": True, "purchase_uom": self.unit,
                "products": [("create", [{"suffix_code": sku}])], "product_suppliers": [("create", [offer])],
            })  # fmt: skip
        template = self.pool.get("product.template")
        made = [t for part in _parts(values, GOODS_AT_ONCE) for t in template.create(part)]
        goods = {t.name: t.products[0].id for t in made}

        cost_of = dict(zip(items["SKU"], items["Unit Cost"], strict=True))
        move = self.pool.get("stock.move")
        moves = [
            {
                "product": goods[sku], "unit": self.unit, "quantity": float(quantity), "unit_price": Decimal(str(cost_of[sku])),
                "from_location": self.places["SUP"], "to_location": self.places["STO"], "effective_date": today, **self.owner,
            }
            for sku, quantity in zip(stock["SKU"], stock["On Hand"], strict=True)
            if quantity
        ]  # fmt: skip
        for part in _parts(moves, AT_ONCE):
            move.do(move.create(part))

        lines_of: dict[str, list[int]] = defaultdict(list)
        for i, order in enumerate(orders["Order"]):
            lines_of[order].append(i)
        sale = self.pool.get("sale.sale")
        for part in _parts(list(lines_of.items()), AT_ONCE):
            values = []
            for order, lines in part:
                customer, address = people[orders["Customer"][lines[0]]]
                wanted = [
                    {
                        "type": "line", "sequence": n, "product": goods[orders["SKU"][i]], "unit": self.unit,
                        "quantity": float(orders["Open"][i]), "unit_price": Decimal(str(orders["Unit Price"][i])),
                    }
                    for n, i in enumerate(lines, 1)
                ]  # fmt: skip
                values.append({
                    "reference": order, "party": customer, "invoice_address": address, "shipment_address": address,
                    "warehouse": self.places["WH"], "sale_date": today, "lines": [("create", wanted)],
                    "invoice_method": "fulfillment", "shipment_method": "order", **self.owner,
                })  # fmt: skip
            for made_sale, (_, lines) in zip(sale.create(values), part, strict=True):
                self.sales.append(made_sale.id)
                self.at |= dict(zip((line.id for line in made_sale.lines), lines, strict=True))

    def confirm(self) -> None:
        """Quotations confirmed; Tryton makes the shipments and puts them on the list of those that wait for goods."""
        sale = self.pool.get("sale.sale")
        for part in _parts(self.sales, self.at_once):
            self.done(lambda part=part: sale.quote(sale.browse(part)))
            self.done(lambda part=part: sale.confirm(sale.browse(part)))

    def assign(self) -> None:
        """Stock to shipments, in the order of the sales, in parts where it does not suffice."""
        shipment, sale = self.pool.get("stock.shipment.out"), self.pool.get("sale.sale")

        def work(part: list[int]) -> None:
            shipment.assign_try(shipment.browse([s.id for made in sale.browse(part) for s in made.shipments]))

        for part in _parts(self.sales, self.at_once):
            self.done(lambda part=part: work(part))

    def request(self) -> None:
        """A purchase request for each item that is short."""
        self.done(self.pool.get("purchase.request").generate_requests)

    def purchase(self) -> None:
        """Draft purchases from the requests, one for each supplier, with minimum and multiple."""
        from trytond.transaction import Transaction

        def work() -> None:
            asked = [r.id for r in self.pool.get("purchase.request").search([("state", "=", "draft")])]
            wizard = self.pool.get("purchase.request.create_purchase", type="wizard")
            session = wizard.create()[0]
            with Transaction().set_context(active_model="purchase.request", active_ids=asked, active_id=asked[0]):
                wizard.execute(session, {}, "start")
            wizard.delete(session)

        self.done(work)

    def result(self) -> dict[str, Any]:
        """Units from stock by order line, units bought by item, and how many purchases there are."""
        given: dict[int, float] = defaultdict(float)
        bought: dict[str, float] = defaultdict(float)
        with self.transaction():
            place = [("from_location", "=", self.places["STO"]), ("state", "=", "assigned")]
            for move in self.pool.get("stock.move").search(place):
                origin = move.origin  # the move out of the house, whose origin is the sale line
                line = origin.origin if origin.__name__ == "stock.move" else origin
                given[self.at[line.id]] += move.quantity
            for line in self.pool.get("purchase.line").search([("type", "=", "line")]):
                bought[line.product.template.name] += line.quantity
            purchases = self.pool.get("purchase.purchase").search([], count=True)
        return {"from stock": [given[i] for i in range(len(self.at))], "bought": bought, "purchases": purchases}


def _parts(values: list[Any], size: int) -> Iterator[list[Any]]:
    return (values[i : i + size] for i in range(0, len(values), size))


def main() -> None:
    folder, book, out = (Path(a).resolve() for a in sys.argv[1:4])
    if not (folder / f"{COMPANY}.sqlite").exists():
        make_company(folder)
        os.execv(sys.executable, [sys.executable, "-O", *sys.argv])  # Tryton knows one database well in a process
    shop, took = Shop(folder, int(sys.argv[4])), {}

    def clocked(step: str, work: Callable[[], Any]) -> None:
        start = time.perf_counter(), time.process_time()
        work()
        took[step] = time.perf_counter() - start[0], time.process_time() - start[1]

    sheets = json.loads(book.read_text(encoding="utf-8"))
    clocked("load", lambda: shop.done(lambda: shop.load(sheets)))
    for step in ("confirm", "assign", "request", "purchase"):
        clocked(step, getattr(shop, step))
    from trytond import __version__

    out.write_text(json.dumps({"version": __version__, "took": took, **shop.result()}), encoding="utf-8")


if __name__ == "__main__":
    main()
