"""Install what llama-cpp-python's server needs, so that the contract tests run against a real one."""

import sys
from pathlib import Path

from coach.installer import Installer, locks


def main() -> None:
    """Add requirements/server.txt to the environment that runs this."""
    Installer.at_hand(Path(sys.executable), print).install(locks() / "server.txt", 2)


if __name__ == "__main__":
    main()
