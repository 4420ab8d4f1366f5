import axe from "axe-core";

/** The faults axe finds. Colours are computed in contrast.test.ts: jsdom draws nothing to measure. */
export async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return result.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" ")}`);
}
