// The tables of docs/engine.md that come from the code: which operations the engine has, and which parameters it leaves out.
import { silentLog } from "../src/core/log.ts";
import { systemRandom } from "../src/core/random.ts";
import { VirtualClock } from "../src/core/virtual-clock.ts";
import { type Gap, words } from "../src/engine/gaps/gap.ts";
import { GAPS } from "../src/engine/gaps/gaps.ts";
import type { Service } from "../src/engine/service.ts";
import { createServices } from "../src/engine/services.ts";
import { Store } from "../src/engine/store.ts";
import { modelOf } from "../src/engine/wire/models.ts";

const BEGIN = "<!-- from the code: npm run engine-docs -->";
const END = "<!-- end -->";

/** The page with what lies between the markers made anew. */
export async function withEngineTables(page: string): Promise<string> {
  const [before, rest] = [page.split(BEGIN)[0], page.split(END)[1]];
  if (before === undefined || rest === undefined)
    throw new RangeError(`docs/engine.md has lost its markers ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n${await tables()}\n${END}${rest}`;
}

async function tables(): Promise<string> {
  const services = await allServices();
  const operations = services.map((service) => operationRow(service));
  const gaps = services.flatMap(({ name }) => (GAPS[name] ?? []).map((gap) => ({ service: titleOf(name), gap })));
  const refused = gaps.filter(({ gap }) => gap.harmless === undefined);
  const harmless = gaps.filter(({ gap }) => gap.harmless !== undefined);
  return [
    "| Service | Operations it has | Lacking |",
    "|---|---|---|",
    ...operations,
    "",
    "Parameters that are refused with `NotImplemented`, which names them (by some operations, DynamoDB's and the Scheduler's, with `ValidationException`):",
    "",
    "| Service | Operations | Parameters |",
    "|---|---|---|",
    ...refused.map(
      ({ service, gap }) => `| ${service} | ${list(gap.operations)} | ${list(gap.parameters)}${but(gap)} |`,
    ),
    "",
    "Parameters that are accepted, and of which nothing comes:",
    "",
    "| Service | Operations | Parameters | Because |",
    "|---|---|---|---|",
    ...harmless.map(
      ({ service, gap }) => `| ${service} | ${list(gap.operations)} | ${list(gap.parameters)} | ${gap.harmless} |`,
    ),
  ].join("\n");
}

function operationRow(service: Service): string {
  const all = Object.keys(modelOf(service.name)?.operations ?? {});
  const has = all.filter((name) => Object.hasOwn(service.operations, name)).sort();
  return `| ${titleOf(service.name)} | ${has.join(", ")} | ${all.length - has.length} of ${all.length} |`;
}

const titleOf = (service: string): string => modelOf(service)?.metadata.serviceId ?? service;
const list = (text: string): string =>
  words(text)
    .map((word) => `\`${word}\``)
    .join(" ");
const but = ({ accepts }: Gap): string =>
  accepts ? ` (but ${accepts.map((value) => `\`${value}\``).join(", ")})` : "";

/** The engine's own, made as it makes them. */
async function allServices(): Promise<readonly Service[]> {
  const store = Store.open(":memory:");
  const place = { account: "000000000000", region: "us-east-1", origin: () => "http://127.0.0.1" };
  const context = { store, clock: new VirtualClock(0), random: systemRandom, ...place };
  const options = { log: silentLog, directory: ":memory:", bootstrapPath: undefined, limits: undefined };
  const services = createServices(context, options);
  await services.close();
  store.close();
  return services.all.toSorted((a, b) => (titleOf(a.name) < titleOf(b.name) ? -1 : 1));
}
