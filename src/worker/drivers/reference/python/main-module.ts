/** `src/main.py`: the process. */
export const mainModule = `"""The process: settings from the environment, an orderly end on SIGTERM."""

import os
import signal
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from src.server import Service  # noqa: E402


def start(environ):
    """Starts the service with the settings of an environment; gives it and its port."""
    service = Service(environ.get("DATA_DIR", "./data"), environ.get("ANDON_RELEASE", "dev"))
    port = service.listen(int(environ.get("PORT", "8080")), environ.get("HOST", "127.0.0.1"))
    print(f"listening on port {port}", flush=True)
    return service, port


if __name__ == "__main__":
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    running, _ = start(os.environ)
    ended.wait()
    running.close()
`;
