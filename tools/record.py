"""Write what the ledger keeps from the surveys: python tools/record.py FOLDER, the folder that holds `eh/`."""

from __future__ import annotations

import sys
from pathlib import Path

from ayni.evidence.recording import record, write
from ayni.law import bolivia

if __name__ == "__main__":
    write(record(Path(sys.argv[1]), bolivia()))
