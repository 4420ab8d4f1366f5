import { describe, expect, it } from "vitest";
import en from "../messages/en.json";
import es from "../messages/es.json";

/** Everything that says messages. The tray, in Rust, has those that begin with its name. */
const sources = Object.values(
  import.meta.glob<string>(["../src/**/*.{ts,svelte}", "!../src/paraglide/**"], {
    query: "?raw",
    import: "default",
    eager: true,
  }),
);

type Variants = { declarations: string[]; match: Record<string, string> }[];
type Catalogue = Record<string, string | Variants>;

const texts = (message: string | Variants): string[] =>
  typeof message === "string" ? [message] : message.flatMap((variant) => Object.values(variant.match));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).sort();
const union = (message: string | Variants): string[] =>
  [...new Set(texts(message).flatMap(placeholders))].sort();

const catalogues: Record<string, Catalogue> = { en: en as Catalogue, es: es as Catalogue };

describe("the catalogues", () => {
  it("have the same messages", () => {
    expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(Object.keys(en).filter((key) => key !== "$schema"))("agree on the placeholders of %s", (key) => {
    expect(union(catalogues["es"]![key]!)).toEqual(union(catalogues["en"]![key]!));
  });

  it("have no message that nothing says", () => {
    const said = new Set(sources.flatMap((text) => text.match(/(?<=\bm\.)\w+/g) ?? []));
    const unsaid = Object.keys(en).filter((key) => !/^\$schema$|^tray_/.test(key) && !said.has(key));
    expect(unsaid).toEqual([]);
  });

  it.each(["en", "es"])("leave nothing empty in %s", (locale) => {
    const empty = Object.entries(catalogues[locale]!).filter(([, message]) =>
      texts(message).some((text) => text.trim() === ""),
    );
    expect(empty).toEqual([]);
  });
});
