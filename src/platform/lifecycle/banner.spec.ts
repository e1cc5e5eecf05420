import { addressOf } from './announce.js';
import { banner, type BannerFacts } from './banner.js';

const FACTS: BannerFacts = {
  version: '1.2.3',
  environment: 'development',
  url: 'http://localhost:3000',
  hasBoard: true,
  docsEnabled: true,
  database: '127.0.0.1:5432/fasttrack',
  dataDir: '/srv/fasttrack/.data',
  summary: [],
  seconds: 0.94,
};

describe('the banner', () => {
  it('has every address, and where the data are', () => {
    const text = banner(FACTS);
    expect(text).toContain('fasttrack 1.2.3, development, ready in 0.9 s');
    for (const path of [
      '',
      '/app',
      '/docs',
      '/redoc',
      '/openapi.json',
      '/asyncapi.json',
      '/ws (Socket.IO)',
      '/health/ready',
    ])
      expect(text).toMatch(new RegExp(`  http://localhost:3000${path.replace(/[().]/g, '\\$&')}\n`));
    expect(text).toMatch(/Database +127\.0\.0\.1:5432\/fasttrack\n {2}Data +\/srv\/fasttrack\/\.data\n/);
    expect(text).not.toMatch(/Administrator|Password/);
  });

  it('leaves out what is not there', () => {
    const text = banner({ ...FACTS, hasBoard: false, docsEnabled: false, dataDir: null });
    expect(text).not.toMatch(/Board|docs|openapi|Data /);
  });

  it('ends with what the features say', () => {
    const summary = [
      ['Administrator', 'admin@fasttrack.local'],
      ['Password', 'hunter22'],
    ] as const;
    expect(banner({ ...FACTS, summary })).toMatch(/Administrator +admin@fasttrack\.local\n {2}Password +hunter22\n/);
  });
});

describe('the address in it', () => {
  it.each([
    ['127.0.0.1', 'http://localhost:3000'],
    ['0.0.0.0', 'http://localhost:3000'],
    ['0', 'http://localhost:3000'],
    ['::', 'http://localhost:3000'],
    ['0:0:0:0:0:0:0:0', 'http://localhost:3000'],
    ['::1', 'http://[::1]:3000'],
    ['2001:DB8::0:7', 'http://[2001:db8::7]:3000'],
    ['192.168.1.7', 'http://192.168.1.7:3000'],
    ['garden.example', 'http://garden.example:3000'],
  ])('SPEC-012.35: for HOST=%s is %s', (host, url) => {
    expect(addressOf(host, 3000)).toBe(url);
  });
});
