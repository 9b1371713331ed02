"""Runs every bench beside this file, one after the other, and passes on the table of ratios each one prints."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Run the benches whose file name contains one of ``names``, or all of them; 1 if any failed."""
    benches = [file for file in sorted(HERE.glob("*.py")) if file.name != Path(__file__).name and file.name[0] != "_"]
    chosen = [bench for bench in benches if not names or any(name in bench.stem for name in names)]
    failed = []
    for bench in chosen:
        print(f"== {bench.stem}", flush=True)
        if subprocess.call([sys.executable, str(bench)]):
            failed.append(bench.stem)
    if failed or not chosen:
        print(f"== failed: {', '.join(failed) or 'no bench of that name'}", flush=True)
    return int(bool(failed) or not chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
