"""Finds the browser for the tests that need one."""

import os
import shutil

from workshop import Step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = """
***************************************************************************
  THE BROWSER TESTS DID NOT RUN: there is no Chromium or Chrome here.
  Install one (apt install chromium) and start again.
***************************************************************************
"""


def find_or_install() -> str:
    """The program of an installed Chromium or Chrome; Debian's is installed where we may; else nothing."""
    found = _find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        unasked = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        try:
            with Step("Chromium") as step:
                step.run(["apt-get", "update"], env=unasked)
                step.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], env=unasked)
        except Exception as refusal:
            print(refusal)
        found = _find()
    return found


def _find() -> str:
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return next((path for path in ON_A_MAC if os.path.exists(path)), "")
