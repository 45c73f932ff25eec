"""Which machines the packages are built for."""

import pytest

from scripts.machine import unsupported


@pytest.mark.parametrize(
    ("system", "machine", "libc", "macos", "word"),
    [
        ("linux", "x86_64", ("glibc", "2.28"), "", None),
        ("linux", "aarch64", ("glibc", "2.41"), "", None),
        ("darwin", "arm64", ("", ""), "14.0", None),
        ("darwin", "arm64", ("", ""), "26.1", None),
        ("win32", "AMD64", ("", ""), "", None),
        ("linux", "x86_64", ("glibc", "2.17"), "", "glibc 2.28"),
        ("linux", "x86_64", ("", ""), "", "Alpine"),
        ("linux", "armv7l", ("glibc", "2.36"), "", "armv7l"),
        ("darwin", "x86_64", ("", ""), "15.1", "Apple silicon"),
        ("darwin", "arm64", ("", ""), "13.7", "macOS 14"),
        ("freebsd14", "amd64", ("", ""), "", "freebsd14"),
    ],
)
def test_a_machine_without_packages_is_told_so(
    system: str, machine: str, libc: tuple[str, str], macos: str, word: str | None
) -> None:
    why = unsupported(system, machine, libc, macos)
    assert (why is None) if word is None else word in " ".join(why or ())
