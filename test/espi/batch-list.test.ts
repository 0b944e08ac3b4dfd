import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBatchList, renderBatchList } from '../../src/espi/batch-list.ts';
import { hasShared } from '../support/shared.ts';
import { validateXsd } from '../support/xsd.ts';

const uri =
  'https://custodian.example/DataCustodian/espi/1_1/resource/Batch/Subscription/7?published-min=1&x=2';

describe('renderBatchList', () => {
  it('is a bare document with one element for each URI', () => {
    expect(renderBatchList([uri, 'https://b.example/'])).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<BatchList xmlns="http://naesb.org/espi">' +
        `<resources>${uri.replace('&', '&amp;')}</resources><resources>https://b.example/</resources></BatchList>\n`,
    );
  });

  it('reads back in its order, and is valid', () => {
    fc.assert(
      fc.property(fc.array(fc.webUrl({ withQueryParameters: true }), { maxLength: 5 }), (uris) => {
        const xml = renderBatchList(uris);
        expect(parseBatchList(xml)).toEqual(uris);
        if (hasShared) expect(validateXsd(xml, '4.0')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('parseBatchList', () => {
  const list = (body: string, namespace = 'http://naesb.org/espi') =>
    `<b:BatchList xmlns:b="${namespace}">\n${body}</b:BatchList>`;

  it('reads any prefix, and the list of customer data', () => {
    expect(parseBatchList(list(`<b:resources> https://a.example/ </b:resources>`))).toEqual([
      'https://a.example/',
    ]);
    expect(parseBatchList(list('', 'http://naesb.org/espi/customer'))).toEqual([]);
  });

  it.each([
    ['', /line 1: .*holds no XML element/],
    ['{"resources":[]}', /line 1: .*not an XML file/],
    ['<BatchList/', /cut off|not well-formed/],
    ['<!DOCTYPE x [<!ENTITY a "b">]><BatchList xmlns="http://naesb.org/espi"/>', /DOCTYPE is not accepted/],
    ['<ReadingType xmlns="http://naesb.org/espi"/>', /the document holds no BatchList/],
    ['<List xmlns="urn:x"/>', /the root is List of urn:x/],
    [list('<b:resources>http://[</b:resources>'), /line 2: BatchList\/resources must be a URI/],
  ])('refuses %j', (xml, reason) => {
    expect(() => parseBatchList(xml)).toThrow(SyntaxError);
    expect(() => parseBatchList(xml)).toThrow(reason);
  });
});
