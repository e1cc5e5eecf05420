/** What the first line of an export says that it is. A version that reads less of it counts on. */
export const EXPORT_FORMAT = 'fasttrack';
export const EXPORT_VERSION = 1;
