import { browser, type UploadRequest } from '../browser.js';

interface Upload {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | FormData | URLSearchParams | null;
  signal?: AbortSignal | undefined;
}

/** Sends a body and tells how far it is; where the browser can't, only that it has arrived. */
export async function sendWithProgress(
  upload: Upload,
  fetch: typeof globalThis.fetch,
  onProgress: (sent: number, total: number) => void,
): Promise<Response> {
  const { XMLHttpRequest } = browser;
  if (XMLHttpRequest) return sendByRequest(new XMLHttpRequest(), upload, onProgress);
  const { url, signal = null, ...rest } = upload;
  const answer = await fetch(url, { ...rest, signal });
  onProgress(1, 1);
  return answer;
}

function sendByRequest(
  request: UploadRequest,
  { method, url, headers, body, signal }: Upload,
  onProgress: (sent: number, total: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'blob';
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => resolve(toResponse(request));
    request.onerror = () => reject(new TypeError('The upload did not arrive.'));
    request.onabort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

function toResponse(request: UploadRequest): Response {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return new Response(request.response as Blob, { status: request.status, headers });
}
