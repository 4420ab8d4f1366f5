import { describe, expect, it } from "vitest";
import { makeMachines } from "../../../dev/fake/machines";
import { cellText, columnIds, defaultColumns } from "./columns";
import { facetCounts, filterRows, noFilters, toggled } from "./filter";
import { toRow, type Names } from "./row";
import { nextSort } from "$lib/resources/sort";
import { sortRows } from "./sort";
import { firstView, readView } from "./view";

const names: Names = {
  provider: (id) => `Account ${id}`,
  cloud: () => "Amazon",
  state: (state) => `~${state}~`,
  ownTags: () => [],
};
const now = Date.parse("2026-11-23T12:00:00Z");
const rows = makeMachines("p1", 200, now, 7).map((machine) => toRow(machine, names));
const first = rows[0]!;

describe("searching", () => {
  const searchable = {
    name: first.machine.name,
    id: first.machine.id,
    state: "~",
    provider: "account p1",
    cloud: "amazon",
    region: first.machine.region.toUpperCase(),
    type: first.machine.type,
    address: first.machine.private_ips[0]!,
    image: first.machine.image!,
    tag: `team=${first.machine.tags["team"]}`,
  };
  it.each(Object.entries(searchable))("finds by %s", (_, query) => {
    expect(filterRows(rows, query, noFilters)).toContain(first);
  });

  it("needs every word, in any column and order", () => {
    const query = `${first.machine.region} ${first.machine.id}`;
    expect(filterRows(rows, query, noFilters)).toEqual([first]);
    expect(filterRows(rows, `${query} nowhere`, noFilters)).toEqual([]);
  });

  it("does not join the ends of two columns into a match", () => {
    const { name, id } = first.machine;
    expect(filterRows(rows, name.slice(-2) + id.slice(0, 3), noFilters)).not.toContain(first);
  });

  it("finds by the tags that a person gave it", () => {
    const own = toRow(first.machine, { ...names, ownTags: () => ["Friday", "customer-7"] });
    expect(filterRows([own], "friday customer", noFilters)).toEqual([own]);
  });
});

describe("the tags of a row", () => {
  const tagged = toRow(
    { ...first.machine, name: "web-1", tags: { Name: "web-1", env: "prod", spare: "" } },
    names,
  );

  it("do not say the name again, but are searched whole", () => {
    expect(cellText(tagged, "tags")).toBe("env=prod, spare");
    expect(filterRows([tagged], "name=web-1", noFilters)).toEqual([tagged]);
  });
});

describe("filtering", () => {
  it("takes any value of one facet and all facets", () => {
    const filters = { ...noFilters, state: ["running", "stopped"], region: [first.machine.region] };
    const kept = filterRows(rows, "", filters);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every((row) => ["running", "stopped"].includes(row.machine.state))).toBe(true);
    expect(kept.every((row) => row.machine.region === first.machine.region)).toBe(true);
    const left = rows.filter((row) => !kept.includes(row));
    expect(
      left.every(
        (row) =>
          row.machine.region !== first.machine.region || !["running", "stopped"].includes(row.machine.state),
      ),
    ).toBe(true);
  });

  it("filters by a whole tag", () => {
    const kept = filterRows(rows, "", { ...noFilters, tag: ["team=data"] });
    expect(kept.length).toBe(rows.filter((row) => row.machine.tags["team"] === "data").length);
  });

  it("counts a facet without its own choice, and keeps a choice that has no rows", () => {
    const filters = { ...noFilters, state: ["running"], region: ["mars-1"] };
    const counts = facetCounts(rows, "", { ...filters, region: [] }, "state");
    expect([...counts.values()].reduce((sum, n) => sum + n, 0)).toBe(rows.length);
    expect(facetCounts(rows, "", filters, "region").get("mars-1")).toBe(0);
  });

  it("toggles a value", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("sorting", () => {
  const named = (name: string, ip: string[] = []) =>
    toRow({ ...first.machine, id: name, name, public_ips: ip }, names);

  it("counts numbers inside names", () => {
    const sorted = sortRows([named("web-10"), named("web-2"), named("Web-1")], {
      column: "name",
      descending: false,
    });
    expect(sorted.map((row) => row.machine.name)).toEqual(["Web-1", "web-2", "web-10"]);
  });

  it("puts the empty last in both directions", () => {
    const some = [named("a"), named("b", ["10.0.0.1"]), named("c", ["9.0.0.1"])];
    const order = (descending: boolean) =>
      sortRows(some, { column: "public_address", descending }).map((row) => row.machine.name);
    expect(order(false)).toEqual(["c", "b", "a"]);
    expect(order(true)).toEqual(["b", "c", "a"]);
  });

  it("turns around on the second press of the same header", () => {
    const once = nextSort({ column: "name", descending: false }, "region");
    expect(once).toEqual({ column: "region", descending: false });
    expect(nextSort(once, "region").descending).toBe(true);
  });

  it.each(columnIds)("does not change the list it was given, by %s", (column) => {
    const copy = [...rows];
    sortRows(rows, { column, descending: true });
    expect(rows).toEqual(copy);
    expect(typeof cellText(first, column)).toBe("string");
  });
});

describe("the remembered view", () => {
  it("comes back as it was", () => {
    const view = {
      columns: defaultColumns.map((column) =>
        column.id === "tags" ? { ...column, width: 300, visible: false } : column,
      ),
      sort: { column: "region", descending: true },
      filters: { ...noFilters, state: ["running"] },
    };
    expect(readView(JSON.stringify(view))).toEqual(view);
  });

  it.each(["", "{", "null", "[]", '{"columns":3,"sort":{"column":"x"},"filters":{"state":[1]}}'])(
    "starts afresh from %j",
    (saved) => expect(readView(saved)).toEqual(firstView),
  );

  it("never hides the name and keeps widths sane", () => {
    const view = readView(
      '{"columns":[{"id":"name","visible":false,"width":99999},{"id":"nope","width":1}]}',
    );
    const name = view.columns.find((column) => column.id === "name")!;
    expect(name.visible).toBe(true);
    expect(name.width).toBeLessThan(1000);
    expect(view.columns).toHaveLength(defaultColumns.length);
  });
});
