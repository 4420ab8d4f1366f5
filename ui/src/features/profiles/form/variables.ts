import type { CatalogueEntry, Profile } from "$lib/ipc";

/** The profile of an entry with what differs from customer to customer filled in. */
export function filledIn({ profile, variables }: CatalogueEntry, values: Record<string, string>): Profile {
  const fill = (text: string) =>
    variables.reduce((done, { name }) => done.replaceAll(`\${${name}}`, (values[name] ?? "").trim()), text);
  return JSON.parse(JSON.stringify(profile), (_, value: unknown) =>
    typeof value === "string" ? fill(value) : value,
  ) as Profile;
}
