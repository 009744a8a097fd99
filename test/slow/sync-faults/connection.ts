// A command's connection to an engine in the same process, and its command line, which nobody looks at.
import { createDynamo } from "../../../src/aws/dynamo.ts";
import { type CommandLine, Options } from "../../../src/cli/command.ts";
import type { Connection } from "../../../src/cli/connection.ts";
import type { Clock } from "../../../src/core/clock.ts";
import type { Dynamo } from "../../../src/ledger/dynamo.ts";
import { directClients, type Send } from "./direct-clients.ts";

const TABLE = "acme-local-ledger";
const NEVER = new AbortController().signal;

export function connectionOf(send: Send, clock: Clock): Connection {
  const clients = directClients(send);
  const dynamo = createDynamo(clients);
  const emptyWhereMissing: Dynamo = {
    async send(operation, input) {
      try {
        return await dynamo.send(operation, input);
      } catch (error) {
        if ((error as { awsCode?: string }).awsCode === "ResourceNotFoundException") return {};
        throw error;
      }
    },
  };
  return {
    clients,
    ledger: { dynamo, table: TABLE, clock },
    readableLedger: { dynamo: emptyWhereMissing, table: TABLE, clock },
    embedded: false,
    ownEngine: false,
    close: async () => clients.close(),
  };
}

/** `options` by their camel-case names. */
export function lineOf(
  by: string,
  positional: readonly string[] = [],
  options: Readonly<Record<string, unknown>> = {},
  out: (text: string) => void = () => {},
): CommandLine {
  const silent = () => {};
  const plain = (_style: unknown, text: string) => text;
  return {
    positional,
    options: new Options({ json: true, ...options }),
    terminal: {
      cwd: "/acme",
      variables: { LAMP_BY: by },
      interactive: false,
      columns: 80,
      interrupted: NEVER,
      out,
      note: silent,
      status: silent,
      style: plain,
      styleNote: plain,
    },
  };
}
