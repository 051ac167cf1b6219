"""The add-in for Excel on the web: everything that is made from the lists of buttons and functions, for one address."""

from backorder_xl.hosts.addin.web.files import files

__all__ = ["files"]
