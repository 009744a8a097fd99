// A state of the page with text that wants to be markup, for the tests of the page.
import type { DashboardState } from "../../src/dashboard/state.ts";

export const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

export const hostileState: DashboardState = {
  app: "acme-ops",
  environment: "local",
  now: "2027-03-01T06:00:30Z",
  jobs: [
    {
      name: "heartbeat",
      description: HOSTILE,
      owner: null,
      enabled: true,
      paused: null,
      schedules: [{ expression: "cron(* * * * ? *)", words: "Every minute", zone: "UTC" }],
      nextDue: "2027-03-01T06:01:00Z",
      strip: [
        { id: "heartbeat.20270301T055900Z", status: "failed", due: "2027-03-01T05:59:00Z", durationMs: 20 },
        { id: null, status: "missed", due: "2027-03-01T05:58:00Z", durationMs: null },
      ],
    },
  ],
  runs: [
    {
      id: "heartbeat.20270301T055900Z",
      job: "heartbeat",
      trigger: "schedule",
      status: "failed",
      due: "2027-03-01T05:59:00Z",
      startedAt: "2027-03-01T05:59:02Z",
      durationMs: 20,
      reason: HOSTILE,
      progress: null,
    },
  ],
};
