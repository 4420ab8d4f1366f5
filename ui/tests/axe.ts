import axe from "axe-core";

/** The faults axe finds. Colours are computed in contrast.test.ts: jsdom draws nothing to measure. */
export async function violations(within: HTMLElement = document.body): Promise<string[]> {
  const result = await axe.run(within, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return result.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(" ")}`);
}
