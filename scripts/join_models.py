"""Join and verify the models that came with the packages, as coach itself will open them; exit 3 where they are not whole."""

import sys

from coach.core.errors import CoachError
from coach.models import default
from coach.models.shelf import this_machine


def main() -> int:
    """0 when both default models stand, each file with its pinned sha256."""
    shelf = this_machine()
    try:
        for pin in (default("speech"), default("language")):
            try:
                shelf.find(pin.name)
            except CoachError:
                # What an earlier install left in the cache folder may be damaged; the packages have just been verified.
                shelf.put(pin, shelf.package_folders(pin), replace=True)
                shelf.find(pin.name)
    except CoachError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
