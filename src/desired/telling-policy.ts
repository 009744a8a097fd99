// What the role of an existing function needs so that Lambda tells the recorder of its runs; it is not ours to change.
import { allow, document } from "./policies.ts";
import type { PolicyDocument } from "./resource.ts";

/** Lambda sends its records with the rights of the function's own role (Lambda guide, capturing records). */
export const tellingPolicy = (recorderArn: string): PolicyDocument =>
  document(allow(["lambda:InvokeFunction"], [recorderArn]));
