/**
 * Prints the first commands of a Markdown file's shell blocks, one on each line: `node readme-commands.mjs README.md 2`.
 */
import { readFileSync } from 'node:fs';

const [file, wanted] = process.argv.slice(2);
const commands = [...readFileSync(file, 'utf8').matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)]
  .flatMap(([, block]) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .map((line) =>
    line
      .replace(/^\$ /, '')
      .replace(/\s+#\s.*$/, '')
      .trim(),
  )
  .filter((line) => line !== '' && !line.startsWith('#'));

if (commands.length < Number(wanted)) {
  process.stderr.write(`${file} has ${commands.length} commands, wanted ${wanted}\n`);
  process.exit(1);
}
process.stdout.write(`${commands.slice(0, Number(wanted)).join('\n')}\n`);
