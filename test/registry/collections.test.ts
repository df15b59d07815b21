import { describe, expect, it } from 'vitest';
import { parseCollections } from '../../src/registry/collections.js';

const HEAD =
  'Cloud_Optimised_Collection_Name,AWS_Registry_Ready,AWS_Title,AWS_Tags,AWS_Citation,Cloud_Optimised_Conversion_Status,Notes';
const parse = (text: string, encoding: BufferEncoding = 'utf8') =>
  parseCollections('c.csv', Buffer.from(text, encoding));

describe('parseCollections', () => {
  it('reads rows by the names of their datasets', async () => {
    const { rows, duplicates } = await parse(
      `${HEAD}\nmoorings,Done,"Moorings, all",oceans; radar ;,"Cite\nus",Done,x\nargo,,,,,In progress,\n,,,,,,\n`,
    );
    expect([...rows.values()]).toEqual([
      {
        name: 'moorings',
        title: 'Moorings, all',
        tags: ['oceans', 'radar'],
        citation: 'Cite\nus',
        isReady: true,
        isConverted: true,
      },
      { name: 'argo', title: undefined, tags: [], citation: undefined, isReady: false, isConverted: false },
    ]);
    expect(duplicates).toEqual([]);
  });

  it.each<BufferEncoding>(['utf8', 'latin1'])('reads %s', async (encoding) => {
    const { rows } = await parse(`${HEAD}\na,Done,Île à 5 °C,,,Done,\n`, encoding);
    expect(rows.get('a')?.title).toBe('Île à 5 °C');
  });

  it('reads a byte order mark, and columns in any order', async () => {
    const head = HEAD.split(',').toReversed().join(',');
    const { rows } = await parse(`\uFEFF${head}\nnote,Done,cite,oceans,title,Done,a\n`);
    expect(rows.get('a')).toMatchObject({ title: 'title', citation: 'cite', isReady: true });
  });

  it('takes the first row of a name that is ready, and names the doubled', async () => {
    const { rows, duplicates } = await parse(
      `${HEAD}\na,,one,,,,\na,Done,two,,,Done,\na,Done,three,,,Done,\nb,,four,,,,\nb,,five,,,,\n`,
    );
    expect([rows.get('a')?.title, rows.get('b')?.title, duplicates]).toEqual(['two', 'four', ['a', 'b']]);
  });

  it.each([
    ['a missing column', HEAD.replace('AWS_Tags,', ''), "no column 'AWS_Tags'"],
    ['several', 'a,b\n1,2\n', "no column 'Cloud_Optimised_Collection_Name', 'AWS_Registry_Ready'"],
    ['nothing', '', 'no column'],
    ['a row that is too long', `${HEAD}\na,b,c,d,e,f,g,h\n`, '(row 1 below the head)'],
    ['a quote that stays open', `${HEAD}\na,"b,c\n`, 'Quoted field unterminated'],
  ])('refuses %s', async (_, text, reason) => {
    await expect(parse(text)).rejects.toMatchObject({
      code: 'CO_REGISTRY_COLLECTIONS',
      message: expect.stringContaining(reason),
    });
  });
});
