import { m } from "$lib/i18n.svelte";
import type { Failure, Health } from "$lib/ipc";

type HealthTone = "good" | "warn" | "bad" | "plain";

const tones: Record<Health["status"], HealthTone> = {
  unchecked: "plain",
  healthy: "good",
  reconnect: "warn",
  failing: "bad",
};

export function healthTone(health: Health): HealthTone {
  return tones[health.status];
}

/** Whether a one-time code mends it, rather than another credential. */
export function needsCode(failure: Failure | null): boolean {
  return failure?.code === "mfa_required";
}

/** One line in words; the time of the check is drawn beside it. */
export function healthWords(health: Health): string {
  const why = health.failure?.message ?? "";
  switch (health.status) {
    case "unchecked":
      return m.health_unchecked();
    case "healthy":
      return m.health_healthy();
    case "reconnect":
      return why ? m.health_reconnect_why({ why }) : m.health_reconnect();
    case "failing":
      return why ? m.health_failing_why({ why }) : m.health_failing();
  }
}
