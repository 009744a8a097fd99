// What can keep the page from being served.
import { LampError } from "../core/error.ts";

export class DashboardPortTaken extends LampError {
  readonly code = "port-taken";

  constructor(port: number, cause: unknown) {
    super(
      `Port ${port} on 127.0.0.1, the page's, cannot be used. Choose another pair with --port: the page takes the next one.`,
      { cause },
    );
  }
}
