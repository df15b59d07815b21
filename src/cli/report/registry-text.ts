import { relative } from 'node:path';
import type { RegistryEvent, RegistrySummary } from '../../app/registry-events.js';
import { counted } from './counted.js';

/** What became of one dataset's entry: a line, then the files, and what to look at. */
export function registryLines(event: RegistryEvent): string[] {
  const { config, dataset = config, outcome, files, fields, warnings, code, message } = event;
  const why = outcome === 'failed' ? `${code}: ${message}` : message;
  return [
    `${dataset}: ${outcome}${why === undefined ? '' : `: ${why}`}`,
    ...files.map((file) => `  ${file}${file === files[0] && fields.length > 0 ? ` (${fields.join(', ')})` : ''}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
  ];
}

/** The summary over all datasets in one line. */
export function registrySummaryLine({ entries, folder, left }: RegistrySummary): string {
  const { written, unchanged, skipped, failed } = entries;
  const total = counted(written + unchanged + skipped + failed, 'entry').replace(/entrys$/, 'entries');
  const undone = left > 0 ? `, ${left} left` : '';
  return `${total}: ${written} written, ${unchanged} unchanged, ${skipped} skipped, ${failed} failed${undone}; in ${relative(process.cwd(), folder) || '.'}`;
}
