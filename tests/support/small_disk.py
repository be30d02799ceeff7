"""A disk so small that a test can fill it: a tmpfs of its own."""

import contextlib
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
        """Leaves so many bytes free, as far as those who write meanwhile let it."""
        with self._ballast.open("ab") as ballast, contextlib.suppress(OSError):
            for piece in (1 << 26, 1 << 20, 1 << 12):
                while self._left() >= leave + piece:
                    os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), piece)

    def _left(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def free(self) -> None:
        """There is room again."""
        self._ballast.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._guardian.stdin is not None
        self._guardian.stdin.close()
        self._guardian.wait(10)
