#!/usr/bin/env bash
# liblo 0.31, pyliblo 0.10.0 (Debian 12): the port of a server that asked for port 0.
#
# Guess: as for any socket, 0 asks for a port that is free, and the server then says which one it got.
#
# Behaviour: it gets one, but `port` is 0, and `url` ends in ":0/", so nobody can be told where to send. Only the socket
# below knows. A server that asks for no port at all gets a free one too, and says which.
#
# The output that was seen is the text after "stated=".
set -euo pipefail

. "${BASH_SOURCE[0]%/*}/unpack.bash"

stated="Server(): says where it is
Server(0): hears, and says 0"

unpack python3-liblo=0.10.0-5.1+b1 liblo7=0.31-1

seen=$(/usr/bin/python3 - <<'PYTHON'
import os
import socket

import liblo


def heard_at(server, port):
    heard = []
    server.add_method("/x", "f", lambda path, values: heard.append(values))
    liblo.send(liblo.Address("127.0.0.1", port), "/x", 1.5)
    server.recv(2000)
    return heard == [[1.5]]


for arguments in ((), (0,)):
    server = liblo.Server(*arguments)
    with socket.socket(fileno=os.dup(server.fileno())) as below:
        port = below.getsockname()[1]
    hears = heard_at(server, port)
    says = "says where it is" if server.port == port and hears else f"{'hears' if hears else 'is deaf'}, and says {server.port}"
    print(f"Server({', '.join(map(str, arguments))}): {says}")
PYTHON
)
echo "$seen"
echo "$stated" >"$tmp/stated"
echo "$seen" | diff --label stated --label seen "$tmp/stated" -
