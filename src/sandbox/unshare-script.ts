import { machineFiles } from './system-folders.ts';

/**
 * Builds a root of what may be seen and goes there, as root of a user namespace of its own; then runs the command. Its
 * own names begin with `andon_`, since it runs in the command's environment. Arguments: mount point, working directory,
 * network, `tell` or `silent` (about file descriptor 3), bytes of temporary directories, of shared memory, files in each,
 * number of mounts, kind, path and source of each, the command.
 */
export const unshareScript = `
set -eu
andon_root=$1 andon_cwd=$2 andon_network=$3 andon_tell=$4 andon_bytes=$5 andon_shared=$6 andon_files=$7 andon_count=$8
shift 8
andon_read_only() {
  for andon_flags in ro ro,nosuid,nodev ro,nosuid,nodev,noexec; do
    if mount -o "remount,bind,$andon_flags" "$1" 2>/dev/null; then return 0; fi
  done
  echo "$1 cannot be made read-only" >&2
  exit 1
}
mount --make-rprivate /
mount -t tmpfs -o mode=755 andon "$andon_root"
mkdir -p "$andon_root/proc" "$andon_root/tmp" "$andon_root/dev/shm" "$andon_root/etc" "$andon_root/.old"
mount -t proc proc "$andon_root/proc"
mount -t tmpfs -o "mode=1777,size=$andon_bytes,nr_inodes=$andon_files" andon "$andon_root/tmp"
for andon_device in null zero full random urandom; do
  : > "$andon_root/dev/$andon_device"
  mount --bind "/dev/$andon_device" "$andon_root/dev/$andon_device"
done
ln -s /proc/self/fd "$andon_root/dev/fd"
mount -t tmpfs -o "mode=1777,size=$andon_shared,nr_inodes=$andon_files" andon "$andon_root/dev/shm"
while [ "$andon_count" -gt 0 ]; do
  andon_kind=$1 andon_path=$2 andon_source=$3
  shift 3
  andon_count=$((andon_count - 1))
  mkdir -p "$andon_root$(dirname "$andon_path")"
  case $andon_kind in
  link) ln -s "$(readlink "$andon_path")" "$andon_root$andon_path"; continue ;;
  seal) andon_read_only "$andon_root$andon_path"; continue ;;
  hidden | empty)
    mkdir -p "$andon_root$andon_path"
    mount -t tmpfs -o "mode=755,size=$andon_bytes,nr_inodes=$andon_files" andon "$andon_root$andon_path"
    continue ;;
  esac
  if [ -d "$andon_source" ]; then mkdir -p "$andon_root$andon_path"; else : > "$andon_root$andon_path"; fi
  mount --rbind "$andon_source" "$andon_root$andon_path"
  if [ "$andon_kind" = readable ]; then
    andon_read_only "$andon_root$andon_path"
    while read -r andon_a andon_b andon_c andon_d andon_at andon_rest; do
      case $andon_at in *\\\\*) andon_at=$(printf '%b' "$andon_at") ;; esac
      case $andon_at in "$andon_root$andon_path"/*) andon_read_only "$andon_at" ;; esac
    done < /proc/self/mountinfo
  fi
done
if [ "$andon_network" != full ]; then ip link set lo up; fi
cd "$andon_root"
pivot_root . .old
umount -l /.old
rmdir /.old
echo 1 > /proc/sys/user/max_user_namespaces
for andon_path in ${machineFiles.join(' ')}; do
  if [ -e "$andon_path" ]; then mount --bind "$andon_path" "$andon_path"; andon_read_only "$andon_path"; fi
done
andon_read_only /
cd "$andon_cwd"
if [ "$andon_tell" = tell ]; then echo exit-code >&3; exec 3>&-; fi
set +e
"$@"
exit $?
`;
