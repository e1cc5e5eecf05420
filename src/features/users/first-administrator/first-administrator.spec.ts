import { readConfig } from '../../../platform/config/config.js';
import { StartupSummary } from '../../../platform/lifecycle/startup-summary.js';
import { FirstAdministrator } from './first-administrator.js';

const EMAIL = 'admin@fasttrack.local';

function summaryAfter(env: Record<string, string>): { summary: StartupSummary; password: string } {
  const config = readConfig(
    { DATABASE_URL: 'postgres://nobody@localhost/none', SECRET_KEY: 'x'.repeat(43), ...env },
    { dataDir: 'node_modules/.cache/test-keys' },
  );
  const summary = new StartupSummary();
  const first = new FirstAdministrator(config, summary);
  const { password } = first.credentials();
  expect(summary.lines).toEqual([]);
  first.created();
  return { summary, password };
}

describe('The first administrator', () => {
  it('is shown with a generated password', () => {
    const { summary, password } = summaryAfter({});
    expect(summary.lines).toEqual([
      ['Administrator', EMAIL],
      ['Password', `${password}   (shown this once)`],
    ]);
  });

  it('is shown without a configured one', () => {
    const { summary } = summaryAfter({ ADMIN_PASSWORD: 'a garden of my own' });
    expect(summary.lines).toEqual([['Administrator', `${EMAIL}, with the password of ADMIN_PASSWORD`]]);
  });
});
