/** What documents call works that every server of tasks can do. */
export const NAMED_WORKS = {
  W1: { work: 'read', title: 'W1 read a task' },
  W2: { work: 'list', title: 'W2 a page of 20 tasks' },
  W3: { work: 'create', title: 'W3 create a task' },
  W4: { work: 'move', title: 'W4 change a status' },
  W5: { work: 'page', title: 'W5 a page at depth' },
};

/** What the program promises of itself: no other server is held beside it. */
export const PROMISES = ['W6', 'W7'];
