// What Lambda calls with the record of each event of a function that is not ours: how it ended goes into the ledger.
import type { JsonObject } from "../core/json.ts";
import { functionDoors } from "../runtime/doors.ts";
import { createPost } from "../runtime/dynamo/http-post.ts";
import { type Recorded, type RecorderDoors, recordEnding } from "./record-ending.ts";
import { sendLetter } from "./send-letter.ts";

const doors = functionDoors();
const post = createPost();

export const handler = async (record: JsonObject): Promise<Recorded> => {
  const { clock, environment, print } = doors;
  const group = `${environment["LAMP_APP"] ?? ""}-${environment["LAMP_ENV"] ?? ""}`;
  const world: RecorderDoors = {
    ledger: doors.ledger(),
    group,
    failedQueue: `${group}-failed`,
    sendLetter: (queueName, letter) => sendLetter({ clock, post, environment }, queueName, letter),
  };
  const result = await recordEnding(world, record);
  print.info(JSON.stringify({ message: result.recorded ? "recorded" : "left alone", ...result }));
  return result;
};
