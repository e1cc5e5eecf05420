/* global SwaggerUIBundle, location */

// Authorize opens on the sign-in and takes a token; the other ways in are at the lock of each operation that takes them.
const signInFirst = () => ({
  statePlugins: {
    auth: {
      wrapSelectors: {
        definitionsToAuthorize:
          (all) =>
          (...args) =>
            all(...args).filter((one) => one.has('oauth2') || one.has('bearer')),
      },
    },
  },
});

SwaggerUIBundle({
  url: new URL('openapi.json', location.href).href,
  dom_id: '#page',
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  plugins: [signInFirst],
});
