"""An export of each source and layout, made after its known headers with its oddities; names and data are invented.

Columns are separated by ``|`` where the file itself would use commas or tabs, so that a line can be read here.
"""

# ruff: noqa: E501  (the rows of an export are as long as they are)

from __future__ import annotations

from backorder_xl.imports.model import Cell, RawSheet

SAMPLES: dict[str, str] = {}
"""By the title of the source."""

SAMPLES["Shopify, orders"] = """\
Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Currency|Total|Created at|Lineitem quantity|Lineitem name|\
Lineitem price|Lineitem sku|Lineitem requires shipping|Lineitem fulfillment status|Billing Name|Shipping Address1|Shipping City|\
Shipping Zip|Shipping Country|Notes|Cancelled at|Refunded Amount|Location|Tags
#1050|Ann@Example.com|paid|2026-05-01 10:02:00 +0200|partial||EUR|95.00|2026-05-01 10:00:00 +0200|2|Lamp, brass|20.00|LMP-1|true|\
fulfilled|Ann Lee|1 High St|Leeds|'01234|GB|call first||0.00|Shop London|vip
#1050|Ann@Example.com||||||||5|Lamp, steel|10.00|LMP-2|true|pending|||||||||
#1050|Ann@Example.com||||||||1|Lamp, brass|5.00|LMP-1|true|partial|||||||||
#1051|||||||||1|Gift card|25.00|GIFT|false|pending|||||||||
#1052|bo@example.com|pending||unfulfilled||EUR|30.00|2026-05-02 09:00:00 +0200|3|Lamp, steel|10.00|LMP-2|true|pending|\
Bo Ray||||||2026-05-03 08:00:00 +0200|0.00||
#1053|cy@example.com|refunded|2026-05-02 09:00:00 +0200|||EUR|30.00|2026-05-02 23:50:00 -0500|1|Bulb|3.00||true|pending|Cy Orr||||||||30.00||
#1054||voided||||EUR|3.00|2026-05-04 10:00:00 +0200|4|Bulb|3.00|BLB|true|pending|Dee Poe||||||||0.00||
"""

SAMPLES["Shopify, inventory"] = """\
Handle|Title|Option1 Name|Option1 Value|SKU|HS Code|COO|Location|Bin name|Incoming|Unavailable|Committed|Available|On hand (current)|\
On hand (new)
lamp|Lamp|Finish|Brass|LMP-1|||Leeds|A1|50|2|3|5|10|
lamp|Lamp|Finish|Brass|LMP-1|||York||0|0|0|not stocked|not stocked|
lamp|Lamp|Finish|Steel|LMP-2|||Leeds|A2|0|0|4|-4|0|99
bulb|Bulb|Title|Default Title||||Leeds||0|0|0|7|7|
"""

SAMPLES["Shopify, inventory, a column per location"] = """\
Handle|Title|Option1 Name|Option1 Value|Option2 Name|Option2 Value|SKU|HS Code|COO|Leeds|York
lamp|Lamp|Finish|Brass|||LMP-1|||5|not stocked
lamp|Lamp|Finish|Steel|||LMP-2|||-4|2
"""

SAMPLES["WooCommerce, orders, a row per order with numbered items"] = """\
order_id|order_number|order_date|paid_date|status|order_total|customer_id|customer_email|billing_first_name|billing_last_name|\
billing_email|shipping_address_1|shipping_city|shipping_postcode|shipping_country|line_item_1|Product Item 1 Name|Product Item 1 SKU|\
Product Item 1 Quantity|Product Item 1 Total|Product Item 1 Subtotal|Product Item 2 Name|Product Item 2 SKU|Product Item 2 Quantity|\
Product Item 2 Total
501|W-501|2026-05-01 10:00:00|2026-05-01 10:01:00|processing|50|7|x@example.com|Ann|Lee|ann@example.com|1 High St|Leeds|LS1|GB|\
name:Cup|Cup|C1|2|18.00|20.00|Mug|M1|3|30.00
502|W-502|2026-05-02 10:00:00||wc-on-hold|10|0|||Bo|||||||Cup|C1|1|10.00|10.00||||
"""

SAMPLES["WooCommerce, orders, a row per order with its items in one cell"] = """\
order_id|order_number|date|status|order_total|customer_id|billing_email|billing_first_name|billing_last_name|line_items|shipping_items
601|601|2026-05-01 10:00:00|completed|50|7|ann@example.com|Ann|Lee|\
name:Cup; large¦product_id:9¦sku:C1¦quantity:2¦total:20.00¦meta:colour: red;name:Mug¦product_id:8¦sku:M1¦quantity:1¦total:9.00|x
602|602|2026-05-02 10:00:00|refunded|9|0|||Bo|name:Mug¦product_id:8¦sku:M1¦quantity:1¦total:9.00|
"""

SAMPLES["WooCommerce, orders, a row per item"] = """\
order_id|order_number|date|status|billing_email|billing_first_name|billing_last_name|item_id|item_name|item_sku|item_quantity|\
item_subtotal|item_refunded_qty
701|701|2026-05-01|processing|ann@example.com|Ann|Lee|31|Cup|C1|4|20.00|-1
701|701|2026-05-01|processing|ann@example.com|Ann|Lee|32|Mug|M1|1|9.00|
702|702|2026-05-02|checkout-draft|||||Cup|C1|1|5.00|
"""

SAMPLES["WooCommerce, orders, a row per item (Advanced Order Export)"] = """\
Order Number|Order Status|Order Date|Customer Note|First Name (Billing)|Last Name (Billing)|Email (Billing)|Item #|SKU|Item Name|\
Quantity|Quantity (- Refund)|Item Cost|Order Line Total
801|Processing|2026-05-01 10:00||Ann|Lee|ann@example.com|1|C1|Cup|4|3|5.00|20.00
801|Processing|2026-05-01 10:00||Ann|Lee|ann@example.com|2|M1|Mug|1|1|9.00|9.00
802|Cancelled|2026-05-02 10:00||Bo|Ray|bo@example.com|1|C1|Cup|2|2|5.00|10.00
"""

SAMPLES["WooCommerce, products"] = """\
ID|Type|SKU|Name|Published|Is featured?|In stock?|Stock|Low stock amount|Backorders allowed?|Regular price
1|simple|C1|Cup|1|0|1|8|2|notify|10
2|variable||Shirt|1|0|1|||0|
3|variation|S-R|Shirt - Red|1|0|backorder|-3||1|20
4|simple|M1|Mug|1|0|1|||0|9
5|simple, virtual|EBOOK|Book|1|0|1|99||0|5
6|simple||Nameless|1|0|1|4||0|5
"""

SAMPLES["Amazon, unshipped orders"] = """\
order-id|order-item-id|purchase-date|payments-date|reporting-date|promise-date|days-past-promise|buyer-email|buyer-name|sku|\
product-name|quantity-purchased|quantity-shipped|quantity-to-ship|ship-service-level|recipient-name|ship-address-1|ship-city|\
ship-postal-code|ship-country
111-1|9001|2026-05-01T08:00:00+00:00|2026-05-01T08:01:00+00:00|2026-05-03T00:00:00+00:00|2026-05-06T06:59:59+00:00|-3|\
Abc@marketplace.example|Ann Lee|LMP-1|Lamp|5|2|3|Expedited|Ann Lee|1 High St|Leeds|LS1|GB
111-1|9002||||||||LMP-2|Lamp, steel|4|1|2||||||
"""

SAMPLES["Amazon, new orders"] = """\
order-id|order-item-id|purchase-date|payments-date|buyer-email|buyer-name|sku|product-name|quantity-purchased|currency|item-price|\
ship-service-level|recipient-name|ship-address-1|ship-city|ship-postal-code|ship-country|sales-channel
111-2|9003|2026-05-01T08:00:00+00:00|2026-05-01T08:01:00+00:00|||LMP-1|Lamp|4|GBP|50.00|Standard|Ann Lee|1 High St|Leeds|LS1|GB|Amazon
"""

SAMPLES["Amazon, all orders"] = """\
amazon-order-id|merchant-order-id|purchase-date|last-updated-date|order-status|fulfillment-channel|sales-channel|ship-service-level|\
product-name|sku|asin|item-status|quantity|currency|item-price|ship-city|ship-country
111-3||2026-05-01T08:00:00+00:00|2026-05-02T08:00:00+00:00|Unshipped|Merchant|Amazon.co.uk|Standard|Lamp|LMP-1|B01|Unshipped|3|GBP|\
30.00|Leeds|GB
111-4||2026-05-01T08:00:00+00:00|2026-05-02T08:00:00+00:00|Shipped|Amazon|Amazon.co.uk|Standard|Lamp|LMP-1|B01|Shipped|1|GBP|10.00|Leeds|GB
111-5||2026-05-01T08:00:00+00:00|2026-05-02T08:00:00+00:00|Pending|MFN|Amazon.co.uk|Standard|Lamp|LMP-2|B02|Unshipped|2|GBP||York|GB
111-6||2026-05-01T08:00:00+00:00|2026-05-02T08:00:00+00:00|Cancelled|Merchant|Amazon.co.uk|Standard|Lamp|LMP-2|B02|Cancelled|0|GBP||York|GB
111-7||2026-05-01T08:00:00+00:00|2026-05-02T08:00:00+00:00|Shipped - Delivered to Buyer|Merchant|Amazon.in|Standard|Lamp|LMP-2|B02||6|INR|60.00|Pune|IN
"""

SAMPLES["Amazon, fulfilled shipments"] = """\
amazon-order-id|merchant-order-id|shipment-id|shipment-item-id|amazon-order-item-id|purchase-date|sku|quantity-shipped|buyer-name
111-9||S1|SI1|9009|2026-05-01T08:00:00+00:00|LMP-1|1|Ann Lee
"""

SAMPLES["Zoho Inventory, sales orders"] = """\
SalesOrder ID|Order Date|Expected Shipment Date|SalesOrder Number|Status|Customer ID|Customer Name|PurchaseOrder|Currency Code|\
Item Name|SKU|QuantityOrdered|QuantityInvoiced|QuantityPacked|QuantityCancelled|Usage unit|Warehouse Name|Item Price
46001|2026-05-01|2026-05-10|SO-00012|Confirmed|77|Ann Lee Ltd|PO9|EUR|Lamp|LMP-1|10.00|0.00|3.00|1.00|pcs|Main|EUR 20.00
46001|2026-05-01|2026-05-10|SO-00012|Confirmed|77|Ann Lee Ltd|PO9|EUR|Lamp|LMP-1|2.5|0.00|0.00|0.00|pcs|Main|EUR 20.00
46002|2026-05-02||SO-00013|Draft|78|Bo Ray|||Lamp|LMP-1|1.00|0.00|0.00|0.00|pcs|Main|20.00
46003|2026-05-02||SO-00014|Void|78|Bo Ray|||Lamp|LMP-1|4.00|0.00|1.00|0.00|pcs|Main|20.00
"""

SAMPLES["Zoho Inventory, items"] = """\
Item ID|Item Name|SKU|HSN/SAC|Description|Rate|Status|Usage unit|Purchase Rate|Reorder Point|Vendor|Opening Stock|Stock On Hand|\
Item Type|Sellable|Purchasable|Track Inventory
46011|Lamp|LMP-1|9405|A lamp|EUR 20.00|Active|pcs|EUR 9.50|5|Acme|10.00|12.00|Inventory|true|true|true
46012|Old lamp|LMP-0|9405||EUR 15.00|Inactive|pcs|EUR 8.00||Acme|0|-2.00|Inventory|true|true|true
46013|Fitting|SRV|||EUR 40.00|Active|h|||||0|Service|true|false|false
"""

SAMPLES["Odoo, sales orders with lines"] = """\
External ID|Order Reference|Order Date|Customer|Status|Delivery Date|Order Lines/Product|Order Lines/Quantity|\
Order Lines/Delivery Quantity|Order Lines/Unit Price|Order Lines/Description
__export__.so_1|S00012|2026-05-01 08:00:00|Ann Lee Ltd|Sales Order|2026-05-12 08:00:00|[LMP-1] Lamp (Brass)|10.0|4.0|20.0
||||||||||Please ring the bell
||||||[LMP-2] Lamp (Steel)|2.0|0.0|18.0
__export__.so_2|S00013|2026-05-02 08:00:00|Bo Ray|Quotation||[LMP-1] Lamp (Brass)|1.0|0.0|20.0
__export__.so_3|S00014|2026-05-02 08:00:00|Bo Ray|Cancelled||[LMP-1] Lamp (Brass)|5.0|2.0|20.0
"""

SAMPLES["QuickBooks, open sales orders by item"] = """\
Anvil Lamps Ltd||||||||||
Open Sales Orders by Item||||||||||
All Transactions||||||||||
||Type|Date|Due Date|Num|P.O. #|Name|Qty|Amount|Open Balance
Inventory||||||||||
|LMP-1 (Lamp, brass)|||||||||
||Sales Order|05/13/2026|05/20/2026|2001||Ann Lee|10|200.00|120.00
||Sales Order|05/14/2026||2002|77|Bo Ray:Shop|3|60.00|60.00
|Total LMP-1 (Lamp, brass)|||||||13|260.00|180.00
|LMP-2|||||||||
||Sales Order|05/13/2026|05/20/2026|2001||Ann Lee|4|40.00|40.00
|Total LMP-2|||||||4|40.00|40.00
Total Inventory||||||||17|300.00|220.00
TOTAL||||||||17|300.00|220.00
"""

SAMPLES["QuickBooks, open sales orders by customer"] = """\
|Type|Date|Num|Memo|Amount|Open Balance
Ann Lee||||||
|Sales Order|05/13/2026|2001||240.00|160.00
"""

SAMPLES["eBay, orders"] = """\
|||||||||||||||||
Sales Record Number|Order Number|Buyer Username|Buyer Name|Buyer Email|Ship To Address 1|Ship To City|Ship To Zip|Ship To Country|\
Item Number|Item Title|Custom Label|Quantity|Sold For|Sale Date|Paid On Date|Ship By Date|Shipped On Date|Transaction ID
|||||||||||||||||
120|27-001|ann_l|Ann Lee|ann@members.example|1 High St|Leeds|LS1|United Kingdom||||3|£65.00|May-01-26|May-01-26|May-04-26||
120|27-001|ann_l|||||||40011|Lamp, brass|LMP-1|2|£20.00|May-01-26|||May-02-26|5001
120|27-001|ann_l|||||||40012|Lamp, steel|LMP-2|1|£25.00|May-01-26|||  |5002
121|27-002|bo_r|Bo Ray|||York||United Kingdom|40011|Lamp, brass||4|£20.00|May-02-26||May-05-26||5003

2|record(s) downloaded,from ,May-01-26,00:00:00
"""

SAMPLES["Etsy, sold order items"] = """\
Sale Date|Item Name|Buyer|Quantity|Price|Coupon Code|Item Total|Currency|Transaction ID|Listing ID|Date Paid|Date Shipped|Ship Name|\
Ship Address1|Ship City|Ship Zipcode|Ship Country|Order ID|Variations|Order Type|SKU
05/03/26|Lavender soap|annl|3|9.00||27.00|CAD|4001|1502|05/03/26|05/05/26|Ann Lee|1 High St|Leeds|LS1|United Kingdom|9001||online|SOAP-L
05/03/26|Rose soap|annl|2|8.50||17.00|CAD|4002|1503|05/03/26||Ann Lee|1 High St|Leeds|LS1|United Kingdom|9001|Personalization:Ann|online|SOAP-R
05/04/26|Rose soap|bo|1|8.50||8.50|CAD|4003|1503|05/04/26||Bo Ray|2 Low St|York|YO1|United Kingdom|9002||online|
"""

SAMPLES["Etsy, sold orders"] = """\
Sale Date|Order ID|Buyer User ID|Full Name|Number of Items|Payment Method|Date Shipped|Street 1|Ship City|Order Total|Status|SKU
05/03/26|9001|1|Ann Lee|2|Credit Card|05/05/26|1 High St|Leeds|76.00|Completed|SOAP-L
"""

SAMPLES["BigCommerce, orders"] = """\
Order ID|Customer ID|Customer Name|Customer Email|Order Date|Order Status|Order Total (inc tax)|Order Currency Code|Shipping Street 1|\
Shipping Suburb|Shipping Zip|Shipping Country|Total Quantity|Total Shipped|Product Details
186|54|Ann Lee|Ann@Example.com|26/04/2026|Awaiting Fulfillment|265.50|USD|1 High St|Leeds|LS1|United Kingdom|3|0|\
Product ID: 100, Product Qty: 2, Product SKU: 88-Blue, Product Name: Legging, blue, Product Weight: 0.8000, Product Variation Details: \
Size: S (4), Product Unit Price: 67.50, Product Total Price: 135.00¦Product ID: 115, Product Qty: 1, Product SKU: V-S, Product Name: \
Capri, Product Unit Price: 65.00, Product Total Price: 65.00
187|0||bo@example.com|27/04/2026|Partially Shipped|65.00|USD|||||3|2|\
Product ID: 115, Product Qty: 3, Product SKU: V-S, Product Name: Capri, Product Unit Price: 65.00, Product Total Price: 195.00
189|0||cy@example.com|27/04/2026|Partially Shipped|65.00|USD|||||4|2|\
Product ID: 115, Product Qty: 3, Product SKU: V-S, Product Name: Capri¦Product ID: 100, Product Qty: 1, Product SKU: 88-Blue
188|0||cy@example.com|28/04/2026|Incomplete|65.00|USD|||||1|0|Product ID: 115, Product Qty: 1, Product SKU: V-S, Product Name: Capri
"""

SAMPLES["Square, items sold"] = """\
Date|Time|Time Zone|Category|Item|Qty|Price Point Name|SKU|Modifiers Applied|Gross Sales|Discounts|Net Sales|Tax|Transaction ID|\
Payment ID|Event Type|Location|Customer ID|Customer Name
2026-05-01|10:15:00|London|Lamps|Lamp|2.0|Regular|LMP-1||$40.00|$0.00|$40.00|$0.00|T1|P1|Payment|Leeds||
2026-05-01|11:15:00|London|Lamps|Lamp|-1.0|Regular|LMP-1||($20.00)|$0.00|($20.00)|$0.00|T2|P2|Refund|Leeds|C9|Ann Lee
"""

SAMPLES["Square, item library"] = """\
Token|Item Name|Variation Name|SKU|Description|Categories|Price|Archived|Default Unit Cost|Default Vendor Name|Current Quantity Leeds|\
New Quantity Leeds|Current Quantity York|New Quantity York
TK1|Lamp|Regular|LMP-1||Lamps|20.00|N|9.50|Acme|8|99|0|
TK2|Lamp|Steel|LMP-2||Lamps|18.00|N|9.00|Acme||||3
TK3|Old lamp|Regular|LMP-0||Lamps|15.00|Y|||1|||
"""


def sheet(text: str, file: str = "export.csv") -> RawSheet:
    """The text as the sheet that a file with these cells gives; ¦ in a cell stands for the bar that it really holds."""
    rows: list[list[Cell]] = [[cell.replace("¦", "|") or None for cell in line.split("|")] for line in text.splitlines()]
    return RawSheet(file, file, rows)


def grid(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.splitlines()]


def joined(rows: list[list[str]]) -> str:
    return "\n".join("|".join(row) for row in rows) + "\n"
