"""stays: until asked to stop. ends: at once, again and again. is_deaf: does not hear when asked to stop."""

import signal
import sys
import time

if sys.argv[1] == "is_deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdout.write(f"worker began at {time.monotonic()}\n")
sys.stdout.flush()
if sys.argv[1] != "ends":
    time.sleep(600)
