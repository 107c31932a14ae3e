#!/usr/bin/env bash
# giflib 5.2.1 (Debian 12): GifUnionColorMap(), one palette for two pictures.
#
# Guess: the union begins with the first map as it is, so that the first picture's pixels stay valid and only the
# second's have to be translated.
#
# Behaviour: black entries at the end of the first map are taken for padding and dropped, and the second map's colours
# take their indices. If black is the last colour of the first picture, its black pixels get a colour of the second: the
# black lines of a stick figure turn green. Black elsewhere in the map stays, and nothing is translated for the first
# picture, so that nothing shows that its colours changed.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="black last:  index 3 of the first map, 0 0 0, is 0 200 0 in the union
black third: index 2 of the first map, 0 0 0, is 0 0 0 in the union"

unpack libgif-dev=5.2.1-2.5+deb12u1 libgif7=5.2.1-2.5+deb12u1
cat >"$tmp/palette.c" <<'END'
#include <gif_lib.h>
#include <stdio.h>

static void unite(const char* name, const GifColorType* colours, int black) {
  const GifColorType others[4] = {{255, 255, 255}, {0, 200, 0}, {200, 200, 0}, {0, 0, 0}};
  ColorMapObject* first = GifMakeMapObject(4, colours);
  ColorMapObject* second = GifMakeMapObject(4, others);
  GifPixelType of_second[256];
  ColorMapObject* both = GifUnionColorMap(first, second, of_second);
  const GifColorType c = both->Colors[black];
  printf("%s index %d of the first map, 0 0 0, is %d %d %d in the union\n", name, black, c.Red, c.Green, c.Blue);
  GifFreeMapObject(first);
  GifFreeMapObject(second);
  GifFreeMapObject(both);
}

int main(void) {
  const GifColorType last[4] = {{255, 255, 255}, {200, 0, 0}, {0, 0, 200}, {0, 0, 0}};
  const GifColorType third[4] = {{255, 255, 255}, {200, 0, 0}, {0, 0, 0}, {0, 0, 200}};
  unite("black last: ", last, 3);
  unite("black third:", third, 2);
  return 0;
}
END
gcc "$tmp/palette.c" -o "$tmp/palette" -lgif
seen=$("$tmp/palette")
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
