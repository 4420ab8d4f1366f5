import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import { m } from "$lib/i18n.svelte";
import { filled, type FieldSpec, type Values } from "./form";

export type FieldErrors = Record<string, string>;

function say(unit: OutputUnit, spec: FieldSpec): string {
  switch (unit.keyword) {
    case "minLength":
      return m.field_too_short();
    case "maxLength":
      return m.field_too_long();
    case "enum":
      return m.field_not_a_choice();
    default:
      return spec.example && !spec.secret
        ? m.field_shape_example({ example: spec.example })
        : m.field_shape({ name: spec.title });
  }
}

/** What is wrong with each field, in words; nothing when all is well. `only` limits it to some fields. */
export function validateFields(
  schema: unknown,
  specs: FieldSpec[],
  values: Values,
  only: (spec: FieldSpec) => boolean = () => true,
): FieldErrors {
  const present = filled(values);
  const errors: FieldErrors = {};
  const checked = specs.filter(only);
  for (const spec of checked) {
    if (spec.required && present[spec.id] === undefined) errors[spec.id] = m.field_required();
  }
  const result = new Validator(schema as Schema, "2020-12", false).validate(present);
  for (const unit of result.errors) {
    const id = unit.instanceLocation.replace(/^#\//, "");
    const spec = checked.find((candidate) => candidate.id === id);
    if (spec && unit.keyword !== "properties") errors[id] ??= say(unit, spec);
  }
  return errors;
}
