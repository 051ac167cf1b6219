/* Loaded before libc: makes a chosen call on files below one folder fail, stop half way, or be the process's last.

   Calls that change files are counted from 0 once faults_arm() was called; see faults.py for what the actions mean. The wall
   clock stands still where faults_clock() set it, so that two runs write the same bytes. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { NOTHING, KILL, HALF, FAIL, GONE, MOVE, SIGNAL };

static char root[PATH_MAX], only[64], moved[PATH_MAX];
static size_t root_length;
static long count = -1, from, many;
static int action, number, journal = -1;
static time_t stopped;

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

void faults_arm(const char *folder, const char *call, long at, int what, int value, long times, const char *to, const char *log) {
    strncpy(root, folder, sizeof root - 1);
    strncpy(only, call, sizeof only - 1);
    strncpy(moved, to, sizeof moved - 1);
    root_length = strlen(root);
    from = at, action = what, number = value, many = times;
    if (*log) journal = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    count = 0;
}

long faults_count(void) { return count; }
void faults_off(void) { count = -1; }
void faults_clock(long seconds) { stopped = seconds; }

static const char *absolute(int folder, const char *path, char *space) {
    if (path[0] == '/') return path;
    char base[PATH_MAX], link[64];
    if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) return path; }
    else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t n = readlink(link, base, sizeof base - 1);
        if (n < 0) return path;
        base[n] = 0;
    }
    snprintf(space, PATH_MAX * 2, "%s/%s", base, path);
    return space;
}

static int below(const char *path) { return count >= 0 && root_length && !strncmp(path, root, root_length); }

static const char *path_of(int fd, char *space) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, space, PATH_MAX - 1);
    if (n < 0) return "";
    space[n] = 0;
    return space;
}

/* What becomes of this call: 0 goes on, 1 fails with errno set, 2 is done by half and then the end. */
static int point(const char *call, const char *path) {
    if (!below(path)) return 0;
    if (*only && !strstr(only, call)) return 0;
    long here = count++;
    if (journal >= 0) dprintf(journal, "%s %s\n", call, path + root_length);
    if (action == NOTHING || here < from) return 0;
    switch (action) {
    case KILL: kill(getpid(), SIGKILL); pause(); return 0;
    case HALF: return 2;
    case FAIL: case GONE:
        if (action == FAIL && many > 0 && here >= from + many) return 0;
        errno = number; return 1;
    case MOVE: if (here == from) { REAL(rename); count = -1; real(root, moved); } return 0;
    case SIGNAL: if (here == from) raise(number); return 0;
    }
    return 0;
}

/* A drive that went away answers to nothing, not even to reading. */
static int lost(const char *path) {
    if (action == GONE && count > from && below(path)) { errno = number; return 1; }
    return 0;
}

#define AT_PATH(folder, path) char space_[PATH_MAX * 2]; const char *full = absolute(folder, path, space_)
#define AT_FD(fd) char space_[PATH_MAX * 2]; const char *full = count >= 0 ? path_of(fd, space_) : ""
#define STOP(call) { int s_ = point(call, full); if (s_ == 1) return -1; if (s_ == 2) { kill(getpid(), SIGKILL); pause(); } }

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    AT_FD(fd);
    int state = point("write", full);
    if (state == 1) return -1;
    if (state == 2) { real(fd, data, size / 2); kill(getpid(), SIGKILL); pause(); }
    return real(fd, data, size);
}

ssize_t sendfile(int to, int fd, off_t *offset, size_t size) {
    REAL(sendfile);
    AT_FD(to); STOP("write");
    return real(to, fd, offset, size);
}
ssize_t sendfile64(int to, int fd, off_t *offset, size_t size) { return sendfile(to, fd, offset, size); }

ssize_t read(int fd, void *data, size_t size) {
    REAL(read);
    AT_FD(fd);
    if (lost(full)) return -1;
    return real(fd, data, size);
}

int fsync(int fd) { REAL(fsync); AT_FD(fd); STOP("fsync"); return real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); AT_FD(fd); STOP("truncate"); return real(fd, n); }
int ftruncate64(int fd, off_t n) { return ftruncate(fd, n); }
int fchmod(int fd, mode_t m) { REAL(fchmod); AT_FD(fd); STOP("chmod"); return real(fd, m); }
int chmod(const char *p, mode_t m) {
    REAL(chmod); AT_PATH(AT_FDCWD, p); STOP("chmod"); return real(p, m);
}
int fchown(int fd, uid_t u, gid_t g) { REAL(fchown); AT_FD(fd); STOP("chown"); return real(fd, u, g); }
int chown(const char *p, uid_t u, gid_t g) {
    REAL(chown); AT_PATH(AT_FDCWD, p); STOP("chown"); return real(p, u, g);
}
int utimensat(int d, const char *p, const struct timespec t[2], int f) {
    REAL(utimensat);
    AT_PATH(d, p); STOP("times"); return real(d, p, t, f);
}
int rename(const char *a, const char *b) {
    REAL(rename); AT_PATH(AT_FDCWD, b); STOP("rename"); return real(a, b);
}
int renameat(int d, const char *a, int e, const char *b) {
    REAL(renameat); AT_PATH(e, b); STOP("rename"); return real(d, a, e, b);
}
int unlink(const char *p) { REAL(unlink); AT_PATH(AT_FDCWD, p); STOP("unlink"); return real(p); }
int unlinkat(int d, const char *p, int f) {
    REAL(unlinkat); AT_PATH(d, p); STOP("unlink"); return real(d, p, f);
}
int rmdir(const char *p) { REAL(rmdir); AT_PATH(AT_FDCWD, p); STOP("rmdir"); return real(p); }
int mkdir(const char *p, mode_t m) {
    REAL(mkdir); AT_PATH(AT_FDCWD, p); STOP("mkdir"); return real(p, m);
}
int link(const char *a, const char *b) {
    REAL(link); AT_PATH(AT_FDCWD, b); STOP("link"); return real(a, b);
}

static int opened(const char *name, const char *p, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, name);
    if (count >= 0) {
        AT_PATH(AT_FDCWD, p);
        if (lost(full)) return -1;
        if (flags & (O_CREAT | O_TRUNC)) STOP("create");
    }
    return real(p, flags, mode);
}
#define MODE mode_t mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); }
int open(const char *p, int flags, ...) { MODE return opened("open", p, flags, mode); }
int open64(const char *p, int flags, ...) { MODE return opened("open64", p, flags, mode); }

int stat(const char *p, struct stat *s) {
    REAL(stat);
    AT_PATH(AT_FDCWD, p);
    return lost(full) ? -1 : real(p, s);
}
int stat64(const char *p, struct stat64 *s) {
    REAL(stat64);
    AT_PATH(AT_FDCWD, p);
    return lost(full) ? -1 : real(p, s);
}

int clock_gettime(clockid_t id, struct timespec *t) {
    REAL(clock_gettime);
    if (id == CLOCK_REALTIME && stopped) { t->tv_sec = stopped, t->tv_nsec = 0; return 0; }
    return real(id, t);
}
