// Draws the state that the server gives, every two seconds. All foreign text becomes text nodes, never markup.

const REFRESH_MS = 2000;
const byId = (id) => document.getElementById(id);

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const time = (iso) => (iso ? new Date(iso).toLocaleString(undefined, { dateStyle: "short", timeStyle: "medium" }) : "");

function span(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} m` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function mark(run) {
  const took = run.durationMs === null ? "" : `, ${span(run.durationMs)}`;
  return element("span", { className: `mark ${run.status}`, title: `${run.status}, due ${time(run.due)}${took}` });
}

function jobRow(job, now) {
  const schedules = job.schedules.map(({ words, expression }) => element("div", { title: expression }, words));
  const next = job.nextDue
    ? `in ${span(Math.max(0, Date.parse(job.nextDue) - now))}`
    : job.enabled
      ? "by hand only"
      : "disabled";
  return element(
    "tr",
    {},
    element("td", {}, element("strong", {}, job.name), element("small", {}, job.description ?? "")),
    element("td", {}, ...schedules),
    element(
      "td",
      {},
      job.paused && !job.nextDue ? "paused" : next,
      element("small", {}, job.paused ?? time(job.nextDue)),
    ),
    element("td", {}, element("div", { className: "strip" }, ...job.strip.map(mark))),
  );
}

function runRow(run) {
  const late = run.startedAt ? Date.parse(run.startedAt) - Date.parse(run.due) : 0;
  const progress = run.progress ? ` ${run.progress.done}${run.progress.total ? ` of ${run.progress.total}` : ""}` : "";
  return element(
    "tr",
    {},
    element(
      "td",
      {},
      element("span", { className: `status ${run.status}` }, run.status),
      progress,
      element("small", {}, run.reason ?? ""),
    ),
    element("td", {}, run.job),
    element("td", {}, time(run.due)),
    element("td", {}, run.startedAt ? `+${span(Math.max(0, late))}` : ""),
    element("td", {}, run.durationMs === null ? "" : span(run.durationMs)),
    element("td", {}, run.trigger),
    element("td", {}, element("code", {}, run.id)),
  );
}

function draw(state) {
  const now = Date.parse(state.now);
  byId("where").textContent = `${state.app} · ${state.environment}`;
  byId("jobs").replaceChildren(...state.jobs.map((job) => jobRow(job, now)));
  byId("runs").replaceChildren(...state.runs.map(runRow));
  byId("no-runs").hidden = state.runs.length > 0;
}

async function refresh() {
  try {
    const answer = await fetch("/api/state");
    if (!answer.ok) throw new Error(String(answer.status));
    draw(await answer.json());
    byId("connection").textContent = "";
  } catch {
    byId("connection").textContent = "not connected: is lamp dev running?";
  }
  setTimeout(refresh, REFRESH_MS);
}

refresh();
