// Adds up the results of test runs and prints them as one plain line, the last of the log.
// Arguments: 1 when a run ended with a failure, then the JSON reports of the runs.
import { existsSync, readFileSync } from 'node:fs';

const [ended = '0', ...reports] = process.argv.slice(2);
let [passed, failed, skipped] = [0, 0, 0];
for (const path of reports) {
  if (!existsSync(path)) {
    console.log(`${path}: this run did not get as far as its tests`);
    failed++;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot even be loaded has no tests that could fail.
  failed += report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
}
if (ended !== '0' && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
