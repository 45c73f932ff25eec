"""Fetches one file from Hugging Face into a folder, going on where an earlier try was cut off.

Run as a program of its own (`hub.py REPOSITORY REVISION FILE FOLDER`), so that the library's settings and a
person's access token stay out of it; it imports nothing of coach.
"""

import sys


def main(repository: str, revision: str, file: str, folder: str) -> None:
    """Fetch the file; the caller checks its sha256. Raises whatever the library does."""
    from huggingface_hub import hf_hub_download

    hf_hub_download(repository, file, revision=revision, local_dir=folder, token=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
