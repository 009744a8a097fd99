// heartbeat: proves the whole path alive each minute, and tells a check-in URL where its input names one.
import { job } from "lamplighter";

interface Input {
  /** Called with POST once a run; any answer from 200 to 299 is success. */
  readonly checkInUrl?: string;
}

export default job<Input>(async (input, run) => {
  const lateMs = Math.max(0, Date.now() - run.due.getTime());
  run.log.info("beat", { lateMs });
  if (input.checkInUrl === undefined) return { lateMs };
  const answer = await fetch(httpUrl(input.checkInUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": run.idempotencyKey },
    body: JSON.stringify({ job: run.job, run: run.id, due: run.due.toISOString(), lateMs }),
    signal: run.signal,
    redirect: "error",
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The check-in URL answered ${answer.status}; expected 200 to 299`);
  return { lateMs, checkedIn: answer.status };
});

function httpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === "https:" || url?.protocol === "http:") return url;
  throw new Error("checkInUrl: expected an http or https address");
}
