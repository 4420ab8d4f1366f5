import { describe, expect, it } from "vitest";
import { memory } from "./size";
import { age, ago, clockTime, secondsUntil } from "./time";

const now = Date.parse("2026-11-23T12:00:00Z");
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString();

describe("time", () => {
  it.each([
    [5, "now"],
    [59, "now"],
    [60, "1 min. ago"],
    [2 * 3600 + 5, "2 hr. ago"],
    [86_400, "yesterday"],
    [8 * 86_400, "last wk."],
  ])("says %i seconds ago as %s", (seconds, words) => expect(ago(before(seconds), now, "en")).toBe(words));

  it("speaks the language", () => expect(ago(before(120), now, "es")).toBe("hace 2 min"));

  it.each([
    [5, "5s"],
    [125, "2m"],
    [7200, "2h"],
    [45 * 86_400, "45d"],
    [500 * 86_400, "500d"],
    [800 * 86_400, "2y"],
    [-30, "0s"],
  ])("ages %i seconds as %s", (seconds, text) => expect(age(before(seconds), now, "en")).toBe(text));

  it("counts down and never below zero", () => {
    expect(secondsUntil(new Date(now + 1500).toISOString(), now)).toBe(2);
    expect(secondsUntil(before(5), now)).toBe(0);
    expect(clockTime(65)).toBe("1:05");
  });
});

describe("sizes", () => {
  it.each([
    [512, "512 MiB"],
    [1024, "1 GiB"],
    [1536, "1.5 GiB"],
    [131_072, "128 GiB"],
  ])("says %i MiB as %s", (mib, text) => expect(memory(mib, "en")).toBe(text));
});
