import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { until } from '../support/until.js';
import { PASSWORD, type Person } from './stage.js';

/** What the browser itself notes where a request was refused or could not be sent: the page has to cope with that. */
const REFUSED =
  /^Failed to load resource|net::ERR_|WebSocket connection to|^The Cross-Origin-Opener-Policy header has been ignored/;
/** Generous, since it only decides when a test that fails gives up. */
const LIMIT_MS = 90_000;
const SERIOUS = new Set(['serious', 'critical']);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface Size {
  width: number;
  height: number;
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** Somebody with a browser: what their pages complain of, and what they ask of other places, is kept. */
export class Visitor {
  readonly complaints: string[] = [];
  private readonly trusted = new Set<string>();

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly board: string,
  ) {}

  static async arrive(browser: Browser, board: string, options: { viewport?: Size }): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(LIMIT_MS);
    const visitor = new Visitor(context, await context.newPage(), board);
    visitor.watch();
    return visitor;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  async signIn({ email }: Pick<Person, 'email'>, password = PASSWORD): Promise<void> {
    await this.page.goto(this.board);
    await this.fillSignIn(email, password);
    await this.page.getByRole('heading', { name: 'Projects', exact: true }).waitFor();
  }

  async fillSignIn(email: string, password = PASSWORD): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.board + path);
  }

  async openBoard(person: Person, projectId: number): Promise<void> {
    await this.signIn(person);
    await this.open(`/projects/${projectId}`);
    await this.page.locator('.columns[aria-busy=false]').waitFor();
  }

  column(status: 'todo' | 'in_progress' | 'done'): Locator {
    return this.page.locator(`.column[data-status=${status}]`);
  }

  card(title: string): Locator {
    return this.page.locator('.card', { has: this.page.getByRole('link', { name: title, exact: true }) });
  }

  /** The titles on the board, column by column. */
  async titles(): Promise<string[][]> {
    const columns = ['todo', 'in_progress', 'done'] as const;
    return Promise.all(columns.map((status) => this.column(status).locator('.card > a').allTextContents()));
  }

  async sees(titles: string[][]): Promise<void> {
    await until(async () => JSON.stringify(await this.titles()) === JSON.stringify(titles));
  }

  async drag(title: string, to: Locator): Promise<void> {
    await this.card(title).dragTo(to);
  }

  /** What axe finds on the page and is serious. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(axe);
    const found = await this.page.evaluate<{ violations: Violation[] }>(
      'axe.run(document, { resultTypes: ["violations"] })',
    );
    const serious = found.violations.filter(({ impact }) => SERIOUS.has(impact));
    return serious.map(({ id, nodes }) => `${this.page.url()}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }

  /** Their pages may lead there, and what those of that place ask for is not ours. */
  trust(place: string): void {
    this.trusted.add(new URL(place).host);
  }

  /** A device that has passkeys, and whose owner is always there. */
  async bringDevice(): Promise<void> {
    const session = await this.context.newCDPSession(this.page);
    await session.send('WebAuthn.enable');
    const has = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', ...has, automaticPresenceSimulation: true },
    });
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Your account' }).click();
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByLabel('E-mail').waitFor();
  }

  private watch(): void {
    const { host } = new URL(this.board);
    this.trusted.add(host);
    this.context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !REFUSED.test(message.text()))
        this.complaints.push(`console: ${message.text()}`);
    });
    this.context.on('weberror', (error) => this.complaints.push(`error: ${error.error().message}`));
    this.context.on('request', (request) => {
      const url = new URL(request.url());
      const isTrusted = ['blob:', 'data:'].includes(url.protocol) || this.trusted.has(url.host);
      // What the pages of a place that is trusted ask for is their own matter.
      const page = request.isNavigationRequest() ? '' : request.frame().url();
      const isTheirs = URL.canParse(page) && new URL(page).host !== host && this.trusted.has(new URL(page).host);
      if (!isTrusted && !isTheirs) this.complaints.push(`asked ${url.href}`);
    });
  }
}
