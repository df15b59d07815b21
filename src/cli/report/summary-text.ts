import type { RunSummary } from '../../pipeline/summary.js';
import { counted } from './counted.js';

/** The most failures that are listed for people; `--json` lists all. */
const LISTED = 20;
/** Where a warning is cut for people: some list all columns of a schema. */
const WARNING_LENGTH = 160;

/** A summary for people. */
export function summaryText(summary: RunSummary): string {
  const { files, rows, dropped, failures, warnings, hints, target, left, dryRun } = summary;
  const counts = dryRun
    ? `${counted(left, 'file')} to publish, ${files.skipped} unchanged`
    : `${counted(files.published, 'file')} published (${counted(rows, 'row')}), ${files.skipped} unchanged, ${files.failed} failed`;
  const lines = [`${target}`, `  ${counts}${left > 0 && !dryRun ? `, ${left} left undone` : ''}`];
  for (const [reason, count] of Object.entries(dropped)) lines.push(`  ${counted(count, 'row')} dropped: ${reason}`);
  for (const { message, files: told } of warnings)
    lines.push(`  warning: ${shortened(message)}${told > 1 ? ` (${told} files)` : ''}`);
  for (const { code, message } of failures.slice(0, LISTED)) lines.push(`  ${code}: ${message}`);
  if (failures.length > LISTED) lines.push(`  … and ${failures.length - LISTED} more failures (--json lists all)`);
  if (Object.keys(hints).length > 0)
    lines.push(
      '  not in the schema, and left out; to publish them, add to the config:',
      indent(JSON.stringify(hints, null, 2)),
    );
  return lines.join('\n');
}

function shortened(message: string): string {
  return message.length > WARNING_LENGTH ? `${message.slice(0, WARNING_LENGTH)}… (--json tells all)` : message;
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
