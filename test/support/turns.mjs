/** One at a time, in the order of asking: what `navigator.locks.request` is to tabs. */
export function turns() {
  let last = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
