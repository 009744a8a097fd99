// Its timer-based scheduler, the stronger of its two; it has no zones.
import { parseCronExpression } from "cron-schedule";
import { TimerBasedCronScheduler } from "cron-schedule/schedulers/timer-based.js";
import { measureLag } from "./lag.mjs";

process.env.TZ = "UTC";

await measureLag((due, fire) => {
  const line = `${due.getUTCSeconds()} ${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
  TimerBasedCronScheduler.setInterval(parseCronExpression(line), fire);
});
