"""What the installers' own words mean to a person."""

import pytest

from coach.installer import Progress, diagnosis


def told(expected: int, *lines: str) -> list[str]:
    progress = Progress(expected)
    return [said for line in lines if (said := progress.hear(line))]


def test_pip_is_heard_one_file_after_the_other() -> None:
    assert told(
        60,
        "Collecting av==18.1.0 (from -r requirements/coach.txt (line 10))\n",
        "  Downloading av-18.1.0-cp311-cp311-manylinux_2_28_x86_64.whl (36.4 MB)\n",
        "  Downloading annotated_doc-0.0.7-py3-none-any.whl (5.3 kB)\n",
        "  Using cached faster_whisper-1.2.1-py3-none-any.whl (1.1 MB)\n",
        "Installing collected packages: av, annotated-doc, faster-whisper\n",
    ) == [
        "  fetching av, 36 MB (0 of about 60 MB here)",
        "  from the cache: faster-whisper, 1 MB (36 of about 60 MB here)",
        "  unpacking",
    ]


def test_uv_is_heard_fetching_several_at_once() -> None:
    assert told(
        60,
        "Resolved 2 packages in 3ms\n",
        "Downloading numpy (16.0MiB)\n",
        "Downloading av (32.0MiB)\n",
        " Downloaded av\n",
        "Downloading hf-xet (4.0MiB)\n",
        "Prepared 3 packages in 2.1s\n",
    ) == [
        "  fetching numpy, 17 MB (0 of about 60 MB here)",
        "  fetching av, 34 MB (0 of about 60 MB here)",
        "  fetching hf-xet, 4 MB (34 of about 60 MB here)",
        "  unpacking",
    ]


def test_more_than_was_expected_is_never_said_to_be_here() -> None:
    assert told(30, "Downloading a (40MiB)", " Downloaded a", "Downloading b (2MiB)")[-1].endswith(
        "(30 of about 30 MB here)"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "does not match its recorded sha256",
        ),
        (
            "  × Failed to download `av==18.1.0`\n  ├─▶ Hash mismatch for `av==18.1.0`",
            "does not match its recorded sha256",
        ),
        ("ERROR: No matching distribution found for av==18.1.0", "has no build for this machine"),
        (
            "NewConnectionError: Temporary failure in name resolution\nERROR: No matching distribution found for av==18.1.0",
            "can't be reached",
        ),
        ("  cause: client error (Connect)\n  cause: dns error", "can't be reached"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: Failed building wheel for llama-cpp-python", "could not be built"),
        ("urllib3.exceptions.IncompleteRead: IncompleteRead(8 bytes read)", "cut short or refused"),
    ],
)
def test_a_failure_is_told_in_a_sentence(line: str, said: str) -> None:
    assert said in diagnosis(["Collecting av", line])
