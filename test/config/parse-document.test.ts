import { describe, expect, it } from 'vitest';
import { LIMITS, parseDocument } from '../../src/config/parse-document.js';

describe('parseDocument', () => {
  it('reads JSON, also behind a byte order mark', async () => {
    expect(await parseDocument('a.json', '\uFEFF{"a": [1, null]}')).toEqual({ a: [1, null] });
  });

  it('reads YAML with merge keys', async () => {
    const text = 'base: &base\n  a: 1\nchild:\n  <<: *base\n  b: yes\n';
    expect(await parseDocument('a.yaml', text)).toEqual({ base: { a: 1 }, child: { a: 1, b: 'yes' } });
    expect(await parseDocument('a.YML', 'a: 1')).toEqual({ a: 1 });
  });

  it('takes dataset_schema for schema', async () => {
    expect(await parseDocument('a.json', '{"dataset_schema": {"A": {}}}')).toEqual({ schema: { A: {} } });
  });

  it.each([
    ['a stray word', '{\n"a": x}', /Config 'a\.json' cannot be read: it is not JSON: .* at line 2\./],
    ['a missing comma', '{"a": 1\n"b": 2}', /at line 2/],
    ['an unfinished text', '{"a": "', /it is not JSON/],
    ['nothing', '', /it is not JSON/],
    ['a list', '[1]', /it holds no object with keys/],
    ['a number', '7', /it holds no object with keys/],
  ])('refuses %s', async (_, text, message) => {
    await expect(parseDocument('a.json', text)).rejects.toMatchObject({
      code: 'CO_CONFIG_UNREADABLE',
      message: expect.stringMatching(message),
    });
  });

  it('refuses broken YAML with its line', async () => {
    const broken = parseDocument('a.yaml', 'a: 1\nb: [1\nc: 2\n');
    await expect(broken).rejects.toMatchObject({
      code: 'CO_CONFIG_UNREADABLE',
      message: expect.stringMatching(/line \d/),
    });
  });

  it('refuses duplicate keys of YAML', async () => {
    await expect(parseDocument('a.yaml', 'a: 1\na: 2\n')).rejects.toMatchObject({ code: 'CO_CONFIG_UNREADABLE' });
  });

  it('shows nothing of the text, which may hold credentials', async () => {
    const text = '{"secret": hunter2}';
    await expect(parseDocument('a.json', text)).rejects.toMatchObject({
      message: expect.not.stringContaining('hunter'),
    });
  });

  describe('X05 bombs', () => {
    const refused = async (file: string, text: string, reason: RegExp) => {
      const start = performance.now();
      await expect(parseDocument(file, text)).rejects.toMatchObject({
        code: 'CO_CONFIG_UNREADABLE',
        message: expect.stringMatching(reason),
      });
      expect(performance.now() - start).toBeLessThan(5_000);
    };

    it('X05 refuses a text that is too long before it parses it', () =>
      refused('a.json', ' '.repeat(LIMITS.characters + 1), /4194305 characters of at most 4194304/));

    it('X05 refuses JSON that is too deep', () =>
      refused('a.json', `{"a":${'['.repeat(LIMITS.depth)}${']'.repeat(LIMITS.depth)}}`, /more than 64 levels deep/));

    it('X05 takes JSON that is as deep as allowed', async () => {
      const depth = LIMITS.depth - 1;
      await expect(parseDocument('a.json', `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)).resolves.toBeDefined();
    });

    it('X05 refuses JSON that is a million levels deep', () =>
      refused('a.json', `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`, /levels deep|not JSON/));

    it('X05 refuses YAML that is a hundred thousand levels deep', () =>
      refused('a.yaml', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`, /levels deep|not YAML/));

    it('X05 refuses a billion laughs', () => {
      const levels = Array.from(
        { length: 10 },
        (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
      );
      return refused('a.yaml', `l0: &l0 lol\n${levels.join('\n')}\n`, /alias/);
    });

    it('X05 counts what few aliases unfold to', () => {
      const text = `a: &a [${'0,'.repeat(30_000)}]\nb: [${Array(40).fill('*a').join(', ')}]\n`;
      return refused('a.yaml', text, /alias|more than 500000 values/);
    });

    it('X05 refuses too many values', () =>
      refused('a.json', `{"a":[${'0,'.repeat(500_000)}0]}`, /more than 500000 values/));

    it('X05 refuses a key that would change what all objects inherit', () =>
      refused('a.json', '{"a": {"__proto__": {"polluted": 1}}}', /key '__proto__'/));
  });
});
