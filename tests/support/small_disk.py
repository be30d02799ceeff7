"""A disk so small that a test can fill it: a tmpfs of its own."""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Self


class SmallDisk:
    """`with SmallDisk(64) as disk:` has so many MiB at `disk.folder`. Raises where not root."""

    def __init__(self, mebibytes: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portail-disk-"))
        self._ballast = self.folder / "ballast"
        self.folder.chmod(0o755)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=0777", "tmpfs", self.folder],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            self.folder.rmdir()
            raise PermissionError(
                f"a full disk is seen on a small tmpfs, and mounting one needs root: {done.stderr}"
            )
        # It reads until the pipe closes, which the kernel does for us even after a kill -9.
        self._guardian = subprocess.Popen(
            ["/bin/sh", "-c", 'cat; umount -l "$0"; rmdir "$0"', str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def fill(self, leave: int = 0) -> None:
        """Leaves so many bytes free."""
        found = os.statvfs(self.folder)
        with self._ballast.open("ab") as ballast:
            size = found.f_bavail * found.f_frsize - leave
            if size > 0:
                os.posix_fallocate(ballast.fileno(), ballast.tell(), size)

    def free(self) -> None:
        """There is room again."""
        self._ballast.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._guardian.stdin is not None
        self._guardian.stdin.close()
        self._guardian.wait(10)
