/** Ends whatever carries the token `$1` there, and the group of the process whose number is in the file `$2`. */
const endScript = `
andon_signal() {
  pid=$(head -c 20 "$2" 2>/dev/null)
  case "$pid" in ''|*[!0-9]*) ;; *) [ "$pid" -gt 1 ] && kill -s "$3" -- "-$pid" 2>/dev/null ;; esac
  found=$(grep -sl -- "ANDON_REMOTE_RUN=$1" /proc/[0-9]*/environ 2>/dev/null)
  for file in $found; do
    pid=\${file#/proc/}
    kill -s "$3" "\${pid%/environ}" 2>/dev/null
  done
  [ -n "$found" ]
}
andon_end() {
  tries=0
  while andon_signal "$1" "$2" KILL && [ "$tries" -lt 50 ]; do tries=$((tries + 1)); done
}
`;

/** Arguments: owner, token. Makes the place, names it, and clears everything away when its stdin ends. */
export const holdScript = `${endScript}
umask 077
place="$HOME/.andon-remote/$1/$2"
mkdir -p "$place" && chmod 700 "$HOME/.andon-remote" "$HOME/.andon-remote/$1" "$place" || exit 1
echo "andon-place $2 $place"
trap '' HUP INT TERM PIPE
cat > /dev/null
andon_end "$2" "$place/pid"
rm -rf "$place"
`;

/** Argument: owner. Ends and removes what earlier runs of the owner left behind. */
export const sweepScript = `${endScript}
for place in "$HOME/.andon-remote/$1"/*/; do
  [ -d "$place" ] || continue
  place=\${place%/}
  andon_end "\${place##*/}" "$place/pid"
  rm -rf "$place"
  echo "\${place##*/}"
done
`;

/** Arguments: token, place, signal. */
export const signalScript = `${endScript}
if [ "$3" = KILL ]; then andon_end "$1" "$2/pid"; else andon_signal "$1" "$2/pid" "$3"; fi
exit 0
`;

/**
 * Arguments: token, place, working directory, argv. The environment comes over stdin, a line each up to one with a dot alone:
 * a command line is readable by every user of a machine. The program leads a session of its own.
 */
export const runScript = `
token=$1
shift
while IFS= read -r line; do
  [ "$line" = . ] && break
  export "$line"
done
export ANDON_REMOTE_RUN="$token"
PATH="$HOME/.local/bin:$HOME/bin:/usr/local/bin:$PATH"
export PATH
cd "$2" || exit 126
if ! command -v "$3" > /dev/null; then
  echo "andon-missing $token" >&2
  exit 127
fi
inner='echo $$ > "$1/pid"; shift 2; exec "$@"'
if command -v setsid > /dev/null && setsid -w true 2> /dev/null; then
  exec setsid -w sh -c "$inner" sh "$@"
fi
exec sh -c "$inner" sh "$@"
`;

/** Argument: folder. What comes over stdin is unpacked there. */
export const takeScript = `umask 022; mkdir -p "$1" && tar -C "$1" -xof -`;

/** Argument: folder. The repository of the copy stays there: nothing in it is needed here, and all of it could be a trap. */
export const giveScript = `tar -C "$1" --exclude=./.git -cf - .`;
