import type { VNode } from 'preact';
import type { FeedReadings } from './feed.ts';

const wattHours = 72;

interface Day {
  readonly day: string;
  readonly used: number;
  readonly sent: number;
}

/** Energy per day in kWh: what was used, and what was sent to the grid. */
export function energyByDay({ series, tzOffset }: FeedReadings): Day[] {
  const days = new Map<string, { used: number; sent: number }>();
  for (const { uom, flowDirection, points } of series) {
    if (uom !== wattHours) continue;
    for (const { start, value } of points) {
      const day = new Date((start + tzOffset) * 1000).toISOString().slice(0, 10);
      const sums = days.get(day) ?? { used: 0, sent: 0 };
      if (flowDirection === 19) sums.sent += value / 1000;
      else sums.used += value / 1000;
      days.set(day, sums);
    }
  }
  return [...days].map(([day, sums]) => ({ day, ...sums })).sort((a, b) => a.day.localeCompare(b.day));
}

const width = 720;
const height = 220;
const left = 44;

const kilowattHours = (value: number): string => `${value.toFixed(1)}\u00a0kWh`;

/** Bars per day: use above the line, export below it; the same numbers stand in a table. */
export function EnergyChart({ feed }: { feed: FeedReadings }): VNode {
  const days = energyByDay(feed);
  if (days.length === 0) return <p>No electricity readings came in this window.</p>;
  const most = Math.max(...days.map(({ used }) => used), 0.001);
  const least = Math.max(...days.map(({ sent }) => sent), 0);
  const perKwh = (height - 20) / (most + least);
  const line = 10 + most * perKwh;
  const step = (width - left) / days.length;
  const used = days.reduce((sum, day) => sum + day.used, 0);
  const sent = days.reduce((sum, day) => sum + day.sent, 0);
  const bar = (index: number, from: number, size: number): string =>
    `M${(left + index * step + step * 0.1).toFixed(1)} ${from.toFixed(1)}h${(step * 0.8).toFixed(1)}v${size.toFixed(1)}h-${(step * 0.8).toFixed(1)}z`;
  return (
    <figure>
      <figcaption>
        {days.length} days: {kilowattHours(used)} used
        {sent > 0 ? `, ${kilowattHours(sent)} sent to the grid` : ''}.
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Energy per day">
        <text x={left - 6} y={16} text-anchor="end">
          {most.toFixed(0)}
        </text>
        <text x={left - 6} y={line + 4} text-anchor="end">
          0
        </text>
        <path
          class="used"
          d={days.map((day, i) => bar(i, line - day.used * perKwh, day.used * perKwh)).join('')}
        />
        <path class="sent" d={days.map((day, i) => bar(i, line, day.sent * perKwh)).join('')} />
        <path class="axis" d={`M${left} ${line}H${width}`} />
      </svg>
      <details>
        <summary>The same as a table</summary>
        <section class="scroll" aria-label="Energy per day" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Used</th>
                <th scope="col">Sent</th>
              </tr>
            </thead>
            <tbody>
              {days.map((day) => (
                <tr>
                  <th scope="row">{day.day}</th>
                  <td>{kilowattHours(day.used)}</td>
                  <td>{kilowattHours(day.sent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
}
