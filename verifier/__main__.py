"""`python -m verifier` is `verify-review`."""

import sys

from verifier.cli import main

sys.exit(main())
