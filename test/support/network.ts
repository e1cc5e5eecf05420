/** The network of a client: writes down what goes out, and can fail as networks do. */
export class Network {
  readonly asked: string[] = [];
  /** What becomes of the next requests: `lost` answers never arrive, though the program has done its part. */
  fate: ('lost' | 'broken' | Response)[] = [];
  private holds: { call: RegExp; until: Promise<void>; before: boolean; reached: () => void }[] = [];

  readonly fetch: typeof fetch = async (address, init) => {
    const call = `${init?.method ?? 'GET'} ${(address as string).replace(/^https?:..[^/]+/, '')}`;
    this.asked.push(call);
    const fate = this.fate.shift();
    if (fate === 'broken') throw new TypeError('The network is down.');
    if (fate instanceof Response) return fate;
    const hold = fate === undefined ? this.holds.find((one) => one.call.test(call)) : undefined;
    this.holds = this.holds.filter((one) => one !== hold);
    if (hold?.before) await held(hold);
    const answer = await fetch(address, init);
    if (hold && !hold.before) await held(hold);
    if (fate === 'lost') throw new TypeError('The answer is lost.');
    return answer;
  };

  count(call: string): number {
    return this.asked.filter((asked) => asked.split('?')[0] === call).length;
  }

  /** The next such request waits for `release`, or its answer does; `reached` resolves when it waits. */
  hold(call: RegExp, what: 'request' | 'answer'): { reached: Promise<void>; release: () => void } {
    let release = () => {};
    let reach = () => {};
    const until = new Promise<void>((resolve) => (release = resolve));
    const reached = new Promise<void>((resolve) => (reach = resolve));
    this.holds.push({ call, until, before: what === 'request', reached: reach });
    return { reached, release };
  }
}

async function held({ until, reached }: { until: Promise<void>; reached: () => void }): Promise<void> {
  reached();
  await until;
}
