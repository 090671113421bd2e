#!/bin/sh
# Puts the browser application's files, whose names never change their content, into the static account. The files of
# the version before stay: a page that is open still asks for them.
set -eu
: "${AZIMUTH_STATIC_ACCOUNT:?azd sets it after provisioning}"
az storage blob upload-batch --auth-mode login --account-name "$AZIMUTH_STATIC_ACCOUNT" --destination assets \
  --source dist/web/assets --content-cache-control 'public, max-age=31536000, immutable' --overwrite true --only-show-errors
