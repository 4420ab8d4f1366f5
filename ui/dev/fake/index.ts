import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type { Settings } from "../../src/lib/ipc";
import { FakeBackend } from "./backend";
import type { Scenario } from "./scenarios";

let running: FakeBackend | null = null;

/** Ends the refreshes under way, so that nothing speaks after its test. */
export function stopFake(): void {
  running?.stop();
  running = null;
}

/** Puts a backend of this scenario behind the window's commands and events. */
export function startFake(scenario: Scenario, settings: Partial<Settings> = {}): FakeBackend {
  mockWindows("main");
  const backend = new FakeBackend(scenario, settings, (event) => void emit("app-event", event));
  mockIPC((command, payload) => backend.answer(command, (payload ?? {}) as Record<string, unknown>), {
    shouldMockEvents: true,
  });
  if (scenario === "refreshing") {
    backend.regionEvery = 4_000;
    setTimeout(() => backend.resources_refresh(null), 300);
  }
  running = backend;
  return backend;
}
