import { TestEnvironment } from 'jest-environment-node';

declare global {
  /** What programs said since the test began, see `silence`. */
  var programSaid: string[] | undefined;
}

/** The newest are kept. */
const MOST = 20;

/** The environment of Node.js, in which a failure also tells what the program said meanwhile: a 503 alone explains nothing. */
export default class TellingEnvironment extends TestEnvironment {
  /** Called by Jest. */
  handleTestEvent({ name, error }: { name: string; error?: Error }): void {
    if (name === 'test_start') this.global.programSaid = [];
    if (name === 'test_fn_failure' && error?.message) this.tell(error);
  }

  private tell(error: Error): void {
    const said = this.global.programSaid?.slice(-MOST) ?? [];
    if (said.length === 0) return;
    const { message } = error;
    error.message = `${message}\n\nThe program said meanwhile:\n${said.join('\n')}`;
    error.stack = error.stack?.replace(message, () => error.message);
  }
}
