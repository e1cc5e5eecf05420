import { AttemptEntry } from './attempt-entry.js';

const left: string[] = [];
const place = (name: string) =>
  new AttemptEntry(({ status }) => {
    left.push(`${name} ${status}`);
    return Promise.resolve();
  });
const broken = new AttemptEntry(() => Promise.reject(new Error('no database')));

beforeEach(() => left.splice(0));

describe('A place among those who try', () => {
  it('is left once the attempt has ended, whose end it passes on', async () => {
    await expect(place('network').settle(Promise.resolve(7))).resolves.toBe(7);
    await expect(place('network').settle(Promise.reject(new Error('wrong')))).rejects.toThrow('wrong');
    expect(left).toEqual(['network fulfilled', 'network rejected']);
  });

  it('with one behind it is left from the inside out', async () => {
    const entry = await place('network').and(Promise.resolve(place('account')));
    await entry.settle(Promise.resolve());
    expect(left).toEqual(['account fulfilled', 'network fulfilled']);
  });

  it('is left by whoever is not let in behind it', async () => {
    await expect(place('network').and(Promise.reject(new Error('full')))).rejects.toThrow('full');
    expect(left).toEqual(['network rejected']);
  });

  it('is left although the one behind it could not be', async () => {
    const entry = await place('network').and(Promise.resolve(broken));
    await expect(entry.settle(Promise.resolve())).rejects.toThrow('no database');
    expect(left).toEqual(['network fulfilled']);
  });
});
