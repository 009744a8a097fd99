// The messages between the engine and its Node runtime: cut anywhere, too long, and what is no message at all.
import { expect, test } from "vitest";
import { encodeMessage, type Message, MessageReader } from "../../../src/engine/lambda/host/message.ts";

function read(bytes: Buffer, pieceBytes: number, most = 100) {
  const messages: Message[] = [];
  const reader = new MessageReader(most, (message) => messages.push(message));
  let isGood = true;
  for (let at = 0; isGood && at < bytes.length; at += pieceBytes)
    isGood = reader.push(bytes.subarray(at, at + pieceBytes));
  return { isGood, told: messages.map(({ head, body, tooLarge }) => [head, body.toString(), tooLarge]) };
}

const THREE = Buffer.concat([
  encodeMessage({ n: 1 }, Buffer.from("ä body")),
  encodeMessage({ n: 2, waits: true }),
  encodeMessage({ n: 3 }, Buffer.from("x".repeat(40))),
]);

test.each([1, 7, 8, 9, 30, 1_000])("no message is lost or torn where it comes in pieces of %i bytes", (pieceBytes) => {
  const told = [
    [{ n: 1 }, "ä body", false],
    [{ n: 2, waits: true }, "", false],
    [{ n: 3 }, "x".repeat(40), false],
  ];
  expect(read(THREE, pieceBytes)).toEqual({ isGood: true, told });
});

test.each([1, 9, 20, 1_000])(
  "no body is kept that is too long, and what follows is not lost (%i bytes)",
  (pieceBytes) => {
    const told = [
      [{ n: 1 }, "ä body", false],
      [{ n: 2, waits: true }, "", false],
      [{ n: 3 }, "", true],
      [{ n: 1 }, "ä body", false],
    ];
    const followed = Buffer.concat([THREE, THREE.subarray(0, encodeMessage({ n: 1 }, Buffer.from("ä body")).length)]);
    expect(read(followed, pieceBytes, 39)).toEqual({ isGood: true, told });
  },
);

test.each([
  ["text", Buffer.from("this is no message")],
  ["a head of no JSON", Buffer.from("\0\0\0\x02\0\0\0\0{]")],
  ["a head that is no object", Buffer.from("\0\0\0\x04\0\0\0\0null")],
])("what is no message is not waited for: %s", (_label, bytes) => {
  expect(read(bytes, 5)).toEqual({ isGood: false, told: [] });
});
