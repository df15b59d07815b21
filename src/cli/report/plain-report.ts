import type { RunEvent, RunObserver } from '../../pipeline/events.js';
import { counted } from './counted.js';
import { summaryText } from './summary-text.js';

/** Lines for logs and pipes: the start, the plan, what failed, each commit, and the summary. */
export function plainReport({ verbose, print = toStdout }: { verbose: boolean; print?: Print }): RunObserver {
  return (event) => {
    const line = lineOf(event, verbose);
    if (line !== undefined) print(line);
  };
}

/** Shows one line, or several. */
export type Print = (text: string) => void;

function toStdout(text: string): void {
  process.stdout.write(`${text}\n`);
}

function lineOf(event: RunEvent, verbose: boolean): string | undefined {
  switch (event.type) {
    case 'start':
      return `${event.dryRun ? 'Would publish' : 'Publishing'} ${event.dataset} to ${event.target}`;
    case 'notice':
      return event.message;
    case 'plan':
      return `${counted(event.sources, 'file')} to publish, ${event.skipped} unchanged`;
    case 'source':
      return sourceLine(event.result, verbose);
    case 'commit':
      return event.sources > 0
        ? `Committed ${counted(event.sources, 'file')}, ${counted(event.rows, 'row')}`
        : undefined;
    case 'summary':
      return summaryText(event);
  }
}

function sourceLine(result: Extract<RunEvent, { type: 'source' }>['result'], verbose: boolean): string | undefined {
  const { source, rows, objects, failure, stack } = result;
  if (failure) return `${failure.code}: ${failure.message}${verbose && stack ? `\n${stack}` : ''}`;
  // The chunks of a cube are no source's own.
  const where = objects.length > 0 ? ` in ${counted(objects.length, 'object')}` : '';
  return verbose ? `${source.uri}: ${counted(rows, 'row')}${where}` : undefined;
}
