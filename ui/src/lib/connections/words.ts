import { m } from "$lib/i18n.svelte";
import type { Connection, ConnectionState } from "$lib/ipc";

type Tone = "good" | "warn" | "bad" | "plain";

const tones: Record<ConnectionState, Tone> = {
  pending: "plain",
  active: "good",
  attention: "warn",
  failed: "bad",
};

export const connectionTone = (connection: Connection): Tone => tones[connection.state];

/** How a connection stands, in one line. */
export function connectionWords({ state, failure, signed_in_at, grant }: Connection): string {
  const why = failure?.message ?? "";
  switch (state) {
    case "pending":
      return m.connection_pending();
    case "active":
      return signed_in_at && grant !== "client" ? m.connection_signed_in() : m.connection_active();
    case "attention":
      return why ? m.health_reconnect_why({ why }) : m.health_reconnect();
    case "failed":
      return why ? m.connection_failed_why({ why }) : m.connection_failed();
  }
}

/** Whether its token can be renewed: one that was typed has none. */
export const renewable = (connection: Connection): boolean =>
  connection.signed_in_at !== null && (connection.state === "active" || connection.state === "attention");

/** Whether only a person can mend it. */
export const needsPerson = ({ state }: Connection): boolean => state === "attention" || state === "failed";
