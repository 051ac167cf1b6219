"""Which layouts do we know? In the order in which the page names them; which fits is decided by ``recognise.py``."""

from __future__ import annotations

from backorder_xl.imports.sources import (
    amazon_all_orders,
    amazon_orders,
    bigcommerce_orders,
    ebay_orders,
    etsy_orders,
    odoo_orders,
    quickbooks_orders,
    shopify_inventory,
    shopify_orders,
    square,
    woocommerce_orders,
    woocommerce_products,
    zoho_items,
    zoho_orders,
)
from backorder_xl.imports.sources.model import Source

SOURCES: tuple[Source, ...] = (
    shopify_orders.SOURCE,
    shopify_inventory.SOURCE,
    shopify_inventory.OLD,
    woocommerce_orders.GROUPS,
    woocommerce_orders.PACKED,
    woocommerce_orders.LINES,
    woocommerce_orders.ADVANCED,
    woocommerce_products.SOURCE,
    amazon_orders.UNSHIPPED,
    amazon_orders.NEW,
    amazon_all_orders.SOURCE,
    amazon_all_orders.SHIPMENTS,
    zoho_orders.SOURCE,
    zoho_items.SOURCE,
    odoo_orders.SOURCE,
    quickbooks_orders.SOURCE,
    quickbooks_orders.CUSTOMER,
    ebay_orders.SOURCE,
    etsy_orders.ITEMS,
    etsy_orders.ORDERS,
    bigcommerce_orders.SOURCE,
    square.SALES,
    square.LIBRARY,
)
