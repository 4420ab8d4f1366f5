import { describe, expect, it } from "vitest";
import { moved } from "./moved";

// Tiles 0-3, 4-7 and 8-9.
const size = { count: 10, columns: 4 };

describe("a key among the tiles", () => {
  it.each([
    ["ArrowRight", 3, 4],
    ["ArrowRight", 9, 9],
    ["ArrowLeft", 4, 3],
    ["ArrowLeft", 0, 0],
    ["ArrowDown", 1, 5],
    ["ArrowDown", 7, 9],
    ["ArrowDown", 8, 8],
    ["ArrowUp", 9, 5],
    ["ArrowUp", 2, 2],
    ["Home", 6, 0],
    ["End", 6, 9],
  ])("%s leads from %i to %i", (key, from, to) => expect(moved(key, from, size)).toBe(to));

  it("leaves other keys alone", () => expect(moved("Tab", 3, size)).toBeNull());
});
