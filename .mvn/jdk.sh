# Finds a JDK; sourced by mvnw and headgate.
# shellcheck shell=sh

# The Java home a `java` on the PATH belongs to; shims that are scripts are asked.
jdk_on_path() {
  java=$(command -v java) || return 0
  home=$(dirname "$(dirname "$(readlink -f "$java")")")
  if [ ! -f "$home/release" ]; then
    home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  fi
  echo "$home"
}

# Whether the Java home $1 holds the program bin/$3 and is of version $2 or newer.
jdk_fits() {
  [ -x "$1/bin/$3" ] && [ -f "$1/release" ] || return 1
  while IFS='=' read -r name value; do
    if [ "$name" = JAVA_VERSION ]; then
      major=${value#\"}
      major=${major%%[!0-9]*}
      [ "${major:-0}" -ge "$2" ]
      return
    fi
  done < "$1/release"
  return 1
}

# Sets $jdk to a Java home of version $1 or newer that holds the program bin/$2, else says what is missing and exits.
find_jdk() {
  for jdk in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* \
      "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$jdk" ] && jdk_fits "$jdk" "$1" "$2"; then
      return 0
    fi
  done
  echo "${0##*/}: no Java $1 or newer with bin/$2 found; install one or set JAVA_HOME. Looked at JAVA_HOME" \
    "(${JAVA_HOME:-not set}), java on the PATH, /usr/lib/jvm, /opt, .sdkman and .jdks in the home folder," \
    "/Library/Java" >&2
  exit 1
}
