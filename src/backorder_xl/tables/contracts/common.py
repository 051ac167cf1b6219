"""Which headers and words mean the same in several tables?

English as ERP systems and shops write it, then the common German, French and Spanish names. Accents, case, spaces and
punctuation do not matter in matching.
"""

from __future__ import annotations

SKU = (
    "SKU Code", "SKU No", "SKU Number", "Item SKU", "Product SKU", "Variant SKU", "Lineitem sku", "Item No",
    "Item Number",
    "Item Code", "Item ID", "ItemNo", "Item #", "Product Code", "Product No", "Product Number", "Product ID",
    "Part No",
    "Part Number", "Part #", "Part Code", "Material No", "Material Number", "Material Code", "Article No",
    "Article Number", "Article Code", "Stock Code", "StockCode", "Internal Reference", "Default Code", "Artikelnummer",
    "Artikel-Nr", "Artikel Nr", "Art.-Nr.", "ArtNr", "Materialnummer", "Teilenummer", "Référence", "Référence article",
    "Code article", "Réf", "Código", "Código de artículo", "Código artículo", "Referencia", "Item", "Product", "Part",
    "Material", "Article", "Artikel", "Artículo", "Producto", "Produit", "Order Lines/Product", "Product/Service",
    "Item Name", "Product Name",
)  # fmt: skip

SUPPLIER_CODES = (
    "SupplierNo", "SupplierNos", "Supplier No", "Supplier Number", "Supplier ID", "Supplier Code", "Supplier #",
    "Vendor No", "Vendor Number", "Vendor ID", "Vendor Code", "Vendor #", "Lieferantennummer", "Lieferanten-Nr",
    "LiefNr", "Kreditor", "Code fournisseur", "N° fournisseur", "Código proveedor", "Código de proveedor",
)  # fmt: skip
SUPPLIER = (*SUPPLIER_CODES, "Suppliers", "Vendor", "Vendors", "Preferred Vendor", "Preferred Supplier",
            "Main Supplier",
            "Default Supplier", "Manufacturer", "Lieferant", "Fournisseur", "Proveedor")  # fmt: skip

CUSTOMER_CODES = (
    "CustomerNo", "Customer No", "Customer Number", "Customer ID", "Customer Code", "Customer #", "Cust No", "Cust ID",
    "Client No", "Client ID", "Client Code", "Account No", "Account Number", "Kundennummer", "Kunden-Nr", "KundenNr",
    "KdNr", "Debitor", "N° client", "Code client", "Código cliente", "Código de cliente",
)  # fmt: skip
CUSTOMER = (*CUSTOMER_CODES, "Cust", "Client", "Account", "Sold To", "Sold-to Party", "Bill To", "Buyer", "Partner",
            "buyer-name", "Billing Name", "Kunde", "Cliente", "Customers")  # fmt: skip
CUSTOMER_NAME = ("Name of Customer", "Client Name", "Account Name", "Company Name", "Buyer Name", "Recipient Name",
                 "Shipping Name", "Billing Company", "Company", "Kundenname", "Nom du client", "Nombre del cliente",
                 "Customer", "Client", "Kunde", "Cliente", "Account", "Billing Name", "Name")  # fmt: skip

EMAIL = ("E-mail", "Email Address", "E-mail Address", "Mail", "Customer Email", "Buyer Email", "Billing Email",
         "Contact Email", "E-Mail-Adresse", "Courriel", "Adresse e-mail", "Correo", "Correo electrónico")  # fmt: skip
LANGUAGE = ("Lang", "Locale", "Sprache", "Langue", "Idioma")
LOCATION = ("Warehouse", "Warehouse Name", "Warehouse Code", "Whse", "Whs", "Site", "Store", "Depot", "Branch", "Plant",
            "Lager", "Lagerort", "Standort", "Entrepôt", "Dépôt", "Emplacement", "Almacén", "Ubicación")  # fmt: skip
SPECIFICATION = ("Spec", "Specs", "Specifications", "Customization", "Customisation", "Custom Specification",
                 "Personalization", "Personalisation", "Spezifikation", "Spécification", "Especificación")  # fmt: skip
SHIP_TO = ("Deliver To", "Delivery Address", "Shipping Address", "Ship To Address", "Lieferadresse",
           "Adresse de livraison", "Dirección de entrega")  # fmt: skip
LINE = ("Line No", "Line Number", "LineID", "Line ID", "Line #", "Line Item", "Line Item No", "Item Line", "Order Line",
        "Order Line No", "order-item-id", "Pos", "Position", "Pos. Nr", "Positionsnummer", "Zeile", "Ligne",
        "N° ligne", "Línea")  # fmt: skip
LEAD_TIME = ("LeadTimeDays", "Lead Time Days", "Lead Days", "Lead Time in Days", "LT", "LT Days", "Delivery Lead Time",
             "Replenishment Lead Time", "Planned Delivery Time", "Lieferzeit", "Wiederbeschaffungszeit",
             "Lieferzeit Tage",
             "Délai", "Délai de livraison", "Plazo", "Plazo de entrega")  # fmt: skip
MOQ = ("Minimum Order Quantity", "MinOrderQty", "Min Order Qty", "Minimum Order Qty", "Min Qty", "Minimum Quantity",
       "Min. Order Quantity", "Mindestbestellmenge", "Quantité minimum", "Quantité minimale", "Cantidad mínima",
       "Pedido mínimo")  # fmt: skip
MULTIPLE = ("Order Multiple", "PackSize", "Pack Size", "Pack Qty", "Case Pack", "Case Size", "Case Qty", "Lot Size",
            "Order Lot", "Rounding Value", "Qty Multiple", "Purchase Multiple", "Carton Qty", "Verpackungseinheit",
            "VE",
            "Losgröße", "Conditionnement", "Múltiplo", "Unidades por caja")  # fmt: skip
UNITS_PER_PACK = ("Units Per Case", "Pieces Per Pack", "Pieces Per Case", "Qty Per Pack", "Qty Per Case", "Units Per Box",
                  "Units Per Carton", "Stück pro Packung", "Unités par carton", "Unidades por paquete")  # fmt: skip
COUNTING = {
    **dict.fromkeys(("units", "piece", "pieces", "pcs", "pc", "each", "ea", "stuck", "single", "singles"), "unit"),
    **dict.fromkeys(("packs", "case", "cases", "box", "boxes", "carton", "cartons", "package", "packages", "packung"), "pack"),
}  # fmt: skip
UNIT_COST = ("Cost", "StandardCost", "Standard Cost", "Purchase Price", "Purchase Cost", "Purchase Rate", "Buy Price",
             "Buying Price", "Cost Price", "Cost per Unit", "Supplier Price", "Last Cost", "Average Cost",
             "Einkaufspreis", "EK", "EK-Preis", "Prix d'achat", "Coût unitaire", "Coste", "Precio de compra",
             "Costo unitario")  # fmt: skip
PO = ("PONo", "PO No", "PO Number", "PO #", "PO ID", "PO Ref", "Purchase Order", "Purchase Order No",
      "Purchase Order Number", "Purchase Order ID", "PurchaseOrder", "Bestellnummer", "Bestell-Nr", "Bestellung",
      "N° commande fournisseur", "Commande fournisseur", "Orden de compra", "Pedido de compra")  # fmt: skip
COUNTRY = ("Country Code", "Ship Country", "Land", "Pays", "País")

YES_NO_STOP = {
    "discontinued": "stop", "obsolete": "stop", "stopped": "stop", "eol": "stop", "endoflife": "stop",
    "inactive": "stop",
    "nobackorder": "stop", "deny": "stop", "yes": "stop", "y": "stop", "true": "stop", "1": "stop", "x": "stop",
    "no": "backorder", "n": "backorder", "false": "backorder", "0": "backorder", "active": "backorder",
    "stocked": "backorder", "stock": "backorder", "normal": "backorder", "standard": "backorder", "buy": "backorder",
    "continue": "backorder", "backorders": "backorder", "backordered": "backorder", "pre order": "preorder",
    "preorders": "preorder", "special": "special order", "specialorders": "special order",
    "made to order": "special order",
    "madetoorder": "special order", "mto": "special order", "custom": "special order", "dropship": "drop ship",
    "dropshipping": "drop ship", "dropshipped": "drop ship", "direct": "drop ship",
}  # fmt: skip
