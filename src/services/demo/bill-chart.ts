/** What the picture of a bill is drawn with: the few strokes of a PDF page that a chart needs. */
export interface Canvas {
  rect(x: number, y: number, width: number, height: number): Canvas;
  fill(color: string): Canvas;
  fillColor(color: string): Canvas;
  fontSize(size: number): Canvas;
  moveTo(x: number, y: number): Canvas;
  lineTo(x: number, y: number): Canvas;
  lineWidth(width: number): Canvas;
  stroke(color: string): Canvas;
  text(
    text: string,
    x: number,
    y: number,
    options: { width?: number; align?: 'left' | 'right' | 'center'; lineBreak?: boolean },
  ): Canvas;
}

/** Where a chart stands and what it shows. */
export interface DailyChart {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly daily: readonly { readonly date: string; readonly value: number }[];
  readonly color: string;
  /** The text of a value. */
  readonly label: (value: number) => string;
}

/** The next number of few digits that is not less: the top of a scale. */
function roundUp(value: number): number {
  let power = 1;
  while (power * 10 <= value) power *= 10;
  return (
    [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value) ??
    power * 10
  );
}

/** Draws a bar for each day of a billing period, with a scale of three lines and a date below each week. */
export function drawDailyChart(page: Canvas, chart: DailyChart): void {
  const { x, y, width, height, daily, color, label } = chart;
  const top = roundUp(Math.max(1, ...daily.map(({ value }) => value)));
  for (const share of [0, 0.5, 1]) {
    const line = y + height * (1 - share);
    page
      .moveTo(x, line)
      .lineTo(x + width, line)
      .lineWidth(0.5)
      .stroke('#d5dbe1');
    page.fillColor('#5b6672').fontSize(7);
    page.text(label(top * share), x - 46, line - 3, { width: 42, align: 'right', lineBreak: false });
  }
  const step = width / Math.max(1, daily.length);
  daily.forEach(({ date, value }, index) => {
    const bar = (Math.max(0, value) / top) * height;
    page.rect(x + index * step + step * 0.15, y + height - bar, step * 0.7, bar).fill(color);
    if (index % 7 !== 0) return;
    page.fillColor('#5b6672').fontSize(7);
    page.text(date.slice(5), x + index * step - 10, y + height + 5, {
      width: step + 20,
      align: 'center',
      lineBreak: false,
    });
  });
}
