/** A unit as files write it. */
export interface CsvUnit {
  /** UnitSymbolKind */
  readonly uom: number;
  /** One of them is 10^exponent of `uom`. */
  readonly exponent: number;
  /** powerOfTenMultiplier of the series, when its values are not finer than that. */
  readonly power: number;
  /** CommodityKind, unless the file says it. */
  readonly commodity: number;
}

const electricity = 1;
const gas = 7;
const water = 9;
const unit = (uom: number, exponent: number, power: number, commodity: number): CsvUnit => ({
  uom,
  exponent,
  power,
  commodity,
});

const units: Readonly<Record<string, CsvUnit>> = {
  wh: unit(72, 0, 0, electricity),
  kwh: unit(72, 3, 0, electricity),
  mwh: unit(72, 6, 0, electricity),
  varh: unit(73, 0, 0, electricity),
  kvarh: unit(73, 3, 0, electricity),
  vah: unit(71, 0, 0, electricity),
  kvah: unit(71, 3, 0, electricity),
  therm: unit(169, 0, -3, gas),
  dth: unit(169, 1, -3, gas),
  mmbtu: unit(132, 6, 0, gas),
  gj: unit(31, 9, 6, gas),
  ft3: unit(119, 0, 0, gas),
  cf: unit(119, 0, 0, gas),
  ccf: unit(119, 2, 0, gas),
  mcf: unit(119, 3, 0, gas),
  hcf: unit(119, 2, 0, water),
  m3: unit(42, 0, -3, water),
  gal: unit(128, 0, 0, water),
  kgal: unit(128, 3, 0, water),
  l: unit(134, 0, 0, water),
};

const spellings: Readonly<Record<string, string>> = {
  'm³': 'm3',
  'ft³': 'ft3',
  therms: 'therm',
  thm: 'therm',
  gallon: 'gal',
  gallons: 'gal',
  usgal: 'gal',
  liter: 'l',
  liters: 'l',
  litre: 'l',
  litres: 'l',
  dekatherm: 'dth',
  dekatherms: 'dth',
  cubicfeet: 'ft3',
};

// Nearly every row of a file has the unit of the one before.
let last: { readonly name: string; readonly unit: CsvUnit | undefined } | undefined;

/** The unit of a name in any case; undefined for one that is not known. */
export function findUnit(name: string): CsvUnit | undefined {
  if (name === last?.name) return last.unit;
  const plain = name.toLowerCase().replace(/[\s.]/g, '');
  const key = spellings[plain] ?? plain;
  const found = Object.hasOwn(units, key) ? units[key] : undefined;
  last = { name, unit: found };
  return found;
}

/** The names of all units, for a message. */
export const unitNames: readonly string[] = Object.keys(units);

/** CommodityKind of what a file calls a service; undefined for a word that says none of them. */
export function findCommodity(service: string): number | undefined {
  if (/electric|power/i.test(service)) return electricity;
  if (/gas/i.test(service)) return gas;
  return /water/i.test(service) ? water : undefined;
}

/** ServiceKind of a CommodityKind. */
export const serviceKindOf = (commodity: number): number =>
  commodity === gas ? 1 : commodity === water ? 2 : 0;

/** MeasurementKind of a unit: energy, or volume. */
export const measurementKindOf = ({ uom }: CsvUnit): number => ([119, 42, 128, 134].includes(uom) ? 58 : 12);
