import { commands, events, type AppEvent, type Failure } from "./bindings";

export type * from "./bindings";

export const ipc = commands;

/** Hears everything the app tells the window; the answer stops it. */
export async function onAppEvent(hear: (event: AppEvent) => void): Promise<() => void> {
  return events.appEvent.listen(({ payload }) => hear(payload));
}

function isFailure(error: unknown): error is Failure {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

/** Commands throw a Failure; anything else (a refused command, a bug) becomes one, so that every view draws one shape. */
export function asFailure(error: unknown, operation = ""): Failure {
  if (isFailure(error)) return error;
  return {
    code: "internal",
    message: error instanceof Error ? error.message : String(error),
    remedy: "",
    operation,
    region: null,
    http_status: null,
    provider_code: null,
    request_id: null,
    link: null,
    field: null,
    retry_at: null,
  };
}
