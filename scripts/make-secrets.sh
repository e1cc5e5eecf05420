#!/bin/sh
# Makes the secrets that docker-compose.yml asks for, into .env:  sh scripts/make-secrets.sh admin@your.example
#
# The address is that of the first administrator, who must get mail there: links for a new password, and alerts. Never over
# an old file: the database knows its first password only, and without its SECRET_KEY nobody's second factor can be read.
set -eu
cd "$(dirname "$0")/.."
address=${1-}
if [ -z "$address" ] && [ -t 0 ]; then
  printf 'The e-mail address of the first administrator: '
  read -r address
fi
case $address in
  *[!A-Za-z0-9.@_%+-]* | *@*@* | @* | *@ | *@.* | *. | *@*.local | *@*.invalid | *@*.test | *@localhost)
    echo "$address is no address that gets mail." >&2
    exit 1
    ;;
  *@*.*) ;;
  *)
    echo 'Name the e-mail address of the first administrator: sh scripts/make-secrets.sh admin@your.example' >&2
    exit 1
    ;;
esac
if [ -e .env ]; then
  echo 'There is an .env already; add what is missing by hand.' >&2
  exit 1
fi
umask 077
key=$(openssl genrsa 3072 2>/dev/null | awk '{ printf "%s\\n", $0 }')
cat >.env <<END
COMPOSE_PROFILES=single
POSTGRES_PASSWORD=$(openssl rand -hex 24)
SECRET_KEY=$(openssl rand -base64 48)
JWT_PRIVATE_KEY='$key'
ADMIN_EMAIL=$address
ADMIN_PASSWORD=$(openssl rand -base64 18)
INTERNAL_API_KEYS=$(openssl rand -hex 24)
END
echo "Written to .env. The first administrator signs in as $address with the ADMIN_PASSWORD in it."
