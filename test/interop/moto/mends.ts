// Where moto is not as AWS is and a flow of lamp meets it: each with the page of AWS's documentation that decides, and what the way to
// moto does about it. The product is never bent to these.
export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export type Send = (call: Call) => Promise<Reply>;

export interface Mend {
  /** In a few words, unique in the list. */
  readonly name: string;
  /** The page of AWS's documentation that decides. */
  readonly page: string;
  readonly covers: (call: Call) => boolean;
  /** `send` reaches moto. */
  readonly mend: (call: Call, send: Send) => Promise<Reply>;
}

const NO_BODY = Buffer.alloc(0);

async function replaced(call: Call, send: Send): Promise<Reply> {
  await send({ ...call, method: "DELETE", body: NO_BODY });
  return send(call);
}

export const MENDS: readonly Mend[] = [
  {
    name: "PutFunctionEventInvokeConfig adds another setting behind the first, which goes on being the one that is read",
    page: "lambda/latest/api/API_PutFunctionEventInvokeConfig.html",
    covers: ({ method, path }) => method === "PUT" && path.includes("/event-invoke-config"),
    mend: replaced,
  },
  {
    name: "UpdateFunctionEventInvokeConfig adds as well, forgets what the call leaves out, and answers with a date no client reads",
    page: "lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html",
    covers: ({ method, path }) => method === "POST" && path.includes("/event-invoke-config"),
    async mend(call, send) {
      const { status, body } = await send({ ...call, method: "GET", body: NO_BODY });
      if (status !== 200) return send(call);
      const { FunctionArn: _, LastModified: __, ...set } = JSON.parse(body.toString());
      const whole = { ...set, ...JSON.parse(call.body.toString()) };
      return replaced({ ...call, method: "PUT", body: Buffer.from(JSON.stringify(whole)) }, send);
    },
  },
];
