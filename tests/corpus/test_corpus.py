"""Do some workbooks of other people keep what is not ours? All of them are tried by ``make soak`` (docs/reliability.md)."""

from __future__ import annotations

import random
import sys

import pytest

from tests.corpus.place import corpus

FOUND = corpus()

if sys.platform != "linux" or not FOUND:
    pytest.skip("no corpus was gathered on this machine: python -m tests.corpus.gather", allow_module_level=True)

from tests.corpus.try_all import in_a_process  # noqa: E402 - it needs the kernel's limits

CHOSEN = random.Random(7).sample(FOUND, min(12, len(FOUND)))


@pytest.mark.parametrize("found", CHOSEN, ids=[f.path.stem for f in CHOSEN])
def test_a_workbook_of_the_corpus(found, tmp_path):
    tried = in_a_process(found, tmp_path)
    assert tried.end in ("clean", "refused"), (found.source, found.member, tried.why)
