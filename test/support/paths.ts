import { expandPath, type PathParams, type ResourceRow } from '../../src/espi/resources.ts';

/** Uids of the seeded utility that make every path of the resource table lead to something of `full`. */
export const ownParams: PathParams = {
  app_uid: 'clientone',
  bulk_uid: 'bulkone',
  auth_uid: 'authfull',
  tz_uid: 'tz1',
  type_uid: 'typehomeelectric0',
  meter_uid: 'meterhomeelectric',
  reading_uid: 'readinghomeelectric0',
  block_uid: '20260306',
  summary_uid: 'billhomeelectricb1',
  power_uid: 'qualityhomeelectricq1',
  customer_uid: 'customerada',
  account_uid: 'customeraccountadaaccount',
  agreement_uid: 'customeragreementhomeagreement',
  supplier_uid: 'servicesupplierhomesupplier',
  mappings_uid: 'programdateidmappingshomeprogram',
  location_uid: 'servicelocationhomelocation',
  device_uid: 'meterhomemeter',
  statement_uid: 'statementadastatement',
  file_uid: 'filebillhomeelectricb1',
};

/** Uids that exist and are not of `full`, or not below the same parent. */
const foreignParams: PathParams = {
  app_uid: 'clienttwo',
  bulk_uid: 'bulktwo',
  auth_uid: 'authbob',
  tz_uid: 'tz2',
  type_uid: 'typeflatelectric0',
  meter_uid: 'meterflatelectric',
  reading_uid: 'readingflatelectric0',
  block_uid: '20260305',
  summary_uid: 'billflatelectricb1',
  power_uid: 'qualityflatelectricq1',
  customer_uid: 'customerbob',
  account_uid: 'customeraccountbobaccount',
  agreement_uid: 'customeragreementflatagreement',
  supplier_uid: 'servicesupplierflatsupplier',
  mappings_uid: 'programdateidmappingsflatprogram',
  location_uid: 'servicelocationflatlocation',
  device_uid: 'meterflatmeter',
  statement_uid: 'statementbobstatement',
  file_uid: 'filebillflatelectricb1',
};

/** The same for a row: who reads with a token of a third party sees the Authorizations of all of its customers. */
export function foreignParamsFor(row: ResourceRow): PathParams {
  return row.token === 'client_access_token' ? { ...foreignParams, auth_uid: 'authbeta' } : foreignParams;
}

/** Names of the parameters of a path. */
export const paramNames = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

/** Parameters that fit a row: EndDevices have a device of their own. */
export function paramsFor(row: ResourceRow): PathParams {
  return row.noun === 'EndDevice' ? { ...ownParams, device_uid: 'enddevicehomethermostat' } : ownParams;
}

/** The path of a row for `full`, below the resource root. */
export const ownPath = (row: ResourceRow, path = row.path): string => expandPath(path, paramsFor(row));
