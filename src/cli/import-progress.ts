import type { ImportProgress } from '../services/ingest/import-source.ts';
import type { Streams } from './context.ts';

/** Shows how far an import is. */
export interface ProgressLine {
  readonly update: (progress: ImportProgress) => void;
  /** Removes the line, so that something else can be written. */
  readonly clear: () => void;
}

// Reading a file to check it takes about half of what reading it to write it takes.
const checkShare = 1 / 3;
const terminalEvery = 200;
const plainEvery = 10_000;

function duration(seconds: number): string {
  const whole = Math.max(Math.round(seconds), 0);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

/** One line: how much is done, how fast it goes, how long it will take. */
function progressText(file: string, progress: ImportProgress, seconds: number): string {
  const { phase, bytes, totalBytes, readings } = progress;
  const ofPhase = totalBytes === 0 ? 1 : Math.min(bytes / totalBytes, 1);
  const done = phase === 'check' ? ofPhase * checkShare : checkShare + ofPhase * (1 - checkShare);
  const passed = (phase === 'check' ? bytes : totalBytes + bytes) / 1e6;
  const rate = seconds > 0 ? `, ${(passed / seconds).toFixed(1)} MB/s` : '';
  const left = done > 0 && done < 1 && seconds > 1 ? `, ${duration((seconds / done) * (1 - done))} left` : '';
  const written = phase === 'write' ? `, ${readings.toLocaleString('en-US')} readings` : '';
  return `${file}: ${phase === 'check' ? 'checking' : 'importing'} ${Math.floor(done * 100)} %${written}${rate}${left}`;
}

/**
 * Makes the progress of one file: on a terminal a line that is written over, elsewhere a line every ten seconds,
 * so that a log shows that it goes on.
 *
 * @param now milliseconds, from a clock that goes.
 */
export function createProgress(stderr: Streams['stderr'], file: string, now: () => number): ProgressLine {
  const terminal = stderr.isTTY === true;
  const began = now();
  let last = began;
  let shown = false;
  return {
    update(progress) {
      const at = now();
      if (at - last < (terminal ? terminalEvery : plainEvery)) return;
      last = at;
      const text = progressText(file, progress, (at - began) / 1000);
      stderr.write(terminal ? `\r\x1b[2K${text}` : `${text}\n`);
      shown = terminal;
    },
    clear() {
      if (shown) stderr.write('\r\x1b[2K');
      shown = false;
    },
  };
}
