/** Ends a test run with one plain line, for people and for programs that read only the end. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    process.once('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed${skipped}`));
  }
}
