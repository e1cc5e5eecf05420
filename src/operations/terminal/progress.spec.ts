import { Progress, sizeOf } from './progress.js';

class Screen {
  text = '';
  constructor(readonly isTTY: boolean) {}
  write = (text: string) => (this.text += text).length > 0;
}

const on = (screen: Screen, quietMs = 0) => new Progress('backup', 4_096, screen as never, quietMs);

describe('progress', () => {
  it('SPEC-041.13: is a bar on a terminal, which goes away at the end', () => {
    const screen = new Screen(true);
    const progress = on(screen);
    progress.advance(2_048);
    expect(screen.text).toContain(`${'█'.repeat(15)}${'░'.repeat(15)}  50 %  2.0 KiB of about 4.0 KiB`);
    progress.end();
    expect(screen.text.endsWith('\r\x1b[K')).toBe(true);
  });

  it('SPEC-041.13: is a line at each quarter elsewhere, and nothing where it is quick', () => {
    const screen = new Screen(false);
    const progress = on(screen);
    for (let bytes = 0; bytes < 4_096; bytes += 64) progress.advance(64);
    expect(screen.text).toBe('backup: 25 %\nbackup: 50 %\nbackup: 75 %\n');
    const quick = new Screen(false);
    on(quick, 60_000).advance(4_000);
    expect(quick.text).toBe('');
  });

  it('counts bytes as people do', () => {
    expect([0, 1_023, 1_536, 5 * 1024 ** 3].map(sizeOf)).toEqual(['0 bytes', '1023 bytes', '1.5 KiB', '5.0 GiB']);
  });
});
