// console as Lambda's Node runtime has it: each call one event with time, request id and level, as text or as JSON.
import { writeSync } from "node:fs";
import { format } from "node:util";

/** Descriptor 3 takes frames, so that a message of many lines stays one event and no printed text can pass for another. */
const LOG_DESCRIPTOR = 3;
/** The frame of Lambda's own runtimes: type, length, microseconds since 1970, text. */
const FRAME_TYPE = 0xa55a0003;
const FRAME_HEAD = 16;

const LEVELS = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};
const RANK = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

export function createLogger(env) {
  const logger = {
    requestId: undefined,
    /** An error that ended an invocation, or the process. */
    failure(text, { errorType, errorMessage, trace }) {
      if (json) write("ERROR", [{ errorType, errorMessage, stackTrace: trace }]);
      else write("ERROR", [`${text} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`]);
    },
  };
  const json = env.AWS_LAMBDA_LOG_FORMAT === "JSON";
  const lowest = json ? RANK.indexOf(env.AWS_LAMBDA_LOG_LEVEL ?? "") : 0;

  function write(level, values) {
    if (RANK.indexOf(level) < lowest) return;
    const now = new Date();
    const line = json ? jsonLine : textLine;
    writeFrame(now.getTime(), line(now.toISOString(), logger.requestId, level, values));
  }

  for (const [method, level] of Object.entries(LEVELS)) {
    console[method] = (...values) => write(level, values);
  }
  return logger;
}

function textLine(time, requestId, level, values) {
  return `${time}\t${requestId}\t${level}\t${format(...values)}`;
}

/** One value stays what it is; several become one text, and the first error among them is told apart. */
function jsonLine(timestamp, requestId, level, values) {
  const record = { timestamp, level, requestId };
  if (values.length === 1) {
    try {
      return JSON.stringify({ ...record, message: values[0] }, (_key, value) =>
        value instanceof Error ? { ...fieldsOf(value), ...value } : value,
      );
    } catch {
      return JSON.stringify({ ...record, message: format(values[0]) });
    }
  }
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...record, message: format(...values), ...(error && fieldsOf(error)) });
}

function fieldsOf(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: String(error.stack ?? "").split("\n"),
  };
}

function writeFrame(at, text) {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(FRAME_HEAD + length);
  frame.writeUInt32BE(FRAME_TYPE, 0);
  frame.writeUInt32BE(length, 4);
  frame.writeBigInt64BE(BigInt(at) * 1_000n, 8);
  frame.write(text, FRAME_HEAD);
  let written = 0;
  while (written < frame.length) {
    try {
      written += writeSync(LOG_DESCRIPTOR, frame, written);
    } catch (error) {
      // The reader is behind: wait for it, as a write to a full pipe would.
      if (error.code !== "EAGAIN") return;
    }
  }
}
