import { describe, expect, it } from 'vitest';
import { PLACEHOLDER } from '../../../src/config/rules/placeholder.js';
import { checkEntry } from '../../../src/registry/entry/check-entry.js';
import { sampleEntry } from '../sample-entry.js';

const problemsOf = (fields: Record<string, unknown>, tags: string[] = []) =>
  checkEntry(sampleEntry(fields), 'moorings.json', tags).problems.map(
    ({ pointer, message }) => `${pointer}: ${message}`,
  );
const resource = (fields: Record<string, unknown>) => {
  const [first] = sampleEntry().Resources as Record<string, unknown>[];
  const changed = Object.entries({ ...first, ...fields }).filter(([, value]) => value !== undefined);
  return { Resources: [Object.fromEntries(changed)] };
};
const tutorial = (fields: Record<string, unknown>) => ({
  DataAtWork: { Tutorials: [{ Title: 'T', URL: 'example.org/a', AuthorName: 'A', ...fields }] },
});

describe('checkEntry', () => {
  it('takes an entry that the registry would take', () => {
    expect(checkEntry(sampleEntry(), 'a.json')).toMatchObject({ problems: [], entry: sampleEntry() });
  });

  it('names file and severity with each problem', () => {
    expect(checkEntry(sampleEntry({ Tags: 'oceans' }), 'a.json').problems).toEqual([
      {
        file: 'a.json',
        pointer: '/aws_opendata_registry/Tags',
        message: "'oceans' is text, expected a list",
        severity: 'error',
      },
    ]);
  });

  it('leaves out what says nothing', () => {
    const { entry, problems } = checkEntry(
      sampleEntry({ _comment: 'later', Citation: null, DataAtWork: { Tutorials: [], Publications: null } }),
      'a.json',
    );
    expect(problems).toEqual([]);
    expect(entry).toEqual(sampleEntry({ DataAtWork: { Tutorials: [] } }));
  });

  it.each([
    ['a missing field', { Contact: undefined }, ": the key 'Contact' is missing"],
    ['several at once', { License: '', Tags: undefined }, ": the key 'Tags' is missing", "/License: '' is empty"],
    ['a short name', { Name: 'Argo' }, "/Name: 'Argo' has less than 5 characters"],
    ['a long name', { Name: 'x'.repeat(131) }, `/Name: '${'x'.repeat(79)}…' has more than 130 characters`],
    ['an unknown key', { Licence: 'x' }, "/Licence: the key 'Licence' is unknown. Did you mean 'License'?"],
    [
      'an unknown tag',
      { Tags: ['oceans', 'ocaens'] },
      "/Tags/1: 'ocaens' is not one of the 397 known words. Did you mean 'oceans'?",
    ],
    [
      'another spelling of a tag',
      { Tags: ['Oceans'] },
      "/Tags/0: 'Oceans' is not one of the 397 known words. Did you mean 'oceans'?",
    ],
    ['a number', { UpdateFrequency: 12 }, "/UpdateFrequency: '12' is a number, expected text"],
    ['no resource', { Resources: [] }, "/Resources: '[]' is empty"],
    [
      'an address as ARN',
      resource({ ARN: 's3://a/b' }),
      "/Resources/0/ARN: 's3://a/b' does not match the pattern ^arn:(aws|aws-iso):.+:.*:.*:.+$",
    ],
    ['a bucket without ARN', resource({ ARN: undefined }), "/Resources/0: the key 'ARN' is missing"],
    [
      'a region that is none',
      resource({ Region: 'Sydney' }),
      "/Resources/0/Region: 'Sydney' does not match the pattern ^.{2}-.+-\\d$",
    ],
    [
      'another kind of resource',
      resource({ Type: 's3 bucket' }),
      "/Resources/0/Type: 's3 bucket' is not one of 'S3 Bucket', 'DB Snapshot', 'SNS Topic' or 'CloudFront Distribution'. Did you mean 'S3 Bucket'?",
    ],
    [
      'a link that is none',
      resource({ Explore: ['https://a.b'] }),
      "/Resources/0/Explore/0: 'https://a.b' does not match the pattern ^\\[.+\\]\\(https?://[\\w.\\-/#?&%=]+\\)$",
    ],
    [
      'a tutorial without author',
      { DataAtWork: { Tutorials: [{ Title: 'T', URL: 'a.org' }] } },
      "/DataAtWork/Tutorials/0: the key 'AuthorName' is missing",
    ],
    [
      'a notebook that is none',
      tutorial({ NotebookURL: 'https://a.org/b.html' }),
      "/DataAtWork/Tutorials/0/NotebookURL: 'https://a.org/b.html' does not match the pattern ^(https?://)?[\\da-z._-]+\\.[a-z.]{2,63}(/.*)?\\.ipynb$",
    ],
    ['services as text', tutorial({ Services: '' }), "/DataAtWork/Tutorials/0/Services: '' is text, expected a list"],
  ])('tells %s', (_, fields, ...expected) => {
    expect(problemsOf(fields)).toEqual(expected.map((text) => `/aws_opendata_registry${text}`));
  });

  it.each([
    [
      'a distribution without ARN',
      {
        Resources: [
          { Description: 'd', Type: 'CloudFront Distribution', Region: 'us-east-1', Host: 'd1.cloudfront.net' },
        ],
      },
    ],
    ['an entry without tags', { Tags: [] }],
    [
      'links',
      resource({ Explore: ['[Browse](https://a.org/index.html#x/)'], RequesterPays: true, AccountRequired: false }),
    ],
    ['a programme', { Collabs: { ASDI: { Tags: ['climate'] } }, ADXCategories: ['Environmental Data'] }],
    ['a deprecated entry', { Deprecated: true, DeprecatedNotice: 'Use another.' }],
  ])('takes %s', (_, fields) => expect(problemsOf(fields)).toEqual([]));

  it('takes words that the settings add to the vocabulary', () => {
    expect(problemsOf({ Tags: ['sea spray'] }, ['sea spray'])).toEqual([]);
    expect(problemsOf({ Tags: ['sea foam'] }, ['sea spray'])).toHaveLength(1);
  });

  it('names placeholders as such', () => {
    const open = `'${PLACEHOLDER}' must be replaced with a value`;
    expect(problemsOf({ Name: PLACEHOLDER, Tags: [PLACEHOLDER], ...resource({ Region: PLACEHOLDER }) })).toEqual([
      `/aws_opendata_registry/Name: ${open}`,
      `/aws_opendata_registry/Tags/0: ${open}`,
      `/aws_opendata_registry/Resources/0/Region: ${open}`,
    ]);
  });

  it('is quick with addresses made to be slow', () => {
    const began = performance.now();
    expect(problemsOf(tutorial({ URL: `https://a.org${'/'.repeat(5000)}\n` }))).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
