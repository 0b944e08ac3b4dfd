import { expect, it } from 'vitest';
import { loadBounds } from '../src/roof/process-bounds.ts';

const megabyte = 1_048_576;
const config = { maxMemoryMegabytes: undefined, maxDelayMilliseconds: 1000 };
const boundOf = (
  memory: { container: number | undefined; machine: number },
  processes = 1,
  maxMemoryMegabytes?: number,
): number =>
  (loadBounds({ ...config, maxMemoryMegabytes }, processes, memory).maxResidentBytes ?? 0) / megabyte;

it('a process may use most of the container, its share of it, or of the machine where there is none', () => {
  expect(boundOf({ container: 1000 * megabyte, machine: 8000 * megabyte })).toBe(850);
  expect(boundOf({ container: 1000 * megabyte, machine: 8000 * megabyte }, 4)).toBe(212.5);
  expect(boundOf({ container: undefined, machine: 8000 * megabyte }, 2)).toBe(3400);
});

it('a small machine serves all the same', () => {
  expect(boundOf({ container: undefined, machine: 512 * megabyte })).toBe(600);
});

it('what is set goes before what is found', () => {
  expect(boundOf({ container: 1000 * megabyte, machine: 8000 * megabyte }, 2, 300)).toBe(300);
});
