// Adds up the results of test runs, names what failed, and prints the sums as one plain line, the last of the log.
// Arguments: 1 when a run ended with a failure, then the JSON reports of the runs.
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';

const [ended = '0', ...reports] = process.argv.slice(2);
let [passed, failed, skipped] = [0, 0, 0];

function fail(message, ...place) {
  failed++;
  const reason = message.split('\n').find((line) => line.trim() !== '') ?? 'no message';
  console.log(`failed: ${place.join(' > ')}\n  ${reason.trim().slice(0, 300)}`);
}

for (const path of reports) {
  const run = basename(path, '.json');
  if (!existsSync(path)) {
    fail('it did not get as far as its tests', run);
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  passed += report.numPassedTests;
  skipped += report.numPendingTests + report.numTodoTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const file = relative(process.cwd(), name);
    const failures = assertionResults.filter((test) => test.status === 'failed');
    for (const test of failures) fail(test.failureMessages.join('\n'), run, file, test.fullName);
    // A file that cannot even be loaded has no tests that could fail.
    if (status === 'failed' && failures.length === 0) fail(message, run, file);
  }
}
if (ended !== '0' && failed === 0)
  fail('it ended with a failure that no test reports: its log has the unhandled errors', 'a run');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
