// What a process prints, cut into events: the same events, wherever the pieces were torn.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameSplitter, lineSplitter } from "../../../src/engine/lambda/host/output.ts";

function torn(bytes: Buffer, sizes: readonly number[], push: (piece: Buffer) => void): void {
  for (let from = 0, n = 0; from < bytes.length; n++) {
    const to = from + Math.max(1, sizes[n % sizes.length] ?? 1);
    push(bytes.subarray(from, to));
    from = to;
  }
}

const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

function frame(text: string, at: number): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xa55a0003, 0);
  head.writeUInt32BE(body.length, 4);
  head.writeBigInt64BE(BigInt(at) * 1_000n, 8);
  return Buffer.concat([head, body]);
}

describe("lines", () => {
  test("do not depend on how the bytes arrive", () => {
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""));
    fc.assert(
      fc.property(fc.array(line), pieces, (lines, sizes) => {
        const seen: string[] = [];
        const splitter = lineSplitter((text) => seen.push(text));
        torn(Buffer.from(lines.map((text) => `${text}\n`).join("")), sizes, splitter.push);
        splitter.end();
        expect(seen).toEqual(lines.map((text) => text.toWellFormed()));
      }),
    );
  });

  test("without an end are not held in memory without bound", () => {
    const seen: string[] = [];
    const splitter = lineSplitter((text) => seen.push(text));
    for (let n = 0; n < 64; n++) splitter.push(Buffer.alloc(65_536, "x"));
    expect(seen).toHaveLength(16);
  });

  test("that are no UTF-8 do not break what follows", () => {
    const seen: string[] = [];
    const splitter = lineSplitter((text) => seen.push(text));
    splitter.push(Buffer.from([0xff, 0xc3, 0x0a, 0x61, 0x0a]));
    expect(seen).toEqual(["\ufffd\ufffd", "a"]);
  });
});

describe("frames", () => {
  test("do not depend on how the bytes arrive, and keep lines together", () => {
    const message = fc.record({ text: fc.string({ unit: "grapheme" }), at: fc.integer({ min: 0, max: 2 ** 45 }) });
    fc.assert(
      fc.property(fc.array(message), pieces, (messages, sizes) => {
        const seen: { text: string; at: number }[] = [];
        const splitter = frameSplitter((text, at) => seen.push({ text, at }));
        torn(Buffer.concat(messages.map(({ text, at }) => frame(text, at))), sizes, splitter.push);
        expect(seen).toEqual(messages.map(({ text, at }) => ({ text: text.toWellFormed(), at })));
      }),
    );
  });

  test("of huge size are cut, and the next one is whole", () => {
    const seen: string[] = [];
    const splitter = frameSplitter((text) => seen.push(text));
    torn(Buffer.concat([frame("x".repeat(1_000_000), 1), frame("next", 2)]), [65_536], splitter.push);
    expect(seen).toEqual([`${"x".repeat(262_144)}[message cut: 1000000 bytes]`, "next"]);
  });
});
