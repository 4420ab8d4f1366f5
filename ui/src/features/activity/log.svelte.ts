import { asFailure, ipc, type AuditAction, type AuditEntry, type Failure } from "$lib/ipc";
import { actionLabel } from "./words";

const PAGE = 100;

type LogFilter = {
  query: string;
  action: AuditAction | "";
  outcome: AuditEntry["outcome"] | "";
  provider: string;
};

export function matches(entry: AuditEntry, filter: LogFilter): boolean {
  if (filter.action && entry.action !== filter.action) return false;
  if (filter.outcome && entry.outcome !== filter.outcome) return false;
  if (filter.provider && entry.provider !== filter.provider) return false;
  const text = `${actionLabel(entry.action)}\n${entry.provider ?? ""}\n${entry.detail}`.toLowerCase();
  return filter.query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The log from its newest entry down, one page at a time. */
export class ActivityLog {
  entries = $state.raw<AuditEntry[]>([]);
  filter = $state<LogFilter>({ query: "", action: "", outcome: "", provider: "" });
  loading = $state(false);
  ended = $state(false);
  failure = $state.raw<Failure | null>(null);
  shown = $derived(this.entries.filter((entry) => matches(entry, this.filter)));
  filtered = $derived(Object.values(this.filter).some((value) => value !== ""));
  providers = $derived([
    ...new Set(this.entries.map((entry) => entry.provider).filter((name) => name !== null)),
  ]);

  async more(): Promise<void> {
    if (this.loading || this.ended) return;
    this.loading = true;
    this.failure = null;
    try {
      const page = await ipc.activityList(this.entries.at(-1)?.sequence ?? null, PAGE);
      this.entries = [...this.entries, ...page];
      this.ended = page.length < PAGE;
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.loading = false;
    }
  }

  clear(): void {
    this.filter = { query: "", action: "", outcome: "", provider: "" };
  }
}
