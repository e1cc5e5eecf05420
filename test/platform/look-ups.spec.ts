import { type Library, openLibrary, openLibraryFarAway } from './library.js';

describe('Look-ups', () => {
  let library: Library;
  let ids: number[];

  beforeAll(async () => {
    library = await openLibrary(2);
    const { id: shelfId } = await library.shelves.save({ label: 'top' });
    const books = await Promise.all(['Alpha', 'Beta', 'Gamma'].map((title) => library.books.add({ title, shelfId })));
    ids = books.map(({ id }) => id);
  });
  afterAll(() => library.close());

  const titleOf = async (id: number) => (await library.books.findById(id))?.title;

  it('SPEC-012.69: of one turn travel together, four at most', async () => {
    const query = jest.spyOn(library.db['pool'], 'query');
    const asked = Array.from({ length: 40 }, (_, nth) => titleOf(ids[nth % 3] as number));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['Alpha', 'Beta', 'Gamma']));
    expect(query).toHaveBeenCalledTimes(10);
    expect(await titleOf(ids[1] as number)).toBe('Beta');
    expect(query).toHaveBeenCalledTimes(11);
    query.mockRestore();
  });

  it('SPEC-012.69: are answered each by its own row, also where there is none', async () => {
    const [alpha, beta, gamma] = ids as [number, number, number];
    expect(await Promise.all([gamma, 0, alpha, beta, gamma].map(titleOf))).toEqual([
      ...['Gamma', undefined, 'Alpha', 'Beta', 'Gamma'],
    ]);
  });

  it('SPEC-012.69: fail alone', async () => {
    const [alpha = 0, beta = 0] = ids;
    const answers = await Promise.allSettled([
      library.books.findById(alpha),
      library.books.findByQuotient(alpha, 0),
      library.books.findUnreadable(),
      library.books.findByQuotient(beta, 1),
    ]);
    const unread = await Promise.allSettled([library.books.findUnreadable(), library.books.findById(beta)]);
    expect(unread.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(answers).toMatchObject([
      { status: 'fulfilled', value: { title: 'Alpha' } },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'rejected', reason: { name: 'SyntaxError' } },
      { status: 'fulfilled', value: { title: 'Beta' } },
    ]);
  });

  it('SPEC-012.69: see what the open transaction wrote, and nobody else does', async () => {
    const [alpha = 0] = ids;
    await library.db.transaction(async () => {
      await library.books.update({ id: alpha }, { title: 'Omega' });
      expect(await titleOf(alpha)).toBe('Omega');
      expect(await library.db.outside(() => titleOf(alpha))).toBe('Alpha');
      await library.books.update({ id: alpha }, { title: 'Alpha' });
    });
  });

  it('SPEC-012.69: all hear of it where the database is away, once', async () => {
    const away = await openLibraryFarAway(1);
    try {
      expect(await away.books.findById(1)).toBeNull();
      away.way.cut();
      const query = jest.spyOn(away.db['pool'], 'query');
      const asked = await Promise.allSettled([1, 2, 3].map((id) => away.books.findById(id)));
      expect(asked).toMatchObject(asked.map(() => ({ status: 'rejected', reason: { code: 'database_unavailable' } })));
      expect(query).toHaveBeenCalledTimes(1);
    } finally {
      await away.close();
    }
  });
});
