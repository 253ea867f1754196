"""`ayni` and `python -m ayni`. Files of the folder that it is started in are no part of the program."""

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

from ayni.garbage import seldom_searched

seldom_searched()

from ayni.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
