import { startFake } from "./fake";
import { isScenario } from "./fake/scenarios";
import type { Theme } from "../src/lib/ipc";

const query = new URLSearchParams(location.search);
const scenario = query.get("scenario") ?? "few";
const theme = query.get("theme") as Theme | null;
const language = query.get("language");

startFake(isScenario(scenario) ? scenario : "few", {
  ...(theme ? { theme } : {}),
  ...(language ? { language } : {}),
});
await import("../src/main");
