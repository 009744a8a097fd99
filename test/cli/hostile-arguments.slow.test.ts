// Ids, times and ports that are none are refused before they get anywhere: L01, L05, L15 and L16 of the catalogue.
import { test } from "vitest";
import { refused } from "./refused.ts";

const LONG = "x".repeat(10_000);

test.each([
  ["L01: a job that there is not", ["next", "helo"], /no job "helo"\. Did you mean "hello"\?/],
  ["L05: a port that is none", ["dev", "--port", "abc"], /--port: expected a number from 0 to 65534/],
  ["L05: a port too high", ["dev", "--port", "65536"], /--port: expected a number from 0 to 65534/],
  ["L05: a port below none", ["dev", "--port=-1"], /--port: expected a number from 0 to 65534/],
  ["L05: a port with a fraction", ["dev", "--port", "80.5"], /--port: expected a number from 0 to 65534/],
  ["L15: a run that a query is hidden in", ["show", "'; --"], /"'; --" is no run id/],
  ["L15: a run with an encoded zero", ["show", "%00"], /"%00" is no run id/],
  ["L15: a run id without end", ["show", LONG], /is no run id/],
  ["L15: a log of a path", ["logs", "../../etc/passwd"], /is no run id/],
  ["L15: a history of no job", ["history", "'; --"], /no job "'; --"/],
  ["L16: a time that is none", ["history", "--since", "yesterdayish"], /--since: expected a time like/],
  ["L16: a time in a number", ["history", "--since", "1000000000000"], /--since: expected a time like/],
  ["L16: a time to come", ["history", "--since", "2099-01-01"], /--since.*is to come/],
  ["L16: a span before all time", ["history", "--since", "999999999d"], /--since: expected a time like/],
  ["L16: a day that there is not", ["history", "--since", "2027-02-30"], /--since: expected a time like/],
  ["L16: an end before the beginning", ["history", "--since", "1d", "--until", "2d"], /--until: expected a time after/],
] as [string, string[], RegExp][])("%s is not taken for something else", (_name, words, told) => refused(words, told));
