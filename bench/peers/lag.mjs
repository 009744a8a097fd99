// What every in-memory peer is measured by: COUNT jobs due in one second (SECONDS 1) or spread over so many, LEAD seconds
// ahead. The lag is now less the due time; what has not run GRACE after the last due time is lost.
const [count, seconds, lead, grace] = process.argv.slice(2).map(Number);

/** `register` is given each job's due second as a Date, and its callback. */
export async function measureLag(register) {
  const base = (Math.floor(Date.now() / 1000) + lead) * 1000;
  const lags = [];
  let rss = 0;
  const began = performance.now();
  for (let index = 0; index < count; index++) {
    const due = base + Math.floor((index * seconds) / count) * 1000;
    register(new Date(due), () => lags.push(Date.now() - due));
    if (index % 10_000 === 9_999) rss = Math.max(rss, process.memoryUsage.rss());
  }
  const registerMs = performance.now() - began;
  rss = Math.max(rss, process.memoryUsage.rss());
  const tooLate = Date.now() > base - 1_000;
  const cpu = process.cpuUsage();
  const until = base + seconds * 1000 + grace * 1000;
  while (lags.length < count && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
  const { user, system } = process.cpuUsage(cpu);
  rss = Math.max(rss, process.memoryUsage.rss());
  tell({ lags, registerMs, rss, tooLate, cpuMs: (user + system) / 1000 });
}

export function tell({ lags, registerMs, rss, tooLate, cpuMs }) {
  lags.sort((a, b) => a - b);
  const at = (share) => lags[Math.min(lags.length - 1, Math.floor(lags.length * share))] ?? null;
  const result = { p50: at(0.5), p99: at(0.99), max: at(1), lost: count - lags.length };
  console.log(JSON.stringify({ ...result, registerMs, rssMiB: rss / 2 ** 20, tooLate, cpuMs }));
  process.exit(0);
}
