"""Runs `cups_in_namespace.py` with a cupsd of its own, its spool on a tmpfs, out of the way of the machine's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSIDE = Path(__file__).with_name("cups_in_namespace.py")
OWN = ("/run/cups", "/var/spool/cups", "/var/spool/cups-pdf", "/var/cache/cups", "/var/log/cups")
COPIED = ("/etc/cups", "/usr/lib/cups/backend")
OWN_RUN = """
set -e
for folder in {own}; do mkdir -p $folder; mount -t tmpfs tmpfs $folder; done
for folder in {copied}; do
    mount -t tmpfs tmpfs /mnt; cp -a $folder/. /mnt/; mount --move /mnt $folder
done
mkdir /var/spool/cups/tmp; chown root:lp /var/spool/cups /var/spool/cups/tmp /usr/lib/cups/backend
chmod 1770 /var/spool/cups/tmp
ip link set lo up
exec "$@"
""".format(own=" ".join(OWN), copied=" ".join(COPIED))
NEEDED = ("cupsd", "lpadmin", "unshare", "ip")
PDF_BACKEND = Path("/usr/lib/cups/backend/cups-pdf")


@pytest.mark.root
def test_the_driver_holds_against_a_real_service():
    if os.geteuid() != 0:
        pytest.skip("needs root: an own mount and network namespace for cupsd")
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"needs the commands {', '.join(missing)}")
    if not PDF_BACKEND.exists():
        pytest.skip("needs Debian's printer-driver-cups-pdf")
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", str(INSIDE)]
    run = subprocess.run(
        ["unshare", "-mn", "--propagation", "private", "sh", "-c", OWN_RUN, "sh", *command],
        check=False,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-1000:]
