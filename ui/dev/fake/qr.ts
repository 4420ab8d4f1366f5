import { seeded } from "./random";

const SIZE = 25;
const finder = (x: number, y: number) =>
  `<path d="M${x} ${y}h7v7h-7z M${x + 1} ${y + 1}v5h5v-5z M${x + 2} ${y + 2}h3v3h-3z" fill-rule="evenodd"/>`;

/** Looks like a QR code, and says nothing. */
export function qrSvg(seed: number): string {
  const random = seeded(seed);
  const inFinder = (x: number, y: number) =>
    (x < 8 && y < 8) || (x >= SIZE - 8 && y < 8) || (x < 8 && y >= SIZE - 8);
  let dots = "";
  for (let y = 0; y < SIZE; y += 1)
    for (let x = 0; x < SIZE; x += 1) if (!inFinder(x, y) && random() > 0.5) dots += `M${x} ${y}h1v1h-1z`;
  const corners = finder(0, 0) + finder(SIZE - 7, 0) + finder(0, SIZE - 7);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" shape-rendering="crispEdges"><path d="${dots}"/>${corners}</svg>`;
}
