import type { AppendEvent, AppendObserver, AppendSummary, SliceEvent } from '../../append/events.js';
import { counted } from './counted.js';
import { jsonError } from './json-report.js';

/** How an append is told. */
export interface AppendReport {
  readonly observe: AppendObserver;
  /** The summary, once there is one. */
  readonly summary: AppendSummary | undefined;
  /** Tells why there is no summary. */
  error(error: unknown): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

interface ReportOptions {
  readonly json: boolean;
  /** Tells nothing but what a person must know: on standard error, as standard output is zappend's. */
  readonly quiet?: boolean;
}

/** JSON lines, or lines for people; on a terminal with a bar. */
export async function appendReport(options: ReportOptions): Promise<AppendReport> {
  const show = options.json ? undefined : await linesOf(options);
  let summary: AppendSummary | undefined;
  const observe = (event: AppendEvent) => {
    if (event.type === 'summary') summary = event;
    if (show) show.observe(event);
    else process.stdout.write(`${JSON.stringify(event)}\n`);
  };
  return {
    observe,
    get summary() {
      return summary;
    },
    error: jsonError,
    close: () => show?.close(),
  };
}

interface Shown {
  observe(event: AppendEvent): void;
  close(): void;
}

async function linesOf({ quiet = false }: ReportOptions): Promise<Shown> {
  if (quiet) return { observe: stderrLog(), close: () => {} };
  if (process.stdout.isTTY) return (await import('./append-progress.js')).appendProgress(lineOf);
  const observe = (event: AppendEvent) => {
    const line = lineOf(event);
    if (line !== undefined) process.stdout.write(`${line}\n`);
  };
  return { observe, close: () => {} };
}

/** For zappend, whose standard output says nothing of single slices: what the config's `logging` asks for, on standard error. */
function stderrLog(): (event: AppendEvent) => void {
  let level = 1;
  return (event) => {
    if (event.type === 'start') level = LOG_LEVELS.indexOf(event.logLevel ?? 'warning');
    if (level >= 1) for (const warning of warningsOf(event)) process.stderr.write(`${warning}\n`);
    const line = level >= 2 && (event.type !== 'commit' || level >= 3) ? lineOf(event) : undefined;
    if (line !== undefined && event.type !== 'notice') process.stderr.write(`${line}\n`);
  };
}

const LOG_LEVELS = ['error', 'warning', 'info', 'debug'];

function warningsOf(event: AppendEvent): string[] {
  if (event.type === 'notice') return [event.message];
  return event.type === 'slice' ? event.warnings.map((warning) => `${event.slice}: ${warning}`) : [];
}

/** An event in a line for people, or several; `undefined` for those that they need not know. */
function lineOf(event: AppendEvent): string | undefined {
  switch (event.type) {
    case 'start':
      return `${event.dryRun ? 'Would append' : 'Appending'}${event.slices === undefined ? '' : ` ${counted(event.slices, 'slice')}`} to ${event.target}`;
    case 'notice':
      return event.message;
    case 'slice':
      return sliceLine(event);
    case 'commit':
      return undefined;
    case 'summary':
      return summaryLine(event);
  }
}

function sliceLine({ slice, outcome, labels, rows, warnings }: SliceEvent): string {
  const places = rows.map(([from, to]) => (to - from === 1 ? `${from}` : `${from}–${to - 1}`)).join(', ');
  const what =
    outcome === 'skipped' ? 'already there' : `${counted(labels, 'label')} ${outcome} at ${places || 'nowhere'}`;
  return [`${slice}: ${what}`, ...warnings.map((warning) => `  warning: ${warning}`)].join('\n');
}

function summaryLine({ target, files, rows, length, left, dryRun, created }: AppendSummary): string {
  const done = `${counted(files.published, 'slice')} ${dryRun ? 'to append' : 'appended'} (${counted(rows, 'label')})`;
  const rest = left > 0 ? `, ${left} left undone` : '';
  return `${target}\n  ${done}, ${files.skipped} already there, ${files.failed} failed${rest}; ${counted(length, 'label')}${created ? ', new' : ''}`;
}
