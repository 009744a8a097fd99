// The Runtime API as functions find it whose runtime has a descriptor instead: it is there, as AWS_LAMBDA_RUNTIME_API says,
// and refuses everyone, since nobody is told the nonce.
import { randomUUID } from "node:crypto";
import { RuntimeApi } from "./runtime-api.ts";

export class ClosedApi {
  #opening: Promise<RuntimeApi> | undefined;

  /** Host and port. One server serves all environments of a host. */
  async address(): Promise<string> {
    this.#opening ??= RuntimeApi.open(randomUUID(), NOBODY);
    try {
      return (await this.#opening).address;
    } catch (error) {
      // For want of a descriptor, perhaps: the next environment tries again.
      this.#opening = undefined;
      throw error;
    }
  }

  close(): void {
    this.#opening?.then(
      (api) => api.close(),
      () => {},
    );
  }
}

const NOBODY = { waiting() {}, initFailed() {}, answered: () => false };
