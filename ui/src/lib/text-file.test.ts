import { describe, expect, it } from "vitest";
import { readText } from "./text-file";

const LONGEST = 64 * 1024;

const file = (...parts: BlobPart[]) => new File(parts, "key.pem");

describe("a file for a field", () => {
  it("gives its text as it is, lines and all", async () => {
    expect(await readText(file("-----BEGIN-----\nñ\n"))).toEqual({ text: "-----BEGIN-----\nñ\n" });
  });

  it("may be 64 KiB long and no longer", async () => {
    expect(await readText(file("a".repeat(LONGEST)))).toHaveProperty("text");
    expect(await readText(file("a".repeat(LONGEST + 1)))).toEqual({
      problem: expect.stringContaining("64 KiB"),
    });
  });

  it.each([
    ["bytes that are no UTF-8", new Uint8Array([0xff, 0xfe, 0x41])],
    ["zero bytes", new Uint8Array([0x41, 0, 0x42])],
  ])("is refused with %s", async (_, bytes) => {
    expect(await readText(file(bytes))).toEqual({
      problem: expect.stringContaining("key.pem is not a text file"),
    });
  });

  it("says when it went away before it was read", async () => {
    const gone = file("x");
    gone.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotFoundError"));
    expect(await readText(gone)).toEqual({ problem: expect.stringContaining("key.pem") });
  });
});
