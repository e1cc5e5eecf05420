import { readListing } from './bucket-listing.js';
import { signRequest } from './bucket-store.js';

const EXAMPLE = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('A signature', () => {
  // Amazon S3 API reference, "Signature Calculations for the Authorization Header": GET Bucket Lifecycle, List Objects.
  it.each([
    ['?lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    ['?max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('is the published one for %s', async (query, signature) => {
    const { headers } = await signRequest(EXAMPLE, {
      method: 'GET',
      url: `https://examplebucket.s3.amazonaws.com/${query}`,
      headers: { 'x-amz-content-sha256': NO_BODY },
      datetime: '20130524T000000Z',
    });
    expect(headers.get('authorization')).toContain(`Signature=${signature}`);
  });
});

describe('A listing', () => {
  const entry = (key: string) =>
    `<Contents><Key>${key}</Key><LastModified>2026-01-31T12:00:00.000Z</LastModified><Size>4</Size></Contents>`;

  it('has the objects with their times, and where the next page begins', () => {
    const more = '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>';
    const { objects, next } = readListing(
      `<ListBucketResult>${more}${entry('g/1')}\n${entry('g/2')}</ListBucketResult>`,
    );
    expect(objects).toEqual(['g/1', 'g/2'].map((key) => ({ key, storedAt: new Date('2026-01-31T12:00:00Z') })));
    expect(next).toBe('a&b=');
  });

  it('may be the last, or empty', () => {
    expect(readListing('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>')).toEqual({
      objects: [],
      next: undefined,
    });
  });
});
