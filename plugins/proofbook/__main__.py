"""`python -m proofbook` is the `proofbook` command."""

from proofbook.cli import main

if __name__ == "__main__":
    main()
