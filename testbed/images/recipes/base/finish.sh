#!/bin/sh
# Finishes the base after its packages were extracted. Argument: the root folder.
#
# mmdebstrap's variant "extract" unpacks packages and runs none of their scripts. That is what makes it quick, and
# this is what those scripts would have done as far as our programs need it: users, folders, certificates, a shell's
# commands. What no program here opens is left out (the tree shrinks from 490 to about 180 MB).
set -eu
cd "$1"

# Documentation, translations, sources of locales, perl (only Debian's cluster scripts use it), and PostgreSQL's
# just-in-time compiler, which it does without where llvmjit.so is missing.
rm -rf usr/share/doc usr/share/man usr/share/info usr/share/locale usr/share/i18n usr/share/lintian usr/share/bug \
  usr/share/perl* usr/lib/*/perl* usr/bin/perl* usr/share/nodejs/corepack usr/share/nodejs/@types \
  usr/lib/*/libLLVM* usr/lib/*/libz3* usr/lib/*/gconv usr/lib/postgresql/*/lib/llvmjit* \
  usr/lib/postgresql/*/lib/bitcode var/cache/apt var/lib/apt

# /run and /var/run are one, as in Debian and Alpine.
rm -rf var/run var/lock
ln -s ../run var/run
ln -s ../run/lock var/lock
mkdir -p run/lock

# Users and groups with the numbers of the official Alpine images, so that a volume fits both.
cat > etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
postgres:x:70:70:PostgreSQL:/var/lib/postgresql:/bin/sh
haproxy:x:99:99:HAProxy:/var/lib/haproxy:/bin/sh
redis:x:999:1000:Redis:/data:/bin/sh
authentik:x:1000:1000:authentik:/authentik:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
END
cat > etc/group <<'END'
root:x:0:
tty:x:5:
postgres:x:70:
haproxy:x:99:
authentik:x:1000:
redis:x:1000:
nogroup:x:65534:
END
# What the package's own configuration leaves to a first start.
mkdir -p var/lib/postgresql/data var/lib/haproxy data
chown -R 70:70 var/lib/postgresql
chmod 700 var/lib/postgresql/data
chown 99:99 var/lib/haproxy

# Nothing here changes its user by a set-uid program (an entrypoint that starts as root needs no such bit).
find . -xdev -type f -perm /6000 -exec chmod a-s {} +

# Trust store: what update-ca-certificates would have written.
mkdir -p etc/ssl/certs
cat usr/share/ca-certificates/mozilla/*.crt > etc/ssl/certs/ca-certificates.crt

# cp, chown, id, su and the like come from busybox; what a package brought stays.
for name in $(chroot . /usr/bin/busybox --list); do
  [ -e "usr/bin/$name" ] || [ -e "usr/sbin/$name" ] || ln -s busybox "usr/bin/$name"
done

# What is really in there, for the label of the image.
{
  chroot . /usr/lib/postgresql/17/bin/postgres --version
  chroot . /usr/bin/redis-server --version
  chroot . /usr/sbin/haproxy -v
  echo "node $(chroot . /usr/bin/node --version)"
} > etc/testbed-versions
