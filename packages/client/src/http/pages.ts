interface Page<Item> {
  items: readonly Item[];
  next_cursor: string | null;
}

/** All that a list has, item by item; the next page is asked for when the last one is used up. */
export async function* itemsOf<Item>(
  load: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, next_cursor: next } = await load(cursor);
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}
