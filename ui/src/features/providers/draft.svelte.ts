import { m } from "$lib/i18n.svelte";
import type { AuthKind, Descriptor, Failure, NewProvider } from "$lib/ipc";
import { endpointError } from "$lib/schema/endpoint";
import { fieldsOf, filled, split, type FieldSpec, type Values } from "$lib/schema/form";
import { validateFields, type FieldErrors } from "$lib/schema/validate";

export type Part = "name" | "endpoint" | "fields" | "secrets";
export type Problem = { id: string; label: string; text: string };

type Start = { name: string; endpoint: string; values: Values };

const fresh = (spec: FieldSpec): string => (spec.generated ? crypto.randomUUID() : spec.initial);

/** What is typed into a provider form: it outlives every failed try. Add, edit and rotate show different parts of it. */
export class Draft {
  name = $state("");
  endpoint = $state("");
  values = $state<Values>({});
  errors = $state<FieldErrors>({});
  readonly specs: FieldSpec[];
  #untouched: string;

  constructor(
    readonly cloud: Descriptor,
    readonly kind: AuthKind,
    readonly parts: Part[],
    start?: Start,
  ) {
    this.specs = fieldsOf(kind.schema).filter((spec) => parts.includes(spec.secret ? "secrets" : "fields"));
    this.name = start?.name ?? "";
    this.endpoint = start?.endpoint ?? "";
    this.values = Object.fromEntries(
      this.specs.map((spec) => [spec.id, start ? (start.values[spec.id] ?? spec.initial) : fresh(spec)]),
    );
    this.#untouched = this.#typed();
  }

  get dirty(): boolean {
    return this.#typed() !== this.#untouched;
  }

  has(part: Part): boolean {
    return this.parts.includes(part);
  }

  /** True when all is well; else every problem is at its field. A test needs no name. */
  validate(withName = true): boolean {
    const schemaErrors = validateFields(this.kind.schema, this.specs, this.values);
    const errors: FieldErrors = { ...schemaErrors };
    if (withName && this.has("name") && this.name.trim() === "") errors["name"] = m.field_required();
    const endpoint = this.has("endpoint") ? this.#endpointError() : null;
    if (endpoint) errors["endpoint"] = endpoint;
    this.errors = errors;
    return Object.keys(errors).length === 0;
  }

  /** Takes away the complaint about a field once it holds something good; never adds one while typing. */
  recheck(id: string): void {
    if (!this.errors[id]) return;
    const before = this.errors;
    this.validate();
    const errors = { ...before };
    if (!this.errors[id]) delete errors[id];
    else errors[id] = this.errors[id];
    this.errors = errors;
  }

  /** Says at a field what no schema can know, such as a file that could not be read. */
  complain(id: string, text: string): void {
    this.errors = { ...this.errors, [id]: text };
  }

  /** A failure that names a field of this form is shown at that field too. */
  blame(failure: Failure): void {
    const field = failure.field ?? (failure.code === "name_taken" ? "name" : null);
    if (field && this.labelOf(field)) this.complain(field, failure.message);
  }

  labelOf(field: string): string | undefined {
    if (field === "name") return this.has("name") ? m.name() : undefined;
    if (field === "endpoint") return this.has("endpoint") ? this.cloud.endpoint.title : undefined;
    return this.specs.find((spec) => spec.id === field)?.title;
  }

  get problems(): Problem[] {
    const fields = this.specs.map((spec) => spec.id);
    const order = this.cloud.endpoint.required
      ? ["name", "endpoint", ...fields]
      : ["name", ...fields, "endpoint"];
    return order
      .filter((field) => this.errors[field])
      .map((field) => ({
        id: `field-${field}`,
        label: this.labelOf(field) ?? field,
        text: this.errors[field]!,
      }));
  }

  credential(): { fields: Values; secrets: Values } {
    return split(this.specs, this.values);
  }

  request(): NewProvider {
    return {
      cloud: this.cloud.id,
      auth: this.kind.id,
      name: this.name.trim(),
      endpoint: this.endpoint.trim() || null,
      ...this.credential(),
    };
  }

  #endpointError(): string | null {
    const missing = this.cloud.endpoint.required && this.endpoint.trim() === "";
    return missing ? m.field_required() : endpointError(this.endpoint);
  }

  #typed(): string {
    return JSON.stringify([this.name.trim(), this.endpoint.trim(), filled(this.values)]);
  }
}
