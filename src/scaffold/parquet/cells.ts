import type { SampledVariable } from '../samples/reconcile.js';

const SIZES = [5, 10, 20, 30] as const;

/** How wide the cells are that rows are gathered in, in degrees, and why. */
export function proposeCells(latitude: SampledVariable, longitude: SampledVariable) {
  const [height, width] = [spanOf(latitude), spanOf(longitude)];
  const cells = (size: number) => (Math.floor(height / size) + 1) * (Math.floor(width / size) + 1);
  const best = SIZES.find((size) => cells(size) <= 16) ?? 30;
  const others = SIZES.filter((size) => size !== best);
  const label = (size: number) => `${size}° (the samples lie in about ${cells(size)})`;
  const extent =
    !latitude.extent || !longitude.extent
      ? 'no sample tells a valid position'
      : `the samples reach over ${round(height)}° of latitude and ${round(width)}° of longitude`;
  return {
    choices: [best, ...others].map((size) => ({ value: String(size), label: label(size) })),
    reason: `${extent}: about ${cells(best)} cells of ${best}°; each file makes an object in each cell that it touches`,
  };
}

function spanOf({ extent }: SampledVariable): number {
  return extent ? Number(extent.greatest) - Number(extent.least) : 0;
}

function round(value: number): string {
  return String(Number(value.toFixed(2)));
}
