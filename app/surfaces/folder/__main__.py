"""The folder for the command line: ``python -m app.surfaces.folder`` writes it to the standard output, bytes and nothing else.

``python -m etl report`` starts this as a process of its own, since etl never imports app. What is wrong stands in German
on the standard error output, with exit code 1.
"""

import argparse
import sys

from app.data import db
from app.surfaces.folder.pdf import folder
from app.surfaces.folder.request import FolderRequestError, folder_request


def main() -> None:
    """Write the folder of one area at one Stand."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kommune", default="")
    parser.add_argument("--stand", default="")
    arguments = parser.parse_args()
    try:
        content = folder(folder_request(db.current_release(), arguments.kommune, arguments.stand))
    except (FolderRequestError, db.NoReleaseError) as problem:
        sys.stderr.buffer.write(f"{problem}\n".encode())
        sys.exit(1)
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
