/** Before the page: remembers when the form was sent, and how long the main thread was busy at a time. */
export const PHASES = `
  addEventListener('submit', () => { window.sent ??= performance.now(); }, true);
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries())).observe({ type: 'longtask' });
`;

/** From the sending of the form to the frame that shows a whole board with cards; and to the answer to signing in. */
export const USABLE = `new Promise((done) => {
  const look = () => {
    const isReady = document.querySelector('.columns[aria-busy=false] .card');
    if (!isReady) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => {
      const login = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/auth/login'));
      done({ usable: performance.now() - window.sent, signedIn: login.responseEnd - window.sent });
    }));
  };
  look();
})`;

/** The first column from its top to its end, a wheel's step of 120 pixels every frame; a large board in larger steps. */
export const SCROLL = `new Promise((done) => {
  const cards = document.querySelector('.cards');
  const FRAMES = 240;
  const frames = [];
  let before;
  window.longTasks.length = 0;
  const step = (now) => {
    if (before !== undefined) frames.push(now - before);
    before = now;
    if (frames.length < FRAMES) {
      cards.scrollTop += frames.length < FRAMES / 2 ? 120 : cards.scrollHeight / (FRAMES / 2);
      return requestAnimationFrame(step);
    }
    const ordered = frames.toSorted((a, b) => a - b);
    const at = (part) => ordered[Math.floor(part * (ordered.length - 1))];
    setTimeout(() => done({ p50: at(0.5), p95: at(0.95), long: window.longTasks.reduce((sum, { duration }) => sum + duration, 0) }), 100);
  };
  document.querySelector('.cards').scrollTop = 0;
  requestAnimationFrame(step);
})`;

const AFTER_A_FRAME = `requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)))`;

/** Shift and the right arrow on the first card of the first column, until the frame in which it is in the next one. */
export const MOVE = `new Promise((done) => {
  document.querySelector('.cards').scrollTop = 0;
  requestAnimationFrame(() => setTimeout(() => {
    const card = document.querySelector('[data-status=todo] [data-task]');
    card.querySelector('a').focus();
    const begun = performance.now();
    const event = new KeyboardEvent('keydown', { key: 'ArrowRight', shiftKey: true, bubbles: true, cancelable: true });
    card.querySelector('a').dispatchEvent(event);
    const look = () => document.querySelector('[data-status=in_progress] [data-task="' + card.dataset.task + '"]')
      ? ${AFTER_A_FRAME} : requestAnimationFrame(look);
    look();
  }, 200));
})`;

/** A word in the search field, until the frame in which the columns are narrowed to it. */
export const SEARCH = `new Promise((done) => {
  const field = document.getElementById('search');
  const numbers = () => [...document.querySelectorAll('.column .number')].map((one) => one.textContent).join();
  const before = numbers();
  const begun = performance.now();
  field.value = 'furrow 12';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const look = () => numbers() !== before ? ${AFTER_A_FRAME} : requestAnimationFrame(look);
  look();
})`;
