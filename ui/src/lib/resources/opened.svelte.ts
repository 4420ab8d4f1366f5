/** The row whose details are shown, followed as the list changes. */
export class Opened<Row> {
  key = $state<string | null>(null);

  readonly row = $derived.by(() => {
    // Rows are the reason to look again: a row is replaced when it changes.
    void this.list.rows;
    return this.key === null ? undefined : this.list.get(this.key);
  });

  constructor(private readonly list: { readonly rows: unknown; get(key: string): Row | undefined }) {}
}
