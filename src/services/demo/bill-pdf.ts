import PDFDocument from 'pdfkit';
import { currencyLetters } from '../../espi/currency-letters.ts';
import { drawDailyChart } from './bill-chart.ts';
import type { LineItem } from './bill-lines.ts';
import type { Bill } from './bills.ts';
import { dateOf } from './calendar.ts';

/** What a bill says beyond its numbers. */
export interface BillLetter {
  readonly utility: string;
  readonly customer: string;
  readonly street: string;
  readonly town: string;
  readonly accountId: string;
  readonly meter: string;
  readonly service: 'electricity' | 'gas' | 'water';
  /** ISO 4217, numeric. */
  readonly currency: number;
}

const units = {
  electricity: { name: 'kWh', perUnit: 1000, digits: 0, color: '#1f6feb' },
  gas: { name: 'therms', perUnit: 1000, digits: 1, color: '#c2570c' },
  water: { name: 'gallons', perUnit: 1, digits: 0, color: '#0e7490' },
} as const;
const ink = '#17202a';
const soft = '#5b6672';
const [left, right] = [54, 558];

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** What stands before an amount: the dollars of North America are just that, others say which they are. */
const signOf = (currency: number): string => {
  const letters = currencyLetters(currency);
  return letters === 'USD' || letters === 'CAD' ? '$' : `${letters} `;
};

/** `$1,234.56` of 1/100,000; a minus sign before what is owed to the customer. */
export function money(amount: number, currency: number): string {
  const cents = Math.round(Math.abs(amount) / 1000);
  const text = `${grouped(String(Math.floor(cents / 100)))}.${String(cents % 100).padStart(2, '0')}`;
  return `${amount < 0 && cents > 0 ? '-' : ''}${signOf(currency)}${text}`;
}

function quantity({ measurement, unitCost }: LineItem, { service, currency }: BillLetter): string {
  if (measurement?.value === undefined || unitCost === undefined) return '';
  const { name, perUnit, digits } = units[service];
  const [unit, divisor, decimals] = measurement.uom === 38 ? ['kW', 1000, 1] : [name, perUnit, digits];
  const [whole = '', fraction] = (measurement.value / divisor).toFixed(decimals).split('.');
  const price = ((Math.abs(unitCost) * divisor) / 100_000).toFixed(divisor === 1 ? 4 : 2);
  return `${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`} ${unit} at ${signOf(currency)}${price}`;
}

/** Lines that are printed above the total: what the amount is made of. */
const isCharge = ({ itemKind }: LineItem): boolean => itemKind <= 8;

function drawHead(page: PDFKit.PDFDocument, bill: Bill, letter: BillLetter): void {
  const { color } = units[letter.service];
  page.rect(0, 0, 612, 84).fill(color);
  page.circle(74, 42, 17).fill('#ffffff');
  page
    .moveTo(77, 29)
    .lineTo(66, 45)
    .lineTo(73, 45)
    .lineTo(70, 56)
    .lineTo(82, 39)
    .lineTo(75, 39)
    .closePath()
    .fill(color);
  page
    .fillColor('#ffffff')
    .font('Helvetica-Bold')
    .fontSize(16)
    .text(letter.utility, 104, 27, { lineBreak: false });
  page.font('Helvetica').fontSize(9);
  page.text(`Your ${letter.service} bill - demonstration data, nobody owes this`, 104, 48, {
    lineBreak: false,
  });
  page
    .fillColor(ink)
    .font('Helvetica-Bold')
    .fontSize(11)
    .text(letter.customer, left, 108, { lineBreak: false });
  page.font('Helvetica').fontSize(10).text(letter.street, left, 124, { lineBreak: false });
  page.text(letter.town, left, 138, { lineBreak: false });
  const facts: [string, string][] = [
    ['Account', letter.accountId],
    ['Meter', letter.meter],
    ['Period', `${dateOf(bill.period.from)} to ${dateOf(bill.period.until - 1)}`],
    ['Issued', dateOf(bill.period.issued)],
    ['Plan', bill.value.tariffProfile ?? ''],
  ];
  facts.forEach(([name, text], index) => {
    page
      .fillColor(soft)
      .fontSize(8)
      .text(name, 300, 108 + index * 14, { lineBreak: false });
    page
      .fillColor(ink)
      .fontSize(9)
      .text(text, 345, 107 + index * 14, { lineBreak: false });
  });
}

function drawAmount(page: PDFKit.PDFDocument, bill: Bill, letter: BillLetter): void {
  page.roundedRect(left, 188, right - left, 48, 5).fill('#eef3f8');
  page.fillColor(soft).font('Helvetica').fontSize(9);
  page.text(bill.amount < 0 ? 'Credit to your account' : 'Amount due', left + 14, 198, { lineBreak: false });
  page
    .fillColor(ink)
    .font('Helvetica-Bold')
    .fontSize(18)
    .text(money(bill.amount, letter.currency), left + 14, 211, { lineBreak: false });
  const { name, perUnit } = units[letter.service];
  const used = bill.value.overallConsumptionLastPeriod?.value ?? 0;
  page
    .fillColor(soft)
    .font('Helvetica')
    .fontSize(9)
    .text('Used in this period', 330, 198, { lineBreak: false });
  page.fillColor(ink).font('Helvetica-Bold').fontSize(18);
  page.text(`${grouped((used / perUnit).toFixed(0))} ${name}`, 330, 211, {
    lineBreak: false,
  });
}

function drawLines(page: PDFKit.PDFDocument, bill: Bill, letter: BillLetter): void {
  const lines = (bill.value.costAdditionalDetailLastPeriod ?? []) as readonly LineItem[];
  let y = 430;
  const row = (name: string, detail: string, amount: string, bold = false): void => {
    page
      .fillColor(ink)
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(9.5);
    page.text(name, left, y, { width: 235, lineBreak: false });
    page.text(amount, right - 100, y, { width: 100, align: 'right', lineBreak: false });
    page
      .fillColor(soft)
      .font('Helvetica')
      .fontSize(8.5)
      .text(detail, 300, y + 0.5, { width: 160, lineBreak: false });
    y += 17;
    page
      .moveTo(left, y - 4.5)
      .lineTo(right, y - 4.5)
      .lineWidth(0.4)
      .stroke('#d5dbe1');
  };
  page
    .fillColor(ink)
    .font('Helvetica-Bold')
    .fontSize(11)
    .text('What you pay for', left, 410, { lineBreak: false });
  for (const line of lines.filter(isCharge))
    row(line.note, quantity(line, letter), money(line.amount ?? 0, letter.currency));
  row('Total of this bill', '', money(bill.amount, letter.currency), true);
  y += 8;
  for (const line of lines.filter((item) => !isCharge(item)))
    row(line.note, '', money(line.amount ?? 0, letter.currency));
}

/**
 * Draws a bill as a PDF of one page, from the same numbers as its UsageSummary. The same bill gives the same bytes
 * everywhere: nothing is compressed, and all dates are those of the bill.
 */
export async function billPdf(bill: Bill, letter: BillLetter): Promise<Uint8Array> {
  const issued = new Date((bill.value.statusTimeStamp ?? 0) * 1000);
  const page = new PDFDocument({
    size: 'LETTER',
    margin: 0,
    compress: false,
    info: { Title: `Bill ${bill.period.key}`, Author: letter.utility, CreationDate: issued, ModDate: issued },
  });
  const chunks: Uint8Array[] = [];
  page.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => {
    page.once('end', resolve);
    page.once('error', reject);
  });
  drawHead(page, bill, letter);
  drawAmount(page, bill, letter);
  const { name, perUnit, color } = units[letter.service];
  page.fillColor(ink).font('Helvetica-Bold').fontSize(11).text('Day by day', left, 256, { lineBreak: false });
  page.font('Helvetica');
  drawDailyChart(page, {
    x: left + 46,
    y: 282,
    width: right - left - 46,
    height: 90,
    daily: bill.daily.map(({ date, value }) => ({ date, value: value / perUnit })),
    color,
    label: (value) => `${grouped(String(value))} ${name}`,
  });
  drawLines(page, bill, letter);
  page.fillColor(soft).fontSize(8);
  page.text('A demonstration bill of Meterhouse. Names, addresses and numbers are invented.', left, 750, {
    lineBreak: false,
  });
  page.end();
  await done;
  return Buffer.concat(chunks);
}
