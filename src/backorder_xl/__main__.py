"""``python -m backorder_xl`` is the command line."""

from backorder_xl.hosts.cli import main

if __name__ == "__main__":  # a worker process of the server looks at this file too
    raise SystemExit(main())
