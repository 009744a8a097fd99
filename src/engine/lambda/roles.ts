// What Lambda asks of IAM about the roles of functions, as a port.
import type { Keys } from "../sts/sessions.ts";

export interface ExecutionRoles {
  /** Whether the role exists and lets Lambda take it. */
  assumable(roleArn: string): boolean;
  /** Why the role, taken for the function, may not do this, in AWS's words; undefined when it may. */
  denial(roleArn: string, functionName: string, action: string, resource: string): string | undefined;
  /** Another number when what roles may do may have changed. */
  revision(): number;
  /** What the function's processes sign with; undefined when the role cannot be taken. */
  keysOf(roleArn: string, functionName: string): Keys | undefined;
  /** The function was deleted: what its processes sign with ends with what still runs. */
  endKeysOf(functionName: string): void;
}
