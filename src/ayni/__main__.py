"""`python -m ayni`. Files of the folder that it is started in are no part of the program."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]

from ayni.cli import main

main()
