type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

export type FieldSpec = {
  id: string;
  title: string;
  description: string;
  secret: boolean;
  required: boolean;
  example: string;
  choices: string[] | null;
  /** Set when one line is not enough: a key in PEM form, a JSON document. */
  multiline: boolean;
  /** Set when a new provider gets a random UUID here. */
  generated: boolean;
  initial: string;
};

type Json = { [key: string]: JsonValue };

const asObject = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const asText = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");
const asTexts = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

function order(schema: Json, ids: string[]): string[] {
  const wanted = asTexts(schema["x-order"]).filter((id) => ids.includes(id));
  return [...wanted, ...ids.filter((id) => !wanted.includes(id))];
}

/** The fields a form has, from the credential schema of a cloud: a flat object of strings. */
export function fieldsOf(schema: unknown): FieldSpec[] {
  const root = asObject(schema);
  const properties = asObject(root["properties"]);
  const required = new Set(asTexts(root["required"]));
  const typed = Object.keys(properties).filter((id) => asObject(properties[id])["x-from-browser"] !== true);
  return order(root, typed).map((id) => {
    const property = asObject(properties[id]);
    return {
      id,
      title: asText(property["title"]) || id,
      description: asText(property["description"]),
      secret: property["writeOnly"] === true,
      required: required.has(id),
      example: asTexts(property["examples"])[0] ?? "",
      choices: property["enum"] ? asTexts(property["enum"]) : null,
      multiline: property["x-multiline"] === true || asText(property["contentMediaType"]) !== "",
      generated: property["x-generate"] === "uuid",
      initial: asText(property["default"]),
    };
  });
}

export type Values = Record<string, string>;

/** What was filled in, trimmed, without the empty: an empty optional field is an absent one. */
export function filled(values: Values): Values {
  const kept = Object.entries(values)
    .map(([id, value]) => [id, value.trim()] as const)
    .filter(([, value]) => value !== "");
  return Object.fromEntries(kept);
}

export function split(specs: FieldSpec[], values: Values): { fields: Values; secrets: Values } {
  const fields: Values = {};
  const secrets: Values = {};
  const present = filled(values);
  for (const spec of specs) {
    const value = present[spec.id];
    if (value !== undefined) (spec.secret ? secrets : fields)[spec.id] = value;
  }
  return { fields, secrets };
}
