"""Fetches one file from Hugging Face into a folder, going on where an earlier try was cut off.

Run as a program of its own (`hub.py REPOSITORY REVISION FILE BYTES FOLDER`), so that the library's settings
and a person's access token stay out of it; it imports nothing of coach. The library's own `hf_hub_download`
begins anew after every failure, so this asks for the rest of the file itself.
"""

import os
import sys
from pathlib import Path


def main(repository: str, revision: str, file: str, size: str, folder: str) -> None:
    """Fetch the file, whose sha256 the caller checks.

    Args:
        repository: Such as `Systran/faster-whisper-base`.
        revision: A commit.
        file: Its name in the repository.
        size: Its bytes; 0 where they are not known.
        folder: Where it comes to lie; until it is there, `FILE.part` holds what has come.

    Raises:
        Exception: whatever the library raises; what came stays.
    """
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers

    whole, part = Path(folder) / file, Path(folder) / f"{file}.part"
    if whole.exists():
        return
    expected = int(size) or None
    part.touch()
    with part.open("r+b") as coming:
        here = coming.seek(0, os.SEEK_END)
        if expected is None or here > expected:
            here = coming.seek(coming.truncate(0))
        http_get(
            hf_hub_url(repository, file, revision=revision),
            coming,
            resume_size=here,
            headers=build_hf_headers(token=False),
            expected_size=expected,
        )
    part.replace(whole)


if __name__ == "__main__":
    main(*sys.argv[1:])
