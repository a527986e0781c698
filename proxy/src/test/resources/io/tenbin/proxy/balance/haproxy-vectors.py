#!/usr/bin/env python3
"""Asks a real haproxy which server it picks, and writes haproxy-vectors.txt. Made with Debian's haproxy 2.6.12:

    apt-get install haproxy python3 && python3 haproxy-vectors.py > haproxy-vectors.txt

Every server is the same dummy behind another name, so that what is recorded is haproxy's choice and nothing else. Client
addresses are made up with the PROXY protocol. A case asks for the same key several times: choices that differ were turns of round
robin, for want of a key, and are written as "-".
"""

import http.server
import random
import socket
import subprocess
import tempfile
import threading
import time

LISTS = {
    "equal": ["1", "1", "1"],
    "weights": ["3", "1", "2"],
    "wide": ["10", "20", "30", "256"],
    "zero": ["5", "0", "7"],
    "backup": ["4", "6", "9b"],
    "seven": ["1"] * 7,
    "coprime": ["7", "5", "3", "2"],
    "backups-only": ["0", "3b", "5b"],
    "one": ["1"],
}
KINDS = {
    "source": "source",
    "uri": "uri",
    "uri-len": "uri len 9",
    "uri-depth": "uri depth 2",
    "uri-both": "uri len 12 depth 2",
    "uri-whole": "uri whole",
    "uri-path": "uri path-only",
    "uri-path-depth": "uri path-only depth 1",
    "hdr": "hdr(X-Key)",
    "param": "url_param user",
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Dummy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_OPTIONS = do_GET

    def log_message(self, *args):
        pass


def config(listen, dummy):
    out = ["global", "  log /dev/null local0", "defaults", "  mode http", "  timeout connect 2s", "  timeout client 5s", "  timeout server 5s",
           "frontend f", f"  bind 127.0.0.1:{listen} accept-proxy", "  use_backend %[req.hdr(x-be)]", "  http-response set-header x-server %s"]
    for name, weights in LISTS.items():
        for kind, balance in KINDS.items():
            out += [f"backend {name}.{kind}", f"  balance {balance}", "  hash-type map-based"]
            for i, weight in enumerate(weights):
                backup = " backup" if weight.endswith("b") else ""
                out.append(f"  server s{i} 127.0.0.1:{dummy} weight {weight.rstrip('b')}{backup}")
    return "\n".join(out) + "\n"


def ask(listen, backend, source="192.0.2.1", target="/", headers=()):
    family = "TCP6" if ":" in source else "TCP4"
    here = "2001:db8::1" if ":" in source else "192.0.2.254"
    request = f"GET {target} HTTP/1.1\r\nHost: h.test\r\nx-be: {backend}\r\nConnection: close\r\n"
    request += "".join(f"{h}\r\n" for h in headers) + "\r\n"
    with socket.create_connection(("127.0.0.1", listen)) as s:
        s.sendall(f"PROXY {family} {source} {here} 1000 80\r\n".encode() + request.encode("latin-1"))
        answer = b""
        while chunk := s.recv(4096):
            answer += chunk
    for line in answer.split(b"\r\n"):
        if line.lower().startswith(b"x-server: "):
            return line.split()[1].decode()
    raise RuntimeError(f"{backend} {target}: {answer!r}")


def cases(rnd):
    for _ in range(14):
        yield "source", ".".join(str(rnd.randrange(1, 255)) for _ in range(4))
    for _ in range(10):
        yield "source", ":".join(f"{rnd.randrange(1, 65536):x}" for _ in range(8))
    yield "source", "2001:db8::1"
    targets = ["/", "/a", "/a/b/c?x", "/a/b/c/d/e/f", "/?q=/a/b", "/a?b?c", "//a//b", "/images/logo.png", "/%61/b", "http://h.test/a/b?x=/y"]
    targets += ["/" + "/".join(f"{rnd.randrange(1000)}" for _ in range(rnd.randrange(1, 6))) + rnd.choice(["", "?k=v"]) for _ in range(10)]
    for kind in KINDS:
        if kind.startswith("uri"):
            for target in targets:
                yield kind, target
    keys = ["a", "b", "user1", "user2", "Zoë", "a,b", "a, b", "with blanks", "x" * 60, ""] + [f"{rnd.randrange(10**9)}" for _ in range(8)]
    for key in keys:
        yield "hdr", key
    yield "hdr", None
    for query in ["user=a", "user=b", "x=1&user=a", "user=", "user", "xuser=a", "user=a%20b", "user=a&user=b", "USER=a", "x&user=c", "=&user=d", "user=a?b", ""]:
        yield "param", query
    for _ in range(8):
        yield "param", f"user={rnd.randrange(10**9)}"


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Dummy)
    server.handle_error = lambda *args: None  # haproxy ends idle connections with a reset
    threading.Thread(target=server.serve_forever, daemon=True).start()
    listen = free_port()
    with tempfile.NamedTemporaryFile("w", suffix=".cfg") as file:
        file.write(config(listen, server.server_address[1]))
        file.flush()
        haproxy = subprocess.Popen(["haproxy", "-db", "-f", file.name], stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", listen)).close()
                    break
                except OSError:
                    time.sleep(0.05)
            print("# Made by haproxy-vectors.py. The list of weights (b: backup), what is hashed, the key, the server's index.")
            print("# Keys: a source address, a target, a field's value or (none), a query. \"-\" means round robin.")
            for name, weights in LISTS.items():
                for kind, key in cases(random.Random(1718)):
                    if name == "backups-only" and kind == "param":
                        # There haproxy 2.6 hashes over all backups, though its manual says that only the first is used.
                        continue
                    arguments = {"source": {"source": key}, "hdr": {"headers": [] if key is None else [f"X-Key: {key}"]},
                                 "param": {"target": f"/p?{key}" if key else "/p"}}.get(kind, {"target": key})
                    picks = [ask(listen, f"{name}.{kind}", **arguments) for _ in range(12 if kind in ("hdr", "param") else 2)]
                    pick = picks[0][1:] if len(set(picks)) == 1 else "-"
                    print("\t".join([",".join(weights), kind, "(none)" if key is None else key, pick]))
        finally:
            haproxy.terminate()
            haproxy.wait()


main()
