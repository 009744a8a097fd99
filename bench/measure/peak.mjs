// Preloaded into a process that is measured (`node --import`): leaves its greatest memory, in kilobytes, in the file that PEAK_FILE names.
import { writeFileSync } from "node:fs";

const file = process.env.PEAK_FILE;
if (file) process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
