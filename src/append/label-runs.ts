import type { Label } from './labels.js';

/** Labels as JSON holds them in few bytes: `count` of them from `first`, each `step` after the one before; 64-bit integers are texts. */
export type LabelRun = readonly [first: number | string, step: number | string, count: number];

/** Labels in few bytes. A number that no sum gives exactly begins a run of its own. */
export function labelRuns(labels: readonly Label[]): LabelRun[] {
  const runs: { first: Label; step: Label; count: number }[] = [];
  for (const label of labels) {
    const last = runs.at(-1);
    if (last && continues(last, label)) last.count++;
    else runs.push({ first: label, step: typeof label === 'bigint' ? 0n : 0, count: 1 });
  }
  return runs.map(({ first, step, count }) => [plain(first), plain(step), count]);
}

/** Whether a label is the next of a run; the second one sets its step. */
function continues(run: { first: Label; step: Label; count: number }, label: Label): boolean {
  if (typeof label === 'string' || typeof run.first === 'string' || typeof label !== typeof run.first) return false;
  const step = run.count === 1 ? difference(label, run.first) : run.step;
  if (nth(run.first, step, run.count) !== label) return false;
  run.step = step;
  return true;
}

function difference(a: number | bigint, b: number | bigint): number | bigint {
  return typeof a === 'bigint' ? a - BigInt(b) : a - Number(b);
}

function nth(first: Label, step: Label, n: number): Label {
  if (typeof first === 'string') return first;
  return typeof first === 'bigint' ? first + BigInt(step) * BigInt(n) : first + Number(step) * n;
}

/** A text of digits with `n` behind is a 64-bit integer, as JavaScript writes them; other texts stand behind a quote. */
function plain(label: Label): number | string {
  if (typeof label === 'bigint') return `${label}n`;
  if (typeof label === 'string') return `'${label}`;
  return Number.isFinite(label) ? label : String(label);
}

function parsed(value: number | string): Label {
  if (typeof value === 'number') return value;
  if (value.startsWith("'")) return value.slice(1);
  return value.endsWith('n') ? BigInt(value.slice(0, -1)) : Number(value);
}

/** The labels that runs stand for. */
export function labelsOfRuns(runs: readonly LabelRun[]): Label[] {
  return runs.flatMap(([first, step, count]) =>
    Array.from({ length: count }, (_, n) => nth(parsed(first), parsed(step), n)),
  );
}
