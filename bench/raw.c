/* The bare send() loop in C: one frame to each socket, no batching, until the time is over.
   Usage: raw SECONDS FD...  The frame comes on standard input, the sockets are open already. */

#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    char frame[65536];
    ssize_t size = read(0, frame, sizeof frame);
    double end = now() + atof(words[1]);
    int *sockets = malloc(count * sizeof *sockets);
    for (int i = 2; i < count; i++) sockets[i] = atoi(words[i]);
    while (now() < end)
        for (int i = 2; i < count; i++)
            if (send(sockets[i], frame, size, MSG_NOSIGNAL) < 0) return 1;
    pause();
    return 0;
}
