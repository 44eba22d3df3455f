"""Runs the acceptance check of the seeds, which lies beside the checkout.

    python tests/seed_check.py [CHECK_SEEDS.py]

Exit status 1 if a line fails that is not known to, or one holds that is known to fail.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Seed 003 has text that was decoded wrongly; its repair is yet to be written.
KNOWN_FAILURES = (
    "003: kept or restored: 误区。惠农在建设先行区方面有信心",
    "003: kept or restored: 精准建言资政。惠农区作为“一五”时期",
    "003: kept or restored: “不及格”的试卷。空气质量方面,上半年",
    "003: three one-byte garbles restored",
    "003: kept or restored: 、明确了任务",
    "003: kept or restored: 新目标新",
    "003: what stays garbled is marked",
)


def main() -> int:
    """Run the check and compare what fails with what is known to."""
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
    lines = done.stdout.splitlines()
    failing = [line.removeprefix("FAILS ") for line in lines if line.startswith("FAILS ")]
    new = [line for line in failing if not line.startswith(KNOWN_FAILURES)]
    healed = [known for known in KNOWN_FAILURES if not any(f.startswith(known) for f in failing)]
    print(done.stdout + done.stderr, end="")
    for line in new:
        print(f"seed check: fails and should not: {line}")
    for line in healed:
        print(f"seed check: holds now, take it off the list: {line}")
    return int(bool(new or healed or not lines))


if __name__ == "__main__":
    sys.exit(main())
