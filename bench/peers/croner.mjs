import { Cron } from "croner";
import { measureLag } from "./lag.mjs";

const jobs = [];
await measureLag((due, fire) => {
  const line = `${due.getUTCSeconds()} ${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
  jobs.push(new Cron(line, { timezone: "UTC" }, fire));
});
