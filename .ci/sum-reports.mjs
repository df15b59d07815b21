/**
 * Sums the reports of all parts: `node sum-reports.mjs DIR`. What failed is named; the last line is `N passed, N failed`.
 *
 * A folder of reports holds, per part or run of vitest: `NAME.json` (vitest's report), `NAME.checks` (lines `passed …`
 * and `failed …`) and `NAME.exit` (its exit status). A skipped test counts as failed, as does a file of tests that
 * cannot be loaded, and a run that ended badly or left no report though none of its tests failed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const names = [...new Set(readdirSync(folder).map((file) => file.replace(/\.[^.]+$/, '')))].sort();
let passed = 0;
const failures = [];

for (const name of names) {
  const [good, bad] = [vitestResults, checkResults]
    .map((read) => read(name))
    .reduce(([a, b], [c, d]) => [a + c, [...b, ...d]]);
  passed += good;
  failures.push(...bad, ...(bad.length === 0 ? endedBadly(name, good) : []));
}
if (names.length === 0) failures.push('no part left a report');

const lines = [...failures.map((failure) => `FAILED: ${failure}`), `${passed} passed, ${failures.length} failed`];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Tests of a vitest report: how many passed, and what did not. */
function vitestResults(name) {
  const report = read(name, 'json');
  if (report === undefined) return [0, []];
  const files = parse(report)?.testResults;
  if (files === undefined) return [0, [`${name}: its report cannot be read`]];
  const tests = files.flatMap((file) => file.assertionResults);
  return [tests.filter(isPassed).length, files.flatMap((file) => badTests(name, file))];
}

function badTests(name, file) {
  const bad = file.assertionResults.filter((test) => !isPassed(test));
  const label = (test) => (test.status === 'failed' ? '' : ` (${test.status})`);
  // A file that failed while it was loaded has no tests to tell of.
  if (file.status === 'failed' && bad.length === 0) return [`${name}: ${file.name}: ${file.message ?? ''}`];
  return bad.map((test) => `${name}: ${test.fullName}${label(test)}`);
}

function isPassed(test) {
  return test.status === 'passed';
}

function checkResults(name) {
  const lines = (read(name, 'checks') ?? '').split('\n').filter((line) => line !== '');
  const failed = lines.filter((line) => !line.startsWith('passed '));
  return [lines.length - failed.length, failed.map((line) => `${name}: ${line.replace(/^failed /, '')}`)];
}

/** A run that ended with another status than 0 although all of its tests passed, or that ran none. */
function endedBadly(name, good) {
  const status = (read(name, 'exit') ?? '0').trim();
  if (status !== '0') return [`${name}: ended with status ${status}`];
  return good === 0 && !names.some((other) => other.startsWith(`${name}-`)) ? [`${name}: ran no test`] : [];
}

function read(name, extension) {
  const file = join(folder, `${name}.${extension}`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
