const DAY = 86_400_000_000_000n;

/** Days between two moments in nanoseconds. */
export function daysBetween(from: bigint, to: bigint): number {
  return Number(((to - from) * 1000n) / DAY) / 1000;
}

/** `3 days`, `2.5 years`, `40 minutes`. */
export function tellDays(days: number): string {
  if (days >= 730) return `${round(days / 365.25)} years`;
  if (days >= 2) return `${round(days)} days`;
  if (days >= 1 / 12) return `${round(days * 24)} hours`;
  return `${round(days * 1440)} minutes`;
}

/** `12.3 MB`. */
export function tellBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${round(value)} ${units[unit]}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(value >= 1000 ? 4 : 3)));
}
