import type { FieldSpec, Values } from "./form";

/**
 * The text with what was typed in place of each `${field}`, or the field's name while nothing was.
 * A secret is never put into a text that is shown; what is no field stays as it is.
 */
export function fillIn(text: string, specs: FieldSpec[], values: Values): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, id: string) => {
    const spec = specs.find((candidate) => candidate.id === id);
    if (!spec) return whole;
    const typed = spec.secret ? "" : (values[id] ?? "").trim();
    return typed || `<${spec.title}>`;
  });
}
