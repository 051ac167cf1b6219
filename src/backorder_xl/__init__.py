"""Backorder XL: who waits for what, what to order, and what to tell them, inside the workbook that they already have.

In a notebook: ``import backorder_xl as bo``, then ``bo.plan``, ``bo.check`` and ``bo.read`` (docs/notebook.md). They are looked
up when first asked for, so that the command line need not wait for them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backorder_xl.notebook import Planned, check, plan, read

__version__ = "0.1.0"
__all__ = ["Planned", "__version__", "check", "plan", "read"]


def __getattr__(name: str) -> Any:
    if name in ("Planned", "check", "plan", "read"):
        from backorder_xl import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
