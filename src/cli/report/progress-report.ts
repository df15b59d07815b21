import type { SingleBar } from 'cli-progress';
import type { RunEvent, RunObserver } from '../../pipeline/events.js';
import { plainReport } from './plain-report.js';

const FORMAT = '{bar} {percentage}% | {value}/{total} files | {rows} rows | {rate} files/s | {eta_formatted} left';
/** To the first column, and clear the line. */
const CLEAR_LINE = '\r\u001b[K';
/** Remembers where the cursor is: the bar goes back there when it stops. */
const SAVE_CURSOR = '\u001b7';

/** What a run is shown with. */
export interface RunReport {
  readonly observe: RunObserver;
  /** Leaves the terminal as it was, also when the run did not come to its summary. */
  readonly close: () => void;
}

/** A progress bar for a terminal; failures and the summary are printed as lines above and below it. */
export async function progressReport({ verbose }: { verbose: boolean }): Promise<RunReport> {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar(
    {
      format: FORMAT,
      stream: process.stdout,
      // A process that is ended at once could not bring the cursor back.
      hideCursor: false,
      etaBuffer: 50,
      clearOnComplete: true,
      gracefulExit: false,
      // The bar is cut at the terminal's width; longer lines between its pictures must wrap, and it must come back after them.
      linewrap: true,
      forceRedraw: true,
    },
    cliProgress.Presets.shades_classic,
  );
  return new Progress(bar, verbose);
}

class Progress implements RunReport {
  readonly #bar: SingleBar;
  readonly #lines: RunObserver;
  #rows = 0;
  #done = 0;
  #begun: number | undefined;

  constructor(bar: SingleBar, verbose: boolean) {
    this.#bar = bar;
    this.#lines = plainReport({ verbose, print: (text) => this.#print(text) });
  }

  readonly observe = (event: RunEvent): void => {
    if (event.type === 'source') this.#step(event);
    if (event.type === 'summary') this.close();
    if (event.type !== 'commit') this.#lines(event);
    if (event.type === 'plan' && event.sources > 0) this.#begin(event.sources);
  };

  readonly close = (): void => {
    if (this.#begun === undefined) return;
    this.#begun = undefined;
    process.stdout.write(CLEAR_LINE + SAVE_CURSOR);
    this.#bar.stop();
  };

  #print(text: string): void {
    process.stdout.write(`${this.#begun === undefined ? '' : CLEAR_LINE}${text}\n`);
  }

  #begin(total: number): void {
    this.#begun = performance.now();
    this.#bar.start(total, 0, { rows: 0, rate: '–' });
  }

  #step({ result }: Extract<RunEvent, { type: 'source' }>): void {
    this.#rows += result.rows;
    this.#done++;
    const rate = (this.#done / ((performance.now() - (this.#begun ?? 0)) / 1000)).toFixed(1);
    this.#bar.update(this.#done, { rows: this.#rows, rate });
  }
}
