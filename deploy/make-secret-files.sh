#!/bin/sh
# Makes the secrets that compose.prod.yml asks for, each in a file in secrets/:  sh deploy/make-secret-files.sh
#
# Never over an old file: the database knows its first password only, and without its SECRET_KEY nobody's second factor
# can be read. Keep a copy elsewhere: they are in no backup.
set -eu
cd "$(dirname "$0")/.."
if [ -e secrets ]; then
  echo 'There is a folder secrets already; add what is missing by hand.' >&2
  exit 1
fi
# Compose mounts the files with their owner and mode: the program's user must be able to read them, so the folder is closed.
mkdir -m 700 secrets
umask 022
password=$(openssl rand -hex 24)
printf %s "$password" >secrets/postgres_password
printf %s "postgres://fasttrack:$password@postgres:5432/fasttrack" >secrets/database_url
openssl rand -base64 48 | tr -d '\n' >secrets/secret_key
openssl genrsa 3072 2>/dev/null >secrets/jwt_private_key
openssl rand -hex 24 | tr -d '\n' >secrets/internal_api_keys
openssl rand -base64 18 | tr -d '\n' >secrets/admin_password
printf %s 'smtp://mail.example.com:25' >secrets/smtp_url
echo 'Written to secrets/. Put the address of your mail server into secrets/smtp_url (smtps://user:password@host:465).'
