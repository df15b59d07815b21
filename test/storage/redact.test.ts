import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText, redactUri } from '../../src/storage/index.js';

describe('X03 redaction', () => {
  it.each([
    ['https://user:pass@host/a', 'https://host/a'],
    ['https://user:p%40ss:w@host:8080/a?b=1', 'https://host:8080/a?b=1'],
    ['https://token@host/a', 'https://host/a'],
    ['s3://key:secret@bucket/a', 's3://bucket/a'],
    ['https://h/a?X-Amz-Signature=1&b=2', 'https://h/a?X-Amz-Signature=***&b=2'],
    [
      'https://h/a?b=2&AWSAccessKeyId=AK&Signature=x%2By&Expires=1',
      'https://h/a?b=2&AWSAccessKeyId=***&Signature=***&Expires=1',
    ],
    ['https://h/a?sv=1&sig=abc', 'https://h/a?sv=***&sig=***'],
    ['https://h/a?access_token=abc#x', 'https://h/a?access_token=***#x'],
    ['https://h/a?apikey=abc&api_key=abc&api-key=abc', 'https://h/a?apikey=***&api_key=***&api-key=***'],
    ['/data/a@b/c.nc', '/data/a@b/c.nc'],
    ['s3://bucket/a@b/c=1.nc', 's3://bucket/a@b/c=1.nc'],
    ['s3://bucket/year=2020/sig=1', 's3://bucket/year=2020/sig=1'],
  ])('%s → %s', (uri, redacted) => expect(redactUri(uri)).toBe(redacted));

  it('takes headers, key ids and given secrets out of texts', () => {
    const text =
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/2020/s3, Signature=abc123\nkey AKIAIOSFODNN7EXAMPLE, wJalrX failed';
    const redacted = redactText(text, ['wJalrX', undefined]);
    for (const secret of ['AKIA', 'wJalrX', 'abc123']) expect(redacted).not.toContain(secret);
    expect(redacted).toContain('failed');
  });

  it('never lets a password of any spelling through', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9%._~!$&*+,;=:-]{4,20}$/).map((text) => `q${text}q`);
    fc.assert(
      fc.property(word, (password) => {
        expect(redactUri(`failed on https://user:${password}@host/path`)).not.toContain(password);
        expect(redactUri(`https://h/?a=1&X-Amz-Security-Token=${encodeURIComponent(password)}`)).not.toContain(
          password,
        );
      }),
    );
  });
});
