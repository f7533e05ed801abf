"""For processes below libfaketime: it breaks `clock_nanosleep` of the clock that it leaves alone.

Python sleeps by that call until a moment of the monotonic clock; libfaketime 0.9.10 takes the
moment for one of the wall clock and answers EINVAL. A lock that is never set sleeps as well.
"""

import threading
import time


def sleep(seconds: float) -> None:
    threading.Event().wait(seconds)


time.sleep = sleep
