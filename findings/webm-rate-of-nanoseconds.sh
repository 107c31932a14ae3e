#!/usr/bin/env bash
# FFmpeg 5.1.9 (Debian 12): the frame rate of a WebM that it wrote itself, as it reads it back.
#
# Guess: a film that is written at n * 1000/1001 frames a second is read as that, as its MP4 is; where WebM cannot say it,
# the rate is a decimal near it.
#
# Behaviour: WebM has no rate, only the length of a frame in whole nanoseconds (DefaultDuration) and times in whole
# milliseconds. 24000/1001 and 30000/1001 come back, since 41708333 and 33366667 ns are taken for these. 60000/1001 comes
# back as 19001/317, which is neither it nor a decimal, 5e-8 off: a program that asks for one of the known rates finds none.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="mp4 24000/1001: 24000/1001
mp4 30000/1001: 30000/1001
mp4 60000/1001: 60000/1001
webm 24000/1001: 24000/1001
webm 30000/1001: 30000/1001
webm 60000/1001: 19001/317"

unpack ffmpeg=7:5.1.9-0+deb12u1 libavformat59=7:5.1.9-0+deb12u1 libavcodec59=7:5.1.9-0+deb12u1 \
  libavutil57=7:5.1.9-0+deb12u1 libavfilter8=7:5.1.9-0+deb12u1 libavdevice59=7:5.1.9-0+deb12u1 \
  libswscale6=7:5.1.9-0+deb12u1 libswresample4=7:5.1.9-0+deb12u1 libpostproc56=7:5.1.9-0+deb12u1

film() {  # NAME.KIND RATE
  ffmpeg -v error -f lavfi -i "testsrc=size=64x64:rate=$2" -frames:v 240 "${@:3}" "$tmp/$1"
}
seen=$(
  for kind in mp4 webm; do
    for rate in 24000 30000 60000; do
      coder=(-c:v libx264)
      [[ $kind == webm ]] && coder=(-c:v libvpx-vp9 -cpu-used 8)
      film "$rate.$kind" "$rate/1001" "${coder[@]}" < /dev/null
      echo "$kind $rate/1001: $(ffprobe -v error -show_entries stream=avg_frame_rate -of csv=p=0 "$tmp/$rate.$kind")"
    done
  done
)
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
