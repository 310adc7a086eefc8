package io.dunlin.gpu.nvml;

/** Waits for threads that end by themselves once they were told to, and must not be left behind. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /** Returns when a thread has ended, also where the caller is interrupted meanwhile: it then stays so. */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
