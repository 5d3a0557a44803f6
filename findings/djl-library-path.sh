#!/usr/bin/env bash
# What surprised us: DJL's tokenizers take their native library from RUST_LIBRARY_PATH, but on a machine without CUDA the path
#   of a folder ends in a NullPointerException on `cudaArch`, although the folder holds the library for processors. The path of
#   the file works.
# Where it was met: the build of Shelver's image unpacks native libraries. It puts this one where DJL would have unpacked it,
#   because the setting failed.
# Guess before running: the folder fails without CUDA, as RATIONALE says. Right. Not guessed: the file works.
# What it does: takes the library out of tokenizers 0.38.0 (ai.djl.huggingface), and loads it with the setting
#   naming first its folder, then the file.
# Output seen (2026-12-01): folder: NullPointerException, Cannot invoke "String.isEmpty()" because "cudaArch" is null; file: ok.
set -euo pipefail
. "$(dirname "$0")/common.bash"

[ "$(uname -sm)" = "Linux x86_64" ] || skip "this script unpacks the library for Linux on x86_64"
[ ! -e /dev/nvidiactl ] || skip "the behaviour is that of machines without CUDA"
need_java
need unzip
java_packages ai.djl.huggingface:tokenizers:0.38.0
unzip -q -j "$work"/repository/ai/djl/huggingface/tokenizers/0.38.0/tokenizers-0.38.0.jar \
  native/lib/linux-x86_64/cpu/libtokenizers.so -d "$work/natives"

cat >"$work/source" <<'JAVA'
import ai.djl.huggingface.tokenizers.jni.LibUtils;

public class Load {
    public static void main(String[] args) {
        String result = "ok";
        try {
            LibUtils.checkStatus();
        } catch (Throwable e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            result = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        }
        System.out.println(args[0] + "=" + result);
    }
}
JAVA
export DJL_CACHE_DIR="$work/djl"
options="-DOFFLINE=true -DOPT_OUT_TRACKING=true"
RUST_LIBRARY_PATH=$work/natives run_java Load folder <"$work/source"
RUST_LIBRARY_PATH=$work/natives/libtokenizers.so run_java Load file <"$work/source"

check folder 'NullPointerException: Cannot invoke "String.isEmpty()" because "cudaArch" is null'
check file ok
