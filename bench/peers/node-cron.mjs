import { schedule } from "node-cron";
import { measureLag } from "./lag.mjs";

console.warn = () => {};
await measureLag((due, fire) => {
  schedule(`${due.getUTCSeconds()} ${due.getUTCMinutes()} ${due.getUTCHours()} * * *`, fire, { timezone: "UTC" });
});
