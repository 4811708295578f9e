/** `src/server.py`: HTTP in front of the handlers. */
export function serverModule(bodyBytes: number): string {
  return `"""HTTP in front of the handlers: JSON in, JSON out, errors as answers."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from src.errors import HttpError
from src.handlers import Handlers
from src.router import find_route
from src.store import Store

BODY_LIMIT = BODYBYTES


class Service:
    """The service over one data directory. One request at a time reaches the handlers."""

    def __init__(self, data_dir, release):
        self.store = Store(data_dir)
        self.handlers = Handlers(self.store, release)
        self.lock = threading.Lock()
        self.server = None
        self.thread = None

    def listen(self, port, host):
        """Listens in a thread of its own and gives the port."""
        service = self

        class Request(BaseHTTPRequestHandler):
            timeout = 10

            def answer(self):
                service.answer(self)

            do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, *_args):
                return

        self.server = ThreadingHTTPServer((host, port), Request)
        self.server.daemon_threads = False
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self.server.server_address[1]

    def close(self):
        """Takes no more requests, lets those under way end, and closes the store."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.store.close()

    def answer(self, request):
        try:
            status, body, headers = self.result(request)
        except HttpError as error:
            status, body, headers = error.status, error.body(), error.headers
        except Exception as error:  # what goes wrong inside is not told to the client
            print(f"error: {error!r}", file=sys.stderr, flush=True)
            status, body, headers = 500, {"error": "something went wrong inside the service"}, {}
        send(request, status, body, headers)

    def result(self, request):
        parts = urlsplit(request.path)
        handler, params = find_route(request.command, parts.path)
        body = read_json(request) if request.command in ("POST", "PUT", "PATCH") else None
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        with self.lock:
            status, answer = getattr(self.handlers, handler)(params, query, body)
        return status, answer, {}


def read_json(request):
    """The JSON body of a request; None when it has none."""
    try:
        size = int(request.headers.get("content-length") or 0)
    except ValueError:
        raise HttpError(400, "the content length is not a number") from None
    if size > BODY_LIMIT:
        raise HttpError(413, f"the body is larger than {BODY_LIMIT} bytes")
    if size <= 0:
        return None
    try:
        return json.loads(request.rfile.read(size), parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        raise HttpError(400, "the body is not valid JSON") from None


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def send(request, status, body, headers):
    """Writes an answer; one without a body has no content type either."""
    data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    request.send_response(status)
    if body is not None:
        request.send_header("content-type", "application/json; charset=utf-8")
    for name, value in headers.items():
        request.send_header(name, value)
    request.send_header("content-length", str(len(data)))
    request.send_header("cache-control", "no-store")
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(data)
`.replace('BODYBYTES', String(bodyBytes));
}

/** `src/errors.py`: the error a client is told about. */
export const errorsModule = `"""The error a client is told about."""


class HttpError(Exception):
    """A status, a sentence, and details where there are several."""

    def __init__(self, status, message, details=(), headers=None):
        super().__init__(message)
        self.status = status
        self.details = list(details)
        self.headers = headers or {}

    def body(self):
        return {"error": str(self), "details": self.details} if self.details else {"error": str(self)}
`;

/** `src/router.py`: from a method and a path to the handler. */
export const routerModule = `"""From a method and a path to the handler."""

from urllib.parse import unquote

from src.errors import HttpError
from src.routes import ROUTES


def find_route(method, path):
    """The handler and the parameters. A fixed segment wins over a parameter. HEAD is answered as GET."""
    segments = [part for part in path.split("/") if part]
    matching = []
    for known, pattern, handler in ROUTES:
        params = match([part for part in pattern.split("/") if part], segments)
        if params is not None:
            matching.append((len(params), known, handler, params))
    matching.sort(key=lambda one: one[0])
    wanted = "GET" if method == "HEAD" else method
    for _, known, handler, params in matching:
        if known == wanted:
            return handler, params
    if not matching:
        raise HttpError(404, f"there is nothing at {path}")
    allow = ", ".join(known for _, known, _, _ in matching)
    raise HttpError(405, f"{method} is not allowed here; allowed: {allow}", headers={"allow": allow})


def match(parts, segments):
    if len(parts) != len(segments):
        return None
    params = {}
    for part, segment in zip(parts, segments):
        if part.startswith(":"):
            params[part[1:]] = unquote(segment)
        elif part != segment:
            return None
    return params
`;
