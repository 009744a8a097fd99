# What an execution environment of a Python function runs: loads the handler, takes events from the Runtime API one by
# one, answers each. What handlers see (context, errors, log lines) is as in Lambda's own Python runtime.
import importlib
import json
import logging
import os
import resource
import socket
import sys
import time
import traceback

RUNTIME = "/2018-06-01/runtime"
# Descriptor 3 takes frames, so that a message of many lines stays one event: type, length, microseconds, text.
LOG_DESCRIPTOR = 3
FRAME_TYPE = 0xA55A0003
IS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
# What every log record has; anything beyond is the caller's own and is shown (`extra=`).
RECORD_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "aws_request_id"}


class Fault(Exception):
    """A failure of the contract between handler and runtime, under one of the names Lambda uses."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


class RuntimeClient:
    """A client of the Runtime API on one bare connection: http.client would cost a cold start thirty milliseconds."""

    def __init__(self, address, nonce):
        host, port = address.rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = self.socket.makefile("rb")
        self.common = f"Host: {address}\r\nLamplighter-Nonce: {nonce}\r\n"

    def next(self):
        self._send("GET", "/invocation/next", {}, b"")
        return self._response()

    def post(self, path, body, headers):
        self._send("POST", path, headers, body.encode("utf-8", "replace"))
        self._response()

    def _send(self, method, path, headers, body):
        # A header holds no line break and nothing beyond ASCII: an error's name may hold both.
        lines = "".join(f"{name}: {_header_text(value)}\r\n" for name, value in headers.items())
        head = f"{method} {RUNTIME}{path} HTTP/1.1\r\n{self.common}{lines}Content-Length: {len(body)}\r\n\r\n"
        self.socket.sendall(head.encode("ascii") + body)

    def _response(self):
        if not self.reader.readline():
            # Without its Runtime API an environment has no purpose.
            os._exit(1)
        headers = {}
        for line in iter(self.reader.readline, b"\r\n"):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return headers, self.reader.read(int(headers.get("content-length", 0)))


def _header_text(value):
    return "".join(c if " " <= c <= "~" else "?" for c in str(value))


class _Members:
    def __init__(self, **members):
        self.__dict__.update(members)

    def __repr__(self):
        return f"{type(self).__name__}({self.__dict__})"


class CognitoIdentity(_Members):
    pass


class Client(_Members):
    pass


class ClientContext(_Members):
    pass


class LambdaContext:
    """The second argument of a handler, member for member as in Lambda's Python runtime."""

    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = _client_context(headers.get("lambda-runtime-client-context"))
        self.identity = _identity(headers.get("lambda-runtime-cognito-identity"))
        now = int(headers.get("lamplighter-now-ms") or time.time() * 1000)
        self._ends = time.monotonic() + (int(headers["lambda-runtime-deadline-ms"]) - now) / 1000

    def get_remaining_time_in_millis(self):
        return max(0, int((self._ends - time.monotonic()) * 1000))

    def log(self, message):
        write_frame(str(message))

    def __repr__(self):
        shown = {name: value for name, value in self.__dict__.items() if not name.startswith("_")}
        return f"LambdaContext({shown})"


def _client_context(text):
    if not text:
        return None
    given = json.loads(text)
    client = given.get("client")
    names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")
    return ClientContext(
        custom=given.get("custom"),
        env=given.get("env"),
        client=client and Client(**{name: client.get(name) for name in names}),
    )


def _identity(text):
    given = json.loads(text) if text else {}
    return CognitoIdentity(
        cognito_identity_id=given.get("cognitoIdentityId"),
        cognito_identity_pool_id=given.get("cognitoIdentityPoolId"),
    )


def write_frame(text):
    body = text.encode("utf-8", "replace")
    head = FRAME_TYPE.to_bytes(4, "big") + len(body).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big")
    frame = memoryview(head + body)
    while frame:
        frame = frame[os.write(LOG_DESCRIPTOR, frame) :]


def timestamp(seconds):
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds * 1000) % 1000:03d}Z"


class LogHandler(logging.Handler):
    """Each record of `logging` one event with time, level and request id, as text or as JSON."""

    request_id = ""

    def emit(self, record):
        try:
            write_frame(self._json(record) if IS_JSON else self._text(record))
        except Exception:
            self.handleError(record)

    def _text(self, record):
        text = logging.Formatter("%(message)s").format(record)
        return f"[{record.levelname}]\t{timestamp(record.created)}\t{self.request_id}\t{text}\n"

    def _json(self, record):
        event = {
            "timestamp": timestamp(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            kind, error, trace = record.exc_info
            event["stackTrace"] = traceback.format_tb(trace)
            event["errorType"] = kind.__name__
            event["errorMessage"] = str(error)
            event["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        if self.request_id:
            event["requestId"] = self.request_id
        own = {name: value for name, value in record.__dict__.items() if name not in RECORD_FIELDS}
        return json.dumps({**own, **event}, ensure_ascii=False, default=str) + "\n"


def log_error(error):
    if IS_JSON:
        write_frame(json.dumps({"timestamp": timestamp(time.time()), "level": "ERROR", **error}, ensure_ascii=False))
        return
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}", "Traceback (most recent call last):"]
    write_frame("\n".join(lines + [line for part in error["stackTrace"] for line in part.splitlines()]))


def described(error, request_id=""):
    if isinstance(error, Fault):
        kind, trace = error.error_type, error.trace
    else:
        frames = traceback.extract_tb(error.__traceback__)
        kind = type(error).__name__
        trace = traceback.format_list([frame for frame in frames if not _is_ours(frame.filename)])
    return {"errorMessage": _text_of(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}


def _is_ours(filename):
    return filename == __file__ or filename.startswith("<frozen importlib") or "/importlib/" in filename


def _text_of(error):
    try:
        return str(error)
    except Exception:
        return "What the handler raised cannot be shown as text"


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        message = f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        raise Fault("Runtime.MalformedHandlerName", message)
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = f"Cannot use built-in module {module_name} as a handler module"
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", message)


def number(value):
    # Decimals are what DynamoDB's client answers.
    if type(value).__name__ == "Decimal":
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def marshalled(answer):
    try:
        return json.dumps(answer, ensure_ascii=False, allow_nan=False, default=number)
    except (TypeError, ValueError, RecursionError) as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}")


def work(handler, headers, body):
    request_id = headers["lambda-runtime-aws-request-id"]
    path = f"/invocation/{request_id}"
    more = {"Lambda-Runtime-Invocation-Id": headers.get("lambda-runtime-invocation-id", "")}
    try:
        try:
            event = json.loads(body)
        except ValueError as error:
            raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}")
        return f"{path}/response", marshalled(handler(event, LambdaContext(headers))), more
    except Exception as error:
        failure = described(error, request_id)
        log_error(failure)
        more["Lambda-Runtime-Function-Error-Type"] = failure["errorType"]
        return f"{path}/error", json.dumps(failure, ensure_ascii=False), more


def main():
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    # In the place of this file's own folder.
    sys.path[0] = task_root
    nonce = sys.argv[1]
    sys.argv = [""]
    client = RuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"], nonce)
    log_handler = LogHandler()
    logging.getLogger().addHandler(log_handler)
    level = {"TRACE": "DEBUG"}.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", ""), os.environ.get("AWS_LAMBDA_LOG_LEVEL"))
    if level:
        logging.getLogger().setLevel(level)
    try:
        handler = load_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        failure = described(error)
        log_error(failure)
        more = {"Lambda-Runtime-Function-Error-Type": failure["errorType"]}
        client.post("/init/error", json.dumps(failure, ensure_ascii=False), more)
        sys.exit(1)
    while True:
        headers, body = client.next()
        log_handler.request_id = headers["lambda-runtime-aws-request-id"]
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        path, answer, more = work(handler, headers, body)
        # Kilobytes on Linux, bytes on macOS.
        unit = 1024 if sys.platform == "darwin" else 1
        more["Lamplighter-Max-Rss-Kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit
        client.post(path, answer, more)


main()
