#!/bin/sh
# Makes the secrets that docker-compose.yml asks for, into .env. Never over an old file: the database knows its first
# password only, and without its SECRET_KEY nobody's second factor can be read.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo 'There is an .env already; add what is missing by hand.' >&2
  exit 1
fi
umask 077
key=$(openssl genrsa 3072 2>/dev/null | awk '{ printf "%s\\n", $0 }')
cat >.env <<END
POSTGRES_PASSWORD=$(openssl rand -hex 24)
SECRET_KEY=$(openssl rand -base64 48)
JWT_PRIVATE_KEY='$key'
ADMIN_EMAIL=admin@fasttrack.local
ADMIN_PASSWORD=$(openssl rand -base64 18)
INTERNAL_API_KEYS=$(openssl rand -hex 24)
END
echo 'Written to .env. The first administrator signs in as admin@fasttrack.local with the ADMIN_PASSWORD in it.'
