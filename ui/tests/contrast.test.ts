/// <reference types="node" />
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/tokens.css", "utf8");

function tokens(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1]!, found[2]!]));
}

function luminance(hex: string): number {
  const channel = (from: number) => {
    const value = parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

const surfaces = ["canvas", "sunken", "raised", "hover", "selected"];
const onSurfaces = ["ink", "dim", "accent-text"].flatMap((ink) => surfaces.map((surface) => [ink, surface]));
const states = ["good", "warn", "bad", "busy"].flatMap((ink) =>
  ["canvas", "sunken", "raised"].map((on) => [ink, on]),
);
const pairs = [
  ...onSurfaces,
  ...states,
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["bad-ink", "bad"],
  ["bad-ink", "bad-hover"],
  ...["good", "warn", "bad"].flatMap((tone) => [
    [tone, `${tone}-soft`],
    ["ink", `${tone}-soft`],
    ["dim", `${tone}-soft`],
    ["accent-text", `${tone}-soft`],
  ]),
];
const edges = [
  ["line-strong", "canvas"],
  ["line-strong", "raised"],
  ["line-strong", "sunken"],
];

describe.each([
  ["light", ":root"],
  ["dark", ':root[data-theme="dark"]'],
])("the %s theme", (_, selector) => {
  const colours = tokens(selector);
  const ratio = (pair: string[]) => contrast(colours.get(pair[0]!)!, colours.get(pair[1]!)!);

  it("has colours to check", () => expect(colours.size).toBeGreaterThan(20));
  it.each(pairs)("can be read: %s on %s", (...pair) => expect(ratio(pair)).toBeGreaterThanOrEqual(4.5));
  it.each(edges)("shows the edge of a field: %s on %s", (...pair) =>
    expect(ratio(pair)).toBeGreaterThanOrEqual(3),
  );
});
