import { Channel } from "@tauri-apps/api/core";
import {
  commands,
  events,
  type AppEvent,
  type ConnectRequest,
  type Failure,
  type OpenedTerminal,
  type PtyEvent,
  type TerminalSize,
} from "./bindings";

export type * from "./bindings";

export { USUAL_REDIRECT } from "./bindings";

export const ipc = commands;

/** Hears everything the app tells the window; the answer stops it. */
export async function onAppEvent(hear: (event: AppEvent) => void): Promise<() => void> {
  return events.appEvent.listen(({ payload }) => hear(payload));
}

/** Opens a session inside the window. Its events may come before the answer does. */
export function openTerminal(
  request: ConnectRequest,
  size: TerminalSize,
  hear: (event: PtyEvent) => void,
): Promise<OpenedTerminal> {
  return ipc.terminalOpen(request, size, new Channel<PtyEvent>(hear));
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
