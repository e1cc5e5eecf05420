/** Says what came of it, and makes the command fail where that isn't enough. */
export function judge(words, isMet) {
  console.log(`${isMet ? '✓' : '✗'} ${words}`);
  if (!isMet) process.exitCode = 2;
}
