// The clients as a command has them while it holds the lock: what changes something asks first whether it still may.
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { Clients } from "./clients.ts";

const READING = /^(Get|List|Describe|Query|Filter|Receive)/;

/** `ask` is called right before each attempt of each request that may change something; what it throws is the request's error. */
export function clientsUnder(clients: Clients, ask: () => Promise<void>): Clients {
  const asking =
    <C extends object>(client: () => Promise<C>): (() => Promise<C>) =>
    async () =>
      under(await client(), ask);
  return {
    ...clients,
    scheduler: asking(clients.scheduler),
    lambda: asking(clients.lambda),
    invocation: asking(clients.invocation),
    sqs: asking(clients.sqs),
    dynamodb: asking(clients.dynamodb),
    iam: asking(clients.iam),
    sts: asking(clients.sts),
    ssm: asking(clients.ssm),
    logs: asking(clients.logs),
    events: asking(clients.events),
  };
}

/** All clients' middleware stacks are alike; the type of one stands for them. */
type Send = (command: Command, ...rest: unknown[]) => unknown;
type Command = { readonly middlewareStack: SchedulerClient["middlewareStack"] };

/** The same client with its sockets, for the SDK's paginators too, which look at its class. */
function under<C extends object>(client: C, ask: () => Promise<void>): C {
  const { send } = client as unknown as { send: Send };
  const value: Send = (command, ...rest) => {
    // Behind the tally, which is inside the retries and where a request waits for its turn.
    command.middlewareStack.addRelativeTo(
      <A, R>(next: (args: A) => Promise<R>, context: { readonly commandName?: string }) =>
        async (args: A): Promise<R> => {
          if (!READING.test(context.commandName ?? "")) await ask();
          return next(args);
        },
      { name: "lamplighterGate", relation: "after", toMiddleware: "lamplighterTally", override: true },
    );
    return send.call(client, command, ...rest);
  };
  return Object.create(client, { send: { value } }) as C;
}
