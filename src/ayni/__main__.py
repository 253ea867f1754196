"""`python -m ayni`."""

from ayni.cli import main

main()
