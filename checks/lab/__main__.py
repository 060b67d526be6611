"""`python -m checks.lab COMMAND`: starts a part of the lab, or operates it."""

import sys

from checks.lab.cli import main

sys.exit(main())
