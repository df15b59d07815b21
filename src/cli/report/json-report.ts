import { describeError } from '../../errors/index.js';
import type { RunEvent, RunObserver } from '../../pipeline/events.js';

/** One JSON object a line; the last one is the summary. */
export const jsonReport: RunObserver = (event) => {
  process.stdout.write(`${JSON.stringify(lineOf(event))}\n`);
};

/** The stack of a failure and the keys of objects are for the ledger and `--verbose`, not for a stream of events. */
function lineOf(event: RunEvent): unknown {
  if (event.type !== 'source') return event;
  const { source, rows, dropped, warnings, hints, failure, objects } = event.result;
  const outcome = failure ? 'failed' : 'published';
  return {
    type: 'source',
    source: source.uri,
    outcome,
    rows,
    objects: objects.length,
    dropped,
    warnings,
    hints,
    failure,
  };
}

/** Tells why a run could not start: the only line, where there is no summary. */
export function jsonError(error: unknown): void {
  process.stdout.write(`${JSON.stringify({ type: 'error', ...describeError(error) })}\n`);
}
