// The one error of event patterns.
import { ServiceError } from "../../service.ts";

export const invalidPattern = (reason: string) =>
  new ServiceError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
