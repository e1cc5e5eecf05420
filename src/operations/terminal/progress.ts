const WIDTH = 30;
const REDRAW_MS = 100;
const QUARTER = 0.25;
/** What is done by then needs no lines. */
const QUIET_MS = 2_000;

/** How far a command is: a bar on a terminal, and otherwise a line at each quarter. */
export class Progress {
  private done = 0;
  private drawnAt = -Infinity;
  private quarters = 1;
  private readonly begun = performance.now();

  constructor(
    private readonly name: string,
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stderr,
    private readonly quietMs = QUIET_MS,
  ) {}

  advance(by: number): void {
    this.reach(this.done + by);
  }

  reach(done: number): void {
    this.done = Math.min(done, this.total);
    if (this.out.isTTY) this.draw();
    else this.sayQuarter();
  }

  /** The bar gives way to what is said next. */
  end(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[K');
  }

  private get share(): number {
    return this.total > 0 ? this.done / this.total : 1;
  }

  private draw(): void {
    const now = performance.now();
    if (now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    const full = Math.round(this.share * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    const percent = String(Math.floor(this.share * 100)).padStart(3);
    this.out.write(`\r\x1b[K${this.name} ${bar} ${percent} %  ${sizeOf(this.done)} of about ${sizeOf(this.total)}`);
  }

  private sayQuarter(): void {
    if (this.quarters > 3 || performance.now() - this.begun < this.quietMs || this.share < this.quarters * QUARTER)
      return;
    this.quarters = Math.floor(this.share / QUARTER) + 1;
    this.out.write(`${this.name}: ${Math.floor(this.share * 100)} %\n`);
  }
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** As people read it: 3.4 MiB. */
export function sizeOf(bytes: number): string {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  return `${step === 0 ? bytes : (bytes / 1024 ** step).toFixed(1)} ${UNITS[step]}`;
}

export function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

export function secondsSince(begun: number): string {
  return secondsOf(performance.now() - begun);
}

export function secondsOf(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
