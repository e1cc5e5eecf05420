/** What a reader should know before the first route, whatever the program is about; Markdown. */
export const INTRODUCTION = `
**To try it**, press *Authorize*, sign in with an e-mail address and a password, open a route, and press *Try it out*. The
bodies that are filled in are safe to send.

**Answers** look like \`{ "data": …, "error": null, "meta": {} }\`. Failures look like
\`{ "data": null, "error": { "code", "message", "details" }, "meta": { "request_id" } }\`. Decide by \`code\`: it never changes.
\`message\` is for people and may change. [ERRORS.md](/docs/ERRORS.md) (\`docs/ERRORS.md\` in the sources) lists every code and
what to do about it. Every route can also answer 500 \`internal_error\`. An unknown path answers 404 \`not_found\`. A known path
with another method answers 405 \`method_not_allowed\`. With \`Accept: application/problem+json\`, a failure is a document of
RFC 9457 with the same \`code\`.

**Inputs** are checked strictly. An unknown field or parameter answers 422, and so does a value of the wrong type: \`"5"\` is not
a number. \`PATCH\` takes a JSON Merge Patch: a field that is missing stays as it is, and \`null\` clears a field that may be
empty. Lengths count characters.

**Times** are RFC 3339 in UTC, with milliseconds. **Ids** are positive integers.

**Lists** answer \`{ "items", "next_cursor", "has_more" }\`. To get the next page, send \`next_cursor\` as \`cursor\` with the same
filters. Rows that exist during the whole walk appear exactly once, even if other rows come and go.

**Versions.** Projects, tasks and articles have a \`version\` and an \`ETag\`. Send the ETag as \`If-None-Match\` with a \`GET\`: if
nothing has changed, the answer is 304. Send it as \`If-Match\` with a \`PATCH\`, a \`DELETE\` or a move: if somebody else has changed the
row, the answer is 412, and \`data\` holds the row as it is now. The version is compared, so a tag that a compressing proxy has
changed (\`W/"3"\`, \`"3-gzip"\`) works too.

**Repeated requests.** Any \`POST\` of a signed-in person takes an \`Idempotency-Key\`. If you send the same key and the same body
again within 24 hours, you get the first answer again, and nothing is done twice. The routes for signing up and in do not need
it.

**Limits.** Every answer says what is allowed (\`RateLimit-Policy\`) and what is left (\`RateLimit\`). A request too many answers
429, and \`Retry-After\` says after how many seconds to try again. One person may have 100 requests under way at once. An answer
that nobody reads is cut after 30 seconds.

**Front ends and live updates.** [FRONT-ENDS.md](/docs/FRONT-ENDS.md) has signing in, refreshing with several tabs, and the pages
that mails link to. [LIVE-CLIENTS.md](/docs/LIVE-CLIENTS.md) has a client for notifications over Socket.IO;
\`/asyncapi.json\` describes it for programs.
`.trim();
