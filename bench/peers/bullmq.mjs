// Delayed jobs of BullMQ, concurrency 50, on a Redis of its own: COUNT SECONDS LEAD GRACE PORT. Lag at the processor's start.
import { Queue, Worker } from "bullmq";
import { tell } from "./lag.mjs";

const [count, seconds, lead, grace, port] = process.argv.slice(2).map(Number);
const connection = { host: "127.0.0.1", port, maxRetriesPerRequest: null };
const queue = new Queue("due", { connection });
const began = performance.now();
const base = (Math.floor(Date.now() / 1000) + lead) * 1000;
for (let from = 0; from < count; from += 5_000) {
  const jobs = Array.from({ length: Math.min(5_000, count - from) }, (_, offset) => {
    const due = base + Math.floor(((from + offset) * seconds) / count) * 1000;
    return { name: "job", data: { due }, opts: { delay: due - Date.now(), removeOnComplete: true } };
  });
  await queue.addBulk(jobs);
}
const registerMs = performance.now() - began;
const lags = [];
const worker = new Worker("due", async (job) => void lags.push(Date.now() - job.data.due), {
  connection,
  concurrency: 50,
});
await worker.waitUntilReady();
const tooLate = Date.now() > base - 1_000;
const cpu = process.cpuUsage();
const until = base + seconds * 1000 + grace * 1000;
while (lags.length < count && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 100));
const { user, system } = process.cpuUsage(cpu);
tell({ lags, registerMs, rss: process.memoryUsage.rss(), tooLate, cpuMs: (user + system) / 1000 });
