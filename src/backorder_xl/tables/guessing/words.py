"""What does a word in a header stand for, in whatever language, spelling or abbreviation?

A header becomes a set of plain meanings, so that Bestelldatum, Order Dt. and date_commande are one. It knows words, not tables.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MEANINGS: dict[str, str] = {
    "order": "order orders ord so sales auftrag auftrags auftrage auftraege auftr auft best bestell bestellung "
    "bestellungen bestel bestelling "
    "bestellingen commande commandes cde pedido pedidos orden ordine ordini encomenda zamowienie zamowienia ordre ordrer заказ "
    "заказа заказы طلب",
    "purchase": "purchase purchases po einkauf einkaufs achat achats compra compras acquisto acquisti inkoop inkooporder zakup",
    "customer": "customer customers cust client clients kunde kunden kd cliente clientes clienti klant klanten debitor debiteur "
    "buyer klient kunder клиент клиента покупатель عميل",
    "item": "item items itm sku skus product products prod article articles art artikel articulo articulos articolo "
    "articoli produkt "
    "produkte producto productos produit produits prodotto prodotti material mat part parts teil teile ware towar artigo vare "
    "goods товар товара артикул bien merce produs منتج",
    "no": "ref reference referenz referencia riferimento no nr num nbr number nummer numero numeros id ids code "
    "codes kod codigo codice cod key n numer номер код رقم",
    "quantity": "quantity quantities qty qnty quant qte quantite cantidad cant menge mengen anzahl anz stuck stueck "
    "stk pcs pieces "
    "units quantita qta aantal ilosc quantidade qtd hoeveelheid pz antal кол количество колво كمية",
    "date": "date dates datum dt fecha data dat tag day jour dia dato дата تاريخ",
    "stock": "stock stocks inventory inv bestand bestande bestaende lager lagerbestand voorraad giacenza existencias existencia "
    "inventario estoque soh qoh magazzino vorrat zapas onhand warehouse остаток остатки склад مخزون",
    "shipped": "shipped ship shipment sent geliefert ausgeliefert versandt versendet livre livree livrees enviado "
    "enviada spedito "
    "spedita geleverd delivered fulfilled dispatched entregado entregue entregues expedido wyslano wydano "
    "consegnato evaso evasa отгружено",
    "ordered": "ordered bestellt bestellte cdee cdees commandee commandees pedida pedidas ordinata ordinato besteld заказано",
    "cancelled": "cancelled canceled cancel storniert storno annule annulee cancelado anulado annullato geannuleerd",
    "received": "received rec recd rcvd rcd receipt receipts erhalten eingegangen recu recue recibido recibida "
    "ricevuto ontvangen wareneingang",
    "name": "name names nom nombre nome naam nazwa navn имя имени название اسم",
    "email": "email mail emails courriel correo почта",
    "price": "price preis prix precio prezzo prijs cena pris цена",
    "supplier": "supplier suppliers vendor vendors lieferant lieferanten lief fournisseur fournisseurs proveedor proveedores "
    "fornitore fornitori leverancier leveranciers kreditor dostawca поставщик",
    "description": "description desc descr bezeichnung bez beschreibung designation descripcion descrizione "
    "omschrijving libelle opis",
    "line": "line lines pos position zeile ligne linea riga regel row lin",
    "expected": "expected exp eta erwartet prevue prevu prevista atteso verwacht arrival ankunft",
    "need": "need needed required req wunsch wanted requested gewunscht souhaitee bedarf richiesta gewenst",
    "promised": "promised promise zugesagt zusage promesse prometida promessa confirmed beloofd",
    "due": "due termin deadline echeance scadenza",
    "open": "open offen offene backorder backorders backordered outstanding remaining rest restant pendiente inevaso openstaand "
    "pending bo unshipped undelivered",
    "available": "available avail verfugbar disponible disponibile beschikbaar",
    "status": "status state statut estado stato",
    "priority": "priority prio prioritat priorite prioridad priorita",
    "cost": "cost costs kosten cout coste costo ek",
    "minimum": "minimum min mindest mindestens moq minimale minimo minima",
    "leadtime": "leadtime lieferzeit levertijd delai plazo wiederbeschaffungszeit lt",
    "country": "country land pays pais paese страна",
    "language": "language lang sprache langue idioma lingua taal",
    "holiday": "holiday holidays feiertag feiertage feries festivos feriados festivi feestdagen",
    "offer": "sourcing source sources offer offers bezugsquelle bezugsquellen offerte",
    "list": "list liste lista lijst export report ubersicht uebersicht aktuell current all alle sheet tab tabelle",
}
_NOISE = {"the", "of", "in", "on", "by", "for", "at", "our", "de", "du", "des", "la", "le", "el", "del", "der", "die", "das",
          "di", "van", "het", "en", "und", "and", "per", "your", "unser", "s", "l", "d", "a", "is", "to", "op", "em", "z", "base",
          "days", "dagen", "tage", "jours", "dias", "giorni"}  # fmt: skip
_KNOWN = {word: meaning for meaning, words in MEANINGS.items() for word in words.split()}
_LONG: dict[str, list[str]] = {}  # known words that are long enough to be misspelled, by their first letter
for _word in sorted(_KNOWN):
    if len(_word) >= 5:
        _LONG.setdefault(_word[0], []).append(_word)
_SPLIT = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\D)(?=\d)")
_PHRASES = ((re.compile(r"\b(on|in|at)[ _-]?hand\b"), "onhand"), (re.compile(r"\blead[ _-]?time\b"), "leadtime"),
            (re.compile(r"\be-mail\b"), "email"), (re.compile(r"\bback[ _-]order"), "backorder"),
            (re.compile(r"\bn[o°º.]\s*_?$"), "no"), (re.compile(r"#"), " no "))  # fmt: skip


@lru_cache(maxsize=8192)
def meanings(header: str) -> frozenset[str]:
    """What a header says, as plain meanings; a word that nobody knows stands for itself.

    >>> sorted(meanings("Bestelldatum")), sorted(meanings("Cust_No.")), sorted(meanings("Qty shiped"))
    (['date', 'order'], ['customer', 'no'], ['quantity', 'shipped'])
    """
    text = " ".join(_CAMEL.split(header)).casefold().replace("ß", "ss")
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    out: set[str] = set()
    for word in _SPLIT.findall(text):
        if word not in _NOISE:
            out |= _meant(word)
    return frozenset(out)


def is_word(meaning: str) -> bool:
    """Whether a meaning is one of the known ones, and not a word that stands for itself."""
    return meaning in MEANINGS


def _meant(word: str) -> frozenset[str]:
    parts = _parts(word)
    if parts is not None:
        return parts
    if len(word) >= 4:
        near = (k for k in _LONG.get(word[0], ()) if abs(len(k) - len(word)) <= 1 and apart(word, k, 1) == 1)
        found = {_KNOWN[known] for known in near}
        if len(found) == 1:
            return frozenset(found)
    return frozenset((word,))


def _parts(word: str) -> frozenset[str] | None:
    """A known word, or one that is put together of known words, as German and exports do."""
    if word in _KNOWN:
        return frozenset((_KNOWN[word],))
    for cut in range(len(word) - 2, 2, -1):
        head, tail = word[:cut], word[cut:]
        if head in _KNOWN and len(head) > 2:
            rest = _parts(tail) or _parts(tail.removeprefix("s")) if len(tail) > 1 else None
            if rest is not None:
                return rest | {_KNOWN[head]}
    return None


def apart(a: str, b: str, most: int) -> int:
    """In how many letters two words differ (put in, left out, typed wrongly, swapped); ``most`` + 1 for more.

    >>> apart("custmer", "customer", 2), apart("ordre", "order", 2), apart("order", "stock", 2)
    (1, 1, 3)
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        now = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, row = row, now
    return min(row[-1], most + 1)
