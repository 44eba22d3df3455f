"""Runs the acceptance check of the seeds, which lies beside the checkout.

    python tests/seed_check.py [CHECK_SEEDS.py]

Exit status 1 if a line fails.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the check on the seeds of this checkout."""
    check = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "check_seeds.py"
    if not check.exists():
        print(f"seed check skipped: there is no {check}")
        return 0
    done = subprocess.run(
        [sys.executable, str(check), str(ROOT / "seeds")],
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout + done.stderr, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
