"""Which machines and Pythons the packages are built for, so that others hear it in a sentence before a download.

The set-up runs this before anything is installed; it needs Python's own library only.
"""

import platform
import sys
import sysconfig

from coach.core.errors import Missing


def unsupported(system: str, machine: str, libc: tuple[str, str], macos: str) -> tuple[str, str] | None:
    """Say why the speech packages have no build for such a machine and what to do, or None where they have one.

    Args:
        system: `sys.platform`.
        machine: `platform.machine()`.
        libc: Name and version, as `platform.libc_ver()` gives them.
        macos: The release of macOS, empty elsewhere.
    """
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine.lower(), machine.lower())
    why = None
    if (system, machine) not in {
        ("linux", "x86_64"),
        ("linux", "aarch64"),
        ("darwin", "aarch64"),
        ("win32", "x86_64"),
    }:
        why = (
            f"The speech packages are not built for {system} on {machine}.",
            "Use 64-bit Linux or Windows, or a Mac with Apple silicon and a Python made for it.",
        )
    elif system == "linux" and (libc[0] != "glibc" or older(libc[1], (2, 28))):
        why = (
            "The speech packages need glibc 2.28 or newer, which Alpine never has.",
            "Use Debian 10, Ubuntu 20.04, Fedora 29 or newer.",
        )
    elif system == "darwin" and older(macos, (14, 0)):
        why = (
            f"The speech packages need macOS 14 or newer, and this is {macos}.",
            "Update macOS and run this again.",
        )
    return why


def older(version: str, than: tuple[int, int]) -> bool:
    """Whether a version such as `2.36` or `14.6.1` comes before `than`."""
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit()) < than


def check() -> None:
    """Raise Missing where this Python or machine can't run the packages."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise Missing("coach needs the ordinary CPython.", "Install Python 3.11 to 3.14 and run this again.")
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        raise Missing("coach needs Python 3.11 to 3.14.", "Install one of them and run this again.")
    why = unsupported(sys.platform, platform.machine(), platform.libc_ver(), platform.mac_ver()[0])
    if why:
        raise Missing(*why)
