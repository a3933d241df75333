"""``python -m saidao`` is the command line."""

import sys

from saidao.cli import main

sys.exit(main())
