"""`python -m zxclean` is the command line."""

from zxclean.cli import main

if __name__ == "__main__":
    main()
