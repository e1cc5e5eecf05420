/** How the command lines of the benches are read. Each throws what to tell whoever typed it. */

export function whole(text) {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${text} is no count.`);
  return Number(text);
}

/** @param what a known one is called */
export function chosen(text, known, what) {
  const asked = text.split(',');
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${what} ${unknown.join(', ')}.`);
  return asked;
}
