import type { SingleBar } from 'cli-progress';
import type { RunEvent, RunObserver } from '../../pipeline/events.js';
import { plainReport } from './plain-report.js';

const FORMAT = '{bar} {percentage}% | {value}/{total} files | {rows} rows | {rate} files/s | {eta_formatted} left';

/** A progress bar for a terminal; failures and the summary are printed as lines above and below it. */
export async function progressReport(options: { verbose: boolean }): Promise<RunObserver> {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar(
    { format: FORMAT, hideCursor: true, etaBuffer: 50, clearOnComplete: true, gracefulExit: false },
    cliProgress.Presets.shades_classic,
  );
  return new Progress(bar, plainReport(options)).observe;
}

class Progress {
  readonly #bar: SingleBar;
  readonly #lines: RunObserver;
  #rows = 0;
  #done = 0;
  #begun = 0;

  constructor(bar: SingleBar, lines: RunObserver) {
    this.#bar = bar;
    this.#lines = lines;
  }

  readonly observe = (event: RunEvent): void => {
    if (event.type === 'source') this.#step(event);
    else if (event.type === 'summary') this.#bar.stop();
    if (event.type !== 'commit') this.#lines(event);
    if (event.type === 'plan' && event.sources > 0) this.#begin(event.sources);
  };

  #begin(total: number): void {
    this.#begun = performance.now();
    this.#bar.start(total, 0, { rows: 0, rate: '–' });
  }

  #step({ result }: Extract<RunEvent, { type: 'source' }>): void {
    this.#rows += result.rows;
    this.#done++;
    const rate = (this.#done / ((performance.now() - this.#begun) / 1000)).toFixed(1);
    if (result.failure) process.stdout.write('\r\u001b[K');
    this.#bar.update(this.#done, { rows: this.#rows, rate });
  }
}
