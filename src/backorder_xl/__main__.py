"""``python -m backorder_xl`` is the command line."""

from backorder_xl.hosts.cli import main

raise SystemExit(main())
