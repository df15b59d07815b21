import type { AppendEvent } from '../../append/events.js';

const FORMAT =
  '{bar} {percentage}% | {value}/{total} slices | {labels} labels | {rate} slices/s | {eta_formatted} left';
/** To the first column, and clear the line. */
const CLEAR_LINE = '\r\u001b[K';

/** A bar for a terminal, with lines above it. */
export async function appendProgress(lineOf: (event: AppendEvent) => string | undefined) {
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar(
    {
      format: FORMAT,
      stream: process.stdout,
      hideCursor: false,
      etaBuffer: 50,
      clearOnComplete: true,
      gracefulExit: false,
      forceRedraw: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let begun: number | undefined;
  let done = 0;
  let labels = 0;
  const close = () => {
    if (begun !== undefined) bar.stop();
    begun = undefined;
  };
  const observe = (event: AppendEvent) => {
    if (event.type === 'summary') close();
    const line = lineOf(event);
    if (line !== undefined) process.stdout.write(`${begun === undefined ? '' : CLEAR_LINE}${line}\n`);
    if (event.type === 'start' && event.slices) {
      begun = performance.now();
      bar.start(event.slices, 0, { labels: 0, rate: '–' });
    }
    if (event.type === 'slice' && begun !== undefined) {
      labels += event.labels;
      bar.update(++done, { labels, rate: (done / ((performance.now() - begun) / 1000)).toFixed(1) });
    }
  };
  return { observe, close };
}
