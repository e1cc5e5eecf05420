/* global Redoc, document, location */
Redoc.init(new URL('openapi.json', location.href).href, { hideDownloadButton: false }, document.getElementById('page'));
