import { clearMocks } from "@tauri-apps/api/mocks";
import { cleanup, configure } from "@testing-library/svelte";
import { afterEach } from "vitest";
import { stopFake } from "../dev/fake";

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5_000 });

// jsdom draws nothing, so it has no sizes: the table gets a small window to fill.
Object.defineProperty(HTMLElement.prototype, "offsetHeight", { configurable: true, get: () => 320 });
Object.defineProperty(HTMLElement.prototype, "offsetWidth", { configurable: true, get: () => 1280 });
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 320 });
HTMLElement.prototype.scrollTo = function scrollTo(options?: ScrollToOptions | number) {
  if (typeof options === "object" && options.top !== undefined) this.scrollTop = options.top;
  this.dispatchEvent(new Event("scroll"));
};
HTMLElement.prototype.scrollIntoView = () => undefined;
HTMLElement.prototype.setPointerCapture = () => undefined;
HTMLElement.prototype.animate = () =>
  ({
    cancel: () => undefined,
    finished: Promise.resolve(),
    onfinish: null,
    currentTime: 0,
  }) as unknown as Animation;

// jsdom reads a file only by the older way.
Blob.prototype.arrayBuffer ??= function arrayBuffer(this: Blob) {
  return new Promise<ArrayBuffer>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(this);
  });
};

HTMLElement.prototype.getAnimations = () => [];
HTMLCanvasElement.prototype.getContext = () => null;

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoObserver as unknown as typeof ResizeObserver;
window.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
})) as unknown as typeof window.matchMedia;

// jsdom knows no sheets made by script. What a terminal puts there is seen in the real window.
document.adoptedStyleSheets ??= [];
globalThis.CSSStyleSheet = class {
  replaceSync() {}
} as unknown as typeof CSSStyleSheet;

afterEach(() => {
  stopFake();
  cleanup();
  clearMocks();
  document.body.innerHTML = "";
});
