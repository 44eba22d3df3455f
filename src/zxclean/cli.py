"""The console command `zxclean`; what it needs comes with the extra `cli`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

NEEDS = "the command line needs: pip install 'zxclean[cli]'"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with `arguments`, by default those of the process, and exit.

    Exits with status 2 and a message if typer is missing; see `zxclean.commands` for the rest.
    """
    try:
        from zxclean.commands import app
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "click", "rich"):
            raise
        print(NEEDS, file=sys.stderr)
        sys.exit(2)
    app(args=arguments, prog_name="zxclean")


if __name__ == "__main__":
    main()
