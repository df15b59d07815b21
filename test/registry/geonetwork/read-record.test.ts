import { afterEach, describe, expect, it } from 'vitest';
import { readRecord } from '../../../src/registry/geonetwork/index.js';
import { type Answer, answering, type CatalogueServer, recorded, startCatalogue, UUID } from './catalogue-server.js';

let server: CatalogueServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function ask(answer?: Answer, options: { uuid?: string; timeoutMs?: number; maximumBytes?: number } = {}) {
  server = await startCatalogue(answer);
  return readRecord({ catalogue: server.catalogue, uuid: UUID, ...options });
}

const record = recorded('mooring-ctd.iso19115-3.xml');

describe('readRecord', () => {
  it('reads a record of ISO 19115-3 from a catalogue', async () => {
    expect(await ask()).toEqual({
      uuid: UUID,
      title: 'Mooring network – profiles of temperature & salinity',
      abstract:
        "Profiles of conductivity, temperature and depth (CTD) taken each month at the network's moorings.\n\nSalinity < 2 is flagged. Quality is controlled in delayed mode.",
      keywords: ['OCEANS | OCEAN TEMPERATURE', 'salinity', 'moorings'],
      citation:
        'The citation in a list of references is: "Harbour Mooring Facility [year-of-data-download], [Title], [data-access-URL], accessed [date-of-access]."',
      licence: {
        name: 'Creative Commons Attribution 4.0 International License',
        url: 'http://creativecommons.org/licenses/by/4.0/',
      },
      contacts: [
        {
          organisation: 'Harbour Mooring Facility',
          individual: 'Tomas Lindqvist',
          email: 'moorings@example.org',
          role: 'pointOfContact',
        },
        { organisation: undefined, individual: 'Ines Vega', email: undefined, role: 'author' },
        {
          organisation: 'Harbour Data Centre',
          individual: undefined,
          email: 'records@example.org',
          role: 'pointOfContact',
        },
      ],
      links: [
        {
          url: 'https://data.example.org/moorings/?station=A&mode=delayed',
          name: 'Files of the moorings',
          description: 'NetCDF files',
          protocol: 'WWW:LINK-1.0-http--link',
        },
      ],
      updateFrequency: 'monthly',
      boxes: [[113.5, -44, 153.6, -12.25]],
      periods: [{ start: '2008-02-11T23:00:00', end: undefined }],
      source: `${server?.catalogue}/srv/api/records/${UUID}/formatters/xml?approved=true`,
      page: `${server?.catalogue}/srv/eng/catalog.search#/metadata/${UUID}`,
    });
    expect(server?.asked).toEqual([`/geonetwork/srv/api/records/${UUID}/formatters/xml?approved=true`]);
  });

  it('reads a record of ISO 19139', async () => {
    expect(await ask(answering(200, recorded('mooring-ctd.iso19139.xml')))).toMatchObject({
      uuid: UUID,
      title: 'Mooring network – profiles of temperature & salinity',
      abstract: 'Profiles where depth > 2 m & quality is known.',
      keywords: ['salinity'],
      citation: undefined,
      licence: { url: 'https://creativecommons.org/licenses/by-nc/4.0/' },
      contacts: [{ organisation: 'Harbour Data Centre', email: 'records@example.org', role: 'pointOfContact' }],
      links: [{ url: 'https://data.example.org/moorings/' }],
      boxes: [[170, -50, -170, -40]],
      periods: [{ start: '1999-01-01', end: '2001-06-30' }],
    });
  });

  it.each([
    ['page of the catalogue', (base: string) => `${base}/srv/eng/catalog.search#/metadata/${UUID}`],
    ['page with its view', (base: string) => `${base}/srv/eng/catalog.search?x=1#/metadata/${UUID}?tab=full`],
    ['entry of the interface', (base: string) => `${base}/srv/api/records/${UUID}`],
    ['entry of a numbered interface', (base: string) => `${base}/srv/api/0.1/records/${UUID}/formatters/xml`],
  ])('takes the address of the %s', async (_, of) => {
    server = await startCatalogue();
    expect((await readRecord({ uuid: of(server.catalogue) })).uuid).toBe(UUID);
    expect(server.asked).toEqual([`/geonetwork/srv/api/records/${UUID}/formatters/xml?approved=true`]);
  });

  it('takes the address of a document', async () => {
    server = await startCatalogue(answering(200, record));
    const found = await readRecord({ uuid: `${server.catalogue}/static/record.xml` });
    expect([found.uuid, found.page, server.asked]).toEqual([UUID, undefined, ['/geonetwork/static/record.xml']]);
  });

  it('takes the base of a catalogue with or without what comes behind it', async () => {
    server = await startCatalogue();
    for (const base of [`${server.catalogue}/`, `${server.catalogue}/srv`, `${server.catalogue}/srv/eng/`])
      expect((await readRecord({ catalogue: base, uuid: UUID })).uuid).toBe(UUID);
  });

  it('follows a redirect', async () => {
    const found = await ask((request, response) => {
      if (request.url?.includes('/moved/')) answering(200, record)(request, response);
      else answering(302, '', { location: '/moved/record' })(request, response);
    });
    expect(found.uuid).toBe(UUID);
  });

  it('reads UTF-8 that is cut anywhere', async () => {
    const bytes = Buffer.from(record.replace('&#8211;', '–'));
    const found = await ask((_, response) => {
      response.writeHead(200);
      const middle = bytes.indexOf('–') + 1;
      response.write(bytes.subarray(0, middle));
      setTimeout(() => response.end(bytes.subarray(middle)), 20);
    });
    expect(found.title).toBe('Mooring network – profiles of temperature & salinity');
  });

  it('reads an answer of a catalogue service', async () => {
    const inner = record.replace(/^<\?xml.*\?>/, '');
    const found = await ask(answering(200, `<csw:GetRecordByIdResponse>${inner}</csw:GetRecordByIdResponse>`));
    expect(found.uuid).toBe(UUID);
  });
});

const login = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form/></body></html>';
const withDate = record.replace(
  /<cit:title>\s*<gco:CharacterString>Mooring[^<]*<\/gco:CharacterString>\s*<\/cit:title>/,
  '',
);

describe('readRecord refuses', () => {
  it.each<[string, Answer, string, string]>([
    ['an unknown record', answering(404, '<apiError/>'), 'CO_RECORD_NOT_FOUND', UUID],
    [
      'a record that is not public',
      answering(403, ''),
      'CO_CATALOGUE_FAILED',
      'it answered 403 Forbidden, the record may',
    ],
    ['a server that fails', answering(503, ''), 'CO_CATALOGUE_FAILED', 'it answered 503 Service Unavailable'],
    ['a page to log in', answering(200, login), 'CO_RECORD_NOT_XML', 'an HTML page'],
    ['a page to log in as XHTML', answering(200, '\n<html xmlns="x"/>'), 'CO_RECORD_NOT_XML', 'an HTML page'],
    ['JSON', answering(200, '{"title": 1}'), 'CO_RECORD_NOT_XML', 'not well-formed XML'],
    ['XML that is cut', answering(200, record.slice(0, 9000)), 'CO_RECORD_NOT_XML', 'not well-formed XML'],
    ['nothing', answering(200, ''), 'CO_RECORD_NOT_XML', 'gave nothing'],
    ['other XML', answering(200, '<rss><channel/></rss>'), 'CO_RECORD_NOT_XML', "whose root is 'rss'"],
    [
      'entities that grow',
      answering(200, `<!DOCTYPE a [<!ENTITY b "bbbb">]>${record}`),
      'CO_RECORD_NOT_XML',
      'a document type',
    ],
    ['a record without title', answering(200, withDate), 'CO_RECORD_UNUSABLE', 'it has no title'],
    [
      'another record',
      answering(200, record.replace(UUID, '00000000-b1dc-46c3-89f2-b4951cedca48')),
      'CO_RECORD_UNUSABLE',
      `it is '00000000-b1dc-46c3-89f2-b4951cedca48', not '${UUID}'`,
    ],
    [
      'a redirect to itself',
      (request, response) => answering(302, '', { location: request.url ?? '' })(request, response),
      'CO_CATALOGUE_FAILED',
      'redirect count exceeded',
    ],
    ['a connection that breaks', (request) => request.socket.destroy(), 'CO_CATALOGUE_FAILED', 'other side closed'],
    [
      'a body that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100000' });
        response.write(record.slice(0, 500), () => response.destroy());
      },
      'CO_CATALOGUE_FAILED',
      'did not give',
    ],
  ])('%s', async (_, answer, code, message) => {
    await expect(ask(answer)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('a server that never answers, and one that never ends', async () => {
    const never = () => undefined;
    await expect(ask(never, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'CO_CATALOGUE_FAILED',
      message: expect.stringContaining('no whole answer came within 0.1 s'),
    });
    await server?.close();
    const slow: Answer = (_, response) => void response.writeHead(200).write('<mdb:MD_Metadata>');
    await expect(ask(slow, { timeoutMs: 100 })).rejects.toMatchObject({ code: 'CO_CATALOGUE_FAILED' });
  });

  it('a document without end, as soon as it is too long', async () => {
    let sent = 0;
    const endless: Answer = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536))) sent += 65_536;
      };
      response.writeHead(200).on('drain', more);
      more();
    };
    await expect(ask(endless, { maximumBytes: 100_000 })).rejects.toMatchObject({
      code: 'CO_CATALOGUE_FAILED',
      message: expect.stringContaining('more than 100000 bytes'),
    });
    expect(sent).toBeLessThan(50_000_000);
  });

  it.each([
    ['an identifier without a catalogue', { uuid: UUID }, 'no catalogue is named'],
    ['what is no identifier', { uuid: '../../etc', catalogue: 'https://example.org' }, 'neither an identifier nor'],
    ['a catalogue that is no address', { uuid: UUID, catalogue: 'geonetwork' }, "'geonetwork' is no address"],
    ['another kind of address', { uuid: 'file:///etc/passwd' }, 'is no address that begins with https://'],
    ['a password', { uuid: UUID, catalogue: 'https://me:secret@example.org/gn' }, 'a user name or password'],
  ])('%s, before anything is asked', async (_, options, message) => {
    const error = await readRecord(options).catch((caught) => caught);
    expect(error).toMatchObject({ code: 'CO_CATALOGUE_ADDRESS', message: expect.stringContaining(message) });
    expect(error.message).not.toContain('secret');
  });

  it('a server that is not there', async () => {
    await expect(readRecord({ catalogue: 'http://127.0.0.1:1/geonetwork', uuid: UUID })).rejects.toMatchObject({
      code: 'CO_CATALOGUE_FAILED',
    });
  });
});
