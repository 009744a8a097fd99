// Check values of the CRC catalogue, for "123456789".
import { expect, test } from "vitest";
import { crc32c, crc64nvme } from "../../../src/engine/s3/crc.ts";

test.each([
  [crc32c, "e3069283"],
  [crc64nvme, "ae8b14860a799888"],
])("a checksum is not another algorithm's: %o", (crc, expected) => {
  expect(crc(Buffer.from("123456789")).toString("hex")).toBe(expected);
});
