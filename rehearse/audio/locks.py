"""One lock on one open file, that the system takes back when its process dies."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    _FAR = 2**30
    """Windows locks are mandatory: the locked byte lies where no take ever reaches, so that others may still read."""

    def try_lock(fd: int) -> bool:
        """Lock the file open at `fd` until it is closed; False where another process (or another open) holds it."""
        here = os.lseek(fd, 0, os.SEEK_CUR)
        try:
            os.lseek(fd, _FAR, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(fd, here, os.SEEK_SET)
        return True

else:
    import fcntl

    def try_lock(fd: int) -> bool:
        """Lock the file open at `fd` until it is closed; False where another process (or another open) holds it."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
