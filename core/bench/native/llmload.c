/*
 * llmload.c - load generator for OpenAI Chat Completions gateways; prints one JSON line per run.
 *
 * Build:  gcc -O2 -Wall -o llmload llmload.c -lm
 * Run:    ./llmload -u 127.0.0.1:8080 -c 64 -d 5 -w 2 -P $(cat gw.pid)            closed loop
 *         ./llmload -u 127.0.0.1:8080 -c 64 -d 10 -w 2 -r 1000 -P PID             open loop, 1000 requests/s
 *         ./llmload -u 127.0.0.1:8080 -c 1000 -d 10 -w 3 -s -P PID                1000 concurrent SSE streams
 *
 *   -u  host:port of the gateway; loopback addresses only
 *   -c  connections (closed loop: each always has one request in flight)         default 64
 *   -r  requests per second, evenly spaced; 0 = closed loop                      default 0
 *   -d  seconds measured                                                         default 5
 *   -w  seconds of the same load before that, not measured                       default 1
 *   -B  size of the request body in bytes (a long prompt)                        default 1024
 *   -b  file to send as the body instead of a generated one
 *   -m  model id in the generated body                                           default gpt-4o-mini
 *   -M  file of model ids, one a line and all of one length, used in turn
 *   -k  key shown as bearer token                                                default a made-up one
 *   -K  file of keys, one a line and all of one length, used in turn
 *   -F  put "model" and "stream" before "messages" (default: after, as the Python SDK does)
 *   -s  ask for streaming and check the SSE stream up to [DONE]
 *   -G  seconds over which the first requests are spread (streams: avoids lock-step)   default 0
 *   -H  an extra header line, repeatable
 *   -p  path                                                                     default /v1/chat/completions
 *   -P  process id whose CPU time and memory to account (its children included); repeatable
 *   -j  label put in the output
 *
 * Open-loop latency is counted from the moment the request was due, so a stalled gateway cannot hide
 * its stall (no coordinated omission). CPU is the kernel's own account of the process (clock_getcpuclockid,
 * nanoseconds, all threads), divided by the requests or SSE chunks finished inside the window.
 * Chunk delay is one-way: now minus the t=<ns>; that mockllm wrote into the chunk.
 * "stuck" counts requests open at the end without a byte for 2 s: a gateway that never answers makes no
 * errors. "per_s" holds the requests finished in each second measured.
 * "other_cpu" is CPU used during the window by anything but this program, the accounted processes and
 * those given with -Q (the mock): above 0.05 or so the machine was not quiet and the run should be redone.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SUB 7                                    /* histogram: 2^7 steps per power of two, <0.8% wide */
struct hist { uint64_t n, max, b[64 << SUB]; double sum; };
static void hadd(struct hist *h, uint64_t v) {
    int e = v < (1 << SUB) ? 0 : 63 - __builtin_clzll(v) - SUB;
    h->b[((uint64_t)e << SUB) + (v >> e)]++;
    h->n++; h->sum += v;
    if (v > h->max) h->max = v;
}
static double hq(struct hist *h, double q) {     /* quantile in microseconds */
    uint64_t want = (uint64_t)ceil(q * h->n), seen = 0;
    if (!h->n) return 0;
    for (uint64_t i = 0; i < (64 << SUB); i++) if ((seen += h->b[i]) >= want) {
        uint64_t e = i >> SUB, m = i - (e << SUB);
        if (e && m < (1 << SUB)) { e--; m += 1 << SUB; }
        return ((double)(m << e) + (double)((1ull << e) - 1) / 2) / 1000.0;
    }
    return h->max / 1000.0;
}

enum { HEAD, BODY_CL, CH_SIZE, CH_DATA, CH_CRLF, CH_END };
struct conn {
    int fd, busy, state, status, done_seen;
    char *out;                                   /* what is sent: req, or a copy whose key and model change */
    uint64_t start, first_byte, seen;
    size_t sent, left;
    char *in; size_t inlen, incap;
    char *ev; size_t evlen, evcap;
    int chunks, chunked, close;
};

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000ull + t.tv_nsec;
}

static struct sockaddr_in addr;
static char *req; static size_t reqlen;
static struct rota { char **v; size_t n, len, next, at; } keys, models;   /* values used in turn; where in req */
static uint32_t per_s[300]; static uint64_t measured_from;
static int stream, ep, nconn = 64, measuring;
static struct hist lat, ttfb, chunkd;
static uint64_t ok_n, err_n, bytes_n, chunk_n, late_n, reconn_n, err_status, err_conn, err_sse;
static int last_status;
static struct conn *cs, **idle; static int nidle;
static uint64_t *pend; static size_t ph, pt; static const size_t PMASK = (1 << 22) - 1;

static void connect_one(struct conn *c) {
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (void *)&addr, sizeof addr)) { perror("llmload: connect"); exit(1); }
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
    c->busy = 0; c->inlen = c->evlen = 0;
}

/* One value a line, all of one length, so that a request keeps its length whichever it shows. */
static void load_rota(struct rota *r, const char *file) {
    FILE *h = fopen(file, "r");
    if (!h) { perror(file); exit(2); }
    char line[1024]; size_t cap = 0;
    while (fgets(line, sizeof line, h)) {
        size_t n = strcspn(line, "\r\n");
        if (!n) continue;
        line[n] = 0;
        if (r->n && n != r->len) { fprintf(stderr, "llmload: %s: \"%s\" is not as long as the lines before\n", file, line); exit(2); }
        if (r->n == cap) r->v = realloc(r->v, (cap = cap ? cap * 2 : 1024) * sizeof *r->v);
        r->len = n; r->v[r->n++] = strdup(line);
    }
    fclose(h);
    if (!r->n) { fprintf(stderr, "llmload: %s is empty\n", file); exit(2); }
}
static void turn(struct rota *r, char *out) {
    if (!r->n) return;
    memcpy(out + r->at, r->v[r->next], r->len);
    if (++r->next == r->n) r->next = 0;
}

static int push_out(struct conn *c) {
    while (c->sent < reqlen) {
        ssize_t w = send(c->fd, c->out + c->sent, reqlen - c->sent, MSG_NOSIGNAL);
        if (w < 0) {
            if (errno != EAGAIN) return -1;
            struct epoll_event e = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
            epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
            return 0;
        }
        c->sent += w;
    }
    return 0;
}

static void finished(struct conn *c, int ok);

static void start(struct conn *c, uint64_t due) {
    c->busy = 1; c->state = HEAD; c->start = due; c->seen = now_ns(); c->first_byte = 0; c->sent = 0;
    c->chunks = c->done_seen = c->chunked = c->close = 0; c->evlen = 0;
    turn(&keys, c->out); turn(&models, c->out);
    if (push_out(c)) { err_conn++; close(c->fd); connect_one(c); reconn_n++; finished(c, 0); }
}

static int openloop;
static uint64_t stop_starting;
static void finished(struct conn *c, int ok) {
    uint64_t t = now_ns();
    if (measuring) {
        uint64_t s = (t - measured_from) / 1000000000ull;
        if (ok && s < 300) per_s[s]++;
        if (ok) { ok_n++; hadd(&lat, t - c->start); }
        else err_n++;
    }
    c->busy = 0;
    if (openloop) {
        if (ph != pt) { uint64_t due = pend[ph++ & PMASK]; if (measuring) late_n++; start(c, due); }
        else idle[nidle++] = c;
    } else if (t < stop_starting) start(c, t);
}

static void sse(struct conn *c, const char *p, size_t n, uint64_t t) {
    if (c->evlen + n > c->evcap) c->ev = realloc(c->ev, c->evcap = (c->evlen + n) * 2);
    memcpy(c->ev + c->evlen, p, n);
    c->evlen += n;
    char *b = c->ev, *e = c->ev + c->evlen, *x;
    while ((x = memmem(b, e - b, "\n\n", 2))) {
        if (x - b >= 6 && !memcmp(b, "data: ", 6)) {
            char *ts = memmem(b, x - b, "t=", 2);
            if (ts && ts[2] >= '0' && ts[2] <= '9') {
                if (!c->first_byte) { c->first_byte = t; if (measuring) hadd(&ttfb, t - c->start); }
                c->chunks++;
                if (measuring) { uint64_t s = strtoull(ts + 2, NULL, 10); chunk_n++; hadd(&chunkd, t > s ? t - s : 0); }
            } else if (x - b >= 12 && !memcmp(b + 6, "[DONE]", 6)) c->done_seen = 1;
        }
        b = x + 2;
    }
    c->evlen = e - b;
    memmove(c->ev, b, c->evlen);
}

static void on_data(struct conn *c) {
    uint64_t t = now_ns();
    c->seen = t;
    for (;;) {
        char *p = c->in, *e = c->in + c->inlen;
        int fin = 0;
        while (p < e && !fin) {
            size_t n = e - p;
            if (c->state == HEAD) {
                char *h = memmem(p, n, "\r\n\r\n", 4);
                if (!h) break;
                c->status = n > 12 ? atoi(p + 9) : 0; c->left = 0;
                for (char *l = p; l && l < h; l = memchr(l, '\n', h + 2 - l)) {
                    if (*l == '\n') l++;
                    if (!strncasecmp(l, "content-length:", 15)) c->left = strtoul(l + 15, NULL, 10);
                    else if (!strncasecmp(l, "transfer-encoding: chunked", 26)) c->chunked = 1;
                    else if (!strncasecmp(l, "connection: close", 17)) c->close = 1;
                }
                if (!stream) c->first_byte = t;
                p = h + 4;
                c->state = c->chunked ? CH_SIZE : BODY_CL;
                if (!c->chunked && !c->left) fin = 1;
            } else if (c->state == BODY_CL || c->state == CH_DATA) {
                size_t k = n < c->left ? n : c->left;
                if (measuring) bytes_n += k;
                if (stream) sse(c, p, k, t);
                p += k; c->left -= k;
                if (!c->left) { if (c->state == BODY_CL) fin = 1; else c->state = CH_CRLF; }
            } else if (c->state == CH_SIZE) {
                char *l = memchr(p, '\n', n);
                if (!l) break;
                c->left = strtoul(p, NULL, 16);
                p = l + 1;
                c->state = c->left ? CH_DATA : CH_END;
            } else {                              /* CH_CRLF, CH_END */
                if (n < 2) break;
                p += 2;
                if (c->state == CH_END) fin = 1; else c->state = CH_SIZE;
            }
        }
        c->inlen = e - p;
        memmove(c->in, p, c->inlen);
        if (!fin) return;
        int good = c->status == 200;
        if (!good && measuring) { err_status++; last_status = c->status; }
        if (good && stream && !c->done_seen) { good = 0; if (measuring) err_sse++; }
        if (c->close) { close(c->fd); connect_one(c); if (measuring) reconn_n++; finished(c, good); return; }
        finished(c, good);
        if (!c->inlen) return;
    }
}

/* ---- accounting of processes ---- */
static int pids[256], npid, qpids[64], nqpid;
static void with_children(int pid, int *v, int *n, int max) {
    if (*n < max) v[(*n)++] = pid;
    char f[64]; int k;
    sprintf(f, "/proc/%d/task/%d/children", pid, pid);
    FILE *h = fopen(f, "r");
    if (!h) return;
    while (fscanf(h, "%d", &k) == 1) with_children(k, v, n, max);
    fclose(h);
}
static double cpu_s(int *v, int n) {
    double s = 0;
    for (int i = 0; i < n; i++) {
        clockid_t k; struct timespec t;
        if (!clock_getcpuclockid(v[i], &k) && !clock_gettime(k, &t)) s += t.tv_sec + t.tv_nsec / 1e9;
    }
    return s;
}
static double sys_s(int *v, int n) {             /* kernel-mode part, in clock ticks */
    double s = 0;
    for (int i = 0; i < n; i++) {
        char f[64], b[1024]; sprintf(f, "/proc/%d/stat", v[i]);
        FILE *h = fopen(f, "r"); if (!h) continue;
        size_t r = fread(b, 1, sizeof b - 1, h); b[r] = 0; fclose(h);
        char *p = strrchr(b, ')'); long st = 0;
        if (p) sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %ld", &st);
        s += (double)st / sysconf(_SC_CLK_TCK);
    }
    return s;
}
static long rss_kb(void) {
    long s = 0;
    for (int i = 0; i < npid; i++) {
        char f[64]; long a, r; sprintf(f, "/proc/%d/statm", pids[i]);
        FILE *h = fopen(f, "r"); if (!h) continue;
        if (fscanf(h, "%ld %ld", &a, &r) == 2) s += r * 4;
        fclose(h);
    }
    return s;
}
static double machine_busy(void) {               /* CPU seconds the whole machine has been busy */
    long v[10] = {0}; FILE *h = fopen("/proc/stat", "r");
    if (fscanf(h, "cpu %ld %ld %ld %ld %ld %ld %ld %ld", v, v+1, v+2, v+3, v+4, v+5, v+6, v+7) < 8) v[0] = 0;
    fclose(h);
    return (double)(v[0] + v[1] + v[2] + v[5] + v[6] + v[7]) / sysconf(_SC_CLK_TCK);
}
static double self_s(void) { struct timespec t; clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return t.tv_sec + t.tv_nsec / 1e9; }

int main(int argc, char **argv) {
    double dur = 5, warm = 1, rate = 0, spread = 0; int bodylen = 1024, o, early = 0;
    const char *model = "gpt-4o-mini", *path = "/v1/chat/completions", *file = NULL, *label = "", *key = "sk-test-0123456789abcdef0123456789abcdef";
    char host[64] = "127.0.0.1", hdr[8192] = ""; int port = 8080, rawp[64], nraw = 0;
    while ((o = getopt(argc, argv, "u:c:r:d:w:B:b:m:M:k:K:FsG:H:p:P:Q:j:")) > 0) switch (o) {
        case 'u': sscanf(optarg, "%63[^:]:%d", host, &port); break;
        case 'c': nconn = atoi(optarg); break;   case 'r': rate = atof(optarg); break;
        case 'd': dur = atof(optarg); break;     case 'w': warm = atof(optarg); break;
        case 'B': bodylen = atoi(optarg); break; case 'b': file = optarg; break;
        case 'm': model = optarg; break;         case 'F': early = 1; break;
        case 'M': load_rota(&models, optarg); model = models.v[0]; break;
        case 'k': key = optarg; break;           case 'K': load_rota(&keys, optarg); key = keys.v[0]; break;
        case 's': stream = 1; break;             case 'G': spread = atof(optarg); break;
        case 'p': path = optarg; break;          case 'j': label = optarg; break;
        case 'H': strncat(hdr, optarg, sizeof hdr - strlen(hdr) - 3); strcat(hdr, "\r\n"); break;
        case 'P': if (nraw < 64) rawp[nraw++] = atoi(optarg); break;
        case 'Q': with_children(atoi(optarg), qpids, &nqpid, 64); break;
        default: fprintf(stderr, "usage: see the comment at the top of llmload.c\n"); return 2;
    }
    addr.sin_family = AF_INET; addr.sin_port = htons(port);
    if (inet_pton(AF_INET, host, &addr.sin_addr) != 1 || (ntohl(addr.sin_addr.s_addr) >> 24) != 127) {
        fprintf(stderr, "llmload: only loopback addresses (127.x.x.x) are load-tested\n"); return 2; }
    if (dur > 300) dur = 300;
    signal(SIGPIPE, SIG_IGN); prctl(PR_SET_TIMERSLACK, 1);

    char *body; size_t blen;
    if (file) {
        FILE *h = fopen(file, "r"); if (!h) { perror(file); return 2; }
        body = malloc(32 << 20); blen = fread(body, 1, 32 << 20, h); fclose(h);
    } else {
        char a[512], z[512];
        if (early) { sprintf(a, "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\"", model, stream ? "true" : "false");
                     strcpy(z, "\"}],\"temperature\":0.7,\"max_tokens\":256}"); }
        else { strcpy(a, "{\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},{\"role\":\"user\",\"content\":\"");
               sprintf(z, "\"}],\"model\":\"%s\",\"max_tokens\":256,\"stream\":%s,\"temperature\":0.7}", model, stream ? "true" : "false"); }
        int fill = bodylen - (int)strlen(a) - (int)strlen(z); if (fill < 0) fill = 0;
        body = malloc(strlen(a) + strlen(z) + fill + 1); strcpy(body, a); blen = strlen(a);
        static const char W[] = "The quick brown fox said \\\"hello\\\" to the lazy dog.\\n";   /* escapes as in real prompts */
        int u = 0; while (u + (int)sizeof W - 1 <= fill) { memcpy(body + blen, W, sizeof W - 1); blen += sizeof W - 1; u += sizeof W - 1; }
        while (u++ < fill) body[blen++] = 'x';
        strcpy(body + blen, z); blen += strlen(z);
    }
    req = malloc(blen + strlen(key) + 10240);
    reqlen = sprintf(req, "POST %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
        "User-Agent: llmload/1.0\r\nAuthorization: Bearer %s\r\n%sContent-Length: %zu\r\n\r\n", path, host, port, key, hdr, blen);
    keys.at = strstr(req, "Bearer ") + 7 - req;
    char *named = memmem(body, blen, "\"model\":\"", 9);
    if (models.n && !named) { fprintf(stderr, "llmload: -M needs a body with a model\n"); return 2; }
    models.at = named ? reqlen + (named - body) + 9 : 0;
    memcpy(req + reqlen, body, blen); reqlen += blen;

    ep = epoll_create1(0);
    cs = calloc(nconn, sizeof *cs); idle = calloc(nconn + 1, sizeof *idle); pend = malloc((PMASK + 1) * 8);
    for (int i = 0; i < nconn; i++) { cs[i].in = malloc(cs[i].incap = 131072); cs[i].out = keys.n || models.n ? memcpy(malloc(reqlen), req, reqlen) : req; connect_one(&cs[i]); }
    for (int i = 0; i < nraw; i++) with_children(rawp[i], pids, &npid, 256);

    openloop = rate > 0;
    uint64_t t0 = now_ns(), tm = t0 + (uint64_t)(warm * 1e9), te = tm + (uint64_t)(dur * 1e9), k = 0, nextrss = t0;
    double gap = openloop ? 1e9 / rate : 0, c0 = 0, s0 = 0, m0 = 0, x0 = 0, q0 = 0;
    long rss0 = rss_kb(), rssmax = 0; stop_starting = te;
    int started = 0;
    if (openloop) for (int i = 0; i < nconn; i++) idle[nidle++] = &cs[i];
    struct epoll_event ev[256];
    uint64_t tr = 0;
    for (;;) {
        uint64_t t = now_ns();
        if (!measuring && t >= tm && t < te) {
            measuring = 1; tr = measured_from = t; c0 = cpu_s(pids, npid); s0 = sys_s(pids, npid); m0 = machine_busy(); x0 = self_s(); q0 = cpu_s(qpids, nqpid);
        }
        if (t >= te) break;
        if (t >= nextrss) { long r = rss_kb(); if (r > rssmax) rssmax = r; nextrss = t + 200000000ull; }
        uint64_t wake = te;
        if (openloop) {
            uint64_t due = t0 + (uint64_t)(k * gap);
            while (due <= t) {
                if (nidle) start(idle[--nidle], due); else pend[pt++ & PMASK] = due;
                due = t0 + (uint64_t)(++k * gap);
            }
            wake = due;
        } else while (started < nconn) {
            uint64_t due = t0 + (uint64_t)(spread * 1e9 * started / nconn);
            if (due > t) { wake = due; break; }
            start(&cs[started++], t);
        }
        t = now_ns();
        if (!measuring && tm < wake) wake = tm;
        if (wake > te) wake = te;
        uint64_t d = wake > t ? wake - t : 0;
        if (d > 200000000ull) d = 200000000ull;
        struct timespec ts = { d / 1000000000ull, d % 1000000000ull };
        int n = epoll_pwait2(ep, ev, 256, &ts, NULL);
        for (int i = 0; i < n; i++) {
            struct conn *c = ev[i].data.ptr;
            if (ev[i].events & EPOLLOUT) {
                struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
                epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e);
                if (c->busy && push_out(c)) { err_conn++; close(c->fd); connect_one(c); reconn_n++; finished(c, 0); continue; }
            }
            if (!(ev[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))) continue;
            if (c->inlen == c->incap) c->in = realloc(c->in, c->incap *= 2);
            ssize_t r = recv(c->fd, c->in + c->inlen, c->incap - c->inlen, 0);
            if (r > 0) { c->inlen += r; on_data(c); }
            else if (r == 0 || errno != EAGAIN) {
                int was = c->busy; close(c->fd); connect_one(c);
                if (measuring) reconn_n++;
                if (was) { if (measuring) err_conn++; finished(c, 0); }
            }
        }
    }
    double el = (now_ns() - tr) / 1e9, cpu = cpu_s(pids, npid) - c0, sys = sys_s(pids, npid) - s0, me = self_s() - x0, mk = cpu_s(qpids, nqpid) - q0;
    double other = (machine_busy() - m0 - cpu - me - mk) / el;
    uint64_t stuck = 0, end = now_ns();
    for (int i = 0; i < nconn; i++) stuck += cs[i].busy && end - cs[i].seen > 2000000000ull;
    double per = stream ? chunk_n : ok_n; if (per < 1) per = 1;
    printf("{\"label\":\"%s\",\"conns\":%d,\"rate\":%.0f,\"stream\":%d,\"body\":%zu,\"secs\":%.2f,\"ok\":%lu,\"errors\":%lu,\"err_status\":%lu,\"last_status\":%d,\"err_sse\":%lu,\"err_conn\":%lu,\"reconnects\":%lu,\"stuck\":%lu,"
        "\"rps\":%.1f,\"MBps\":%.2f,\"cpu_us\":%.2f,\"cpu_us_per\":\"%s\",\"sys_share\":%.2f,\"gw_cores\":%.3f,\"load_cores\":%.3f,\"mock_cores\":%.3f,\"other_cpu\":%.3f,"
        "\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f,\"mean\":%.1f,\"late\":%lu,"
        "\"chunks\":%lu,\"chunks_s\":%.0f,\"ttfb_p50\":%.1f,\"ttfb_p99\":%.1f,\"chunk_p50\":%.1f,\"chunk_p99\":%.1f,\"chunk_max\":%.1f,\"rss0_mb\":%.1f,\"rss_mb\":%.1f,\"per_s\":[",
        label, nconn, rate, stream, blen, el, ok_n, err_n, err_status, last_status, err_sse, err_conn, reconn_n, stuck, ok_n / el, bytes_n / el / 1e6,
        npid ? cpu * 1e6 / per : 0, stream ? "chunk" : "request", cpu > 0 ? sys / cpu : 0, cpu / el, me / el, mk / el, other,
        hq(&lat, .5), hq(&lat, .9), hq(&lat, .99), hq(&lat, .999), lat.max / 1e3, lat.n ? lat.sum / lat.n / 1e3 : 0, late_n,
        chunk_n, chunk_n / el, hq(&ttfb, .5), hq(&ttfb, .99), hq(&chunkd, .5), hq(&chunkd, .99), chunkd.max / 1e3, rss0 / 1024.0, rssmax / 1024.0);
    for (int i = 0; i < (int)(el + 0.01) && i < 300; i++) printf("%s%u", i ? "," : "", per_s[i]);
    printf("]}\n");
    return err_n ? 3 : 0;
}
